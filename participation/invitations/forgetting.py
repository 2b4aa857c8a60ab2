"""Forgetting who was invited: when their time is over, at their own wish, or because they object.

What stays of an invitation is that there was one, and in counts what became of it: nothing leads from there to anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from participation import events
from participation.invitations import seals
from participation.invitations.models import Invited, Lot
from participation.invitations.queries.counts import counted
from participation.invitations.rules import YES
from participation.journal.actions import record
from participation.messages import actions as messages
from participation.panels import queries as panels
from participation.panels.actions import keep_tallies

EMPTY: dict[str, Any] = {
    "code_key": None,
    "code": None,
    "letter": None,
    "known": {},
    "household": None,
    "number_key": None,
    "entry_id": None,
    "features": None,
    "words": None,
    "question": None,
    "reach": None,
    "stays": False,
    "next_pool": False,
    "candidate": None,
}
# What the keys begin with of what we write to whoever is invited.
WRITTEN = ("reply_yes", "invited_question", "invited_again")
# A lot of which no draw came is over after a year.
NO_DRAW = timedelta(days=365)

# What somebody answered, who is kept for longer.
SAID_YES: ColumnElement[bool] = Invited.answer == YES
SAID_NO_YES: ColumnElement[bool] = Invited.answer.is_(None) | (Invited.answer != YES)


def forget_number(session: Session, municipality_id: int, number_key: str, *, at: datetime) -> None:
    """Forget whoever has this keyed number in every invitation here: their code opens nothing any more."""
    for panel_id in _panels_taken(session, municipality_id, number_key):
        _write_down(session, municipality_id, panel_id, Invited.number_key == number_key)
    _forget_elsewhere(session, municipality_id, Invited.number_key == number_key)
    session.execute(
        update(Invited)
        .where(Invited.municipality_id == municipality_id, Invited.number_key == number_key)
        .values(**EMPTY, forgotten_at=at)
    )


def place_forgotten(
    session: Session, *, municipality_id: int, panel_id: int, codes: Collection[str], at: datetime
) -> None:
    """Hears that whoever had these codes in the pool of a panel is forgotten: so is their invitation."""
    theirs = (
        (Invited.municipality_id == municipality_id) & (Invited.panel_id == panel_id) & Invited.candidate.in_(codes)
    )
    _write_down(session, municipality_id, panel_id, theirs)
    _forget_elsewhere(session, municipality_id, theirs)
    session.execute(update(Invited).where(theirs).values(**EMPTY, forgotten_at=at))


def let_be(session: Session, municipality_id: int, number_key: str, *, at: datetime) -> None:
    """The same for whoever objects, but where they are in a pool whose draw is prepared: there they stay."""
    _panels_taken(session, municipality_id, number_key)
    for invited in session.scalars(
        select(Invited)
        .where(Invited.municipality_id == municipality_id, Invited.number_key == number_key)
        .with_for_update()
    ):
        if invited.candidate is None or panels.takes_people(session, municipality_id, invited.panel_id):
            _write_down(session, municipality_id, invited.panel_id, Invited.id == invited.id)
            _forget_elsewhere(session, municipality_id, Invited.id == invited.id)
            for column, value in {**EMPTY, "forgotten_at": at}.items():
                setattr(invited, column, value)


def expire(session: Session, municipality_id: int, *, silent_days: int, yes_days: int, at: datetime) -> None:
    """Forget those whose term is over: first who said nothing, or no, and later who said yes. Counted from the draw."""
    held = select(Invited.panel_id).where(Invited.municipality_id == municipality_id, Invited.forgotten_at.is_(None))
    for panel_id in session.scalars(held.distinct().order_by(Invited.panel_id)).all():
        since = _over_since(session, municipality_id, panel_id)
        gone = sum(
            _forget(session, municipality_id, panel_id, which, at=at)
            for which, days in ((SAID_NO_YES, silent_days), (SAID_YES, yes_days))
            if (over := since(days)) is not None and over <= at
        )
        if gone:
            record(
                session,
                municipality_id,
                "invited.forgotten",
                subject=panels.subject_of(panel_id),
                by="worker",
                via="job",
                facts={"people": gone},
                at=at,
            )


def _panels_taken(session: Session, municipality_id: int, number_key: str) -> list[int]:
    """The panels to which somebody was invited, all taken before any invitation is: as whoever answers does."""
    theirs = select(Invited.panel_id).where(
        Invited.municipality_id == municipality_id, Invited.number_key == number_key
    )
    found = list(session.scalars(theirs.distinct().order_by(Invited.panel_id)))
    for panel_id in found:
        panels.panel_by_id_to_change(session, municipality_id, panel_id)
    return found


def _forget_elsewhere(session: Session, municipality_id: int, which: ColumnElement[bool]) -> None:
    """The forms that came in with their codes, and what we wrote to them."""
    rows = session.execute(
        select(Invited.id, Invited.panel_id, Invited.code, Invited.entry_id).where(
            Invited.municipality_id == municipality_id, which
        )
    ).all()
    for invited_id, panel_id, code, entry_id in rows:
        events.tell(
            session,
            "code.forgotten",
            municipality_id=municipality_id,
            subject=panels.subject_of(panel_id),
            code=seals.code_of(municipality_id, code) if code else "",
            entry_id=entry_id,
        )
        messages.forget_sent(session, municipality_id, [f"{key}:{invited_id}" for key in WRITTEN])


def _over_since(session: Session, municipality_id: int, panel_id: int) -> Callable[[int], datetime | None]:
    """From when a term of so many days is over: counted from the draw; where none came, a year after the lot."""
    drawn = [
        draw.drawn_at for draw in panels.draws(session, municipality_id, panel_id) if draw.is_drawn and draw.drawn_at
    ]
    if drawn:
        return lambda days: min(drawn) + timedelta(days=days)
    invited_at = session.scalars(
        select(Lot.drawn_at).where(
            Lot.municipality_id == municipality_id,
            Lot.panel_id == panel_id,
            Lot.cancelled_at.is_(None),
            Lot.drawn_at.is_not(None),
        )
    ).first()
    return lambda _days: invited_at + NO_DRAW if invited_at else None


def _forget(session: Session, municipality_id: int, panel_id: int, which: ColumnElement[bool], *, at: datetime) -> int:
    _write_down(session, municipality_id, panel_id, Invited.forgotten_at.is_(None) & which)
    done = session.execute(
        update(Invited)
        .where(
            Invited.municipality_id == municipality_id,
            Invited.panel_id == panel_id,
            Invited.forgotten_at.is_(None),
            which,
        )
        .values(**EMPTY, forgotten_at=at)
    )
    return int(getattr(done, "rowcount", 0))


def _write_down(session: Session, municipality_id: int, panel_id: int, which: ColumnElement[bool]) -> None:
    """Keep in counts what the register knew of those who are about to be forgotten. How many they are, and what they
    answered, stays where it is."""
    counts = counted(session, municipality_id, panel_id, which)
    keep_tallies(session, municipality_id, panel_id, panels.of_features(counts))
