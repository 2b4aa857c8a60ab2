"""The codes on receipts and kept forms: short enough to read aloud, long enough that nobody finds one by trying.

They are the long codes of `lottery.codes`; only a keyed digest is kept.
"""

from __future__ import annotations

from participation import keys
from participation.lottery.codes import new_codes, new_long_codes

RECEIPT, DRAFT, QUESTION = "receipt", "draft", "question"


def new_code() -> str:
    """A code for a receipt or a kept form."""
    return new_long_codes(1)[0]


def new_short_code() -> str:
    """A code for a text message, that counts only together with the telephone it was sent to."""
    return new_codes(1)[0]


def digest(municipality_id: int, purpose: str, code: str) -> str:
    """What is kept of a code."""
    return keys.keyed(code, "code", municipality_id, purpose)
