"""The forms of this room: taking a seat or leaving it, and where somebody is paid."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from participation.errors import N_
from participation.members import accounts, answering, queries
from participation.members.money_forms import BankAccount
from participation.members.rules import SEATED
from participation.members.seat_forms import LeavePanel, TakeSeat
from participation.panels import queries as panels
from participation.sheets import Key, Sheet, always


def _panels_that_were_drawn(session: Session, municipality_id: int) -> Sequence[str]:
    return [panels.subject_of(one) for one in queries.panels_with_members(session, municipality_id)]


def _panels_with_seats(session: Session, municipality_id: int) -> Sequence[str]:
    return [panels.subject_of(one) for one in queries.panels_with_members(session, municipality_id, *SEATED)]


def _not_by_text(_session: Session, _municipality_id: int, _code: str, _word: str, _phone: str) -> None:
    """Nobody leaves a panel, or says where to be paid, with one word."""


def _panels_that_pay(session: Session, municipality_id: int) -> Sequence[str]:
    return [panels.subject_of(one) for one in queries.panels_with_members(session, municipality_id, *accounts.PAYABLE)]


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        name="seat",
        title=N_("Do you take your seat on the panel?"),
        intro=N_(
            "The lot drew you: there is a seat for you. Tell us whether you take it. You may also say no: then somebody else "
            "is drawn for it."
        ),
        after=N_(
            "We write to you what we noted. You can still change your answer, for as long as nobody else has been drawn "
            "for the seat."
        ),
        asks=always(TakeSeat),
        take=answering.answer,
        take_back=answering.answer_no_more,
        about=_panels_that_were_drawn,
        yes_no="coming",
        linked=False,
        discreet=True,
        key=Key(answering.opens_seat, answering.texted),
        next_forms=("support",),
    ),
    Sheet(
        name="leave-panel",
        title=N_("Leaving the panel"),
        intro=N_(
            "Can you not come any more, or do you not want to? You may always leave, and you need not say why. Somebody else "
            "is drawn for your seat."
        ),
        after=N_("You have left the panel from the moment that you send this. We write to you what we noted."),
        asks=always(LeavePanel),
        take=answering.leave,
        take_back=answering.stay_after_all,
        about=_panels_with_seats,
        was_about=_panels_that_were_drawn,
        linked=False,
        discreet=True,
        key=Key(answering.opens_leaving, _not_by_text),
    ),
    Sheet(
        name="bank",
        title=N_("Being paid for taking part"),
        intro=N_(
            "Members of a panel are paid for the time that it takes. Tell us on which account, or that you want no money."
        ),
        after=N_("Only the bookkeeper reads it. It is erased when the law no longer asks that we keep it."),
        asks=always(BankAccount),
        take=accounts.give,
        about=_panels_that_pay,
        was_about=_panels_that_were_drawn,
        linked=False,
        discreet=True,
        key=Key(accounts.opens_account, _not_by_text),
    ),
)
