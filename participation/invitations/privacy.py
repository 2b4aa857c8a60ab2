"""What this room holds on people: extracts of the register, and who was invited and what they answered; why and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import N_
from participation.held import Holding, Kind, Somebody
from participation.invitations import drawing, register
from participation.invitations.models import InvitedBefore, Lot, Register
from participation.invitations.queries import register as registers
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels

_TASK = N_("A task of the municipality in the public interest (GDPR, article 6.1.e).")

KINDS: tuple[Kind, ...] = (
    Kind(
        "invitations.register",
        N_("The extract of the population register for a panel"),
        ("register", "register_part", "frame_part"),
        N_(
            "Of everybody who could be invited: number in the municipality’s own list, name, address, age, sex, district, "
            "language and a pseudonym of the national number, as far as the extract has them; sealed."
        ),
        N_("To draw by lot who is invited, once each, and nobody who objects."),
        _TASK,
        N_("Nobody looks through it; officials see counts, auditors keys without names."),
        N_("the panel was drawn; sooner on the day that was chosen when it came in"),
        30,
    ),
    Kind(
        "invitations.before",
        N_("That you were invited"),
        ("invited_before",),
        N_("A pseudonym of your national number and the day."),
        N_("To leave you in peace for a while: the next panels do not invite you."),
        _TASK,
        N_("Nobody: only the lot asks."),
        N_("you may be invited again"),
        None,
    ),
    Kind(
        "invitations.official",
        N_("What you did to invite people"),
        ("lot", "register"),
        N_("Which official brought in a register, and proposed, confirmed, drew or cancelled a lot."),
        N_("To show that two different officials did it."),
        _TASK,
        N_("Officials and auditors."),
        N_("your account goes; then the moment stays, without you"),
        None,
    ),
)

_ACTS = {
    "proposed_by": ("proposed_at", N_("Proposed")),
    "promised_by": ("promised_at", N_("Confirmed")),
    "drawn_by": ("drawn_at", N_("Number entered")),
    "cancel_asked_by": ("cancel_asked_at", N_("Asked to cancel")),
    "cancelled_by": ("cancelled_at", N_("Cancelled")),
}


def asking(session: Session, *, who: Somebody) -> list[Holding]:
    """Everything of theirs, kind by kind."""
    known = who.number_key
    return [
        Holding("invitations.register", _in_registers(session, who.municipality_id, known) if known else []),
        Holding("invitations.before", _before(session, who.municipality_id, known) if known else []),
        Holding("invitations.official", _acts(session, who.municipality_id, who.person_id)),
    ]


def leaving(session: Session, *, who: Somebody) -> None:
    """They are to be forgotten."""
    drawing.leave_lots(session, who.municipality_id, who.person_id, at=who.at)
    register.leave_imports(session, who.municipality_id, who.person_id)
    if who.number_key:
        register.forget(session, who.municipality_id, who.number_key)
        session.execute(
            delete(InvitedBefore).where(
                InvitedBefore.municipality_id == who.municipality_id, InvitedBefore.number_key == who.number_key
            )
        )


def objecting(session: Session, *, who: Somebody) -> None:
    """Somebody does not want to be drawn: their row is emptied in every register, also where a lot waits for it."""
    if who.number_key:
        register.forget(session, who.municipality_id, who.number_key)


def number_objecting(session: Session, *, municipality_id: int, number_key: str, by: str, at: datetime) -> None:  # noqa: ARG001
    """The same for whoever has this keyed number, and no account."""
    register.forget(session, municipality_id, number_key)


def expiring(session: Session, *, municipality_id: int, at: datetime) -> None:
    """What is over its term goes."""
    days = municipalities.term_days(session, municipality_id, "invitations.register", 30)
    register.erase_due(session, municipality_id, days_after_draw=days or 0, at=at)
    session.execute(
        delete(InvitedBefore).where(
            InvitedBefore.municipality_id == municipality_id,
            InvitedBefore.invited_on < drawing.rest_since(session, municipality_id, local(at).date()),
        )
    )


def _in_registers(session: Session, municipality_id: int, number_key: str) -> list[Mapping[str, object]]:
    return [
        {
            N_("Panel"): panels.panel_by_id(session, municipality_id, panel_id).title,
            N_("Number in the municipality’s list"): one.reference,
            N_("Name"): one.name,
            N_("Address"): f"{one.street} {one.number} {one.box}".strip() + f", {one.postcode} {one.town}",
            N_("Age"): one.age,
            N_("Sex"): one.sex,
            N_("District"): one.district,
            N_("Language"): one.language,
        }
        for panel_id, one in registers.rows_about(session, municipality_id, number_key)
    ]


def _before(session: Session, municipality_id: int, number_key: str) -> list[Mapping[str, object]]:
    found = session.scalars(
        select(InvitedBefore.invited_on).where(
            InvitedBefore.municipality_id == municipality_id, InvitedBefore.number_key == number_key
        )
    )
    return [{N_("Invited on"): day} for day in found]


def _acts(session: Session, municipality_id: int, person_id: int) -> list[Mapping[str, object]]:
    lots = session.scalars(
        select(Lot)
        .where(Lot.municipality_id == municipality_id, or_(*(getattr(Lot, column) == person_id for column in _ACTS)))
        .order_by(Lot.id)
    )
    imports = session.scalars(
        select(Register)
        .where(Register.municipality_id == municipality_id, Register.imported_by == person_id)
        .order_by(Register.id)
    )
    return [
        *({N_("File"): one.filename, N_("Brought in"): one.uploaded_at} for one in imports),
        *(
            {
                N_("Panel"): panels.panel_by_id(session, municipality_id, lot.panel_id).title,
                **{
                    label: getattr(lot, moment)
                    for column, (moment, label) in _ACTS.items()
                    if getattr(lot, column) == person_id
                },
            }
            for lot in lots
        ),
    ]
