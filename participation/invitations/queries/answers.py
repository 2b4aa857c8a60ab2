"""Looking at who was invited and what they answered: by code, one by one, and in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from participation.awaiting import NONE_LATE, Counted
from participation.clock import local
from participation.errors import NotFound
from participation.invitations import seals
from participation.invitations.models import Invited, Lot
from participation.invitations.rules import NO, QUESTION, STATES, YES
from participation.panels import queries as panels

ON_A_PAGE = 20


@dataclass(frozen=True)
class Inviting:
    """A panel for which people are invited. sequence: of its lot; last_day: the last one to say yes; is_open: until its
    draw is prepared."""

    panel_id: int
    sequence: int
    last_day: date
    is_open: bool


@dataclass(frozen=True)
class Standing:
    """How the invitations of a panel stand, in numbers.

    silent: those who were reached, as far as we know, and did not answer; question: who asked one and said neither
    to_call: who said yes and is called for the rest; by_state: who cannot take part or was not reached, by why
    by_way: answers by the way they came; by_day: yes and no by day, in order
    reasons: of who said no, as far as they said
    """

    invited: int
    yes: int
    no: int
    question: int
    to_call: int
    silent: int
    by_state: dict[str, int]
    by_way: dict[str, int]
    by_day: list[tuple[date, int, int]]
    reasons: dict[str, int]

    @property
    def returned(self) -> int:
        return sum(self.by_state.values())


@dataclass(frozen=True)
class InvitedView:
    """Somebody who was invited, as the desk sees them."""

    id: int
    number: int
    name: str
    address: dict[str, str]
    language: str
    state: str
    answer: str | None
    answered_at: datetime | None
    channel: str | None
    features: dict[str, str] | None
    reason: str | None
    words: str
    question: str
    asked_at: datetime | None
    handled_at: datetime | None
    reach: dict[str, str]
    stays: bool
    next_pool: bool
    candidate: str | None
    code: str

    @property
    def where(self) -> str | None:
        """The address of the letter on one line."""
        place = self.address
        street = " ".join(f"{place['street']} {place['number']} {place['box']}".split())
        return ", ".join(filter(None, (street, f"{place['postcode']} {place['town']}".strip()))) or None

    @property
    def waits(self) -> bool:
        """Whether they are to be called, or asked something, so that they stand in a list at the desk."""
        asks = bool(self.question) and self.handled_at is None
        return asks or (self.answer == YES and self.candidate is None and not self.state)

    @property
    def mark(self) -> str:
        """Another one as soon as something changes."""
        return f"{self.state} {self.answer} {self.answered_at} {self.handled_at} {self.candidate}"


def subject_of_code(session: Session, municipality_id: int, code: str) -> int | None:
    """The panel to whose letters this code belongs; None for a code of no letter here."""
    return session.scalar(select(Invited.panel_id).where(*_with_code(municipality_id, code)))


def invited_by_code(session: Session, municipality_id: int, code: str) -> tuple[int, str, str | None] | None:
    """Panel, state and answer of whoever has this code in their letter."""
    row = session.execute(
        select(Invited.panel_id, Invited.state, Invited.answer).where(*_with_code(municipality_id, code))
    ).one_or_none()
    return (row.panel_id, row.state, row.answer) if row else None


def code_told(session: Session, municipality_id: int, code: str) -> tuple[int, str, str] | None:
    """Panel, language and name of whom the letter with this code is for; "" for the residents of an address."""
    row = session.execute(
        select(Invited.panel_id, Invited.language, Invited.letter).where(*_with_code(municipality_id, code))
    ).one_or_none()
    if row is None:
        return None
    return row.panel_id, row.language, seals.letter_of(municipality_id, row.letter)["name"] if row.letter else ""


def number_of_code(session: Session, municipality_id: int, panel_id: int, code: str) -> int | None:
    """The number of the letter with this code, of this panel."""
    return session.scalar(
        select(Invited.number).where(*_with_code(municipality_id, code), Invited.panel_id == panel_id)
    )


def is_there(session: Session, municipality_id: int, panel_id: int, number: int) -> bool:
    """Whether there is a letter with this number, of somebody who was not forgotten."""
    found = select(Invited.id).where(
        Invited.municipality_id == municipality_id,
        Invited.panel_id == panel_id,
        Invited.number == number,
        Invited.forgotten_at.is_(None),
    )
    return session.scalar(found) is not None


def to_answer(session: Session, municipality_id: int, code: str) -> Invited | None:
    """Whoever has this code, taken so that two answers come one after the other; take their panel first."""
    return _taken(session, *_with_code(municipality_id, code))


def of_entry(session: Session, municipality_id: int, entry_id: int) -> Invited | None:
    """Whose answer this form is, taken; None where a newer one counts."""
    return _taken(session, Invited.municipality_id == municipality_id, Invited.entry_id == entry_id)


def numbered(session: Session, municipality_id: int, panel_id: int, number: int) -> Invited:
    """One of those who were invited, taken. Raises NotFound."""
    found = _taken(
        session, Invited.municipality_id == municipality_id, Invited.panel_id == panel_id, Invited.number == number
    )
    if found is None or found.forgotten_at is not None:
        raise NotFound
    return found


def invited(session: Session, municipality_id: int, panel_id: int, number: int) -> InvitedView:
    """One of those who were invited. Raises NotFound."""
    return _view(
        session.scalars(
            select(Invited).where(
                Invited.municipality_id == municipality_id, Invited.panel_id == panel_id, Invited.number == number
            )
        ).one_or_none()
    )


def inviting(session: Session, municipality_id: int) -> list[Inviting]:
    """The panels here for which people were invited and that are not drawn yet."""
    drawn = panels.drawn_panels(session, municipality_id)
    prepared = set(session.scalars(panels.with_a_draw(municipality_id)))
    return [
        Inviting(row.panel_id, row.sequence, row.answers_until, row.panel_id not in prepared)
        for row in session.execute(_drawn_lots(municipality_id).order_by(Lot.panel_id))
        if row.panel_id not in drawn
    ]


def invited_before(session: Session, municipality_id: int) -> list[int]:
    """The panels here for which people were invited, and that have been drawn since."""
    drawn = panels.drawn_panels(session, municipality_id)
    return [row.panel_id for row in session.execute(_drawn_lots(municipality_id)) if row.panel_id in drawn]


def not_over(session: Session, municipality_id: int, *, today: date) -> list[int]:
    """The panels here whose last day to say yes is not over."""
    lots = _drawn_lots(municipality_id).where(Lot.answers_until >= today)
    return [row.panel_id for row in session.execute(lots)]


def last_day(session: Session, municipality_id: int, panel_id: int) -> date | None:
    """The last day to say yes, as it stands in the newest letters; None where nobody is invited."""
    lot = session.execute(_drawn_lots(municipality_id).where(Lot.panel_id == panel_id)).one_or_none()
    return lot.answers_until if lot else None


def standing(session: Session, municipality_id: int, panel_id: int) -> Standing:
    """How the invitations of a panel stand; two statements, however many there are."""
    here = (Invited.municipality_id == municipality_id, Invited.panel_id == panel_id)
    kinds = (Invited.answer, Invited.state, Invited.reason, Invited.channel)
    to_call = func.sum(case((and_(*_TO_CALL), 1), else_=0))
    groups = session.execute(select(*kinds, func.count(), to_call).where(*here).group_by(*kinds)).all()
    answers, states, reasons, ways = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for answer, state, reason, channel, count, _ in groups:
        answers[answer or ""] += count
        states[state] += count if answer is None or state else 0
        reasons[reason or ""] += count if answer == NO else 0
        ways[channel or ""] += count if answer in (YES, NO) else 0
    return Standing(
        invited=answers.total(),
        yes=answers[YES],
        no=answers[NO],
        question=answers[QUESTION],
        to_call=sum(called for *_, called in groups),
        silent=states[""],
        by_state={state: states[state] for state in STATES if states[state]},
        by_way={way: count for way, count in sorted(ways.items()) if way and count},
        by_day=_by_day(session, here),
        reasons={reason: count for reason, count in reasons.most_common() if reason and count},
    )


def to_call(session: Session, municipality_id: int, panel_id: int, page: int = 1) -> tuple[list[InvitedView], int]:
    """Who said yes and is called for the rest, the oldest first; a page of them, and how many pages there are."""
    return _listed(session, municipality_id, panel_id, _TO_CALL, Invited.answered_at, page)


def questions(session: Session, municipality_id: int, panel_id: int, page: int = 1) -> tuple[list[InvitedView], int]:
    """Who asked something that waits for an answer, the oldest first; a page of them, and how many pages there are."""
    return _listed(session, municipality_id, panel_id, _ASKED, Invited.asked_at, page)


def calls_waiting(municipality_id: int) -> Counted:
    """How many people said yes and are to be called."""
    return _counted(municipality_id, *_TO_CALL)


def questions_waiting(municipality_id: int) -> Counted:
    """How many questions wait for an answer."""
    return _counted(municipality_id, *_ASKED)


def waiting(session: Session, municipality_id: int, panel_id: int) -> tuple[int, int]:
    """Both of one panel."""
    both = (calls_waiting(municipality_id), questions_waiting(municipality_id))
    calls, asked = (session.execute(one.where(Invited.panel_id == panel_id)).one_or_none() for one in both)
    return (calls[1] if calls else 0, asked[1] if asked else 0)


def _counted(municipality_id: int, *which: ColumnElement[bool]) -> Counted:
    return (
        select(Invited.panel_id, func.count(), NONE_LATE)
        .where(Invited.municipality_id == municipality_id, *which)
        .group_by(Invited.panel_id)
    )


def told(session: Session, municipality_id: int, entry_id: int) -> tuple[int, str | None] | None:
    """Panel and public code of whoever answered with this form; None where a newer answer counts."""
    row = session.execute(
        select(Invited.panel_id, Invited.candidate).where(
            Invited.municipality_id == municipality_id, Invited.entry_id == entry_id
        )
    ).first()
    return (row.panel_id, row.candidate) if row else None


def of_number(session: Session, municipality_id: int, number_key: str) -> list[tuple[int, InvitedView]]:
    """Somebody's invitations, by their keyed national number, each with its panel."""
    rows = session.scalars(
        select(Invited)
        .where(
            Invited.municipality_id == municipality_id,
            Invited.number_key == number_key,
            Invited.forgotten_at.is_(None),
        )
        .order_by(Invited.id)
    )
    return [(row.panel_id, _view(row)) for row in rows]


