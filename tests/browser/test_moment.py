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
