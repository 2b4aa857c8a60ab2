"""The codes on receipts and kept forms: short enough to read aloud, long enough that nobody finds one by trying.

KRTW-4071-PMNX-2208 is two codes as the lottery makes them, some 10^13 possibilities; only a keyed digest is kept.
"""

from __future__ import annotations

import re

from participation import keys
from participation.errors import Refused
from participation.lottery.codes import new_codes, read_code
from participation.lottery.faults import Fault

RECEIPT, DRAFT, QUESTION = "receipt", "draft", "question"
HALF = 8


def new_code() -> str:
    """A code for a receipt or a kept form."""
    return "-".join(new_codes(2))


def new_short_code() -> str:
    """A code for a text message, that counts only together with the telephone it was sent to."""
    return new_codes(1)[0]


def read_long_code(typed: str) -> str:
    """The code that was meant. Raises Refused where it can be none, and where a sign must be wrong."""
    bare = re.sub(r"[\s.\-_\u2010-\u2015\u2212]", "", typed)
    try:
        return "-".join((read_code(bare[:HALF]), read_code(bare[HALF:])))
    except Fault as fault:
        if fault.code == "code_slip":
            raise Refused("long_code_slip", field="code") from None
        raise Refused("long_code_form", field="code") from None


def digest(municipality_id: int, purpose: str, code: str) -> str:
    """What is kept of a code."""
    return keys.keyed(code, "code", municipality_id, purpose)
