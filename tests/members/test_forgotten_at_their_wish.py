"""Somebody whom the lot invited or drew asks to be forgotten: nothing of them is left, wherever it was written down."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from participation import clock, db
from participation.errors import Refused
from participation.members import paying, sessions, thanking
from participation.panels import forgetting
from participation.panels import queries as panels
from participation.people import leaving
from participation.people.models import Person
from tests import letters
from tests.invitations import makers as answers
from tests.members import meeting
from tests.members.makers import members, take
from tests.members.test_money import account
from tests.members.test_retention import DAY, REST, YES, answer, found, invite, open_eyes, slug, town, traces

__all__ = ["open_eyes", "slug", "town"]


def forget(town, number_key: str) -> None:
    """Whoever has this national number asks it in their account."""
    with db.write() as session:
        session.execute(update(Person).where(Person.id == town.citizen.person_id).values(number_key=number_key))
    with db.write() as session:
        leaving.forget(session, town.id, town.citizen.person_id, by="somebody", at=clock.now())


def told(town, slug, number: int, **changed: str) -> list[str]:
    """The person with this letter answers once more, in words of their own; returns by what they could be found."""
    one = answers.invited(town, slug)[number]
    said = {"name": "Eigennaamx", "contact": "eigenx@mail.example", **changed}
    answers.answer(
        town, slug, answers.codes_of(town, slug)[number].lower(), {**answers.YES, **said}, at=letters.MADE_AT + DAY
    )
    return [*traces(town, one), f"mail{number:03}x@{town.slug}", *filter(None, said.values())]


@pytest.fixture
def before_the_draw(open_eyes, towns):
    """A panel for which people are answering, in both towns."""
    for here in towns[::-1]:
        slug = invite(here)
        answer(here, slug)
    return slug


@pytest.mark.parametrize(
    ("number", "contact"),
    [(0, "eigenx@mail.example"), (0, "+32470987654"), (YES, ""), (YES + 2, "eigenx@mail.example")],
)
def test_of_whoever_was_invited_nothing_is_left(town, before_the_draw, number, contact):
    slug = before_the_draw
    one = answers.invited(town, slug)[number]
    theirs = told(town, slug, number, contact=contact)
    assert {name for name, _ in found(theirs)} >= {"entry", "invited", "message", "register_part"}
    forget(town, one.number_key)
    assert found(theirs) == set()


def test_of_whoever_objects_nothing_is_written_down_any_more(town, before_the_draw):
    slug = before_the_draw
    theirs = told(town, slug, 0)
    with db.write() as session:
        number_key = answers.invited(town, slug)[0].number_key
        leaving.object_without_account(session, town.id, number_key, by="somebody", at=clock.now())
    assert {name for name, _ in found(theirs)} <= {"objection", REST}


def test_of_a_member_nothing_is_left(town, slug):
    seated = members(town, slug)
    for entry, one in enumerate(seated, start=900):
        take(town, slug, one, entry_id=entry)
    meeting.held(town, slug)
    meeting.planned(town, slug)
    with db.write() as session:
        paying.propose(session, meeting.changing(session, town, slug, 1), by=town.first, at=meeting.NOW)
        sessions.invite(session, meeting.changing(session, town, slug, 2), by=town.first, at=meeting.NOW)
    account(town, slug, 1, holder="Rekeningx")
    mine = meeting.members(town, slug)[1]
    (one,) = (row for row in answers.invited(town, slug) if row.candidate == mine.code)
    others = answers.invited(town, slug)[YES + 3]
    place = one.number - 1
    theirs = [*traces(town, one), mine.secret, "Rekeningx", f"mail{place:03}x@{town.slug}"]
    assert {name for name, _ in found(theirs)} >= {"bank_detail", "entry", "invited", "member", "message"}
    forget(town, one.number_key)
    assert found(theirs) == set()
    assert found(traces(town, others))


def test_of_whoever_was_thanked_nothing_is_left(town, slug):
    drawn = {one.code for one in members(town, slug)}
    one = next(row for row in answers.invited(town, slug) if row.candidate and row.candidate not in drawn)
    with db.write() as session:
        thanking.ask_thanks(session, town.id, slug, by=town.first, at=meeting.NOW)
    thanking.thank(answers.panel_of(town, slug).id, town.id)
    theirs = [*traces(town, one), f"mail{one.number - 1:03}x@{town.slug}"]
    assert {name for name, _ in found(theirs)} >= {"message"}
    forget(town, one.number_key)
    assert found(theirs) == set()


def forget_at_the_desk(town, slug, code: str, reason: str = "asked") -> None:
    """An official forgets somebody of the pool who asked for it, and who may have no account."""
    with db.write() as session:
        panel = panels.panel_to_change(session, town.id, slug)
        forgetting.forget(session, panel, code, reason=reason, by=town.first, at=clock.now())


def test_of_whoever_the_desk_forgets_nothing_is_left_but_what_their_number_needs(town, before_the_draw):
    slug = before_the_draw
    theirs = told(town, slug, 0)
    code = answers.codes_of(town, slug)[0]
    forget_at_the_desk(town, slug, answers.invited(town, slug)[0].candidate)
    # The register goes by its own term; a number by which nobody is invited again says nothing else.
    assert {name for name, _ in found(theirs)} <= {"register_part", REST}
    with pytest.raises(Refused, match="letter_code_unknown"):
        answers.answer(town, slug, code, answers.NO, at=letters.MADE_AT + DAY)


def test_of_a_member_whom_the_desk_forgets_nothing_is_left(town, slug):
    mine, other = members(town, slug)[:2]
    take(town, slug, other, entry_id=900)
    (one,) = (row for row in answers.invited(town, slug) if row.candidate == mine.code)
    forget_at_the_desk(town, slug, mine.code, "died")
    theirs = [*traces(town, one), mine.secret, f"mail{one.number - 1:03}x@{town.slug}"]
    assert {name for name, _ in found(theirs)} <= {"register_part", REST}
    assert [row.state for row in members(town, slug)[:2]] == ["withdrawn", "confirmed"]
    assert members(town, slug)[1].reach


def test_a_member_with_an_account_keeps_finding_their_seat_when_the_pool_is_forgotten(town, slug):
    mine, other = members(town, slug)[:2]
    for entry, one in enumerate((mine, other), start=900):
        take(town, slug, one, entry_id=entry)
    (one,) = (row for row in answers.invited(town, slug) if row.candidate == mine.code)
    with db.write() as session:
        session.execute(update(Person).where(Person.id == town.citizen.person_id).values(number_key=one.number_key))
    with db.write() as session:
        panel = panels.panel_to_change(session, town.id, slug)
        forgetting.empty(session, panel, [mine.code, other.code], at=meeting.NOW)
    assert [row.person_id for row in members(town, slug)[:2]] == [town.citizen.person_id, None]
    with db.write() as session:
        leaving.forget(session, town.id, town.citizen.person_id, by="somebody", at=meeting.NOW)
    assert found([mine.secret]) == set()
    assert [row.state for row in members(town, slug)[:2]] == ["withdrawn", "confirmed"]
