"""The codes on paper for whoever loses their telephone: ten at a time, each works once."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from participation import keys
from participation.errors import Refused
from participation.people.models import RecoveryCode

HOW_MANY = 10
# Signs that nobody mistakes for one another: sixteen of them are 80 bits.
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16


def make(session: Session, municipality_id: int, person_id: int) -> list[str]:
    """Ten new codes, to be shown once; only their keyed digests are kept, and the codes of before are dead."""
    forget(session, municipality_id, person_id)
    codes = ["".join(secrets.choice(SIGNS) for _ in range(LENGTH)) for _ in range(HOW_MANY)]
    session.add_all(
        RecoveryCode(
            digest=_digest(municipality_id, person_id, code), municipality_id=municipality_id, person_id=person_id
        )
        for code in codes
    )
    session.flush()
    return [in_groups(code) for code in codes]


def use(session: Session, municipality_id: int, person_id: int, typed: str, *, at: datetime) -> int:
    """Use a code up, however it is typed. Returns how many are left. Raises Refused."""
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.municipality_id == municipality_id,
            RecoveryCode.person_id == person_id,
            RecoveryCode.digest == _digest(municipality_id, person_id, as_code(typed)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCode.person_id)
    ).scalar()
    if used is None:
        raise Refused("recovery_code_wrong", field="recovery")
    return left(session, municipality_id, person_id)


def left(session: Session, municipality_id: int, person_id: int) -> int:
    """How many codes somebody can still use."""
    unused = select(func.count()).where(
        RecoveryCode.municipality_id == municipality_id,
        RecoveryCode.person_id == person_id,
        RecoveryCode.used_at.is_(None),
    )
    return session.scalar(unused) or 0


def forget(session: Session, municipality_id: int, person_id: int) -> None:
    """From here on none of somebody's codes works."""
    session.execute(
        delete(RecoveryCode).where(RecoveryCode.municipality_id == municipality_id, RecoveryCode.person_id == person_id)
    )


def in_groups(code: str) -> str:
    """A long code as people copy it, four signs at a time: `k7mq 3xwp 9hdt 2vbn`."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def as_code(typed: str) -> str:
    """What somebody typed, as it was made: no spaces or dashes, and no letter that looks like a figure."""
    signs = "".join(sign for sign in typed.lower() if sign.isalnum())
    return signs.translate(str.maketrans("oil", "011"))


def _digest(municipality_id: int, person_id: int, code: str) -> str:
    return keys.keyed(code, "recovery", municipality_id, person_id)
