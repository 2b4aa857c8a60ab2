"""Passwords: which ones we take, how they are kept, and how one is changed; for whoever signs in with one.

Sources: ASVS 5.0, 6.2: 12 to 128 characters, no rule about which ones, none that everybody tries first; argon2id.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation.errors import Refused
from participation.journal.actions import record
from participation.messages.actions import send
from participation.people import codes, queries, sessions
from participation.people.addresses import as_kept
from participation.people.codes import Proved
from participation.people.models import Person

SHORTEST, LONGEST = 12, 128
# What is left of a password without its common parts; fewer signs than these are soon tried.
ENOUGH_OF_ONES_OWN = 6
# Three words that have nothing to do with each other are a good password, even when each is common.
TOO_FEW_WORDS = 2

COMMON = Path(__file__).with_name("common_passwords.txt")
ROWS = (
    *("1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm", "!@#$%^&*()", "&é\"'(§è!çà)", '!"§$%&/()='),
)
# What stands between words adds nothing to them.
BETWEEN_WORDS = set(" @.,'_-")
LOOK_ALIKES = str.maketrans("013457@$!€", "oleastasie")

_hasher = PasswordHasher()


def check_new_password(password: str, *, about: Iterable[str] = ()) -> None:
    """Whether somebody may choose this password; about: their name and address, and where we are.

    Raises Refused at the field `password`.
    """
    if len(password) < SHORTEST:
        raise Refused("password_too_short", field="password")
    if len(password) > LONGEST:
        raise Refused("password_too_long", field="password")
    own = {part for words in about for part in _parts(words)}
    signs = set(_without_rows("".join(sign for sign in password if not sign.isalnum()))) - BETWEEN_WORDS
    written = {_folded(password), _folded(password.translate(LOOK_ALIKES))}
    if any(_is_soon_tried(words, own, len(signs)) for words in written):
        raise Refused("password_common", field="password")


def hash_of(password: str) -> str:
    """How a password is kept. It takes a while, so it stays outside any transaction that writes."""
    return _hasher.hash(password)


def check_password(session: Session, municipality_id: int, *, email: str, password: str) -> int:
    """Who it is that has this address and password; refuses in the same way and time whoever asks.

    It takes a while, so it stays outside any transaction that writes: strangers must not hold up everybody's work.
    """
    person = session.scalar(
        select(Person).where(Person.municipality_id == municipality_id, Person.email == as_kept(email))
    )
    if not _is_right(person.password if person else None, password) or person is None:
        raise Refused("wrong_sign_in", field="password")
    return person.id


def check_own_password(
    session: Session, municipality_id: int, person_id: int, password: str, *, field: str
) -> str | None:
    """Refuse, at `field`, what is not this person's password; outside any transaction that writes, too.

    Returns the hash of the one that is.
    """
    known = queries.person(session, municipality_id, person_id).password
    if not _is_right(known, password):
        raise Refused("password_wrong", field=field)
    return known


def change_password(
    session: Session,
    municipality_id: int,
    person_id: int,
    known: str,
    *,
    instead_of: str | None,
    but: int,
    at: datetime,
) -> None:
    """Take the password whose hash is `known` instead of the one whose hash was `instead_of`, None for none yet.

    Raises Refused when that was changed meanwhile: the same form sent twice counts once.
    """
    changed = session.execute(
        update(Person)
        .where(
            Person.municipality_id == municipality_id,
            Person.id == person_id,
            Person.password.is_not_distinct_from(instead_of),
        )
        .values(password=known)
        .returning(Person.id)
    ).first()
    if not changed:
        raise Refused("password_wrong", field="current" if instead_of else "password")
    set_password(session, municipality_id, person_id, known, but=but, at=at)


def set_password(
    session: Session, municipality_id: int, person_id: int, known: str, *, but: int | None = None, at: datetime
) -> None:
    """From here on this person signs in with the password whose hash is `known`; every session but one ends, and they
    hear of it.
    """
    queries.person(session, municipality_id, person_id).password = known
    sessions.end_all(session, municipality_id, person_id, but=but)
    me = f"person:{person_id}"
    if queries.works_here(session, municipality_id, person_id, at=at):
        record(session, municipality_id, "person.password_changed", subject=me, by=me, at=at)
    to = queries.recipient(session, municipality_id, person_id)
    send(
        session,
        municipality_id,
        "password_changed",
        to=to,
        key=f"password_changed:{person_id}:{at:%Y%m%dT%H%M%S}",
        at=at,
    )


def reset(
    session: Session, municipality_id: int, code_id: int, typed: str, password: str, known: str, *, at: datetime
) -> Proved | None:
    """Use up a code for a new password, whose hash is `known`. None where the code is not right: the try counts.

    Nobody is signed in by it: who has a second factor shows it when they sign in. Raises Refused, and nothing is used.
    """
    proved = codes.try_code(session, municipality_id, codes.RESET, code_id, typed, at=at)
    if proved and proved.person_id:
        # Only now: before, a refusal would tell strangers what somebody with this address is called.
        check_new_password(password, about=[queries.person(session, municipality_id, proved.person_id).name])
        set_password(session, municipality_id, proved.person_id, known, at=at)
    return proved


def _is_right(known: str | None, password: str) -> bool:
    try:
        _hasher.verify(known or _nobodys_password(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return known is not None


@lru_cache
def _nobodys_password() -> str:
    # Checked when the address is unknown, so that the time taken does not tell who has an account.
    return _hasher.hash(secrets.token_urlsafe(32))


def _is_soon_tried(typed: str, own: set[str], signs: int) -> bool:
    """Whether little is left of a password without rows of keys, years, words that are common, and words about oneself.

    signs: how many different ones it has besides letters and figures.
    """
    rest, used = typed, set()
    for word in sorted(own | _common_words(), key=len, reverse=True):
        if word in rest:
            rest = rest.replace(word, " ")
            used.add(word)
    rest = re.sub(r"(19|20)[0-9]{2}", " ", rest)
    rest = "".join(_without_rows(part) for part in rest.split())
    return len(set(rest)) + signs < ENOUGH_OF_ONES_OWN and len(used - own) <= TOO_FEW_WORDS


def _without_rows(part: str) -> str:
    """A word without runs of four or more keys that lie in a row, in either direction."""
    for length in range(len(part), 3, -1):
        for start in range(len(part) - length + 1):
            run = part[start : start + length]
            if any(run in row or run[::-1] in row for row in ROWS):
                return _without_rows(part[:start]) + _without_rows(part[start + length :])
    return part


def _folded(words: str) -> str:
    """Small letters and figures, without accents, spaces and signs."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", words).casefold() if sign.isalnum())


def _parts(words: str) -> set[str]:
    """The words in a name or address that are long enough to be recognised, and the whole of it."""
    return {part for part in map(_folded, [words, *re.split(r"[\s@.,'_-]+", words)]) if len(part) >= 4}


@lru_cache
def _common_words() -> frozenset[str]:
    return frozenset(line for line in COMMON.read_text().split("\n") if line and not line.startswith("#"))
