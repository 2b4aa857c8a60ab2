"""The forms of this room: what people ask us for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from participation.errors import N_
from participation.inclusion.request_forms import CallBack, Copy, Data, Report, Support, copy_form
from participation.inclusion.requests import asking, asking_no_more
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.people import queries as people
from participation.sheets import Sheet, always


def _panels_to_follow(session: Session, municipality_id: int) -> Sequence[str]:
    """In general, or for one panel that everybody can follow."""
    return ("", *(panels.subject_of(panel.id) for panel, _ in panels.public_panels(session, municipality_id)))


def _where_copies_are_made(session: Session, municipality_id: int) -> Sequence[str]:
    """Only where letters have a copy in another language at all."""
    return ("",) if municipalities.languages_for(session, municipality_id, "copy") else ()


def _asks_for_a_copy(session: Session, municipality_id: int, _subject: str) -> type[Copy]:
    return copy_form(municipalities.languages_for(session, municipality_id, "copy"))


def _reached(session: Session, municipality_id: int, person_id: int) -> Mapping[str, Any]:
    account = people.account(session, municipality_id, person_id)
    return {"name": account.name, "contact": account.email or account.phone or ""}


def _called(session: Session, municipality_id: int, person_id: int) -> Mapping[str, Any]:
    account = people.account(session, municipality_id, person_id)
    return {"name": account.name, "phone": account.phone or "", "language": account.language or ""}


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        name="call-back",
        title=N_("Call me"),
        intro=N_("Would you rather talk? Leave your number: somebody of the municipality calls you."),
        after=N_("We call you within 2 days; what would end in a weekend ends on Monday. It costs you nothing."),
        asks=always(CallBack),
        take=asking("call-back"),
        take_back=asking_no_more,
        known=_called,
    ),
    Sheet(
        name="support",
        title=N_("What would help you to take part?"),
        intro=N_(
            "Everybody should be able to come and to have a say. Tell us what would help: we look for it together. Only "
            "the person who arranges it reads this, and it is erased once it is no longer needed."
        ),
        after=N_("Whoever arranges support gets in touch with you within a week."),
        asks=always(Support),
        take=asking("support"),
        take_back=asking_no_more,
        about=_panels_to_follow,
        known=_reached,
        discreet=True,
    ),
    Sheet(
        name="data",
        title=N_("Your data: a copy, a correction, or erasing it"),
        intro=N_(
            "You may see everything we hold about you, have it put right, and have it erased. You need not say why."
        ),
        after=N_("You have an answer within 30 days."),
        asks=always(Data),
        take=asking("data"),
        take_back=asking_no_more,
        act="data.see",
    ),
    Sheet(
        name="copy",
        title=N_("A letter in another language"),
        intro=N_(
            "Did you get a letter from us, and would you like to read it in another language? We send you a copy."
        ),
        after=N_("The copy goes to the address of the letter, within a week. Ask again for each letter."),
        asks=_asks_for_a_copy,
        take=asking("copy"),
        take_back=asking_no_more,
        about=_where_copies_are_made,
        known=_reached,
    ),
    Sheet(
        name="accessibility",
        title=N_("Something does not work for me"),
        intro=N_("A page, a letter or a form that you cannot read, understand or use: tell us, and we put it right."),
        after=N_("We answer you within 30 days. Until then we help you in another way: call us, or come to the desk."),
        asks=always(Report),
        take=asking("accessibility"),
        take_back=asking_no_more,
    ),
)
