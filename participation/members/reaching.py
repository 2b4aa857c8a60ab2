"""How members are reached: what is kept sealed of them, and what we write to them. For their seats, sessions and pay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from participation import events, keys
from participation.i18n import in_language
from participation.members.models import Member
from participation.messages import actions as messages
from participation.messages.kinds import KINDS
from participation.messages.recipients import EMAIL, LETTER, PHONE, Recipient
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels

# Every kind of message of which the key names the member after the kind.
WRITTEN = tuple(kind for kind in KINDS if kind.startswith(("seat_", "session_", "allowance_")))
CODE, REACH, WORDS = "member code", "member reach", "member words"


@dataclass(frozen=True)
class Reach:
    """How somebody is reached. way: how they want to be written to: email, phone or letter."""

    name: str = ""
    email: str = ""
    phone: str = ""
    way: str = ""
    street: str = ""
    number: str = ""
    box: str = ""
    postcode: str = ""
    town: str = ""

    @property
    def address(self) -> dict[str, str] | None:
        """As on an envelope; None where a letter would not arrive."""
        if not (self.street and self.postcode and self.town):
            return None
        street = " ".join(f"{self.street} {self.number} {self.box}".split())
        return {"street": street, "postcode": self.postcode, "town": self.town}

    @property
    def ways(self) -> list[str]:
        """Every way in which we can write to them."""
        found = {EMAIL: self.email, PHONE: self.phone, LETTER: self.address}
        return [way for way, where in found.items() if where]

    def recipient(self, language: str | None, *, large_print: bool) -> Recipient:
        """The same as somebody whom messages are sent to."""
        return Recipient(
            None,
            self.name,
            self.way,
            email=self.email or None,
            phone=self.phone or None,
            address=self.address,
            language=language or None,
            large_print=large_print,
        )


PARTS = tuple(field.name for field in fields(Reach))


def key_of(municipality_id: int, code: str) -> str:
    """By this a secret code is found: 64 hexadecimal signs that say nothing without our own key."""
    return keys.keyed(code, CODE, municipality_id)


def sealed_code(municipality_id: int, code: str) -> str:
    return keys.sealed(code, CODE, municipality_id)


def code_of(member: Member) -> str:
    """The secret code of a member; "" once they were forgotten."""
    return keys.unsealed(member.secret, CODE, member.municipality_id) if member.secret else ""


def sealed_reach(municipality_id: int, reach: Reach) -> str:
    return keys.sealed(json.dumps(asdict(reach)), REACH, municipality_id)


def reach_of(municipality_id: int, sealed: str | None) -> Reach:
    """How a member is reached; empty where we do not know it, or not any more."""
    if not sealed:
        return Reach()
    found: Mapping[str, str] = json.loads(keys.unsealed(sealed, REACH, municipality_id))
    return Reach(**{part: found.get(part) or "" for part in PARTS})


def sealed_words(municipality_id: int, words: str) -> str | None:
    """What somebody wrote in their own words."""
    return keys.sealed(words, WORDS, municipality_id) if words else None


def words_of(municipality_id: int, sealed: str | None) -> str:
    return keys.unsealed(sealed, WORDS, municipality_id) if sealed else ""


def from_invitation(told: Any) -> Reach:
    """What the invitation room knows of how to reach somebody: name, email, phone, way and address."""
    address: Mapping[str, str] = told.address or {}
    return Reach(
        name=told.name or address.get("name", ""),
        email=told.email or "",
        phone=told.phone or "",
        way=told.way or "",
        **{part: address.get(part) or "" for part in ("street", "number", "box", "postcode", "town")},
    )


def recipient_of(member: Member) -> Recipient:
    """A member as somebody we write to."""
    return reach_of(member.municipality_id, member.reach).recipient(member.language, large_print=member.large_print)


def forget_written(session: Session, member: Member) -> None:
    """The forms that came in with the code of a member, and what we wrote to them: they are to be forgotten."""
    events.tell(
        session,
        "code.forgotten",
        municipality_id=member.municipality_id,
        subject=panels.subject_of(member.panel_id),
        code=code_of(member),
        entry_id=member.entry_id,
    )
    messages.forget_sent(session, member.municipality_id, [f"{kind}:{member.id}" for kind in WRITTEN])


def write_to(
    session: Session, member: Member, kind: str, /, *, key: str, at: datetime, **facts: str | date | None
) -> bool:
    """Write to a member, once per key; the name of the panel, and the way to their page, come along.

    key: what makes it this message, besides the kind and whose it is. Returns whether there is a way to reach them.
    """
    to = recipient_of(member)
    if to.channel() is None:
        return False
    place = municipalities.place(session, member.municipality_id)
    view = panels.panel_by_id(session, member.municipality_id, member.panel_id)
    title, _ = in_language(view.title, to.language or place.languages[0], place.languages, view.slug)
    code = code_of(member)
    told = {"panel": title, "code": code, "link": f"/member/{code}", **facts}
    sent = messages.send(
        session, member.municipality_id, kind, to=to, key=f"{kind}:{member.id}:{key}", facts=told, at=at
    )
    return sent is not None
