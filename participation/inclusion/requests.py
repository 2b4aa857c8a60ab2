"""What people ask us for: to be called, an interpreter, a copy, a page to be mended. Asked with a form in any way,
handled at the desk by those who may, erased after its time.

What somebody needs to take part says much about them: each kind has its own permission and its own seal.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation import keys
from participation.clock import local
from participation.errors import Refused
from participation.inclusion.models import Request
from participation.sheets import Sent

OPEN, DONE, DECLINED = "open", "done", "declined"


@dataclass(frozen=True)
class Kind:
    """permission: who handles it; days: within which it is done, None where nobody promised."""

    permission: str
    days: int | None


# By the name of the form that it is asked with.
KINDS: dict[str, Kind] = {}


def asking(kind: str) -> Callable[[Session, Sent], None]:
    """What a form does that asks for something of this kind."""

    def take(session: Session, sent: Sent) -> None:
        days = KINDS[kind].days
        session.add(
            Request(
                municipality_id=sent.municipality_id,
                kind=kind,
                subject=sent.subject,
                entry_id=sent.entry_id,
                person_id=sent.person_id,
                content=keys.sealed(json.dumps(dict(sent.answers), default=str), "request", kind, sent.municipality_id),
                language=sent.language,
                asked_at=sent.at,
                due_on=local(sent.at).date() + timedelta(days=days) if days else None,
            )
        )
        session.flush()

    return take


def asking_no_more(session: Session, sent: Sent) -> None:
    """It was not meant, or is asked anew. Raises Refused once it was dealt with."""
    mine = (Request.municipality_id == sent.municipality_id, Request.entry_id == sent.entry_id)
    if session.scalar(select(Request.state).where(*mine)) != OPEN:
        raise Refused("request_handled")
    session.execute(delete(Request).where(*mine))
