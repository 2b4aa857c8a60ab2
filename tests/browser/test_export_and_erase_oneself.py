"""A resident looks at everything that is held on them, takes it along, objects, and has all of it erased."""

import json

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.people import actions, files, sessions
from participation.people.models import Person
from participation.permissions import Actor
from tests import towns as make

pytestmark = pytest.mark.browser


def resident(town):
    """Somebody with an account, whose file an official opened."""
    with db.write() as session:
        person = actions.welcome(
            session, email=f"zoe@{town.slug}.example", name="Zoë Vandeput", municipality_id=town.id, at=clock.now()
        )
        town.secrets[person.id] = sessions.open_session(session, person, device="Firefox, Linux", at=clock.now())
        files.open_file(session, town.id, person.id, "She called about a letter", by=town.first, at=clock.now())
        return Actor(person.id, person.name, town.id)


def signed_in(server, page, town, who):
    """The browser has the cookie of who signed in a moment ago."""
    client = server.app.test_client()
    with client.session_transaction() as session:
        session.update(make.cookie_of(town, who))
    value = client.get_cookie("session").value
    page.context.add_cookies([{"name": "session", "value": value, "url": server.url}])


def answers(page, link, choice):
    """From my data to the form about it and back: answer, look it over, send it."""
    from tests.browser.eyes import press, visit

    press(page, link)
    page.get_by_label(choice, exact=True).check()
    press(page, "Go on")
    press(page, "Send my answers")
    visit(page, f"/{page.url.split('/')[3]}/my-data")


@pytest.mark.parametrize(("width", "javascript"), [(320, False), (1280, True)], ids=["phone without script", "desktop"])
def test_a_resident_sees_downloads_and_erases_everything(server, open_browser, towns, tmp_path, width, javascript):
    from tests.browser.eyes import press, visit

    town, neighbour = towns
    who, other = resident(town), resident(neighbour)
    page = open_browser(width, javascript=javascript)

    visit(page, f"/{town.slug}/privacy")
    press(page, "What we hold about you")
    assert "/sign-in" in page.url
    signed_in(server, page, town, who)

    visit(page, f"/{town.slug}/my-data")
    shown = page.locator("main").inner_text()
    for piece in ("Zoë Vandeput", f"zoe@{town.slug}.example", "She called about a letter", town.first.name):
        assert piece in shown
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download all of it").click()
    saving.value.save_as(tmp_path / "my-data.json")
    told = json.loads((tmp_path / "my-data.json").read_text())
    assert {one["kind"] for one in told["held"] if one["rows"]} >= {"people.account", "people.session"}

    visit(page, f"/{town.slug}/my-data")
    answers(page, "Object", "No, I object")
    assert "You object since" in page.locator("main").inner_text()
    answers(page, "Change this", "Yes, you may")

    press(page, "Erase it")
    assert "What stays, and why" in page.locator("main").inner_text()
    press(page, "Erase everything about me")
    assert "has been erased" in page.locator("main").inner_text()
    visit(page, f"/{town.slug}/my-data")
    assert "/sign-in" in page.url
    with db.read() as session:
        left = session.scalars(select(Person.id).where(Person.id.in_([who.person_id, other.person_id]))).all()
    assert left == [other.person_id]
