"""The second factor: a code from an authenticator app; and what follows when any factor comes or goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from participation import keys
from participation.errors import Refused
from participation.journal.actions import record
from participation.messages import actions as messages
from participation.messages.recipients import EMAIL, PHONE
from participation.people import queries, recovery, sessions
from participation.people.addresses import Contact
from participation.people.models import Passkey, Person
from participation.permissions import Actor

STEP = 30  # seconds, RFC 6238
SECRET_LENGTH = 32  # signs of base 32: 160 bits, RFC 4226


@dataclass(frozen=True)
class Ways:
    """What somebody can show to prove who they are.

    passkeys, recovery_codes: how many; contact: where a code can be sent to, for who has nothing else to show
    """

    app: bool
    passkeys: int
    recovery_codes: int
    password: bool
    contact: Contact | None

    @property
    def has_factor(self) -> bool:
        return self.app or self.passkeys > 0


@dataclass(frozen=True)
class Offer:
    """A secret for an app that has not shown yet that it holds it; sealed, it travels with the form."""

    secret: str
    sealed: str


def ways(session: Session, municipality_id: int, person_id: int) -> Ways:
    """What this person can prove with who they are."""
    person = queries.person(session, municipality_id, person_id)
    has = _passkeys(session, person)
    left = recovery.left(session, municipality_id, person_id)
    nothing_else = not (person.totp or has or person.password)
    return Ways(
        person.totp is not None, has, left, person.password is not None, _reached(person) if nothing_else else None
    )


def offer(municipality_id: int, person_id: int, sealed: str | None = None) -> Offer:
    """A secret for somebody's app: the one that was offered before where there is one, else a new one."""
    try:
        secret = keys.unsealed(sealed or "", "offered", municipality_id, person_id)
    except ValueError:
        secret = pyotp.random_base32(SECRET_LENGTH)
        sealed = keys.sealed(secret, "offered", municipality_id, person_id)
    return Offer(secret, sealed or "")


def address_for_app(secret: str, *, name: str, issuer: str) -> str:
    """What the QR code says to the app: an `otpauth:` address with the secret, and how the app names it."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def add_app(
    session: Session, municipality_id: int, person_id: int, sealed: str, typed: str, *, stays: int, at: datetime
) -> list[str]:
    """From here on the app with the secret of this offer is somebody's second factor: it shows the code of this moment.

    stays: the session that goes on; all their others end. Returns ten new recovery codes. Raises Refused.
    """
    person = queries.person_to_change(session, municipality_id, person_id)
    secret = _offered(municipality_id, person_id, sealed)
    if person.totp and keys.unsealed(person.totp, "totp", municipality_id) == secret:
        raise Refused("app_known")
    step = _step_of(secret, typed, after=0, at=at)
    keep_totp(person, secret)
    person.totp_step = step
    changed(session, person, stays=stays, at=at)
    return recovery.make(session, municipality_id, person_id)


def keep_totp(person: Person, secret: str) -> None:
    """From here on, this person's second factor is the app that holds this secret."""
    person.totp = keys.sealed(secret, "totp", person.municipality_id)
    person.totp_step = None


def check_totp(session: Session, municipality_id: int, person_id: int, typed: str, *, at: datetime) -> None:
    """Accept the code of this half minute, or that of its neighbours for clocks that differ; each works once.

    Raises Refused. Source: RFC 6238; ASVS 6.5.1.
    """
    person = queries.person_to_change(session, municipality_id, person_id)
    if not person.totp:
        raise Refused("code_wrong", field="code")
    secret = keys.unsealed(person.totp, "totp", municipality_id)
    person.totp_step = _step_of(secret, typed, after=person.totp_step or 0, at=at)


