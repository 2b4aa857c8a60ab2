"""A citizen asks "what was my chance?", and checks the draw on a computer of their own."""

import re
import subprocess
import sys

import pytest

from participation import db
from participation.panels import queries
from tests import towns as make

pytestmark = pytest.mark.browser


def codes(town, slug):
    _, (draw, *_) = make.look(town, slug)
    with db.read() as session:
        drawn = queries.members(session, town.id, draw.calculation_id, draw.number)
        everybody = [lot.code for lot in queries.all_chances(session, town.id, draw.calculation_id)]
    return drawn, [code for code in everybody if code not in drawn]


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (1280, True)], ids=["phone without script", "desktop"])
def test_a_citizen_looks_up_a_code_and_verifies_the_draw(server, open_browser, towns, tmp_path, width, javascript):
    from tests.browser.eyes import press, visit

    town, neighbour = towns
    slug = make.make_panel(town, "drawn")
    make.make_panel(neighbour, "drawn")
    drawn, others = codes(town, slug)
    page = open_browser(width, javascript=javascript)

    visit(page, f"/{town.slug}/")
    page.get_by_label("Your code").fill(others[0].lower().replace("-", " "))
    press(page, "Use my code")
    mine = page.locator("main").inner_text()
    assert "of the 100 panels" in mine
    assert "not" in page.locator("h1").inner_text()

    visit(page, f"/{town.slug}/code")
    page.get_by_label("Your code").fill(drawn[0])
    press(page, "Show my chance")
    assert "not" not in page.locator("h1").inner_text()

    visit(page, f"/{town.slug}/code")
    page.get_by_label("Your code").fill("ABCD-1234")
    press(page, "Show my chance", status=422)
    assert page.get_by_label("Your code").input_value() == "ABCD-1234"

    visit(page, f"/{neighbour.slug}/code")
    page.get_by_label("Your code").fill(drawn[0])
    press(page, "Show my chance", status=422)

    visit(page, f"/{town.slug}/panels/{slug}/draws/1")
    for name in ("draw.json", "verify.py"):
        with page.expect_download() as saving:
            page.get_by_role("link", name=re.compile(re.escape(name))).first.click()
        saving.value.save_as(tmp_path / name)
    checked = subprocess.run(
        [sys.executable, "verify.py", "draw.json", "--code", drawn[0]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    assert "FAILED" not in checked.stdout
    assert "drawn" in checked.stdout

    broken = (tmp_path / "draw.json").read_text().replace(drawn[0], others[0], 1)
    (tmp_path / "draw.json").write_text(broken)
    checked = subprocess.run([sys.executable, "verify.py", "draw.json"], cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode == 1


def test_witnesses_print_the_promise_on_one_sheet(server, open_browser, towns, tmp_path):
    from tests.browser.eyes import visit

    town, _ = towns
    slug = make.make_panel(town, "promised")
    page = open_browser()
    visit(page, f"/{town.slug}/panels/{slug}/draws/1/notice")
    page.pdf(path=tmp_path / "notice.pdf", format="A4")
    told = subprocess.run(["pdfinfo", tmp_path / "notice.pdf"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages:\s+1$", told, re.MULTILINE)
