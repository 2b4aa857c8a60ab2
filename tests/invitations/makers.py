"""Makers of invitations for tests: a panel whose letters are out, the codes in them, and what somebody answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from participation import clock, db
from participation.clock import local
from participation.inclusion import actions
from participation.inclusion.actions import Helped, Receipt
from participation.invitations import seals
from participation.invitations.frames import Wishes
from participation.invitations.models import Invited, Lot
from participation.panels import queries as panels
from participation.panels.queries import PanelView
from participation.sheets import ASSISTED, WEB, sheet
from tests import letters, registers
from tests import towns as make
from tests.towns import Town

YES = {
    "answer": "yes",
    "feature_1": "female",
    "feature_2": "65+",
    "name": "Rosa Peeters",
    "contact": "rosa@mail.example",
    "stays": "y",
}
NO = {"answer": "no", "reason": "time", "words": "Not on Saturdays"}
CALL = {"answer": "call", "name": "Rosa Peeters", "contact": "0470 12 34 56"}
QUESTION = {"answer": "question", "question": "May I bring my sister?", "contact": "012 34 56 78", "name": "Rosa"}


def invite(town: Town, *, letters: int = 10, title: str = "Dorpskern", until: date | None = None) -> str:
    """A panel whose letters are out; returns its short name."""
    slug = make.make_panel(town, "targets", title=title)
    registers.invite(town, slug, Wishes("person", False, "simple", "", letters))
    set_last_day(town, slug, until or (local(clock.now()) + timedelta(days=14)).date())
    return slug


def set_last_day(town: Town, slug: str, until: date) -> None:
    with db.write() as session:
        panel = panels.panel(session, town.id, slug)
        session.execute(
            update(Lot).where(Lot.municipality_id == town.id, Lot.panel_id == panel.id).values(answers_until=until)
        )


def panel_of(town: Town, slug: str) -> PanelView:
    with db.read() as session:
        return panels.panel(session, town.id, slug)


def subject_of(town: Town, slug: str) -> str:
    return panel_of(town, slug).subject


def codes_of(town: Town, slug: str) -> list[str]:
    """The secret codes in the letters, in the order of the letters."""
    return [seals.code_of(town.id, one.code) for one in invited(town, slug) if one.code]


def invited(town: Town, slug: str) -> list[Invited]:
    """Everybody who is invited, as they are kept now, in the order of the letters."""
    with db.read() as session:
        rows = list(
            session.scalars(
                select(Invited)
                .where(Invited.municipality_id == town.id, Invited.panel_id == panels.panel(session, town.id, slug).id)
                .order_by(Invited.number)
            )
        )
        session.expunge_all()
        return rows


def answer(
    town: Town,
    slug: str,
    code: str,
    said: dict[str, str] | None = None,
    *,
    channel: str = WEB,
    person_id: int | None = None,
    at: datetime | None = None,
) -> Receipt:
    """Somebody answers with the code in their letter. Raises Refused."""
    answers = {"code": code, **(said or YES)}
    helped = Helped(town.first.person_id, "Rosa", "nobody", True, True) if channel in ASSISTED else None
    with db.write() as session:
        return actions.enter(
            session,
            town.id,
            sheet("reply"),
            subject=panels.panel(session, town.id, slug).subject,
            typed={name: [value] for name, value in answers.items()},
            answers=answers,
            language="nl",
            channel=channel,
            person_id=person_id,
            helped=helped,
            at=at or clock.now(),
        )


def all_say_yes(town: Town, slug: str, *, hoping: int = 0) -> None:
    """Everybody who has a letter says yes, with features of every kind; the first ask to be invited to a next panel."""
    for number, code in enumerate(codes_of(town, slug)):
        features = {"feature_1": ("female", "male")[number % 2], "feature_2": ("16-34", "35-64", "65+")[number % 3]}
        hope = {"next_pool": "y"} if number < hoping else {}
        answer(town, slug, code, {**YES, **features, **hope, "contact": f"rosa{number}@mail.example"})


def drawn_with_hopes(town: Town, title: str, *, hoping: int = 10) -> str:
    """A panel that was drawn from the ten who have a letter, the first of whom asked to be invited to a next one."""
    slug = letters.invited(town, title)
    set_last_day(town, slug, (local(clock.now()) + timedelta(days=14)).date())
    all_say_yes(town, slug, hoping=hoping)
    make.calculate(town, slug)
    make.propose(town, slug)
    make.confirm(town, slug)
    make.enter_number(town, slug)
    return slug
