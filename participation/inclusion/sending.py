"""Sending somebody the receipt of what they sent us themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import Refused
from participation.inclusion.queries import EntryView
from participation.inclusion.texts import A_FORM
from participation.messages.actions import send
from participation.people import queries as people
from participation.sheets import sheet


def send_receipt(session: Session, municipality_id: int, entry: EntryView, code: str, *, at: datetime) -> None:
    """The code of a receipt, once, to where we write to whose it is. Raises Refused where nobody is reached so."""
    assert entry.person_id is not None
    wanted = sheet(entry.sheet)
    sent = send(
        session,
        municipality_id,
        "form_receipt",
        to=people.recipient(session, municipality_id, entry.person_id),
        key=f"form_receipt:{entry.id}",
        facts={
            "form": A_FORM if wanted.discreet else wanted.title,
            "code": code,
            "until": local(entry.correctable_until).date(),
            "link": "/back",
        },
        at=at,
    )
    if sent is None:
        raise Refused("receipt_not_sent")
