"""Looking at the seats of a panel: whose they are, how each of them is reached, and what is open."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from participation.errors import NotFound, Refused
from participation.invitations.queries import who_may_be_drawn_again
from participation.journal import queries as journal
from participation.members import reaching
from participation.members.models import Member, PanelSession
from participation.members.reaching import Reach
from participation.members.rules import (
    ASKED,
    CANCELLED,
    CONFIRMED,
    LAST_REPLACING,
    SEATED,
    Filled,
    Mirror,
    is_late,
    mirror,
)
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.panels.queries import PanelView
from participation.sortition.replacement import Replacement

NOT_HELD = "cancelled"
THANKED = "unselected.thanked"


@dataclass(frozen=True)
class Seat:
    """One person on the seats page.

    state: see `rules.STATES`; reach: empty where nobody knows how to reach them; features: in the order of the
    categories, [] once they were forgotten; reference: what the official's own list calls them, "" where there is none
    """

    id: int
    code: str
    round: int
    state: str
    answer_by: date
    answered_at: datetime | None
    channel: str | None
    reason: str | None
    words: str
    named: bool
    public_name: str
    language: str
    large_print: bool
    reach: Reach
    features: list[str]
    reference: str
    forgotten: bool

    @property
    def is_reached(self) -> bool:
        return bool(self.reach.ways)


@dataclass(frozen=True)
class Board:
    """Everything about the seats of one panel.

    seats: everybody who was ever drawn, who has a seat first; late: how many did not answer in time
    unreached: how many of those who have a seat we do not know how to reach
    """

    filled: Filled
    seats: list[Seat]
    mirrors: list[Mirror]
    late: int
    unreached: int

    @property
    def counts(self) -> dict[str, int]:
        """How many there are in each state."""
        return Counter(seat.state for seat in self.seats)


_ORDER = {CONFIRMED: 0, ASKED: 1}


def board(session: Session, municipality_id: int, view: PanelView, *, today: date) -> Board:
    """The seats of a panel as they are now."""
    rows = session.scalars(
        select(Member)
        .where(Member.municipality_id == municipality_id, Member.panel_id == view.id)
        .order_by(Member.code)
    ).all()
    known = panels.everybody(session, municipality_id, view.id, among=[row.code for row in rows])
    volunteers = {one.code: one for one in known}
    seats = sorted((_seat(row, volunteers.get(row.code)) for row in rows), key=lambda seat: _ORDER.get(seat.state, 2))
    here = [seat for seat in seats if seat.state in SEATED]
    return Board(
        filled=filled(session, municipality_id, view),
        seats=seats,
        mirrors=mirror(
            view.targets,
            [seat.features for seat in here],
            [seat.features for seat in here if seat.state == CONFIRMED],
        ),
        late=sum(is_late(seat.state, seat.answer_by, today) and seat.is_reached for seat in here),
        unreached=sum(not seat.is_reached for seat in here),
    )


def filled(session: Session, municipality_id: int, view: PanelView) -> Filled:
    """How many seats there are, how many are somebody's, and for how many a draw is under way."""
    taken = session.scalar(
        select(func.count())
        .select_from(Member)
        .where(Member.municipality_id == municipality_id, Member.panel_id == view.id, Member.state.in_(SEATED))
    )
    under_way = sum(one.seats for one in panels.rounds(session, municipality_id, view.id) if one.is_open)
    return Filled(view.seats, taken or 0, under_way)


def seat(session: Session, municipality_id: int, view: PanelView, code: str) -> Seat:
    """One person who was drawn, by their public code. Raises NotFound."""
    row = session.scalar(
        select(Member).where(Member.municipality_id == municipality_id, Member.panel_id == view.id, Member.code == code)
    )
    if row is None:
        raise NotFound
    known = panels.everybody(session, municipality_id, view.id, among=[code])
    return _seat(row, known[0] if known else None)


def member_to_change(session: Session, municipality_id: int, panel_id: int, code: str) -> Member:
    """Somebody who was drawn, by their public code, taken. Raises NotFound."""
    row = session.scalar(
        select(Member)
        .where(Member.municipality_id == municipality_id, Member.panel_id == panel_id, Member.code == code)
        .with_for_update()
    )
    if row is None:
        raise NotFound
    return row


