"""What this room holds on people: members, where they sit and were, and what they are paid; why and for how long."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from participation.errors import N_
from participation.held import Holding, Kind, Sentence, Somebody
from participation.members import life_privacy, reaching, seats, tallying, thanking
from participation.members.models import Member
from participation.members.queries import last_day
from participation.members.rules import CONFIRMED, REASON_NAMES, STATES
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.people import queries as people
from participation.sheets import CHANNEL_NAMES

_TASK = N_("A task of the municipality in the public interest (GDPR, article 6.1.e).")
_DESK = N_("Officials. Who leads the talks in the panel sees your name, and never your features.")

MEMBER, FORMER = "members.member", "members.former"

_SEATS: tuple[Kind, ...] = (
    Kind(
        MEMBER,
        N_("Your seat on a panel"),
        ("member",),
        N_(
            "That the lot drew you and that you took your seat, how we reach you, and, if you wanted that, the name on the "
            "public page. How we reach you is kept sealed."
        ),
        N_("To ask you to the sessions, to arrange what you need, and to tell you later what came of it."),
        _TASK,
        _DESK,
        N_("the last session of the panel"),
        365,
    ),
    Kind(
        FORMER,
        N_("A seat that you did not take, or left"),
        ("member",),
        N_("That the lot drew you and that you said no, did not answer or left; and why, if you said so, sealed."),
        N_("To draw somebody else, and to count why people do not come."),
        _TASK,
        N_("Officials."),
        N_("you said no, did not answer in time, or left"),
        60,
    ),
)
KINDS: tuple[Kind, ...] = (*_SEATS, *life_privacy.KINDS)


def asking(session: Session, *, who: Somebody) -> list[Holding]:
    """Everything of theirs, kind by kind."""
    mine = _theirs(session, who)
    return [
        Holding(MEMBER, [_seat(session, one) for one in mine if one.state == CONFIRMED]),
        Holding(FORMER, [_seat(session, one) for one in mine if one.state != CONFIRMED]),
        *life_privacy.asking(session, mine, who=who),
    ]


def leaving(session: Session, *, who: Somebody) -> None:
    """They are to be forgotten: their seat comes free, and only its public code is left."""
    mine = _theirs(session, who)
    if who.number_key:
        thanking.forget(session, who.municipality_id, panels.places_of(session, who.municipality_id, who.number_key))
    _forget(session, who.municipality_id, mine, at=who.at)
    life_privacy.leave_acts(session, who=who)


def place_forgotten(
    session: Session, *, municipality_id: int, panel_id: int, codes: Collection[str], at: datetime
) -> None:
    """Hears that whoever had these codes in a pool is forgotten, at their wish or because they died: so is their seat."""
    thanking.forget(session, municipality_id, [(panel_id, code) for code in codes])
    _forget(session, municipality_id, _seated(session, municipality_id, panel_id, codes), at=at)


def pool_forgotten(session: Session, *, municipality_id: int, panel_id: int, codes: Sequence[str]) -> None:
    """Hears that all but the codes of these people of a pool goes: whoever has an account keeps finding their seat."""
    seated = _seated(session, municipality_id, panel_id, codes)
    mine = {member.code: member for member in seated if member.person_id is None}
    numbers = panels.numbers_of(session, municipality_id, panel_id, list(mine))
    accounts = people.accounts_of(session, municipality_id, list(numbers.values()))
    for code, number_key in numbers.items():
        mine[code].person_id = accounts.get(number_key)


def _seated(session: Session, municipality_id: int, panel_id: int, codes: Collection[str]) -> list[Member]:
    """Whoever of these has a seat. The codes of a pool may be thousands, and seats are few: they are compared here."""
    these = set(codes)
    seats_there = select(Member).where(
        Member.municipality_id == municipality_id, Member.panel_id == panel_id, Member.forgotten_at.is_(None)
    )
    return [member for member in session.scalars(seats_there) if member.code in these]


def _forget(session: Session, municipality_id: int, members: Sequence[Member], *, at: datetime) -> None:
    tallying.keep_leaving(session, municipality_id, members, at=at)
    life_privacy.forget(session, municipality_id, members)
    for member in members:
        reaching.forget_written(session, member)
        seats.give_up(member, at=at)
        seats.forget(member, at=at)
    session.flush()


def expiring(session: Session, *, municipality_id: int, at: datetime) -> None:
    """What is over its term goes: of who took their seat after the last session, of others sooner."""
    life_privacy.expiring(session, municipality_id=municipality_id, at=at)
    kept = session.scalars(
        select(Member)
        .where(Member.municipality_id == municipality_id, Member.forgotten_at.is_(None))
        .order_by(Member.id)
    )
    ends: dict[int, datetime | None] = {}
    before = {kind.name: at - timedelta(days=_days(session, municipality_id, kind)) for kind in _SEATS}
    for member in kept:
        if member.panel_id not in ends:
            ends[member.panel_id] = last_day(session, municipality_id, member.panel_id)
        if _since(member, ends[member.panel_id]) < before[_kind(member)]:
            seats.forget(member, at=at)
    session.flush()


def _kind(member: Member) -> str:
    return MEMBER if member.left_at is None else FORMER


def _since(member: Member, end: datetime | None) -> datetime:
    """Since when a term counts: of who is on the panel from its last session, where one was planned."""
    if member.left_at is not None:
        return member.left_at
    return max(end, member.asked_at) if end else member.asked_at


def _days(session: Session, municipality_id: int, kind: Kind) -> int:
    return municipalities.term_days(session, municipality_id, kind.name, kind.days) or 0


def _theirs(session: Session, who: Somebody) -> Sequence[Member]:
    """Their seats: by their account, and by the national number in the list that a panel was drawn from."""
    ours: list[ColumnElement[bool]] = [Member.person_id == who.person_id]
    if who.number_key:
        ours += [
            (Member.panel_id == panel_id) & (Member.code == code)
            for panel_id, code in panels.places_of(session, who.municipality_id, who.number_key)
        ]
    return session.scalars(
        select(Member)
        .where(Member.municipality_id == who.municipality_id, Member.forgotten_at.is_(None), or_(*ours))
        .order_by(Member.id)
    ).all()


def _seat(session: Session, member: Member) -> Mapping[str, object]:
    reach = reaching.reach_of(member.municipality_id, member.reach)
    address = reach.address or {}
    return {
        N_("Panel"): panels.panel_by_id(session, member.municipality_id, member.panel_id).title,
        N_("Code in the draw"): member.code,
        N_("Seat"): Sentence(STATES[member.state]),
        N_("Answered"): member.answered_at,
        N_("How"): Sentence(CHANNEL_NAMES[member.channel]) if member.channel in CHANNEL_NAMES else member.channel,
        N_("Reason"): Sentence(REASON_NAMES[member.reason]) if member.reason in REASON_NAMES else member.reason,
        N_("In your own words"): reaching.words_of(member.municipality_id, member.words) or None,
        N_("Name"): reach.name or None,
        N_("E-mail address"): reach.email or None,
        N_("Telephone number"): reach.phone or None,
        N_("Address"): ", ".join(filter(None, address.values())) or None,
        N_("Name on the public page"): member.public_name,
    }
