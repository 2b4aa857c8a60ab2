"""Short random codes that stand for people in a published draw, and long ones that are secret: for whoever reads one
aloud or types it over.

A code is four letters and four digits, KRTW-4071. The letters have no vowels, so that they spell no word, and none that
looks like a digit or another letter. The 23 signs have the values 0 to 22; weighted by place they add up to a multiple
of 23, which is prime: one wrong sign, or two that changed places, is always noticed.

A short code is no secret: there are some seven million. What a code alone opens has a long one, twice as many signs with
one such sum over all of them, KRTW-4071-PMNX-2208: there are `LONG`, more than anybody finds one among by trying.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Sequence

from participation.lottery.faults import Fault

LETTERS = "DFHJKLMNPRTWX"
DIGITS = "0123456789"
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1)
LONG_WEIGHTS = (16, 15, 14, 13, 12, 11, 10, 9, *WEIGHTS)
MOST = 1_000_000
# How many long codes there are: of all that have their form, one in 23 has the right sum.
LONG = (len(LETTERS) ** 4 * len(DIGITS) ** 4) ** 2 // (len(LETTERS) + len(DIGITS))

_VALUE = {sign: value for value, sign in enumerate(DIGITS + LETTERS)}
_MEANT_AS_LETTER = str.maketrans("I1", "LL")
_MEANT_AS_DIGIT = str.maketrans("OQILZSGB", "00112568")
_GAP = r"[\s.\-_\u2010-\u2015\u2212]"
_SHORT = rf"[A-Z1]{{4}}{_GAP}*[0-9OQILZSGB]{{4}}"
_IN_TEXT = re.compile(rf"(?<![^\W_]){_SHORT}(?:{_GAP}*{_SHORT})?(?![^\W_])")


def new_codes(count: int) -> list[str]:
    """As many different codes, in random order. Raises `Fault` when so many could no longer be kept apart."""
    if count > MOST:
        raise Fault("too_many_codes", count=count, most=MOST)
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(_new_code())
    return secrets.SystemRandom().sample(sorted(codes), count)


def _new_code() -> str:
    """Four different letters, three digits, and a last digit that makes the sum right; from the start if none does."""
    while True:
        letters = secrets.SystemRandom().sample(LETTERS, 4)
        if code := with_check("".join([*letters, *(secrets.choice(DIGITS) for _ in range(3))])):
            return code


def with_check(signs: str) -> str | None:
    """A code of these signs, short or long, with the last digit that makes the sum right; None where no digit does."""
    last = -_weighted(signs, WEIGHTS if len(signs) < len(WEIGHTS) else LONG_WEIGHTS) % len(_VALUE)
    return _in_parts(f"{signs}{last}") if last < len(DIGITS) else None


def new_long_codes(count: int) -> list[str]:
    """As many different secret codes, in random order.

    Nobody looks whether an older letter has one of them: of 10,000 new ones beside a million, that is so once in 300,000
    times, and then the key of the table refuses it and the next try has others.
    """
    codes: dict[str, None] = {}
    while len(codes) < count:
        codes[_new_long_code()] = None
    return list(codes)


def _new_long_code() -> str:
    some = secrets.SystemRandom().choices
    while True:
        signs = "".join([*some(LETTERS, k=4), *some(DIGITS, k=4), *some(LETTERS, k=4), *some(DIGITS, k=3)])
        if code := with_check(signs):
            return code


def _in_parts(signs: str) -> str:
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def _weighted(signs: str, weights: Sequence[int]) -> int:
    return sum(weight * _VALUE[sign] for weight, sign in zip(weights, signs, strict=False))


def read_code(typed: str) -> str:
    """The code that was meant: case, spaces, dashes, and O for 0 and the like make no difference.

    Raises `Fault` "code_form" when it cannot be a code, "code_slip" when a sign must be wrong.
    """
    signs = _signs(_bare(typed))
    if signs is None:
        raise Fault("code_form")
    code = _in_parts(signs)
    if not _adds_up(signs, WEIGHTS):
        raise Fault("code_slip", code=code)
    return code


def read_long_code(typed: str) -> str:
    """The secret code that was meant, with the same indulgence.

    Raises `Fault` "long_code_form" when it cannot be one, "long_code_slip" when a sign must be wrong.
    """
    bare = _bare(typed)
    one, other = _signs(bare[:8]), _signs(bare[8:])
    if one is None or other is None:
        raise Fault("long_code_form")
    if not _adds_up(one + other, LONG_WEIGHTS):
        raise Fault("long_code_slip")
    return _in_parts(one + other)


def is_long(typed: str) -> bool:
    """Whether this has too many signs for a short code, so that it can only be meant as a secret one."""
    return len(_bare(typed)) > len(WEIGHTS)


def codes_in(text: str) -> list[str]:
    """The codes, short and long, that stand in a text, each once, whatever stands around them."""
    codes: dict[str, None] = {}
    for typed in _IN_TEXT.findall(text.upper()):
        with contextlib.suppress(Fault):
            codes[read_long_code(typed) if is_long(typed) else read_code(typed)] = None
    return list(codes)


def _bare(typed: str) -> str:
    return re.sub(_GAP, "", typed).upper()


def _signs(bare: str) -> str | None:
    """Four letters and four digits as they were meant; None where these are none."""
    letters, digits = bare[:4].translate(_MEANT_AS_LETTER), bare[4:].translate(_MEANT_AS_DIGIT)
    has_form = re.fullmatch("[A-Z]{4}", letters) and re.fullmatch("[0-9]{4}", digits)
    return letters + digits if has_form else None


def _adds_up(signs: str, weights: Sequence[int]) -> bool:
    return set(signs) <= set(_VALUE) and _weighted(signs, weights) % len(_VALUE) == 0
