"""Who may do what, on one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in one municipality. Everybody who reads along without signing in is a visitor and needs no role."""

    CITIZEN = "citizen"
    OFFICIAL = "official"
    FACILITATOR = "facilitator"
    COUNCILLOR = "councillor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLES_WITH: dict[str, frozenset[Role]] = {
    "desk.enter": frozenset({Role.OFFICIAL, Role.AUDITOR, Role.ADMINISTRATOR}),
    # what is being prepared for a panel: its people, targets, chances
    "panels.see": frozenset({Role.OFFICIAL, Role.AUDITOR}),
    "panels.prepare": frozenset({Role.OFFICIAL}),
    # promise, confirm, draw, cancel: two different officials where `rules` say so
    "panels.draw": frozenset({Role.OFFICIAL}),
    # the salts and features behind the commitments, for sworn auditors
    "panels.open_commitments": frozenset({Role.AUDITOR}),
    "journal.read": frozenset({Role.OFFICIAL, Role.AUDITOR, Role.ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Actor:
    """Who is acting, in which municipality, and as what."""

    person_id: int
    name: str
    municipality_id: int
    roles: frozenset[Role] = field(default_factory=frozenset)

    def may(self, permission: str) -> bool:
        return bool(self.roles & ROLES_WITH[permission])
