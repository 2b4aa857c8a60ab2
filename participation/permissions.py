"""Who may do what, on one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from participation.errors import N_


class Role(StrEnum):
    """What somebody is in one municipality. Everybody who reads along without signing in is a visitor and needs no role."""

    CITIZEN = "citizen"
    OFFICIAL = "official"
    FACILITATOR = "facilitator"
    COUNCILLOR = "councillor"
    AUDITOR = "auditor"
    ARRANGER = "arranger"
    ADMINISTRATOR = "administrator"


# What each is called, in the middle of a sentence.
ROLE_NAMES: dict[Role, str] = {
    Role.CITIZEN: N_("resident"),
    Role.OFFICIAL: N_("official"),
    Role.FACILITATOR: N_("facilitator"),
    Role.COUNCILLOR: N_("councillor"),
    Role.AUDITOR: N_("auditor"),
    Role.ARRANGER: N_("arranger of support"),
    Role.ADMINISTRATOR: N_("administrator"),
}


class Rung(IntEnum):
    """How sure we are who somebody is: each rung of the ladder holds for all below it. An identity card shown at the
    desk and an identity provider are equals, so that nobody needs a card reader or an app."""

    NOBODY = 0
    CODE = 1  # a code by e-mail or short text came back
    LETTER = 2  # a code sent to the home address came back
    IDENTITY = 3  # an identity card at the desk, or an identity provider


# What citizens do, and the lowest rung it takes where a municipality does not choose another.
ACTS: dict[str, Rung] = {
    "data.see": Rung.CODE,
    "data.erase": Rung.CODE,
    "news.follow": Rung.CODE,
    "voice.give": Rung.LETTER,
}

# Whoever works with other people's words and data proves with a second factor who they are, always.
AT_WORK = (Role.OFFICIAL, Role.FACILITATOR, Role.COUNCILLOR, Role.AUDITOR, Role.ARRANGER, Role.ADMINISTRATOR)
STRONG = frozenset(AT_WORK)


ROLES_WITH: dict[str, frozenset[Role]] = {
    "desk.enter": frozenset({Role.OFFICIAL, Role.FACILITATOR, Role.AUDITOR, Role.ARRANGER, Role.ADMINISTRATOR}),
    # what is being prepared for a panel: its people, targets, chances
    "panels.see": frozenset({Role.OFFICIAL, Role.AUDITOR}),
    "panels.prepare": frozenset({Role.OFFICIAL}),
    # promise, confirm, draw, cancel: two different officials where `rules` say so
    "panels.draw": frozenset({Role.OFFICIAL}),
    # the salts and features behind the commitments, for sworn auditors
    "panels.open_commitments": frozenset({Role.AUDITOR}),
    # the register, whom to invite, letters, answers
    "invitations.see": frozenset({Role.OFFICIAL, Role.AUDITOR}),
    "invitations.send": frozenset({Role.OFFICIAL}),
    # who the members are and how to reach them; their seats and sessions
    "members.see": frozenset({Role.OFFICIAL, Role.FACILITATOR}),
    "members.manage": frozenset({Role.OFFICIAL}),
    # who was there, and who sits where
    "sessions.lead": frozenset({Role.OFFICIAL, Role.FACILITATOR}),
    # what members are paid: noted by an official, approved by another, taken along for the bookkeeper
    "allowances.see": frozenset({Role.OFFICIAL, Role.ADMINISTRATOR}),
    "allowances.note": frozenset({Role.OFFICIAL}),
    "allowances.approve": frozenset({Role.OFFICIAL}),
    "allowances.export": frozenset({Role.ADMINISTRATOR}),
    "journal.read": frozenset({Role.OFFICIAL, Role.AUDITOR, Role.ADMINISTRATOR}),
    # who works here, with which role and until when
    "roles.manage": frozenset({Role.ADMINISTRATOR}),
    # a person's file: opened with a reason that the person can read
    "people.open": frozenset({Role.OFFICIAL}),
    # looking at an identity card at the desk
    "people.check": frozenset({Role.OFFICIAL}),
    "interests.declare": frozenset({Role.OFFICIAL, Role.COUNCILLOR}),
    # who declared an interest in what, and which
    "interests.see": frozenset({Role.AUDITOR}),
    # letters to print, and what became of every message
    "messages.see": frozenset({Role.OFFICIAL, Role.ADMINISTRATOR}),
    "messages.print": frozenset({Role.OFFICIAL}),
    # the by-law in numbers, the languages, the house style; and taking the municipality's data along
    "municipality.configure": frozenset({Role.ADMINISTRATOR}),
    "municipality.export": frozenset({Role.ADMINISTRATOR}),
    # two different administrators
    "municipality.erase": frozenset({Role.ADMINISTRATOR}),
    # entering a form for somebody who does not use the website, and correcting it with them
    "entries.enter": frozenset({Role.OFFICIAL}),
    # what people ask us for: to be called, a copy, their data, a page to be mended
    "requests.handle": frozenset({Role.OFFICIAL}),
    # what people need to take part, which says much about them: only for those who arrange it
    "support.arrange": frozenset({Role.ARRANGER}),
    # summaries, translations, pictures and films
    "content.write": frozenset({Role.OFFICIAL}),
    # the accessibility statement, and computers in a library that are used by many
    "statement.keep": frozenset({Role.OFFICIAL, Role.ADMINISTRATOR}),
    "kiosk.start": frozenset({Role.OFFICIAL}),
    "privacy.record": frozenset({Role.OFFICIAL, Role.AUDITOR, Role.ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Actor:
    """Who is acting, in which municipality, and as what."""

    person_id: int
    name: str
    municipality_id: int
    roles: frozenset[Role] = field(default_factory=frozenset)
    rung: Rung = Rung.CODE

    def may(self, permission: str) -> bool:
        return bool(self.roles & ROLES_WITH[permission])


@dataclass(frozen=True)
class Proof:
    """How somebody is signed in.

    strong: whether a second factor was shown; has_factor: whether they have one
    confirmed_at: when they last proved who they are; withheld: roles that wait for the second factor
    locked: they were away for too long, and prove who they are before anything that is not public
    """

    session_id: int
    strong: bool
    has_factor: bool
    confirmed_at: datetime
    withheld: frozenset[Role]
    locked: bool = False

    @property
    def waits(self) -> bool:
        """Whether they show a second factor, or make their first, before anything that is not public."""
        return not self.strong and (self.has_factor or bool(self.withheld))