def demo_code(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> str | None:
    """What somebody's app would show now, or a moment later if that was used: for the demo, where nobody has the app."""
    person = queries.person(session, municipality_id, person_id)
    if not person.totp:
        return None
    step = max(int(at.timestamp()) // STEP, (person.totp_step or 0) + 1)
    return pyotp.TOTP(keys.unsealed(person.totp, "totp", municipality_id)).at(step * STEP)


def make_codes(session: Session, municipality_id: int, person_id: int, *, stays: int, at: datetime) -> list[str]:
    """Ten new recovery codes for somebody who has a factor; those of before are dead. Raises Refused."""
    person = queries.person_to_change(session, municipality_id, person_id)
    if not ways(session, municipality_id, person_id).has_factor:
        raise Refused("factor_first")
    changed(session, person, stays=stays, at=at)
    return recovery.make(session, municipality_id, person_id)


def remove_app(session: Session, municipality_id: int, person_id: int, *, stays: int, at: datetime) -> None:
    """Somebody's app is their second factor no more. Raises Refused where it is the last and they need one."""
    person = queries.person_to_change(session, municipality_id, person_id)
    if not person.totp:
        return
    check_not_last(session, person, at=at)
    person.totp = person.totp_step = None
    changed(session, person, stays=stays, at=at)


def remove_all(session: Session, municipality_id: int, person_id: int, *, by: Actor, at: datetime) -> None:
    """An administrator helps somebody who lost everything: no factor is left, and they come in by a new way."""
    person = queries.person_to_change(session, municipality_id, person_id)
    if not person.totp and not _passkeys(session, person):
        return
    person.totp = person.totp_step = None
    session.execute(delete(Passkey).where(Passkey.municipality_id == municipality_id, Passkey.person_id == person_id))
    recovery.forget(session, municipality_id, person_id)
    sessions.end_all(session, municipality_id, person_id)
    me = f"person:{person_id}"
    record(session, municipality_id, "person.factors_removed", subject=me, by=f"person:{by.person_id}", at=at)
    _tell(session, person, at=at)


def check_not_last(session: Session, person: Person, *, at: datetime) -> None:
    """Whoever works with other people's data keeps one factor at least. Raises Refused."""
    if (
        queries.works_here(session, person.municipality_id, person.id, at=at)
        and _passkeys(session, person) + (person.totp is not None) <= 1
    ):
        raise Refused("factor_needed")


def changed(session: Session, person: Person, *, stays: int, at: datetime) -> None:
    """A factor came or went: their other sessions end, they hear of it, and no codes outlive the last factor."""
    session.flush()
    if person.totp is None and not _passkeys(session, person):
        recovery.forget(session, person.municipality_id, person.id)
    sessions.end_all(session, person.municipality_id, person.id, but=stays)
    if queries.works_here(session, person.municipality_id, person.id, at=at):
        me = f"person:{person.id}"
        record(session, person.municipality_id, "person.factor_changed", subject=me, by=me, at=at)
    _tell(session, person, at=at)


def _offered(municipality_id: int, person_id: int, sealed: str) -> str:
    try:
        return keys.unsealed(sealed, "offered", municipality_id, person_id)
    except ValueError:
        raise Refused("setup_gone") from None


def _reached(person: Person) -> Contact | None:
    """Their own way first, where a code can go that way at all."""
    known = {EMAIL: person.email, PHONE: person.phone}
    return next((Contact(way, place) for way in (person.way, *known) if (place := known.get(way))), None)


def _tell(session: Session, person: Person, *, at: datetime) -> None:
    """A change that somebody did not make themselves is one that they should hear of."""
    to = queries.recipient(session, person.municipality_id, person.id)
    key = f"factor_changed:{person.id}:{at:%Y%m%dT%H%M%S}"
    messages.send(session, person.municipality_id, "factor_changed", to=to, key=key, at=at)


def _step_of(secret: str, typed: str, *, after: int, at: datetime) -> int:
    """The half minute that this code belongs to, later than the last one used. Raises Refused."""
    app, code = pyotp.TOTP(secret), "".join(typed.split())
    now = int(at.timestamp()) // STEP
    for step in (now - 1, now, now + 1):
        if step > after and pyotp.utils.strings_equal(app.at(step * STEP), code):
            return step
    raise Refused("code_wrong", field="code")


def _passkeys(session: Session, person: Person) -> int:
    mine = select(func.count()).where(Passkey.municipality_id == person.municipality_id, Passkey.person_id == person.id)
    return session.scalar(mine) or 0
