"""To whom a message goes and how: for every room that writes to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.errors import N_

EMAIL, PHONE, LETTER = "email", "phone", "letter"
CHANNELS = (EMAIL, PHONE, LETTER)
WAY_NAMES = {EMAIL: N_("by e-mail"), PHONE: N_("by text message"), LETTER: N_("by letter")}


@dataclass(frozen=True)
class Recipient:
    """Somebody we write to.

    person_id: None for who has no account; way: how they want to be written to: email, phone or letter
    address: {street, postcode, town}; language: None where they have not said
    objects: they object to being written to, and get no news; large_print: how their letters are printed
    """

    person_id: int | None
    name: str
    way: str
    email: str | None = None
    phone: str | None = None
    address: Mapping[str, str] | None = None
    language: str | None = None
    objects: bool = False
    large_print: bool = False

    def channel(self, allowed: Sequence[str] = CHANNELS) -> str | None:
        """Their own way where it is allowed and we know where to, else the first that is; None where there is none."""
        reached = {EMAIL: self.email, PHONE: self.phone, LETTER: self.address}
        return next((way for way in (self.way, *allowed) if way in allowed and reached[way]), None)

    def place(self, channel: str) -> str:
        """The e-mail address or number that a message goes to; a letter has its lines instead."""
        return {EMAIL: self.email, PHONE: self.phone}.get(channel) or ""

    def lines(self) -> list[str]:
        """The lines of an envelope."""
        address = self.address or {}
        town = f"{address.get('postcode', '')} {address.get('town', '')}"
        return [line for line in (one_line(part) for part in (self.name, address.get("street", ""), town)) if line]


def one_line(text: str) -> str:
    """Text of people on one line, without signs that steer a printer or a mail program."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
