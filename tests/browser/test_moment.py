"""Whoever follows a draw at home or in the hall sees the number by itself, and hears it once."""

import pytest

from tests import towns as make

pytestmark = pytest.mark.browser


def test_the_number_comes_by_itself_and_is_said_once(server, open_browser, towns):
    from tests.browser.eyes import visit

    town, _ = towns
    slug = make.make_panel(town, "promised")
    page = open_browser()
    page.clock.install()
    visit(page, f"/{town.slug}/panels/{slug}/draws/1/moment?language=en")
    assert "The number is drawn about now." in page.locator("#moment").inner_text()
    make.enter_number(town, slug)
    page.clock.run_for(80_000)
    page.wait_for_selector("#moment .digits")
    assert page.locator("#moment .codes li").count() == make.SEATS
    assert page.locator("#said").inner_text().startswith("The number is 4 2.")
    assert page.locator("#said").get_attribute("role") == "status"
    # There is nothing more to look for.
    looked = []
    page.on("request", lambda request: looked.append(request.url))
    page.clock.run_for(300_000)
    assert looked == []


def test_without_script_the_page_loads_itself_again(server, open_browser, towns):
    from tests.browser.eyes import visit

    town, _ = towns
    slug = make.make_panel(town, "promised")
    page = open_browser(320, javascript=False)
    visit(page, f"/{town.slug}/panels/{slug}/draws/1/moment?language=en")
    assert page.locator('head meta[http-equiv="refresh"]').get_attribute("content") == "60"
    page.get_by_role("link", name="Let it stand still").click()
    assert page.locator('head meta[http-equiv="refresh"]').count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1920, False)])
def test_everybody_can_read_it_on_a_telephone_in_the_dark_and_in_a_hall(server, open_browser, towns, width, dark):
    from tests.browser.eyes import visit

    town, _ = towns
    drawn = make.make_panel(town, "drawn")
    cancelled = make.make_panel(town, "cancelled", title="Plein")
    page = open_browser(width, dark=dark)
    for slug in (drawn, cancelled):
        visit(page, f"/{town.slug}/panels/{slug}/draws/1/moment?language=en")
    if width > 1000:
        visit(page, f"/{town.slug}/panels/{drawn}/draws/1/moment?language=en")
        letters = page.locator("#moment .codes li").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        assert letters >= 40
