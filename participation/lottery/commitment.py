"""What is held of one person in a draw: a receipt for the person and the auditor, a commitment for everybody else."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from participation.lottery import verify
from participation.lottery.faults import Fault

SALT_BYTES = 16


def new_salt() -> bytes:
    """128 random bits. Forget the salt, and the commitment says nothing more about anyone."""
    return secrets.token_bytes(SALT_BYTES)


def commit(salt: bytes, features: Mapping[str, str], household: str = "") -> str:
    """The commitment to one person: SHA-256 in hexadecimal, `verify.leaf`.

    features: category -> feature; household: a pseudonym that people of one address share, where at most one of them
    may be drawn; empty for whoever gave no address, and where there is no such rule.
    """
    if len(salt) != SALT_BYTES:
        raise Fault("salt_wrong")
    return verify.leaf(salt, dict(features), household)


def household_pseudonym(key: bytes, address: str) -> str:
    """What people of one address share instead of it: HMAC-SHA-256, 16 hexadecimal signs. Without the key it says
    nothing, and with another key nothing that can be compared."""
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:16]


def receipt(code: str, salt: bytes, features: Mapping[str, str], household: str = "") -> dict[str, object]:
    """What the person gets, to open the commitment with `verify.py --receipt`; auditors get a list of these."""
    return {"code": code, "salt": salt.hex(), "features": dict(features), "household": household}
