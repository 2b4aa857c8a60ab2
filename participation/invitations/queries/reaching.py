"""Looking at how those who said yes are reached: for the rooms that write to them later."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.invitations import seals
from participation.invitations.models import Invited
from participation.invitations.queries.lots import batched


@dataclass(frozen=True)
class Reach:
    """How somebody is reached. way: email, phone or letter, as they chose; address: {street, number, box, postcode, town};
    secret: the code in their letter, "" once it is gone."""

    name: str
    email: str
    phone: str
    way: str
    address: Mapping[str, str]
    language: str
    large_print: bool
    secret: str


def reach(session: Session, municipality_id: int, panel_id: int, codes: Collection[str]) -> dict[str, Reach]:
    """How these people are reached, by their public code in the pool; who was not invited by lot, or was forgotten, is
    left out."""
    found: dict[str, Reach] = {}
    for some in batched(sorted(codes)):
        rows = session.scalars(
            select(Invited).where(
                Invited.municipality_id == municipality_id,
                Invited.panel_id == panel_id,
                Invited.candidate.in_(some),
                Invited.forgotten_at.is_(None),
            )
        )
        found.update({row.candidate: _reach(row) for row in rows if row.candidate})
    return found


def _reach(row: Invited) -> Reach:
    place = row.municipality_id
    told = seals.reach_of(place, row.reach) if row.reach else {}
    letter = seals.letter_of(place, row.letter) if row.letter else {}
    return Reach(
        name=told.get("name") or letter.get("name", ""),
        email=told.get("email", ""),
        phone=told.get("phone", ""),
        way=told.get("way") or "letter",
        address={part: letter.get(part, "") for part in seals.LETTER if part != "name"} if letter else {},
        language=row.language,
        large_print=row.large_print,
        secret=seals.code_of(place, row.code) if row.code else "",
    )
