"""The background job that makes the letters of a batch: a piece at a time, each in a transaction of its own.

A worker that dies goes on where it was: who has a letter of this kind already is not among those who still get one, and
the database refuses a second (`BatchLetter.once`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from participation import clock, db
from participation.invitations import batches
from participation.invitations.letter_rules import MADE, MAKING, once_of
from participation.invitations.models import Batch, BatchLetter, Invited
from participation.invitations.queries import letters as queries
from participation.journal.actions import record
from participation.municipalities import queries as municipalities

AT_ONCE = 500


def make_letters(batch_id: int, *, now: Callable[[], datetime] = clock.now) -> None:
    """Make the letters of one batch. Done again after a sudden end, it goes on; done twice, it has one effect."""
    while True:
        with db.write() as session:
            batch = session.get(Batch, batch_id, with_for_update=True)
            if batch is None or batch.state != MAKING:
                return
            if not _write_some(session, batch):
                _end(session, batch, now())
                return


def _write_some(session: Session, batch: Batch) -> int:
    """A piece of the batch. Returns how many letters were made: none when it is complete."""
    days = municipalities.value(session, batch.municipality_id, "panel.reminder_days")
    wanted = queries.whom(
        batch.municipality_id,
        batch.panel_id,
        batch.kind,
        batch.answers_until,
        batches.sent_before(batch.made_at, days),
    )
    invited = session.scalars(wanted.order_by(Invited.number).limit(AT_ONCE)).all()
    last = _written(session, batch)
    rows = [
        {
            "municipality_id": batch.municipality_id,
            "batch_id": batch.id,
            "number": number,
            "invited_id": one,
            "once": once_of(batch.kind, batch.answers_until, one),
        }
        for number, one in enumerate(invited, start=last + 1)
    ]
    if rows:
        session.execute(insert(BatchLetter), rows)
    return len(rows)


def _end(session: Session, batch: Batch, at: datetime) -> None:
    """All letters are there; whoever answered while they were made has none."""
    batch.state, batch.letters = MADE, _written(session, batch)
    record(
        session,
        batch.municipality_id,
        "batch.made",
        subject=batches.subject_of(batch),
        by=f"person:{batch.made_by}" if batch.made_by else "worker",
        via="job",
        at=at,
        facts={"letters": batch.letters},
    )


def _written(session: Session, batch: Batch) -> int:
    """How many letters there are by now; they are numbered from 1 without a gap."""
    return (
        session.scalar(
            select(func.count())
            .select_from(BatchLetter)
            .where(BatchLetter.municipality_id == batch.municipality_id, BatchLetter.batch_id == batch.id)
        )
        or 0
    )
