"""How somebody in a journey comes in: with a password, and with a second factor where they need one."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.apps import App, app_of, somebody
from tests.browser.eyes import press, visit
from tests.browser.hands import Hand
from tests.towns import PASSWORD, Town


def first_step(page: Page, town: Town, name: str, *, at: str = "") -> None:
    """Address and password; afterwards the second step is asked. at: another name of the server."""
    visit(page, f"{at}/{town.slug}/sign-in")
    form = page.get_by_role("region", name="With your password")
    form.get_by_label("E-mail address").fill(f"{name}@{town.slug}.example")
    form.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        form.get_by_role("button").click()


def show_code(page: Page, app: App) -> None:
    """The code that the app shows now."""
    page.get_by_label("Code from your app").fill(app.code_now())
    press(page, "Go on")


def official(page: Page, town: Town, name: str) -> App:
    """A new official, signed in and at the desk."""
    app = app_of(town, somebody(town, name=name).id)
    first_step(page, town, name)
    show_code(page, app)
    page.wait_for_url(f"**/{town.slug}/desk")
    return app


def official_in_this_way(hand: Hand, town: Town, name: str) -> None:
    """The same, with whatever hands they have."""
    app = app_of(town, somebody(town, name=name).id)
    hand.visit(f"/{town.slug}/sign-in")
    form = hand.page.get_by_role("region", name="With your password")
    hand.type_into(form.get_by_label("E-mail address"), f"{name}@{town.slug}.example")
    hand.type_into(form.get_by_label("Password"), PASSWORD)
    hand.press_this(form.get_by_role("button"))
    hand.type("Code from your app", app.code_now())
    hand.press("Go on")
    hand.page.wait_for_url(f"**/{town.slug}/desk**")
