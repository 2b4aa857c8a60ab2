"""What is over its term is erased at night, in each municipality by its own terms, and not a day before."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from participation import clock, db, held
from participation.messages.models import Message
from participation.municipalities.models import Setting
from participation.municipalities.nights import end_day
from participation.people.models import (
    FileOpened,
    HeldRole,
    Interest,
    Invitation,
    LetterCode,
    OpenSession,
    Person,
    SentCode,
    SignInLink,
    Voice,
)
from tests import holdings
from tests.towns import START

DAY = timedelta(days=1)

# Each with a row from START on, and the kind whose term it has.
KEPT = [
    ("people.invitation", Invitation),
    ("people.code", SentCode),
    ("people.code", SignInLink),
    ("people.letter_code", LetterCode),
    ("people.voice", Voice),
    ("people.file_opened", FileOpened),
    ("messages.line", Message),
]


@pytest.fixture
def known(towns):
    town, neighbour = towns
    return holdings.make_known(town, "ours", "people"), holdings.make_known(neighbour, "theirs", "people")


@pytest.fixture
def night(app, monkeypatch):
    """Lets a night pass, at this moment."""

    def pass_night(at):
        monkeypatch.setattr(clock, "now", lambda: at)
        end_day()

    return pass_night


def days(name):
    return next(kind.days for kind in held.kinds() if kind.name == name)


def count(table, who, *where):
    with db.read() as session:
        here = [table.municipality_id == who.town.id]
        if table is Message:
            # A year later those who look after the pages are written to as well.
            here.append(Message.kind != "statement_due")
        return session.scalar(select(func.count()).select_from(table).where(*here, *where))


def choose(who, kind, term):
    with db.write() as session:
        session.add(
            Setting(
                municipality_id=who.town.id,
                key=f"retention.{kind}",
                value={"value": term},
                source={},
                changed_at=START,
            )
        )


@pytest.mark.parametrize(("kind", "table"), KEPT, ids=[f"{kind} {table.__tablename__}" for kind, table in KEPT])
def test_it_is_there_to_the_last_day_and_then_gone(known, night, kind, table):
    ours, theirs = known
    choose(theirs, kind, days(kind) + 10)
    night(START + days(kind) * DAY)
    assert (count(table, ours), count(table, theirs)) == (1, 1)
    night(START + (days(kind) + 1) * DAY)
    assert (count(table, ours), count(table, theirs)) == (0, 1)
    night(START + (days(kind) + 11) * DAY)
    assert count(table, theirs) == 0


def test_the_words_of_a_message_go_before_its_line(known, night):
    ours, _ = known
    night(START + 31 * DAY)
    assert count(Message, ours, Message.body != "") == 0
    assert count(Message, ours) == 1


def test_browsers_are_forgotten_after_a_month(known, night):
    ours, _ = known
    with db.write() as session:
        session.execute(update(OpenSession).values(created_at=START))
    night(START + 30 * DAY)
    assert count(OpenSession, ours)
    night(START + 31 * DAY)
    assert count(OpenSession, ours) == 0


def test_a_role_is_forgotten_a_year_after_it_ended_and_an_interest_with_the_last(known, night):
    ours, _ = known
    over = HeldRole.ends_on.is_not(None)
    night(START + 365 * DAY)
    assert count(HeldRole, ours, over) == 1
    night(START + 367 * DAY)
    assert count(HeldRole, ours, over) == 0
    # They still work here in another role.
    assert count(Interest, ours) == 1
    with db.write() as session:
        mine = (HeldRole.municipality_id == ours.town.id) & (HeldRole.person_id == ours.person_id)
        session.execute(update(HeldRole).where(mine).values(ends_on=(START + 400 * DAY).date()))
    night(START + 765 * DAY)
    assert count(Interest, ours) == 1
    night(START + 767 * DAY)
    assert count(Interest, ours) == 0


def used(who, at):
    """Everybody here was last here then."""
    with db.write() as session:
        session.execute(update(Person).where(Person.municipality_id == who.town.id).values(signed_in_at=at))


def is_there(who):
    with db.read() as session:
        return session.scalar(select(Person.id).where(Person.id == who.town.citizen.person_id)) is not None


def warnings(who):
    with db.read() as session:
        return session.scalars(
            select(Message.made_at).where(
                Message.person_id == who.town.citizen.person_id, Message.kind == "account_unused"
            )
        ).all()


def test_an_account_that_nobody_used_for_years_is_warned_and_then_forgotten(known, night):
    ours, theirs = known
    used(ours, START)
    used(theirs, START + 100 * DAY)
    term = days("people.account") * DAY
    night(START + term - 31 * DAY)
    assert warnings(ours) == []
    night(START + term - 29 * DAY)
    night(START + term - 28 * DAY)
    assert warnings(ours) == [START + term - 29 * DAY]
    night(START + term)
    assert is_there(ours)
    night(START + term + 2 * DAY)
    assert not is_there(ours)
    assert is_there(theirs)


def test_whoever_comes_back_after_the_warning_stays(known, night):
    ours, _ = known
    used(ours, START)
    term = days("people.account") * DAY
    night(START + term - 20 * DAY)
    assert len(warnings(ours)) == 1
    used(ours, START + term - 5 * DAY)
    night(START + term + 20 * DAY)
    assert is_there(ours)


def test_nobody_is_forgotten_without_a_month_to_answer(known, night):
    ours, _ = known
    used(ours, START)
    late = START + days("people.account") * DAY + 500 * DAY
    night(late)
    assert is_there(ours)
    night(late + 29 * DAY)
    assert is_there(ours)
    night(late + 31 * DAY)
    assert not is_there(ours)


def test_whoever_works_here_keeps_the_account(known, night):
    ours, _ = known
    used(ours, START)
    term = days("people.account") * DAY
    for passed in (0 * DAY, 40 * DAY):
        night(START + term + 10 * DAY + passed)
    with db.read() as session:
        assert session.scalar(select(Person.id).where(Person.id == ours.town.administrator.person_id))
    assert not is_there(ours)


def test_two_nights_have_the_effect_of_one(known, night):
    night(START + 400 * DAY)
    once = holdings.dump()
    night(START + 400 * DAY)
    twice = holdings.dump()
    assert twice == once
