"""Climbing the ladder: a code by e-mail, a letter, an identity card at the desk; and for another, an identity provider."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from participation import config, db
from participation.demo import provider
from participation.messages.models import Message
from tests.cards import as_on_the_card, belgian_number
from tests.post import deliver_all
from tests.providers import write_file
from tests.towns import cookie_of

pytestmark = pytest.mark.browser

EMAIL = "lena@home.example"
NUMBER = as_on_the_card(belgian_number(date(1985, 7, 30), 33))


@pytest.fixture
def settings(database_url, tmp_path):
    """With an identity provider that is real, apart from its people."""
    with provider.running(provider.RESIDENTS, ready=True) as issuer:
        entry = {"municipality": "ourtown", "name": "own", "issuer": issuer, "scopes": ["openid", "profile"]}
        entry |= {"words": {"nl": "Met itsme", "en": "With itsme"}, "name_claim": "name"}
        path = write_file(tmp_path / "providers.toml", entry)
        yield config.load(
            {
                "PARTICIPATION_DATABASE": database_url,
                "PARTICIPATION_INSTANCE": str(tmp_path),
                "PARTICIPATION_PROVIDERS": str(path),
            }
        )


def come_in(page, server, town, who):
    """Somebody who signed in a moment ago, with a second factor."""
    client = server.app.test_client()
    with client.session_transaction() as session:
        session.update(cookie_of(town, who))
    page.context.add_cookies([{"name": "session", "value": client.get_cookie("session").value, "url": server.url}])


def main(page):
    return page.locator("main").inner_text()


def code_in_the_letter(town):
    with db.read() as session:
        body = session.scalars(
            select(Message.body).where(Message.municipality_id == town.id, Message.kind == "letter_code")
        ).one()
    return re.search("[A-Z]{4}-[0-9]{4}", body).group()


@pytest.mark.parametrize(("width", "javascript"), [(320, False), (1280, True)], ids=["phone without script", "desktop"])
def test_somebody_climbs_by_code_letter_and_card(server, open_browser, towns, width, javascript):
    from tests.browser.eyes import press, visit

    town, _ = towns
    page = open_browser(width, javascript=javascript)
    visit(page, f"/{town.slug}/sign-in?next=/{town.slug}/account/ladder")
    page.locator("#contact").fill(EMAIL)
    press(page, "Send me a code")
    (mail,) = [one for one in deliver_all() if one.to == EMAIL]
    page.locator("#code").fill(re.search(r"\b[0-9]{6}\b", mail.body).group())
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_label("Your name").fill("Lena Smets")
    press(page, "Make my account")

    visit(page, f"/{town.slug}/account/ladder?act=voice.give")
    assert "One step is missing" in main(page)
    press(page, "Ask for a letter")
    press(page, "Send me a letter", status=422)
    page.get_by_label("Street and number").fill("Lindestraat 5")
    page.get_by_label("Postcode").fill("9999")
    page.get_by_label("Town or village").fill("Ourtown")
    press(page, "Send me a letter")
    assert "Your letter leaves" in main(page)
    press(page, "Type the code")
    page.get_by_label("Code from your letter").fill("hello")
    press(page, "Send my code", status=422)
    page.get_by_label("Code from your letter").fill(code_in_the_letter(town).lower())
    press(page, "Send my code")
    assert "we know now that you live here" in main(page)

    desk = open_browser()
    come_in(desk, server, town, town.first)
    visit(desk, f"/{town.slug}/desk/check")
    desk.get_by_label("Yes, with an e-mail address or telephone number").check()
    desk.get_by_label("E-mail address or telephone number", exact=True).fill(EMAIL)
    desk.get_by_label("Name on the card").fill("Lena Smets")
    desk.get_by_label("National number").fill(NUMBER[:-1] + "0")
    desk.get_by_label("I held the card").check()
    press(desk, "This is who they are", status=422)
    assert desk.get_by_label("National number").input_value() == ""
    desk.get_by_label("National number").fill(NUMBER)
    press(desk, "This is who they are")
    assert "Lena Smets" in main(desk)

    visit(page, f"/{town.slug}/account/ladder?act=voice.give")
    assert "One step is missing" not in main(page)
    assert page.locator(".timeline .is-done").count() == 3


@pytest.mark.parametrize(("width", "javascript"), [(320, False), (1280, True)], ids=["phone without script", "desktop"])
def test_somebody_signs_up_with_an_identity_provider(server, open_browser, towns, width, javascript):
    from tests.browser.eyes import press, see, visit

    town, _ = towns
    page = open_browser(width, javascript=javascript)
    visit(page, f"/{town.slug}/sign-in?next=/{town.slug}/account/ladder")
    page.get_by_role("button", name="With itsme").click()
    page.wait_for_url(re.compile("/oauth2/authorize"))
    with page.expect_navigation(url=re.compile("/arrived")) as coming_back:
        page.get_by_role("button", name="Hanne Wuyts").click()
    see(page, coming_back.value)
    assert "code=" not in page.url
    assert page.get_by_label("Your name").input_value() == "Hanne Wuyts"
    press(page, "Make my account")
    assert page.locator(".timeline .is-done").count() == 3
    page.get_by_role("button", name="Sign out").click()

    visit(page, f"/{town.slug}/sign-in")
    page.get_by_role("button", name="With itsme").click()
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.get_by_role("button", name="Stop").click()
    page.wait_for_url(re.compile("/back"))
    assert "You stopped before it was done" in main(page)
    press(page, "All the ways to sign in")
    page.get_by_role("button", name="With itsme").click()
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.get_by_role("button", name="Hanne Wuyts").click()
    page.wait_for_url(re.compile("/arrived"))
    press(page, "Go on as Hanne Wuyts")
    assert "Hanne Wuyts" in page.locator("header").inner_text()
