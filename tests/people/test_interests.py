"""Whoever declared an interest in something does not decide about it."""

import re
from dataclasses import replace

import pytest

from participation import clock, db
from participation.errors import Refused
from participation.journal import queries as journal
from participation.panels import actions, drawing, queries
from participation.people import actions as people
from participation.people import interests, sessions
from participation.permissions import Actor, Role
from tests import towns as make
from tests.acts.staff import a_panel
from tests.towns import AFTER, SEED_AT, START, TARGETS, make_panel
from tests.visitors import Visitor, text_of

REASON = "My brother’s shop is in that street."


@pytest.fixture
def town(towns):
    return towns[0]


@pytest.fixture
def subject(town):
    return str(a_panel(town)["subject"])


def declare(town, slug, who):
    with db.write() as session:
        number = queries.panel(session, town.id, slug).id
        interests.declare(session, town.id, f"panel:{number}", REASON, by=who, at=clock.now())


def test_an_official_declares_an_interest_and_takes_it_back(app, town, subject):
    visitor = Visitor(app, town, town.first)
    visitor.get(f"/desk/interests/{subject}")
    visitor.post(f"/desk/interests/{subject}", {"reason": REASON})
    page = text_of(visitor.get(f"/desk/interests/{subject}"))
    assert REASON in page and "Dorpskern" in page
    visitor.post(f"/desk/interests/{subject}/withdraw")
    assert REASON not in text_of(visitor.get(f"/desk/interests/{subject}"))
    visitor.post(f"/desk/interests/{subject}/withdraw", status=404)


def test_the_journal_shows_the_interest_and_who_has_it_but_not_the_reason(app, town, subject):
    visitor = Visitor(app, town, town.first)
    for _ in range(2):
        visitor.post(f"/desk/interests/{subject}", {"reason": REASON})
    visitor.post(f"/desk/interests/{subject}/withdraw")
    with db.read() as session:
        lines, _ = journal.page(session, town.id, 1)
    told = [(line.event, line.subject, line.by, line.facts) for line in lines if line.event.startswith("interest")]
    me = f"person:{town.first.person_id}"
    assert told == [("interest.withdrawn", subject, me, {}), ("interest.declared", subject, me, {})]


def test_a_councillor_finds_the_way_from_the_page_of_the_panel(app, town):
    slug = make_panel(town, "promised")
    with db.write() as session:
        bart = people.welcome(
            session,
            email="bart@ourtown.example",
            name="Bart",
            municipality_id=town.id,
            roles=[Role.COUNCILLOR],
            at=START,
        )
        secret = sessions.open_session(session, bart, device="", strong=True, at=clock.now())
        councillor = Actor(bart.id, bart.name, town.id, frozenset({Role.COUNCILLOR}))
    visitor = Visitor(app, replace(town, secrets={**town.secrets, bart.id: secret}), councillor)
    path = re.search(r"/desk/interests/panel:[0-9]+", visitor.get(f"/panels/{slug}").text).group()
    page = visitor.get(path).text
    assert f'href="/{town.slug}/desk"' not in page, "a way that is closed to them"
    visitor.post(path, {"reason": REASON})
    assert REASON in visitor.get(path).text
    assert path not in Visitor(app, town, town.citizen).get(f"/panels/{slug}").text


def test_an_interest_needs_a_reason(app, town, subject):
    for reason in ("", "   ", "x" * 1001):
        Visitor(app, town, town.first).post(f"/desk/interests/{subject}", {"reason": reason}, 422)


def test_only_the_auditor_sees_everybodys_interests(app, town, subject):
    Visitor(app, town, town.first).post(f"/desk/interests/{subject}", {"reason": REASON})
    page = text_of(Visitor(app, town, town.auditor).get("/desk/interests"))
    assert REASON in page and "an ourtown" in page and "Dorpskern" in page
    assert REASON not in text_of(Visitor(app, town, town.second).get(f"/desk/interests/{subject}"))
    for who in (town.first, town.administrator, town.citizen):
        Visitor(app, town, who).get("/desk/interests", 403)


