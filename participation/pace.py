"""How often something may be tried, on one page; counted in the database so that every process counts the same.

A window begins with the first try and ends after its time, whatever happens in between: nobody is kept out for longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from participation import keys
from participation.db import Base


@dataclass(frozen=True)
class Limit:
    """So many times, within so long."""

    times: int
    within: timedelta


@dataclass(frozen=True)
class Pace:
    """How often an act may be tried: from one network address, for one account, and in one municipality together.

    The last is wide: it stops a flood from everywhere, and one person cannot fill it alone.
    """

    address: Limit
    account: Limit
    municipality: Limit


_QUARTER, _HOUR, _DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

PACES: dict[str, Pace] = {
    # wrong passwords; a right one is given back
    "password": Pace(Limit(10, _QUARTER), Limit(10, _QUARTER), Limit(2000, _QUARTER)),
    # wrong codes from an e-mail, a text, an app, paper or a letter; a right one is given back
    "code": Pace(Limit(20, _QUARTER), Limit(10, _QUARTER), Limit(2000, _QUARTER)),
    "recovery": Pace(Limit(10, _HOUR), Limit(10, _HOUR), Limit(500, _HOUR)),
    "passkey": Pace(Limit(20, _QUARTER), Limit(20, _QUARTER), Limit(2000, _QUARTER)),
    # links from a message: invitations, and the operator's way in
    "link": Pace(Limit(30, _QUARTER), Limit(30, _QUARTER), Limit(2000, _QUARTER)),
    # what sends somebody a message
    "code_asked": Pace(Limit(20, _HOUR), Limit(5, _HOUR), Limit(2000, _HOUR)),
    "letter_asked": Pace(Limit(5, _DAY), Limit(3, _DAY), Limit(500, _DAY)),
    # forms that are begun, and not each of their pages
    "form": Pace(Limit(100, _HOUR), Limit(50, _HOUR), Limit(5000, _HOUR)),
    # new accounts
    "sign_up": Pace(Limit(20, _DAY), Limit(5, _DAY), Limit(2000, _DAY)),
    # what we answer to text messages that come in
    "text_answered": Pace(Limit(2000, _HOUR), Limit(10, _DAY), Limit(2000, _HOUR)),
    # wrong codes in text messages that come in; a right one is given back
    "text_code": Pace(Limit(2000, _HOUR), Limit(10, _DAY), Limit(2000, _HOUR)),
    # rehearsed draws, each of which keeps a processor busy for seconds
    "rehearsal": Pace(Limit(60, _HOUR), Limit(30, _HOUR), Limit(120, _HOUR)),
    # looking for people, at the desk
    "search": Pace(Limit(300, _HOUR), Limit(100, _HOUR), Limit(2000, _HOUR)),
}


class Count(Base):
    """How often something was tried by somebody since a moment; who, is a keyed digest."""

    __tablename__ = "pace_count"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    until: Mapped[datetime]


def count(
    session: Session, municipality_id: int, act: str, *, address: str, account: str | None, at: datetime
) -> datetime | None:
    """Count one try. Returns None where it may go on, else the moment from which it may again.

    A try that its address is not allowed is not counted for the account, nor one of the account for the municipality:
    who hammers stops themselves, and nobody else. Raises KeyError for an act without a pace.
    """
    stopped = None
    for key, limit in _scopes(municipality_id, act, address, account):
        stopped = _count(session, key, limit, at=at)
        if stopped:
            break
    _sweep(session, at=at)
    return stopped


def give_back(
    session: Session, municipality_id: int, act: str, *, address: str, account: str | None, at: datetime
) -> None:
    """A try that was right does not count: a whole town hall signs in at nine from one address."""
    for key, _ in _scopes(municipality_id, act, address, account):
        session.execute(
            update(Count).where(Count.key == key, Count.count > 0, Count.until > at).values(count=Count.count - 1)
        )


def _scopes(municipality_id: int, act: str, address: str, account: str | None) -> list[tuple[str, Limit]]:
    """The counts that a try belongs to. Always in this order: two tries that wait for each other would wait forever."""
    pace = PACES[act]
    scopes = [("address", address, pace.address), ("municipality", "", pace.municipality)]
    if account:
        scopes.insert(1, ("account", account, pace.account))
    return [(keys.keyed(f"{act} {scope} {who}", "pace", municipality_id), limit) for scope, who, limit in scopes]


def _count(session: Session, key: str, limit: Limit, *, at: datetime) -> datetime | None:
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(Count).values(key=key, count=1, until=at + limit.within)
    over = Count.until <= at
    times, until = session.execute(
        fresh.on_conflict_do_update(
            index_elements=[Count.key],
            set_={
                "count": case((over, 1), else_=Count.count + 1),
                "until": case((over, fresh.excluded.until), else_=Count.until),
            },
        ).returning(Count.count, Count.until)
    ).one()
    return until if times > limit.times else None


def _sweep(session: Session, *, at: datetime) -> None:
    """Windows that are over go, a few at a time; never waiting for another try, who may be waiting for this one."""
    over = select(Count.key).where(Count.until <= at).limit(50).with_for_update(skip_locked=True)
    session.execute(delete(Count).where(Count.key.in_(over)).execution_options(synchronize_session=False))
