"""What is kept closed of a register and of who is invited: sealed under keys outside the database, opened only to be used.

A code in a letter is found by its keyed digest, and kept sealed so that the same letter can be printed again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping

from participation import keys

LETTER = ("name", "street", "number", "box", "postcode", "town")
REACH = ("name", "email", "phone", "way")
# Packing takes longer than reading and sealing together: the fastest is nearly as small.
PACKING = 1


def code_key(municipality_id: int, code: str) -> str:
    """By this a code is found: 64 hexadecimal signs that say nothing without the key."""
    return keys.keyed(code, "invited code", municipality_id)


def sealed_code(municipality_id: int, code: str) -> str:
    return keys.sealed(code, "invited code", municipality_id)


def code_of(municipality_id: int, sealed: str) -> str:
    """The code that stands in the letter."""
    return keys.unsealed(sealed, "invited code", municipality_id)


def sealed_letter(municipality_id: int, letter: Mapping[str, str]) -> str:
    """Who a letter goes to and where: see `LETTER`."""
    return keys.sealed(json.dumps({part: letter.get(part, "") for part in LETTER}), "letter", municipality_id)


def letter_of(municipality_id: int, sealed: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(keys.unsealed(sealed, "letter", municipality_id))
    return found


def sealed_reach(municipality_id: int, reach: Mapping[str, str]) -> str:
    """How somebody is reached: see `REACH`."""
    return keys.sealed(json.dumps({part: reach.get(part, "") for part in REACH}), "reach", municipality_id)


def reach_of(municipality_id: int, sealed: str | None) -> dict[str, str]:
    """The same; empty where they did not say."""
    if not sealed:
        return dict.fromkeys(REACH, "")
    found: dict[str, str] = json.loads(keys.unsealed(sealed, "reach", municipality_id))
    return found


def sealed_words(municipality_id: int, words: str) -> str | None:
    """What somebody wrote in their own words."""
    return keys.sealed(words, "invited words", municipality_id) if words else None


def words_of(municipality_id: int, sealed: str | None) -> str:
    return keys.unsealed(sealed, "invited words", municipality_id) if sealed else ""


def sealed_piece(municipality_id: int, content: bytes) -> bytes:
    """A piece of a register, packed and sealed."""
    return keys.sealed_bytes(zlib.compress(content, PACKING), "register", municipality_id)


def piece_of(municipality_id: int, sealed: bytes) -> bytes:
    return zlib.decompress(keys.unsealed_bytes(sealed, "register", municipality_id))


def sealed_salt(municipality_id: int, salt: bytes) -> str:
    """With the salt of a register the keys of its people are made."""
    return keys.sealed(salt.hex(), "salt", municipality_id)


def salt_of(municipality_id: int, sealed: str) -> bytes:
    return bytes.fromhex(keys.unsealed(sealed, "salt", municipality_id))


def packed(text: str) -> bytes:
    """What is no secret, but long."""
    return zlib.compress(text.encode())


def unpacked(content: bytes) -> str:
    return zlib.decompress(content).decode()
