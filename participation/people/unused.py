"""Accounts that nobody has used for years: warned a month before, and then forgotten like anybody who asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation import clock
from participation.messages.actions import send
from participation.people import leaving, queries
from participation.people.models import HeldRole, Person

TERM = 3 * 365
WARNING = timedelta(days=30)


def erase(session: Session, municipality_id: int, *, before: datetime, at: datetime) -> None:
    """Forget the accounts last used before this moment whose people were warned a month ago; warn the others in time.

    Who works here, or will, keeps the account. Where there is no way to warn somebody, the term alone decides.
    """
    last_used = func.coalesce(Person.signed_in_at, Person.created_at)
    works_here = select(HeldRole.person_id).where(queries.at_work(municipality_id, at=at))
    rows = session.execute(
        select(Person.id, last_used.label("last_used"))
        .where(
            Person.municipality_id == municipality_id,
            last_used < before + WARNING,
            Person.id.not_in(works_here),
        )
        .order_by(Person.id)
    ).all()
    for row in rows:
        warned_at = _warn(
            session, municipality_id, row.id, row.last_used, last_day=row.last_used + (at - before), at=at
        )
        if row.last_used < before and (warned_at is None or warned_at <= at - WARNING):
            leaving.forget(session, municipality_id, row.id, by="worker", via="job", at=at)


def _warn(
    session: Session, municipality_id: int, person_id: int, last_used: datetime, *, last_day: datetime, at: datetime
) -> datetime | None:
    """Write to somebody, once for each time that they stayed away. Returns when, or None where they cannot be reached."""
    day = max(last_day, at + WARNING)
    sent = send(
        session,
        municipality_id,
        "account_unused",
        to=queries.recipient(session, municipality_id, person_id),
        key=f"account-unused:{person_id}:{clock.local(last_used).date()}",
        facts={"until": day, "link": "/sign-in"},
        at=at,
    )
    return sent.made_at if sent else None