@pytest.mark.parametrize("who", ["auditor", "administrator", "citizen"])
def test_whoever_decides_nothing_declares_nothing(app, town, subject, who):
    Visitor(app, town, getattr(town, who)).post(f"/desk/interests/{subject}", {"reason": REASON}, 403)


@pytest.mark.parametrize("subject", ["panel:99", "panel:x", "panel:", "person:1", "panel:99999999999", "panel:²"])
def test_there_is_no_interest_in_what_does_not_exist(app, town, subject):
    Visitor(app, town, town.first).get(f"/desk/interests/{subject}", 404)
    Visitor(app, town, town.first).post(f"/desk/interests/{subject}", {"reason": REASON}, 404)


def test_the_neighbours_panel_and_interest_are_not_found(app, towns):
    ours, theirs = towns
    subject = str(a_panel(theirs)["subject"])
    Visitor(app, theirs, theirs.first).post(f"/desk/interests/{subject}", {"reason": REASON})
    Visitor(app, ours, ours.first).get(f"/desk/interests/{subject}", 404)
    Visitor(app, ours, ours.first).post(f"/desk/interests/{subject}", {"reason": REASON}, 404)
    assert REASON not in text_of(Visitor(app, ours, ours.auditor).get("/desk/interests"))


def test_with_an_interest_nobody_proposes_a_draw(town):
    slug = make_panel(town, "calculated")
    declare(town, slug, town.first)
    with pytest.raises(Refused, match="interest_declared"):
        make.propose(town, slug)


def test_with_an_interest_nobody_confirms_one(town):
    slug = make_panel(town, "proposed")
    declare(town, slug, town.second)
    with pytest.raises(Refused, match="interest_declared"):
        make.confirm(town, slug)


def test_with_an_interest_nobody_enters_the_number(town):
    slug = make_panel(town, "promised")
    declare(town, slug, town.first)
    with pytest.raises(Refused, match="interest_declared"):
        make.enter_number(town, slug)
    with db.write() as session:
        panel = queries.panel_to_change(session, town.id, slug)
        drawing.enter_number(session, panel, 1, "42", by=town.second, at=AFTER)


def test_with_an_interest_nobody_asks_to_cancel_and_nobody_confirms_it(town):
    slug = make_panel(town, "promised")
    declare(town, slug, town.second)
    with pytest.raises(Refused, match="interest_declared"):
        make.cancel(town, slug)
    declare(town, slug, town.first)
    with pytest.raises(Refused, match="interest_declared"), db.write() as session:
        panel = queries.panel_to_change(session, town.id, slug)
        drawing.ask_cancellation(session, panel, 1, "No.", by=town.first, at=START)


def test_with_an_interest_nobody_sets_the_targets_or_brings_in_the_people(town):
    slug = make_panel(town, "targets")
    declare(town, slug, town.first)
    with pytest.raises(Refused, match="interest_declared"), db.write() as session:
        actions.accept_targets(session, make.changing(session, town, slug), TARGETS, by=town.first, at=START)
    with pytest.raises(Refused, match="interest_declared"), db.write() as session:
        actions.accept_people(session, make.changing(session, town, slug), [], by=town.first, at=START)
    with db.write() as session:
        actions.accept_targets(session, make.changing(session, town, slug), TARGETS, by=town.second, at=START)


def test_an_interest_in_one_panel_says_nothing_about_another(town):
    slug = make_panel(town, "calculated")
    declare(town, make_panel(town, title="Park"), town.first)
    make.propose(town, slug)


def test_the_page_says_kindly_that_somebody_else_decides(app, town):
    slug = make_panel(town, "calculated")
    declare(town, slug, town.first)
    typed = {"kind": "balls", "name": "Hall", "at": f"{clock.local(SEED_AT).replace(year=2030):%Y-%m-%dT%H:%M}"}
    page = Visitor(app, town, town.first).post(f"/desk/panels/{slug}/promise", typed, 422)
    assert "somebody else decides" in text_of(page)
    assert Role.OFFICIAL in town.first.roles
