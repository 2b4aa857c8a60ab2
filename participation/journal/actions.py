"""Writing in the journal, in the same transaction as the thing itself."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.errors import N_
from participation.journal import chain
from participation.journal.models import JournalEntry, JournalHead

# Every event that is recorded, and what it means (docs/journal.md lists them; a test compares).
EVENTS: dict[str, str] = {
    "panel.created": N_("A panel was made: its question and size."),
    "panel.changed": N_("The question, size or rules of a panel were changed."),
    "panel.people_replaced": N_("A list of people became the pool of a panel."),
    "panel.targets_replaced": N_("The targets of a panel were set."),
    "panel.calculation_asked": N_("The fair chances were asked for."),
    "panel.calculated": N_("The fair chances and the numbered panels were found."),
    "draw.proposed": N_("An official proposed the promise of a draw."),
    "draw.withdrawn": N_("A proposed promise was taken back before a second official confirmed it."),
    "draw.promised": N_("A second official confirmed: from here on nothing can change."),
    "draw.drawn": N_("The public number was entered and gave the panel."),
    "draw.cancellation_asked": N_("An official asked to cancel a draw."),
    "draw.cancelled": N_("A second official confirmed: the draw was cancelled; it stays public."),
    "panel.commitments_opened": N_("An auditor downloaded the salts and features behind the commitments."),
    "panel.codes_exported": N_("An official downloaded which code belongs to which person."),
    "person.signed_in": N_("Someone with a role signed in."),
}


def record(
    session: Session,
    municipality_id: int,
    event: str,
    *,
    subject: str,
    by: str,
    at: datetime,
    via: str = "web",
    facts: dict[str, str | int] | None = None,
) -> JournalEntry:
    """Add an entry. Facts hold ids and digests, never names or words of people.

    subject: what it is about, such as `panel:7`; by: who did it, such as `person:3` or `worker`; via: the channel.
    """
    if event not in EVENTS:
        raise KeyError(event)
    # Two writers must not take the same number: the head of the journal is the queue they stand in.
    head = session.scalars(
        select(JournalHead).where(JournalHead.municipality_id == municipality_id).with_for_update()
    ).one()
    entry = JournalEntry(
        municipality_id=municipality_id,
        seq=head.seq + 1,
        time=at,
        event=event,
        subject=subject,
        by=by,
        via=via,
        facts=facts or {},
    )
    entry.digest = chain.entry_digest(head.digest, chained(entry))
    head.seq, head.digest = entry.seq, entry.digest
    session.add(entry)
    session.flush()
    return entry


def open_journal(session: Session, municipality_id: int) -> None:
    """Begin the chain of a new municipality."""
    session.add(JournalHead(municipality_id=municipality_id, seq=0, digest=chain.START))
    session.flush()


def chained(entry: JournalEntry) -> dict[str, object]:
    """The part of an entry that its digest covers."""
    return {
        "stream": f"municipality:{entry.municipality_id}",
        "seq": entry.seq,
        "time": entry.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "event": entry.event,
        "subject": entry.subject,
        "by": entry.by,
        "via": entry.via,
        "facts": entry.facts,
    }