def secret_of(session: Session, municipality_id: int, panel_id: int, code: str) -> str:
    """The code in the letter of somebody who was drawn: for an official who enters an answer for them. Raises NotFound."""
    row = session.scalar(
        select(Member).where(
            Member.municipality_id == municipality_id, Member.panel_id == panel_id, Member.code == code
        )
    )
    if row is None:
        raise NotFound
    return reaching.code_of(row)


def counts(session: Session, municipality_id: int, panel_id: int) -> Counter[str]:
    """How many people of a panel there are in each state."""
    rows = session.execute(
        select(Member.state, func.count())
        .where(Member.municipality_id == municipality_id, Member.panel_id == panel_id)
        .group_by(Member.state)
    )
    return Counter({row[0]: row[1] for row in rows})


def has_members(session: Session, municipality_id: int, panel_id: int) -> bool:
    """Whether anybody was ever drawn for this panel, as far as this room knows."""
    found = select(Member.id).where(Member.municipality_id == municipality_id, Member.panel_id == panel_id)
    return session.scalar(found.limit(1)) is not None


def panels_with_members(session: Session, municipality_id: int, *states: str) -> list[int]:
    """The panels that have members in one of these states, or any at all."""
    wanted = select(Member.panel_id).where(Member.municipality_id == municipality_id, Member.forgotten_at.is_(None))
    if states:
        wanted = wanted.where(Member.state.in_(states))
    return list(session.scalars(wanted.distinct().order_by(Member.panel_id)))


def member_with_code(session: Session, municipality_id: int, code: str, panel_id: int | None = None) -> Member | None:
    """Whose secret code this is, on any panel or on this one; None where it is nobody's."""
    return session.scalar(_with_code(municipality_id, code, panel_id))


def member_with_code_to_change(session: Session, municipality_id: int, code: str, panel_id: int) -> Member | None:
    """The same, taken, so that two answers come one after the other."""
    return session.scalar(_with_code(municipality_id, code, panel_id).with_for_update())


def _with_code(municipality_id: int, code: str, panel_id: int | None) -> Select[Member]:
    wanted = select(Member).where(
        Member.municipality_id == municipality_id, Member.key == reaching.key_of(municipality_id, code)
    )
    return wanted if panel_id is None else wanted.where(Member.panel_id == panel_id)


def is_public_code(session: Session, municipality_id: int, panel_id: int, code: str) -> bool:
    """Whether this is the code under which somebody was drawn, which everybody may know."""
    found = select(Member.id).where(
        Member.municipality_id == municipality_id, Member.panel_id == panel_id, Member.code == code
    )
    return session.scalar(found) is not None


def confirmed_members(session: Session, municipality_id: int, panel_id: int) -> list[Member]:
    """Who takes a seat on this panel, in the order of their codes."""
    return list(
        session.scalars(
            select(Member)
            .where(Member.municipality_id == municipality_id, Member.panel_id == panel_id, Member.state == CONFIRMED)
            .order_by(Member.code)
        )
    )


def public_names(session: Session, municipality_id: int, panel_id: int) -> list[str]:
    """The names of the members who want to be named, in alphabetical order."""
    found = session.scalars(
        select(Member.public_name).where(
            Member.municipality_id == municipality_id,
            Member.panel_id == panel_id,
            Member.state == CONFIRMED,
            Member.named,
        )
    )
    return sorted((name for name in found if name), key=str.casefold)


def replacement(session: Session, municipality_id: int, view: PanelView) -> Replacement:
    """What a draw for the open seats would be about: from whom, and what is left of each target."""
    drawn = session.execute(
        select(Member.code, Member.state, Member.reason).where(
            Member.municipality_id == municipality_id, Member.panel_id == view.id
        )
    ).all()
    before = {row.code for row in drawn if row.reason != CANCELLED}
    willing = who_may_be_drawn_again(session, municipality_id, view.id)
    pool = [one.code for one in panels.everybody(session, municipality_id, view.id)]
    return panels.whats_left(
        session,
        municipality_id,
        view,
        staying=[row.code for row in drawn if row.state in SEATED],
        left=[code for code in pool if code not in before and (willing is None or code in willing)],
    )


