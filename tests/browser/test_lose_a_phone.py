"""Somebody who works here loses their telephone, comes in with a code on paper and sets up a new one."""

import re
from datetime import timedelta

import pytest

from participation import clock
from tests.apps import App, code_at, somebody
from tests.towns import make_panel

pytestmark = pytest.mark.browser

CODE = re.compile(r"(?:[0-9a-z]{4} ){3}[0-9a-z]{4}")


def set_up_app(page):
    """Type the key into an app, and its code into the page; returns the app with the codes on paper."""
    from tests.browser.eyes import press

    app = App(page.locator(".command").inner_text().replace(" ", ""))
    page.get_by_label("Code from your app").fill(code_at(app.secret, clock.now()))
    press(page, "Use this app from now on")
    app.codes = CODE.findall(page.locator("pre").inner_text())
    assert len(app.codes) == 10
    press(page, "I have kept them, go on")
    return app


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, False)], ids=["desktop", "phone without script"])
def test_somebody_loses_their_telephone(server, open_browser, towns, width, javascript):
    from tests.browser.eyes import press, visit
    from tests.browser.signing_in import first_step, show_code

    town, _ = towns
    somebody(town, name="imke")
    page = open_browser(width, javascript=javascript)
    first_step(page, town, "imke")
    page.wait_for_url("**/account/second-factor**")
    lost = set_up_app(page)
    page.wait_for_url(f"**/{town.slug}/desk")

    server.later(timedelta(days=1))
    page = open_browser(width, javascript=javascript)
    first_step(page, town, "imke")
    page.get_by_text("I do not have my telephone with me").click()
    page.get_by_label("Recovery code").fill(lost.codes[0].upper())
    press(page, "Use this recovery code")
    assert "You have 9 recovery codes left" in page.locator("main").inner_text()
    visit(page, f"/{town.slug}/account/second-factor")
    press(page, "Set up another app or telephone")
    found = set_up_app(page)

    server.later(timedelta(days=1))
    page = open_browser(width, javascript=javascript)
    first_step(page, town, "imke")
    page.get_by_label("Code from your app").fill(lost.code_now())
    press(page, "Go on", status=422)
    show_code(page, found)
    page.wait_for_url(f"**/{town.slug}/desk")


def test_what_was_written_before_lunch_is_sent_after_it(server, open_browser, towns):
    from tests.browser.eyes import press, visit
    from tests.browser.signing_in import official, show_code

    town, _ = towns
    make_panel(town, "people")
    page = open_browser(360)
    app = official(page, town, "imke")
    visit(page, f"/{town.slug}/desk/panels/new")
    page.get_by_label("Name of the panel (Nederlands)").fill("Veilig naar school")
    page.get_by_label("The question that the panel answers (Nederlands)").fill("Hoe komt elk kind veilig op school?")
    for language in ("Nederlands", "Français"):
        page.get_by_label(f"Summary in plain words ({language})").fill("Veilig naar school, voor elk kind.")
    page.get_by_label("How many people will sit on the panel?").fill("24")
    server.later(timedelta(minutes=45))
    press(page, "Make this panel", status=403)
    show_code(page, app)
    assert "veilig-naar-school" in page.url


def test_a_passkey_is_made_and_lets_its_owner_in(server, open_browser, towns):
    from tests.browser.eyes import press, visit
    from tests.browser.signing_in import first_step

    town, _ = towns
    somebody(town, name="imke")
    # Browsers keep no passkey for a bare number.
    place = server.url.replace("127.0.0.1", "localhost")
    page = open_browser(360)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    authenticator = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    first_step(page, town, "imke", at=place)
    visit(page, f"{place}/{town.slug}/account/passkeys")
    assert page.get_by_text("This browser cannot make a passkey").count() == 1
    assert not page.get_by_text("This browser cannot make a passkey").is_visible()
    page.get_by_label("What do you call it?").fill("My telephone")
    press(page, "Make a passkey")
    assert len(CODE.findall(page.locator("pre").inner_text())) == 10
    assert len(device.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]) == 1
    press(page, "I have kept them, go on")
    press(page, "Sign out")

    visit(page, f"{place}/{town.slug}/sign-in")
    press(page, "Sign in with a passkey")
    page.wait_for_url(f"**/{town.slug}/desk")
    press(page, "Sign out")

    first_step(page, town, "imke", at=place)
    press(page, "Use a passkey")
    page.wait_for_url(f"**/{town.slug}/desk")

    press(page, "Sign out")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    visit(page, f"{place}/{town.slug}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That did not work").wait_for()
