"""Short random codes that stand for people in a published draw: for whoever reads one aloud or types it over.

A code is four letters and four digits, KRTW-4071. The letters have no vowels, so that they spell no word, and none that
looks like a digit or another letter. The 23 signs have the values 0 to 22; weighted by place they add up to a multiple
of 23, which is prime: one wrong sign, or two that changed places, is always noticed.
"""

from __future__ import annotations

import re
import secrets

from participation.lottery.faults import Fault

LETTERS = "DFHJKLMNPRTWX"
DIGITS = "0123456789"
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1)
MOST = 1_000_000

_VALUE = {sign: value for value, sign in enumerate(DIGITS + LETTERS)}
_MEANT_AS_LETTER = str.maketrans("I1", "LL")
_MEANT_AS_DIGIT = str.maketrans("OQILZSGB", "00112568")


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
    """Four letters and three digits with the last digit that makes the sum right; None where no digit does."""
    last = -_weighted([*signs]) % len(_VALUE)
    return f"{signs[:4]}-{signs[4:]}{last}" if last < len(DIGITS) else None


def _weighted(signs: list[str]) -> int:
    return sum(weight * _VALUE[sign] for weight, sign in zip(WEIGHTS, signs, strict=False))


def read_code(typed: str) -> str:
    """The code that was meant: case, spaces, dashes, and O for 0 and the like make no difference.

    Raises `Fault` "code_form" when it cannot be a code, "code_slip" when a sign must be wrong.
    """
    bare = re.sub(r"[\s.\-_\u2010-\u2015\u2212]", "", typed).upper()
    letters, digits = bare[:4].translate(_MEANT_AS_LETTER), bare[4:].translate(_MEANT_AS_DIGIT)
    if not re.fullmatch("[A-Z]{4}", letters) or not re.fullmatch("[0-9]{4}", digits):
        raise Fault("code_form")
    code = f"{letters}-{digits}"
    if set(letters) - set(LETTERS) or _weighted([*letters, *digits]) % len(_VALUE):
        raise Fault("code_slip", code=code)
    return code
