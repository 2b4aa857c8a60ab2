"""The second factor: a code from an authenticator app."""

from __future__ import annotations

from datetime import datetime

import pyotp
from sqlalchemy.orm import Session

from participation import keys
from participation.errors import Refused
from participation.people import queries
from participation.people.models import Person

STEP = 30  # seconds, RFC 6238


def keep_totp(person: Person, secret: str) -> None:
    """From here on, this person's second factor is the app that holds this secret."""
    person.totp = keys.sealed(secret, "totp", person.municipality_id)
    person.totp_step = None


def check_totp(session: Session, municipality_id: int, person_id: int, typed: str, *, at: datetime) -> None:
    """Accept the code of this half minute, or that of its neighbours for clocks that differ; each works once.

    Raises Refused. Source: RFC 6238; ASVS 6.5.1.
    """
    person = queries.person(session, municipality_id, person_id)
    code = "".join(typed.split())
    now = int(at.timestamp()) // STEP
    if person.totp:
        app = pyotp.TOTP(keys.unsealed(person.totp, "totp", municipality_id))
        for step in (now - 1, now, now + 1):
            if step > (person.totp_step or 0) and pyotp.utils.strings_equal(app.at(step * STEP), code):
                person.totp_step = step
                return
    raise Refused("code_wrong", field="code")
