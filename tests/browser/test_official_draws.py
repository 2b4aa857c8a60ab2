"""An official draws a panel, from two files to twenty-four seats, with a colleague beside them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from participation import clock
from tests.browser.ways import WAYS
from tests.towns import make_panel

pytestmark = pytest.mark.browser

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


@pytest.mark.parametrize("way", WAYS)
def test_an_official_draws_a_panel_with_a_colleague(server, come, remember, towns, way):
    from tests.browser.eyes import audit
    from tests.browser.signing_in import official_in_this_way

    town, _ = towns
    hand = come(way)
    official_in_this_way(hand, town, "imke")
    remember(hand, way, "desk", "body")
    panel = f"/{town.slug}/desk/panels/veilig-naar-school"

    hand.visit(f"/{town.slug}/desk/panels/new")
    remember(hand, way, "making a panel")
    hand.press("Make this panel", status=422)
    hand.type("Name of the panel (Nederlands)", "Veilig naar school")
    hand.type("The question that the panel answers (Nederlands)", "Hoe komt elk kind veilig op school?")
    hand.type("Summary in plain words (Nederlands)", "Wij kiezen samen hoe elk kind veilig naar school gaat.")
    hand.type("Summary in plain words (Français)", "Nous choisissons ensemble comment aller à l’école.")
    hand.type("How many people will sit on the panel?", "24")
    hand.choose("At most one person from each household")
    hand.press("Make this panel")

    hand.visit(f"{panel}/targets/upload")
    hand.hand_in("File (CSV", EXAMPLES / "targets.csv")
    hand.press("Look at this file")
    hand.press("Use these targets")

    hand.visit(f"{panel}/people/upload")
    hand.hand_in("File (CSV", EXAMPLES / "people-with-faults.csv")
    hand.press("Look at this file")
    assert hand.page.get_by_role("button", name="Use this list").count() == 0
    hand.press("Upload the mended file")
    hand.hand_in("File (CSV", EXAMPLES / "people.csv")
    hand.press("Look at this file")
    for column in ("straat", "nummer", "postcode"):
        hand.choose(column)
    hand.press("Look again with these columns")
    hand.choose("Officials, councillors and whoever objects are not in this list", exact=False)
    hand.press("Use this list")

    see_fairness_while_setting_targets(hand, way)

    hand.visit(f"{panel}/calculation")
    hand.press("Calculate the fair chances")
    wait_for_the_chances(hand, way)
    audit(hand.page)
    assert "in a million" in hand.words

    hand.visit(f"{panel}/promise")
    hand.type("Which one exactly?", "Three balls in the council hall")
    seed_at = clock.local(clock.now() + timedelta(days=2))
    hand.type("When will it be drawn?", seed_at.strftime("%Y-%m-%dT%H:%M"))
    hand.press("Propose this draw")
    assert hand.page.get_by_role("button", name="Yes, promise this draw").count() == 0
    draw = hand.page.url.partition("#")[0]

    colleague = come(way)
    official_in_this_way(colleague, town, "bilal")
    colleague.visit(draw)
    colleague.press("Yes, promise this draw")

    server.later(timedelta(days=3))
    hand = come(way)
    official_in_this_way(hand, town, "noor")
    hand.visit(draw)
    hand.type("The result", "42")
    hand.press("Draw the panel with this number", status=422)
    assert "digits entered: 2" in hand.words
    hand.type("The result", "042")
    hand.press("Draw the panel with this number")
    assert hand.page.locator("table.stack tbody tr").count() == 24

    hand.visit(draw.replace("/desk", ""))
    remember(hand, way, "a draw in public")
    assert len(re.findall(r"\b[A-Z]{4}-\d{4}\b", hand.words)) >= 24


def see_fairness_while_setting_targets(hand, way):
    """With a script at each change, without it at a press."""
    from tests.browser.eyes import audit

    outlook = hand.page.locator("#outlook")
    assert "a panel" in outlook.inner_text().lower()
    least, most = hand.page.locator("[name=min-0]"), hand.page.locator("[name=max-0]")
    kept = (least.input_value(), most.input_value())
    hand.type_into(most, "24")
    hand.type_into(least, "24")
    if way == "telephone without script":
        hand.press("Check these numbers first")
    outlook.get_by_text("No panel").first.wait_for()
    audit(hand.page)
    hand.type_into(least, kept[0])
    hand.type_into(most, kept[1])
    hand.press("Keep these targets")


def wait_for_the_chances(hand, way):
    if way != "telephone without script":
        hand.page.wait_for_url("**/fairness**", timeout=60_000)
        return
    for _ in range(120):
        if hand.page.get_by_role("link", name="Look at the fairness").count():
            break
        hand.page.wait_for_timeout(500)
        hand.page.reload()
    hand.press("Look at the fairness")


def test_two_tabs_do_not_overwrite_each_other(server, open_browser, towns):
    from tests.browser.eyes import press, visit
    from tests.browser.signing_in import official

    town, _ = towns
    slug = make_panel(town, "people")
    page = open_browser()
    official(page, town, "imke")
    visit(page, f"/{town.slug}/desk/panels/{slug}/targets")
    other = page.context.new_page()
    visit(other, f"/{town.slug}/desk/panels/{slug}/targets")
    other.locator("[name=min-2]").fill("0")
    press(other, "Keep these targets")
    page.locator("[name=min-2]").fill("2")
    press(page, "Keep these targets", status=422)
    assert "Somebody changed this while you were looking" in page.locator("main").inner_text()
    assert page.locator("[name=min-2]").input_value() == "2"
