"""An official draws a panel, from two files to twenty-four seats, with a colleague beside them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from participation import clock
from tests.towns import make_panel

pytestmark = pytest.mark.browser

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, False)], ids=["desktop", "phone without script"])
def test_an_official_draws_a_panel_with_a_colleague(server, open_browser, towns, width, javascript):
    from tests.browser.eyes import audit, press, visit
    from tests.browser.signing_in import official

    town, _ = towns
    page = open_browser(width, javascript=javascript)
    official(page, town, "imke")

    visit(page, f"/{town.slug}/desk/panels/new")
    page.get_by_label("Name of the panel (Nederlands)").fill("Veilig naar school")
    page.get_by_label("The question that the panel answers (Nederlands)").fill("Hoe komt elk kind veilig op school?")
    page.get_by_label("How many people will sit on the panel?").fill("24")
    page.get_by_label("At most one person from each household").check()
    press(page, "Make this panel")

    visit(page, f"/{town.slug}/desk/panels/veilig-naar-school/targets/upload")
    page.get_by_label("File (CSV").set_input_files(EXAMPLES / "targets.csv")
    press(page, "Look at this file")
    press(page, "Use these targets")

    visit(page, f"/{town.slug}/desk/panels/veilig-naar-school/people/upload")
    page.get_by_label("File (CSV").set_input_files(EXAMPLES / "people-with-faults.csv")
    press(page, "Look at this file")
    assert page.get_by_role("button", name="Use this list").count() == 0
    press(page, "Upload the mended file")
    page.get_by_label("File (CSV").set_input_files(EXAMPLES / "people.csv")
    press(page, "Look at this file")
    for column in ("straat", "nummer", "postcode"):
        page.get_by_label(column, exact=True).check()
    press(page, "Look again with these columns")
    page.get_by_label("Officials, councillors and whoever objects are not in this list").check()
    press(page, "Use this list")

    # Seeing fairness while setting targets: with a script at each change, without it at a press.
    assert "a panel" in page.locator("#outlook").inner_text().lower()
    least, most = page.locator("[name=min-0]"), page.locator("[name=max-0]")
    kept = (least.input_value(), most.input_value())
    most.fill("24")
    least.fill("24")
    if not javascript:
        press(page, "Check these numbers first")
    page.locator("#outlook").get_by_text("No panel").first.wait_for()
    audit(page)
    least.fill(kept[0])
    most.fill(kept[1])
    press(page, "Keep these targets")

    visit(page, f"/{town.slug}/desk/panels/veilig-naar-school/calculation")
    press(page, "Calculate the fair chances")
    if javascript:
        page.wait_for_url("**/fairness", timeout=60_000)
    else:
        for _ in range(120):
            if page.get_by_role("link", name="Look at the fairness").count():
                break
            page.wait_for_timeout(500)
            page.reload()
        press(page, "Look at the fairness")
    audit(page)
    assert "in a million" in page.locator("main").inner_text()

    visit(page, f"/{town.slug}/desk/panels/veilig-naar-school/promise")
    page.get_by_label("Which one exactly?").fill("Three balls in the council hall")
    seed_at = clock.local(clock.now() + timedelta(days=2))
    page.get_by_label("When will it be drawn?").fill(seed_at.strftime("%Y-%m-%dT%H:%M"))
    press(page, "Propose this draw")
    assert page.get_by_role("button", name="Yes, promise this draw").count() == 0
    draw = page.url

    colleague = open_browser(width, javascript=javascript)
    official(colleague, town, "bilal")
    visit(colleague, draw)
    press(colleague, "Yes, promise this draw")

    server.later(timedelta(days=3))
    page = open_browser(width, javascript=javascript)
    official(page, town, "noor")
    visit(page, draw)
    page.get_by_label("The result").fill("42")
    press(page, "Draw the panel with this number", status=422)
    assert "digits entered: 2" in page.locator("main").inner_text()
    page.get_by_label("The result").fill("042")
    press(page, "Draw the panel with this number")
    assert page.locator("table.stack tbody tr").count() == 24

    visit(page, draw.replace("/desk", ""))
    assert len(re.findall(r"\b[A-Z]{4}-\d{4}\b", page.locator("main").inner_text())) >= 24


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
