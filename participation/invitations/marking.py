"""What an official does with one invitation: look it up, note why somebody cannot take part, answer what they asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.errors import Refused
from participation.invitations import rules
from participation.invitations.answering import recipient_of
from participation.invitations.models import Invited
from participation.invitations.queries import answers as queries
from participation.journal.actions import record
from participation.lottery.codes import read_long_code
from participation.messages import actions as messages
from participation.panels import actions as pools
from participation.panels import queries as panels
from participation.people import queries as people
from participation.permissions import Actor


def look_up(session: Session, municipality_id: int, panel_id: int, typed: str, *, by: Actor, at: datetime) -> int:
    """The number of the letter with this code, or with this number on it; that it was looked up is in the journal.

    Raises Refused where there is none, and Fault for what can be neither.
    """
    bare = typed.strip()
    if bare.isascii() and bare.isdecimal() and len(bare) < 8:
        number: int | None = int(bare)
        if not queries.is_there(session, municipality_id, panel_id, int(bare)):
            number = None
    else:
        number = queries.number_of_code(session, municipality_id, panel_id, read_long_code(bare))
    if number is None:
        raise Refused("letter_code_unknown", field="code")
    _record(session, municipality_id, panel_id, number, "invited.looked_up", by=by, at=at)
    return number


def mark(
    session: Session, municipality_id: int, panel_id: int, number: int, state: str, *, by: Actor, at: datetime
) -> None:
    """Note why somebody cannot take part or was not reached; "" takes it back. Whoever is gone leaves the pool.

    state: a key of `rules.STATES`. Raises NotFound, and Refused where they are in a pool whose draw is prepared, or for an
    official who has an interest.
    """
    if state not in (*rules.STATES, ""):
        raise ValueError(state)
    people.check_no_interest(session, municipality_id, by.person_id, panels.subject_of(panel_id))
    panel = panels.panel_by_id_to_change(session, municipality_id, panel_id)
    invited = queries.numbered(session, municipality_id, panel_id, number)
    if invited.state == state:
        return
    if state in rules.GONE and invited.candidate:
        pools.dismiss(session, panel, invited.candidate, by=f"person:{by.person_id}", at=at)
        invited.candidate = None
    invited.state = state
    _record(session, municipality_id, panel_id, number, "invited.marked", by=by, at=at, state=state or "none")


def answer_question(
    session: Session, municipality_id: int, panel_id: int, number: int, words: str, *, by: Actor, at: datetime
) -> bool:
    """What somebody asked was answered. words: are sent to them; "" where they were told. Returns whether something was
    sent. Raises NotFound, Refused where nothing waits, or where words cannot be sent."""
    invited = queries.numbered(session, municipality_id, panel_id, number)
    if not invited.question or invited.handled_at:
        raise Refused("question_handled")
    invited.handled_at = at
    sent = bool(words) and _send(session, invited, words, at=at)
    if words and not sent:
        raise Refused("request_no_way", field="words")
    _record(session, municipality_id, panel_id, number, "invited.question_answered", by=by, at=at)
    return sent


def note_export(session: Session, municipality_id: int, panel_id: int, *, people: int, by: Actor, at: datetime) -> None:
    """The answers leave the house as a file: that stands in the journal."""
    record(
        session,
        municipality_id,
        "invited.exported",
        subject=panels.subject_of(panel_id),
        by=f"person:{by.person_id}",
        facts={"people": people},
        at=at,
    )


def _send(session: Session, invited: Invited, words: str, *, at: datetime) -> bool:
    key = f"invited_question:{invited.id}:{at.isoformat()}"
    to = recipient_of(invited)
    facts = {"answer": words}
    return (
        messages.send(session, invited.municipality_id, "request_answered", to=to, key=key, facts=facts, at=at)
        is not None
    )


def _record(
    session: Session,
    municipality_id: int,
    panel_id: int,
    number: int,
    event: str,
    *,
    by: Actor,
    at: datetime,
    **facts: str | int,
) -> None:
    subject = f"panel:{panel_id}/invited:{number}"
    who = f"person:{by.person_id}"
    record(session, municipality_id, event, subject=subject, by=who, facts=facts, at=at)
