"""How a journey looks at a page: its status first, then what an audit of accessibility finds on it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Response

from tests.browser.audits import asks_axe, fits

# An audit would wait for ever in a window where no script runs.
WITHOUT_SCRIPT: set[BrowserContext] = set()


def visit(page: Page, address: str) -> None:
    """Open an address and look."""
    answer = page.goto(address)
    assert answer is not None
    see(page, answer)


def press(page: Page, name: str, *, status: int = 200) -> None:
    """Press the button or link with this name, and look at the page it leads to."""
    control = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    with page.expect_navigation() as leading:
        control.first.click()
    see(page, leading.value, status)


def see(page: Page, answer: Response | None, status: int = 200) -> None:
    """The status is this one, nothing is wider than the screen, and the audit finds nothing."""
    assert answer is not None
    assert answer.status == status, (page.url, answer.status, page.locator("main").inner_text()[:500])
    assert page.locator("h1").count() == 1, page.url
    audit(page)


def audit(page: Page) -> None:
    """Nothing is wider than the screen and no violation is found; without script nothing can be measured from inside."""
    if page.context in WITHOUT_SCRIPT:
        return
    assert fits(page) == [], page.url
    assert asks_axe(page) == [], page.url
