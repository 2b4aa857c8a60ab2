"""What the forms are about that are always about something: a panel, and the code with which somebody opens the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from participation.sheets import Sheet
from tests.invitations import makers as invitations
from tests.members import makers as members
from tests.towns import Town


@dataclass(frozen=True)
class About:
    """subject: such as `panel:7`, or ""; code: what opens it, "" where nothing needs to; path: below `/forms`"""

    subject: str = ""
    code: str = ""

    @property
    def path(self) -> str:
        return f"/about/{self.subject}" if self.subject else ""


def _seat(town: Town) -> About:
    slug = members.drawn_panel(town)
    who = members.member(town, slug)
    return About(f"panel:{who.panel_id}", members.secret_of(who))


def _taken_seat(town: Town) -> About:
    slug = members.drawn_panel(town)
    who = members.member(town, slug)
    members.take(town, slug, who)
    return About(f"panel:{who.panel_id}", members.secret_of(who))


def _invitation(town: Town) -> About:
    slug = invitations.invite(town)
    return About(invitations.subject_of(town, slug), invitations.codes_of(town, slug)[0])


MAKERS: dict[str, Callable[[Town], About]] = {
    "seat": _seat,
    "leave-panel": _taken_seat,
    "bank": _taken_seat,
    "reply": _invitation,
}


def about(town: Town, sheet: Sheet) -> About:
    """Something that this form can be about in a town."""
    return MAKERS[sheet.name](town) if sheet.name in MAKERS else About()