def mark_of(found: Replacement) -> str:
    """Another one as soon as something changes of what an official says yes to."""
    agreed = [found.seats, [asdict(target) for target in found.targets], [one.id for one in found.people]]
    return hashlib.sha256(json.dumps(agreed).encode()).hexdigest()


def last_replacing_session(session: Session, municipality_id: int) -> int:
    """The session after which nobody new comes in."""
    return int(municipalities.value(session, municipality_id, LAST_REPLACING))


def sessions_begun(session: Session, municipality_id: int, panel_id: int, *, at: datetime) -> int:
    """How many sessions of a panel have begun."""
    return (
        session.scalar(
            select(func.count())
            .select_from(PanelSession)
            .where(
                PanelSession.municipality_id == municipality_id,
                PanelSession.panel_id == panel_id,
                PanelSession.state != NOT_HELD,
                PanelSession.starts_at <= at,
            )
        )
        or 0
    )


def last_day(session: Session, municipality_id: int, panel_id: int) -> datetime | None:
    """When the last session of a panel ends that was not cancelled; None while none is planned."""
    return session.scalar(
        select(func.max(PanelSession.ends_at)).where(
            PanelSession.municipality_id == municipality_id,
            PanelSession.panel_id == panel_id,
            PanelSession.state != NOT_HELD,
        )
    )


def panel_of(session: Session, municipality_id: int, subject: str) -> PanelView:
    """The panel that a form is about. Raises Refused where there is none any more."""
    kind, _, number = subject.partition(":")
    if kind != "panel" or not number.isdecimal():
        raise Refused("seat_code_unknown", field="code")
    return panels.panel_by_id(session, municipality_id, int(number))


def reserve(replacement: Replacement) -> list[tuple[str, str, int]]:
    """How many people are left to draw from, of each feature: category, feature, count."""
    categories = list(dict.fromkeys(target.category for target in replacement.targets))
    counts = Counter(pair for one in replacement.people for pair in zip(categories, one.features, strict=True))
    return [
        (target.category, target.feature, counts[target.category, target.feature]) for target in replacement.targets
    ]


def not_drawn(session: Session, municipality_id: int, panel_id: int) -> tuple[int, Sequence[panels.Lots]] | None:
    """The sequence of the first draw of a panel, and everybody whom it did not choose and who is no member since, with
    in how many of the numbered panels they were; None while nothing is drawn."""
    draw = panels.active_draw(panels.draws(session, municipality_id, panel_id))
    if draw is None or not draw.is_drawn:
        return None
    members: Collection[str] = set(
        session.scalars(
            select(Member.code).where(Member.municipality_id == municipality_id, Member.panel_id == panel_id)
        )
    )
    everybody = panels.all_chances(session, municipality_id, draw.calculation_id)
    return draw.sequence, [one for one in everybody if one.code not in members]


def draw_of(panel_id: int, sequence: int) -> str:
    """What a draw is called in the journal."""
    return f"{panels.subject_of(panel_id)}/draw:{sequence}"


def thanked_at(session: Session, municipality_id: int, panel_id: int, sequence: int) -> datetime | None:
    """When those whom this draw did not choose were thanked; None while nobody did."""
    return journal.last_time(session, municipality_id, THANKED, draw_of(panel_id, sequence))


def _seat(row: Member, known: panels.Volunteer | None) -> Seat:
    return Seat(
        id=row.id,
        code=row.code,
        round=row.round,
        state=row.state,
        answer_by=row.answer_by,
        answered_at=row.answered_at,
        channel=row.channel,
        reason=row.reason,
        words=reaching.words_of(row.municipality_id, row.words),
        named=row.named,
        public_name=row.public_name or "",
        language=row.language,
        large_print=row.large_print,
        reach=reaching.reach_of(row.municipality_id, row.reach),
        features=known.features if known else [],
        reference=known.reference if known else "",
        forgotten=row.forgotten_at is not None,
    )
