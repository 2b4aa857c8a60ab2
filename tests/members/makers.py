"""Makers of panels whose seats are being taken, each with its look-alike next door where a test asks for one."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from participation import db
from participation.members import answering, queries, reaching, seats
from participation.members.models import Member, PanelSession
from participation.members.queries import Board
from participation.members.reaching import Reach
from participation.panels import queries as panels
from participation.sheets import YES, Sent
from tests.towns import AFTER, Town, make_panel

NOTED = AFTER + timedelta(days=1)
SOON = NOTED + timedelta(days=2)


def drawn_panel(town: Town, *, title: str = "Dorpskern", reached: bool = True, volunteers: int = 40) -> str:
    """A panel that was drawn from a list; of each on it an official noted how to reach them. Returns its short name."""
    slug = make_panel(town, "drawn", title=title, volunteers=volunteers)
    if reached:
        for member in members(town, slug):
            reach(town, slug, member.code)
    return slug


def reach(town: Town, slug: str, code: str, *, at: datetime = NOTED, **changes: str) -> None:
    """An official notes how to reach somebody."""
    known = Reach(**{"name": f"Lid {code}", "email": f"{code.lower()}@mail.example", "way": "email", **changes})
    with db.write() as session:
        seats.note_reach(session, town.id, slug, code, known, language="nl", large_print=False, by=town.first, at=at)


def members(town: Town, slug: str) -> list[Member]:
    """Everybody who was ever drawn for a panel, by code."""
    with db.read() as session:
        panel = panels.panel(session, town.id, slug)
        found = list(
            session.scalars(
                select(Member)
                .where(Member.municipality_id == town.id, Member.panel_id == panel.id)
                .order_by(Member.code)
            )
        )
        session.expunge_all()
        return found


def member(town: Town, slug: str, place: int = 0) -> Member:
    return members(town, slug)[place]


def secret_of(member: Member) -> str:
    """The code in the message that somebody got."""
    return reaching.code_of(member)


def board_of(town: Town, slug: str, *, at: datetime = SOON) -> Board:
    with db.read() as session:
        return queries.board(session, town.id, panels.panel(session, town.id, slug), today=at.date())


def sent(
    town: Town, slug: str, member: Member, *, entry_id: int = 1, at: datetime = SOON, code: str = "", **answers: object
) -> Sent:
    """A form about a seat, filled in with the member's code."""
    with db.read() as session:
        subject = panels.panel(session, town.id, slug).subject
    given = {
        "code": code or secret_of(member),
        "coming": YES,
        "named": False,
        "public_name": "",
        "reason": None,
        "words": "",
    }
    return Sent(town.id, entry_id, subject, {**given, **answers}, None, "web", "nl", "", at)


def take(town: Town, slug: str, who: Member, **answers: object) -> None:
    """Somebody takes their seat, or says no."""
    with db.write() as session:
        answering.answer(session, sent(town, slug, who, **answers))


def leave(town: Town, slug: str, who: Member, **answers: object) -> None:
    """Somebody leaves the panel."""
    with db.write() as session:
        answering.leave(session, sent(town, slug, who, **answers))


def hold_sessions(town: Town, slug: str, count: int, *, at: datetime = SOON) -> None:
    """So many sessions that have begun."""
    with db.write() as session:
        panel = panels.panel(session, town.id, slug)
        for number in range(1, count + 1):
            session.add(
                PanelSession(
                    municipality_id=town.id,
                    panel_id=panel.id,
                    number=number,
                    title={"nl": f"Zitting {number}"},
                    starts_at=at - timedelta(hours=5),
                    ends_at=at - timedelta(hours=2),
                    mode="hall",
                    place={"nl": "Raadzaal"},
                    joining={},
                    agenda=[],
                    fallback_plan={},
                )
            )
