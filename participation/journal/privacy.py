"""What the journal holds on people: numbers of accounts, which find nobody once the account is gone. For whoever asks."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from participation.errors import N_
from participation.held import Holding, Kind, Sentence, Somebody
from participation.journal.actions import EVENTS
from participation.journal.models import JournalEntry

KINDS = (
    Kind(
        "journal.entry",
        N_("Your number in the journal"),
        ("journal_entry",),
        N_("What was done by you or about you, with the number of your account and never your name."),
        N_("So that everybody can check that nothing was changed afterwards."),
        N_("A task of the municipality in the public interest (GDPR, article 6.1.e)."),
        N_("Officials, auditors and administrators."),
        N_("the journal ends; once your account is gone, its number leads to nobody"),
        None,
    ),
)


def asking(session: Session, *, who: Somebody) -> list[Holding]:
    """The entries in which somebody's number stands."""
    me = f"person:{who.person_id}"
    found = session.execute(
        select(JournalEntry.seq, JournalEntry.time, JournalEntry.event)
        .where(
            JournalEntry.municipality_id == who.municipality_id, or_(JournalEntry.by == me, JournalEntry.subject == me)
        )
        .order_by(JournalEntry.seq.desc())
    )
    rows = [
        {N_("Line"): seq, N_("When"): when, N_("What"): Sentence(EVENTS.get(event, event))}
        for seq, when, event in found
    ]
    return [Holding("journal.entry", rows)]
