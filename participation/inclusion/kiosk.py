"""A computer in a library or a digibank that one person uses after the other: what its browser remembers of being one,
and how long somebody may be away from it."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from participation.errors import Refused
from participation.journal.actions import record
from participation.permissions import Actor

# After so long without touching anything we ask whether somebody is still there, and after so long again it is over.
QUIET = timedelta(minutes=4)
ANSWER = timedelta(minutes=2)
# Where no script sees somebody type, a page stays for longer: they may be writing.
QUIET_PAGE = timedelta(minutes=10)
# Whatever happens to the page: who asks for nothing for so long is signed out.
AWAY = timedelta(minutes=15)
LONGEST_PLACE = 80


@dataclass(frozen=True)
class Kiosk:
    """A browser that many people use. id: of this kiosk, in the journal; slug: its municipality; place: where it stands."""

    id: str
    municipality_id: int
    slug: str
    place: str


def start(session: Session, municipality_id: int, slug: str, place: str, *, by: Actor, at: datetime) -> Kiosk:
    """Make the browser of this official one that many people use. Raises Refused."""
    name = " ".join(place.split())
    if not name or len(name) > LONGEST_PLACE:
        raise Refused("kiosk_without_place", field="place")
    kiosk = Kiosk(secrets.token_hex(6), municipality_id, slug, name)
    _record(session, kiosk, "kiosk.started", by=by, at=at)
    return kiosk


def stop(session: Session, kiosk: Kiosk, *, by: Actor, at: datetime) -> None:
    """From now on it is the browser of one person again."""
    _record(session, kiosk, "kiosk.stopped", by=by, at=at)


def sealed(kiosk: Kiosk, key: str) -> str:
    """What the browser remembers: nobody else can make it, and it opens nothing."""
    return URLSafeSerializer(key, salt="kiosk").dumps(asdict(kiosk))


def opened(text: str, key: str) -> Kiosk | None:
    """The kiosk that this browser is, or None."""
    try:
        return Kiosk(**URLSafeSerializer(key, salt="kiosk").loads(text))
    except (BadData, TypeError):
        return None


def is_over(touched: str, *, at: datetime) -> bool:
    """Whether somebody has been away for too long. touched: when their browser last asked for a page, as ISO 8601."""
    try:
        return at - datetime.fromisoformat(touched) > AWAY
    except (TypeError, ValueError):
        return True


def _record(session: Session, kiosk: Kiosk, event: str, *, by: Actor, at: datetime) -> None:
    record(
        session, kiosk.municipality_id, event, subject=f"kiosk:{kiosk.id}", by=f"person:{by.person_id}", at=at, facts={}
    )