def answered(session: Session, municipality_id: int, panel_id: int) -> list[InvitedView]:
    """Everybody who said yes with their features, in the order of their public codes: for an export."""
    rows = session.scalars(
        select(Invited)
        .where(Invited.municipality_id == municipality_id, Invited.panel_id == panel_id, Invited.candidate.is_not(None))
        .order_by(Invited.candidate)
    )
    return [_view(row) for row in rows]


_TO_CALL: tuple[ColumnElement[bool], ...] = (
    Invited.answer == YES,
    Invited.candidate.is_(None),
    Invited.state == "",
    Invited.forgotten_at.is_(None),
)
_ASKED: tuple[ColumnElement[bool], ...] = (
    Invited.question.is_not(None),
    Invited.handled_at.is_(None),
    Invited.forgotten_at.is_(None),
)


def _listed(
    session: Session,
    municipality_id: int,
    panel_id: int,
    which: tuple[ColumnElement[bool], ...],
    order: Any,
    page: int,
) -> tuple[list[InvitedView], int]:
    where = (Invited.municipality_id == municipality_id, Invited.panel_id == panel_id, *which)
    count = session.scalar(select(func.count()).select_from(Invited).where(*where)) or 0
    rows = session.scalars(
        select(Invited).where(*where).order_by(order, Invited.id).limit(ON_A_PAGE).offset(ON_A_PAGE * (page - 1))
    )
    return [_view(row) for row in rows], -(-count // ON_A_PAGE)


def _by_day(session: Session, here: tuple[ColumnElement[bool], ...]) -> list[tuple[date, int, int]]:
    """Yes and no by the day on which they came. By hour in the database, as its days are not those of the town hall."""
    hour = func.strftime("%Y-%m-%dT%H:00:00+00:00", Invited.answered_at)
    if session.get_bind().dialect.name == "postgresql":
        hour = func.to_char(func.timezone("UTC", Invited.answered_at), 'YYYY-MM-DD"T"HH24:00:00+00:00')
    rows = session.execute(
        select(hour.label("hour"), Invited.answer, func.count())
        .where(*here, Invited.answer.in_((YES, NO)), Invited.answered_at.is_not(None))
        .group_by("hour", Invited.answer)
    )
    days: dict[date, dict[str, int]] = {}
    for at, answer, count in rows:
        of_day = days.setdefault(local(datetime.fromisoformat(at)).date(), {YES: 0, NO: 0})
        of_day[answer] += count
    return [(day, counts[YES], counts[NO]) for day, counts in sorted(days.items())]


def _with_code(municipality_id: int, code: str) -> tuple[ColumnElement[bool], ...]:
    return (Invited.municipality_id == municipality_id, Invited.code_key == seals.code_key(municipality_id, code))


def _taken(session: Session, *where: ColumnElement[bool]) -> Invited | None:
    return session.scalars(
        select(Invited).where(*where).with_for_update().execution_options(populate_existing=True)
    ).first()


def _drawn_lots(municipality_id: int) -> Any:
    return select(Lot.panel_id, Lot.sequence, Lot.answers_until).where(
        Lot.municipality_id == municipality_id, Lot.drawn_at.is_not(None), Lot.cancelled_at.is_(None)
    )


def _view(row: Invited | None) -> InvitedView:
    if row is None or row.forgotten_at is not None:
        raise NotFound
    here = row.municipality_id
    letter = seals.letter_of(here, row.letter) if row.letter else dict.fromkeys(seals.LETTER, "")
    return InvitedView(
        id=row.id,
        number=row.number,
        name=letter["name"],
        address=letter,
        language=row.language,
        state=row.state,
        answer=row.answer,
        answered_at=row.answered_at,
        channel=row.channel,
        features=row.features,
        reason=row.reason,
        words=seals.words_of(here, row.words),
        question=seals.words_of(here, row.question),
        asked_at=row.asked_at,
        handled_at=row.handled_at,
        reach=seals.reach_of(here, row.reach),
        stays=row.stays,
        next_pool=row.next_pool,
        candidate=row.candidate,
        code=seals.code_of(here, row.code) if row.code else "",
    )
