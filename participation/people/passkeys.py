"""Passkeys: the lock of somebody's telephone, computer or security key, as a way in and as second factor (WebAuthn)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from participation import keys
from participation.errors import NotFound, Refused
from participation.people import factors, queries, recovery
from participation.people.models import Passkey

# Long enough to fetch a security key from a coat.
LIVES = timedelta(minutes=5)
# What a strange answer can break on before it is compared with anything.
STRANGE = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError)


@dataclass(frozen=True)
class Site:
    """Where a passkey belongs: the host without its port, and the origin that the browser tells."""

    host: str
    origin: str


@dataclass(frozen=True)
class Challenge:
    """What a passkey signs to show that it is here now; given out at a moment, and good for five minutes."""

    text: str
    given_at: datetime


@dataclass(frozen=True)
class OwnPasskey:
    """A line in the list of one's own passkeys."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


def new_challenge(*, at: datetime) -> Challenge:
    return Challenge(secrets.token_urlsafe(32), at)


def invitation_to_make(
    session: Session, municipality_id: int, person_id: int, *, site: Site, title: str, challenge: Challenge
) -> str:
    """What the browser needs to make a passkey, as JSON; one that knows this person already makes no second."""
    person = queries.person(session, municipality_id, person_id)
    return options_to_json(
        generate_registration_options(
            rp_id=site.host,
            rp_name=title,
            user_id=_handle(municipality_id, person_id),
            user_name=person.email or person.phone or person.name,
            user_display_name=person.name,
            challenge=base64url_to_bytes(challenge.text),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=_known(session, municipality_id, person_id),
        )
    )


def invitation_to_show(
    session: Session, municipality_id: int, person_id: int | None, *, site: Site, challenge: Challenge
) -> str:
    """What the browser needs to show a passkey, as JSON: one of this person's, or whichever it has for this place."""
    return options_to_json(
        generate_authentication_options(
            rp_id=site.host,
            challenge=base64url_to_bytes(challenge.text),
            allow_credentials=_known(session, municipality_id, person_id) if person_id else [],
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def add(
    session: Session,
    municipality_id: int,
    person_id: int,
    answer: str,
    *,
    challenge: Challenge | None,
    site: Site,
    name: str,
    stays: int,
    at: datetime,
) -> list[str]:
    """Keep the passkey that the browser made. Returns recovery codes where this is somebody's first factor.

    stays: the session that goes on; all their others end. Raises Refused.
    """
    person = queries.person_to_change(session, municipality_id, person_id)
    first = not factors.ways(session, municipality_id, person_id).has_factor
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=_still_good(challenge, at=at),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except STRANGE:
        raise Refused("passkey_failed") from None
    try:
        with session.begin_nested():
            session.add(
                Passkey(
                    municipality_id=municipality_id,
                    person_id=person_id,
                    credential_id=made.credential_id,
                    public_key=made.credential_public_key,
                    sign_count=made.sign_count,
                    name=name,
                    created_at=at,
                )
            )
    except IntegrityError:
        # It belongs to an account already, here or at a neighbour's.
        raise Refused("passkey_failed") from None
    factors.changed(session, person, stays=stays, at=at)
    return recovery.make(session, municipality_id, person_id) if first else []


def check(
    session: Session,
    municipality_id: int,
    answer: str,
    *,
    challenge: Challenge | None,
    site: Site,
    person_id: int | None = None,
    at: datetime,
) -> int:
    """Whose passkey signed the challenge. With `person_id` it must be theirs. Raises Refused."""
    try:
        shown = parse_authentication_credential_json(answer)
        expected = _still_good(challenge, at=at)
    except STRANGE:
        raise Refused("passkey_failed") from None
    wanted = select(Passkey).where(Passkey.municipality_id == municipality_id, Passkey.credential_id == shown.raw_id)
    if person_id is not None:
        wanted = wanted.where(Passkey.person_id == person_id)
    # Locked: the same answer sent twice at once is looked at one after the other.
    passkey = session.scalar(wanted.with_for_update().execution_options(populate_existing=True))
    assert challenge
    # A challenge from before the last use may have been answered then: each is answered once.
    if passkey is None or (passkey.used_at and challenge.given_at < passkey.used_at):
        raise Refused("passkey_failed")
    verified = _verified(shown, passkey, expected, site)
    passkey.sign_count = verified.new_sign_count
    # Nothing here is timed to less than a second, and within that second too the challenge is used up.
    passkey.used_at = max(at, challenge.given_at + timedelta(seconds=1))
    return passkey.person_id


def own(session: Session, municipality_id: int, person_id: int) -> list[OwnPasskey]:
    """Somebody's passkeys, the oldest first."""
    rows = session.execute(
        select(Passkey.id, Passkey.name, Passkey.created_at, Passkey.used_at)
        .where(Passkey.municipality_id == municipality_id, Passkey.person_id == person_id)
        .order_by(Passkey.id)
    )
    return [OwnPasskey(*row) for row in rows]


def remove(
    session: Session, municipality_id: int, person_id: int, passkey_id: int, *, stays: int, at: datetime
) -> None:
    """One of somebody's own passkeys works no more. Raises NotFound; Refused where it is the last and they need one."""
    person = queries.person_to_change(session, municipality_id, person_id)
    passkey = session.scalar(
        select(Passkey).where(
            Passkey.municipality_id == municipality_id, Passkey.person_id == person_id, Passkey.id == passkey_id
        )
    )
    if passkey is None:
        raise NotFound
    factors.check_not_last(session, person, at=at)
    session.delete(passkey)
    factors.changed(session, person, stays=stays, at=at)


def _verified(shown: AuthenticationCredential, passkey: Passkey, expected: bytes, site: Site) -> VerifiedAuthentication:
    handle = shown.response.user_handle
    if handle and handle != _handle(passkey.municipality_id, passkey.person_id):
        raise Refused("passkey_failed")
    try:
        return verify_authentication_response(
            credential=shown,
            expected_challenge=expected,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except STRANGE:
        raise Refused("passkey_failed") from None


def _still_good(challenge: Challenge | None, *, at: datetime) -> bytes:
    if challenge is None or not timedelta(0) <= at - challenge.given_at <= LIVES:
        raise ValueError("no challenge, or an old one")
    return base64url_to_bytes(challenge.text)


def _known(session: Session, municipality_id: int, person_id: int) -> list[PublicKeyCredentialDescriptor]:
    mine = select(Passkey.credential_id).where(
        Passkey.municipality_id == municipality_id, Passkey.person_id == person_id
    )
    return [PublicKeyCredentialDescriptor(id=credential) for credential in session.scalars(mine)]


def _handle(municipality_id: int, person_id: int) -> bytes:
    """What a passkey knows its person by; outside our house it says nothing."""
    return bytes.fromhex(keys.keyed(str(person_id), "passkey", municipality_id))
