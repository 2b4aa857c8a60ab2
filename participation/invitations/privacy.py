"""What this room holds on people: extracts of the register, and who was invited and what they answered; why and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import N_
from participation.held import ACTS_OF_A_DRAW, Holding, Kind, Sentence, Somebody
from participation.invitations import batches, drawing, forgetting, register, rules
from participation.invitations.models import Batch, InvitedBefore, Lot, Register
from participation.invitations.queries import answers
from participation.invitations.queries import register as registers
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.sheets import CHANNEL_NAMES

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
        "invitations.invited",
        N_("Your invitation to a panel"),
        ("invited", "batch_letter"),
        N_(
            "Of whoever the lot invited: name, address, language and code of the letter, sealed; the age group, sex and "
            "district that the register knows, and a pseudonym of the national number; whether the letter arrived, and a no "
            "or a question with what you wrote."
        ),
        N_("To write to you, to take your answer, to remind you once, and to count who answers."),
        _TASK,
        N_("Officials. Auditors see counts."),
        N_("the panel was drawn; where no draw came, a year after the lot"),
        30,
    ),
    Kind(
        "invitations.answer",
        N_("Your yes to an invitation"),
        ("invited",),
        N_(
            "The same of whoever said yes: and what you said of yourself for the lot, how we reach you, and whether we may "
            "draw you later or ask you for a next panel."
        ),
        N_("To draw by lot, to write to you about it, and to draw again when a seat comes free."),
        _TASK,
        N_("Officials. Auditors see counts."),
        N_("the panel was drawn; where no draw came, a year after the lot"),
        365,
    ),
    Kind(
        "invitations.official",
        N_("What you did to invite people"),
        ("lot", "register", "batch"),
        N_(
            "Which official brought in a register, proposed, confirmed, drew or cancelled a lot, and made, printed or sent "
            "letters."
        ),
        N_("To show that two different officials did it."),
        _TASK,
        N_("Officials and auditors."),
        N_("your account goes; then the moment stays, without you"),
        None,
    ),
)

_LETTERS = {
    "made_by": ("made_at", N_("Letters made")),
    "printed_by": ("printed_at", N_("Letters printed")),
    "sent_by": ("sent_at", N_("Letters sent")),
}


def asking(session: Session, *, who: Somebody) -> list[Holding]:
    """Everything of theirs, kind by kind."""
    known = who.number_key
    return [
        Holding("invitations.register", _in_registers(session, who.municipality_id, known) if known else []),
        Holding("invitations.before", _before(session, who.municipality_id, known) if known else []),
        *_invitations(session, who.municipality_id, known),
        Holding("invitations.official", _acts(session, who.municipality_id, who.person_id)),
    ]


def leaving(session: Session, *, who: Somebody) -> None:
    """They are to be forgotten."""
    drawing.leave_lots(session, who.municipality_id, who.person_id, at=who.at)
    register.leave_imports(session, who.municipality_id, who.person_id)
    batches.leave_batches(session, who.municipality_id, who.person_id)
    if who.number_key:
        register.forget(session, who.municipality_id, who.number_key)
        forgetting.forget_number(session, who.municipality_id, who.number_key, at=who.at)
        session.execute(
            delete(InvitedBefore).where(
                InvitedBefore.municipality_id == who.municipality_id, InvitedBefore.number_key == who.number_key
            )
        )


def objecting(session: Session, *, who: Somebody) -> None:
    """Somebody does not want to be drawn: their row is emptied in every register, also where a lot waits for it, and we do
    not write to them about an invitation any more."""
    if who.number_key:
        _let_be(session, who.municipality_id, who.number_key, at=who.at)


def number_objecting(session: Session, *, municipality_id: int, number_key: str, by: str, at: datetime) -> None:  # noqa: ARG001
    """The same for whoever has this keyed number, and no account."""
    _let_be(session, municipality_id, number_key, at=at)


def expiring(session: Session, *, municipality_id: int, at: datetime) -> None:
    """What is over its term goes."""
    days = municipalities.term_days(session, municipality_id, "invitations.register", 30)
    register.erase_due(session, municipality_id, days_after_draw=days or 0, at=at)
    silent_days, yes_days = (
        municipalities.term_days(session, municipality_id, kind, days) or 0
        for kind, days in (("invitations.invited", 30), ("invitations.answer", 365))
    )
    forgetting.expire(session, municipality_id, silent_days=silent_days, yes_days=yes_days, at=at)
    session.execute(
        delete(InvitedBefore).where(
            InvitedBefore.municipality_id == municipality_id,
            InvitedBefore.invited_on < drawing.rest_since(session, municipality_id, local(at).date()),
        )
    )


def _let_be(session: Session, municipality_id: int, number_key: str, *, at: datetime) -> None:
    register.forget(session, municipality_id, number_key)
    forgetting.let_be(session, municipality_id, number_key, at=at)


def _invitations(session: Session, municipality_id: int, number_key: str | None) -> list[Holding]:
    """Their invitations: those to which they said yes, and the others."""
    found = answers.of_number(session, municipality_id, number_key) if number_key else []
    told = [(one.answer == rules.YES, _invitation(session, municipality_id, panel_id, one)) for panel_id, one in found]
    return [
        Holding("invitations.invited", [row for is_yes, row in told if not is_yes]),
        Holding("invitations.answer", [row for is_yes, row in told if is_yes]),
    ]


def _invitation(
    session: Session, municipality_id: int, panel_id: int, one: answers.InvitedView
) -> Mapping[str, object]:
    said = {rules.YES: N_("Yes"), rules.NO: N_("No"), rules.QUESTION: N_("A question")}
    return {
        N_("Panel"): panels.panel_by_id(session, municipality_id, panel_id).title,
        N_("Name"): one.name or None,
        N_("Address"): one.where,
        N_("Code in the letter"): one.code or None,
        N_("Answer"): Sentence(said[one.answer]) if one.answer else None,
        N_("Answered"): one.answered_at,
        N_("How"): Sentence(CHANNEL_NAMES[one.channel]) if one.channel in CHANNEL_NAMES else None,
        **(one.features or {}),
        N_("Code in the draw"): one.candidate,
        N_("How we reach you"): one.reach["phone"] or one.reach["email"] or None,
        N_("Reason"): Sentence(rules.REASONS_FOR_NO[one.reason]) if one.reason in rules.REASONS_FOR_NO else None,
        N_("In your own words"): one.words or one.question or None,
        N_("Noted"): Sentence(rules.STATES[one.state]) if one.state in rules.STATES else None,
    }


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
        .where(
            Lot.municipality_id == municipality_id,
            or_(*(getattr(Lot, column) == person_id for column in ACTS_OF_A_DRAW)),
        )
        .order_by(Lot.id)
    )
    imports = session.scalars(
        select(Register)
        .where(Register.municipality_id == municipality_id, Register.imported_by == person_id)
        .order_by(Register.id)
    )
    letters = session.scalars(
        select(Batch)
        .where(
            Batch.municipality_id == municipality_id, or_(*(getattr(Batch, column) == person_id for column in _LETTERS))
        )
        .order_by(Batch.id)
    )
    return [
        *({N_("File"): one.filename, N_("Brought in"): one.uploaded_at} for one in imports),
        *(
            {
                N_("Panel"): panels.panel_by_id(session, municipality_id, lot.panel_id).title,
                **{
                    label: getattr(lot, moment)
                    for column, (moment, label) in ACTS_OF_A_DRAW.items()
                    if getattr(lot, column) == person_id
                },
            }
            for lot in lots
        ),
        *(
            {
                N_("Letters"): batch.letters,
                **{
                    label: getattr(batch, moment)
                    for column, (moment, label) in _LETTERS.items()
                    if getattr(batch, column) == person_id
                },
            }
            for batch in letters
        ),
    ]
