"""An official's first day: invited by the administrator, a link by e-mail, a password, a second step, and the desk."""

import re

import pyotp
import pytest

from participation import clock
from tests.post import deliver_all
from tests.towns import Town, cookie_of

pytestmark = pytest.mark.browser

PASSWORD = "paarse olifant eet rustig soep"


def come_in(page, server, town: Town, who) -> None:
    """Somebody who signed in a moment ago, with a second factor."""
    client = server.app.test_client()
    with client.session_transaction() as session:
        session.update(cookie_of(town, who))
    page.context.add_cookies([{"name": "session", "value": client.get_cookie("session").value, "url": server.url}])


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, False)], ids=["desktop", "phone without script"])
def test_an_officials_first_day(server, open_browser, towns, width, javascript):
    from tests.browser.eyes import press, visit

    town, _ = towns
    office = open_browser(width, javascript=javascript)
    come_in(office, server, town, town.administrator)
    visit(office, f"/{town.slug}/desk/staff")
    press(office, "Invite somebody")
    press(office, "Send the invitation", status=422)
    office.get_by_label("Name", exact=True).fill("Nora Maes")
    office.get_by_label("E-mail address").fill("nora@work.example")
    office.get_by_label("official", exact=True).check()
    press(office, "Send the invitation")
    assert "nora@work.example" in office.locator("main").inner_text()

    (mail,) = [one for one in deliver_all() if one.to == "nora@work.example"]
    path = re.search(rf"/{town.slug}/invitation/\S+", mail.body).group()

    page = open_browser(width, javascript=javascript)
    visit(page, path)
    assert "official" in page.locator("main").inner_text()
    page.get_by_label("Choose a password").fill("nora@work.example")
    press(page, "Accept this role", status=422)
    page.get_by_label("Choose a password").fill(PASSWORD)
    press(page, "Accept this role")

    # Nothing else opens before the second step is there.
    visit(page, f"/{town.slug}/desk")
    assert "An app that makes codes" in page.locator("h1").inner_text()
    key = "".join(page.locator("p.command").inner_text().split())
    app = pyotp.TOTP(key)
    page.get_by_label("Code from your app").fill(app.at(clock.now()))
    press(page, "Use this app from now on")
    assert len(page.locator("pre.command").inner_text().split("\n")) == 10
    press(page, "I have kept them, go on")
    visit(page, f"/{town.slug}/desk")
    assert "Nora Maes" in page.locator("header").inner_text()
    assert page.locator("h1").inner_text() == "Panels"

    # The link is used up, and the administrator sees that the colleague is ready.
    stranger = open_browser(width, javascript=javascript)
    answer = stranger.goto(path)
    assert answer.status == 404
    visit(office, f"/{town.slug}/desk/staff")
    row = office.get_by_role("row").filter(has_text="Nora Maes")
    assert "Ready" in row.inner_text()

    # Their last day came sooner than planned.
    press(office, "Nora Maes")
    press(office, "End this role now official")
    answer = page.goto(f"/{town.slug}/desk")
    assert "/sign-in" in page.url
