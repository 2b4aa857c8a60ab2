"""A copy of a letter in another language, each time somebody asks for it: where the law makes one language the letter's
own, and lets people ask for another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.errors import Refused
from participation.journal.actions import record
from participation.messages.actions import put_down
from participation.messages.models import Message
from participation.messages.printing import letter_to_change
from participation.messages.queries import copies_made, copy_key
from participation.permissions import Actor


def copy(
    session: Session, municipality_id: int, message_id: int, language: str, *, seen: int, by: Actor, at: datetime
) -> None:
    """Put a copy of a printed letter down, in this language, to the same address; the journal counts who asked.

    seen: how many copies there were on the page where it was asked for
    Raises NotFound; Refused for a letter that has not gone out, that has no words in this language, or of which a copy
    was made meanwhile.
    """
    letter = letter_to_change(session, municipality_id, message_id)
    if letter.state != "printed":
        raise Refused("letter_not_printed")
    if language not in letter.copies:
        raise Refused("letter_no_copy")
    made = copies_made(session, municipality_id, [message_id]).get(message_id, 0)
    if made != seen:
        raise Refused("changed_meanwhile")
    subject, body = letter.copies[language]
    put_down(
        session,
        Message(
            municipality_id=municipality_id,
            person_id=letter.person_id,
            key=copy_key(message_id, made + 1),
            kind=letter.kind,
            channel=letter.channel,
            language=language,
            to=letter.to,
            address=letter.address,
            large_print=letter.large_print,
            subject=subject,
            body=body,
            state="waiting",
            made_at=at,
        ),
    )
    record(
        session,
        municipality_id,
        "letter.copied",
        subject=f"message:{message_id}",
        by=f"person:{by.person_id}",
        facts={"language": language},
        at=at,
    )
