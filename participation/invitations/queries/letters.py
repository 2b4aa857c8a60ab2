"""Looking at letters: the batches, who a next one goes to, and what stands on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, cast, exists, func, literal, select
from sqlalchemy.orm import Session

from participation.awaiting import NONE_LATE, Counted
from participation.clock import local
from participation.errors import NotFound
from participation.invitations import seals
from participation.invitations.letter_rules import (
    IN_A_FILE,
    INVITATION,
    MAKING,
    ON_PAPER,
    REMINDER,
    Situation,
    is_for,
    once_of,
)
from participation.invitations.models import Batch, BatchLetter, Invited, LetterWords, Lot
from participation.invitations.queries.lots import batched
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels


@dataclass(frozen=True)
class BatchView:
    """A batch as its pages need it; see `models.Batch`. written: of its letters, how many there are by now"""

    id: int
    panel_id: int
    sequence: int
    kind: str
    state: str
    letters: int
    answers_until: date
    reason: Mapping[str, str]
    made_at: datetime
    printed_at: datetime | None
    sent_at: datetime | None
    written: int
    returned: int


@dataclass(frozen=True)
class Addressed:
    """One letter: who it goes to, and how. address: the parts of `seals.LETTER`; `name` is "" for an address"""

    number: int
    code: str
    language: str
    large: bool
    address: Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """How many letters in one language and size."""

    language: str
    large: bool
    letters: int


Words = Mapping[str, Mapping[str, str]]
# Of more people of one name in one house it makes no difference how many they are.
AT_MOST_AS = 2

_KEPT = [name for name in BatchView.__dataclass_fields__ if name not in ("written", "returned")]
_BATCH = [getattr(Batch, name) for name in _KEPT]


def batches(session: Session, municipality_id: int, panel_id: int) -> list[BatchView]:
    """Every batch of a panel, the newest first."""
    return _batches(session, municipality_id, Batch.panel_id == panel_id)


def batch(session: Session, municipality_id: int, panel_id: int, sequence: int) -> BatchView:
    """One batch of a panel. Raises NotFound."""
    found = _batches(session, municipality_id, Batch.panel_id == panel_id, Batch.sequence == sequence)
    if not found:
        raise NotFound
    return found[0]


def batch_to_change(session: Session, municipality_id: int, panel_id: int, sequence: int) -> Batch:
    """The batch itself, taken so that nobody else does something with it. Raises NotFound."""
    found = session.scalar(
        select(Batch)
        .where(Batch.municipality_id == municipality_id, Batch.panel_id == panel_id, Batch.sequence == sequence)
        .with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def words(session: Session, municipality_id: int, panel_id: int) -> Words:
    """The paragraphs that are the municipality's own, by language and by part."""
    rows = session.execute(
        select(LetterWords.language, LetterWords.about, LetterWords.asked).where(
            LetterWords.municipality_id == municipality_id, LetterWords.panel_id == panel_id
        )
    )
    return {language: {"about": about, "asked": asked} for language, about, asked in rows}


def situation(session: Session, municipality_id: int, panel_id: int) -> Situation:
    """What decides which letters may be made now."""
    lot = drawn_lot(session, municipality_id, panel_id)
    rows = session.execute(
        select(Batch.kind, Batch.state, Batch.sent_at).where(
            Batch.municipality_id == municipality_id, Batch.panel_id == panel_id
        )
    ).all()
    sent = [sent_at for kind, _, sent_at in rows if kind == INVITATION and sent_at]
    draw = panels.active_draw(panels.draws(session, municipality_id, panel_id))
    return Situation(
        is_drawn=lot is not None,
        is_open=draw is None,
        in_the_making=any(state == MAKING for _, state, _ in rows),
        last_day=date.max if lot is None else lot.answers_until,
        sent_on=local(min(sent)).date() if sent else None,
        reminder_days=municipalities.value(session, municipality_id, "panel.reminder_days"),
    )


def drawn_lot(session: Session, municipality_id: int, panel_id: int) -> Lot | None:
    """The lot that decided who is invited, once it has."""
    return session.scalar(select(Lot).where(*_drawn(municipality_id), Lot.panel_id == panel_id))


def to_write(
    session: Session, municipality_id: int, panel_id: int, kind: str, until: date, *, sent_before: datetime
) -> list[Group]:
    """How many letters of this kind would be made, by language and size.

    sent_before: whoever's invitation left later is not reminded yet
    """
    wanted = whom(municipality_id, panel_id, kind, until, sent_before).with_only_columns(
        Invited.language, Invited.large_print, func.count()
    )
    rows = session.execute(
        wanted.group_by(Invited.language, Invited.large_print).order_by(Invited.language, Invited.large_print)
    )
    return [Group(*row) for row in rows]


def whom(municipality_id: int, panel_id: int, kind: str, until: date, sent_before: datetime) -> Select[int]:
    """Those who get a letter of this kind and did not yet, by number."""
    return _whom(municipality_id, kind, until, sent_before).where(Invited.panel_id == panel_id)


def _whom(municipality_id: int, kind: str, until: date, sent_before: datetime) -> Select[int]:
    wanted = select(Invited.id).where(
        Invited.municipality_id == municipality_id,
        Invited.letter.is_not(None),
        Invited.state == "",
        ~_has(once_like(kind, until)),
    )
    if kind == INVITATION:
        # Whoever asked for it at an earlier panel was written to already: the letters say that the lot drew you.
        letters = select(Lot.letters).where(Lot.municipality_id == municipality_id, Lot.id == Invited.lot_id)
        return wanted.where(Invited.number <= letters.correlate(Invited).scalar_subquery())
    silent = wanted.where(Invited.answer.is_(None))
    if kind == REMINDER:
        return silent.where(_has(once_like(INVITATION, until), Batch.sent_at < sent_before))
    return silent.where(_has(once_like(INVITATION, until), Batch.sent_at.is_not(None)))


def once_like(kind: str, until: date) -> ColumnElement[str]:
    """`letter_rules.once_of` of each row of those who are invited."""
    return literal(once_of(kind, until, 0).removesuffix("0")) + cast(Invited.id, String)


def planned(session: Session, municipality_id: int, batch: Batch, *, sent_before: datetime) -> int:
    """How many letters are still to be made for a batch."""
    groups = to_write(
        session, municipality_id, batch.panel_id, batch.kind, batch.answers_until, sent_before=sent_before
    )
    return sum(group.letters for group in groups)


def file_of(session: Session, municipality_id: int, batch_id: int, file: int) -> list[Addressed]:
    """The letters in one file of a batch (from 1), in order; without those of whom nothing is left here."""
    first = (file - 1) * IN_A_FILE
    return _addressed(
        session,
        municipality_id,
        select(BatchLetter.number, *_ON_A_LETTER)
        .join(Invited, Invited.id == BatchLetter.invited_id)
        .where(
            BatchLetter.municipality_id == municipality_id,
            BatchLetter.batch_id == batch_id,
            BatchLetter.number > first,
            BatchLetter.number <= first + IN_A_FILE,
        )
        .order_by(BatchLetter.number),
    )


def letter_of(session: Session, municipality_id: int, invited_id: int, language: str) -> Addressed:
    """The letter of one who is invited, in this language. Raises NotFound where nothing is left of them."""
    wanted = select(Invited.number, *_ON_A_LETTER).where(
        Invited.municipality_id == municipality_id, Invited.id == invited_id
    )
    found = _addressed(session, municipality_id, wanted)
    if not found:
        raise NotFound
    return replace(found[0], language=language)


def invited_with(session: Session, municipality_id: int, panel_id: int, codes: Sequence[str]) -> dict[str, Invited]:
    """Whose letters have these codes; a code that no letter for this panel has is left out."""
    by_key = {seals.code_key(municipality_id, code): code for code in codes}
    here = select(Invited).where(Invited.municipality_id == municipality_id, Invited.panel_id == panel_id)
    return {
        by_key[row.code_key]: row
        for some in batched(list(by_key))
        for row in session.scalars(here.where(Invited.code_key.in_(some)))
        if row.code_key
    }


def invited_as(session: Session, municipality_id: int, panel_id: int, name: str, house: str) -> list[Invited]:
    """Whoever got a letter under this name in a house with this number. Opens every letter of the panel, so it takes a
    second where there are thousands."""
    rows = session.execute(
        select(Invited.id, Invited.letter).where(
            Invited.municipality_id == municipality_id, Invited.panel_id == panel_id, Invited.letter.is_not(None)
        )
    )
    found = [one for one, letter in rows if letter and is_for(name, house, seals.letter_of(municipality_id, letter))]
    return list(
        session.scalars(
            select(Invited).where(Invited.municipality_id == municipality_id, Invited.id.in_(found[:AT_MOST_AS]))
        )
    )


def newest_letters(session: Session, municipality_id: int, invited_ids: Sequence[int]) -> dict[int, BatchLetter]:
    """The last letter that each of these got, if any: it has been printed at least."""
    found: dict[int, BatchLetter] = {}
    for start in range(0, len(invited_ids), IN_A_FILE):
        rows = session.scalars(
            select(BatchLetter)
            .join(Batch, Batch.id == BatchLetter.batch_id)
            .where(
                BatchLetter.municipality_id == municipality_id,
                Batch.municipality_id == municipality_id,
                BatchLetter.invited_id.in_(invited_ids[start : start + IN_A_FILE]),
                Batch.state.in_(ON_PAPER),
            )
            .order_by(BatchLetter.batch_id)
        )
        found.update({row.invited_id: row for row in rows})
    return found


def returned(session: Session, municipality_id: int, panel_id: int) -> dict[str, int]:
    """How many letters came back, by reason."""
    rows = session.execute(
        select(BatchLetter.returned, func.count())
        .join(Batch, Batch.id == BatchLetter.batch_id)
        .where(
            BatchLetter.municipality_id == municipality_id,
            Batch.municipality_id == municipality_id,
            Batch.panel_id == panel_id,
            BatchLetter.returned.is_not(None),
        )
        .group_by(BatchLetter.returned)
    )
    return {str(why): count for why, count in rows}


def waiting(municipality_id: int, state: str) -> Counted:
    """How many letters there are in batches in this state."""
    return (
        select(Batch.panel_id, func.sum(Batch.letters), NONE_LATE)
        .where(Batch.municipality_id == municipality_id, Batch.state == state)
        .group_by(Batch.panel_id)
    )


def without_letters(municipality_id: int) -> Counted:
    """How many letters there are to make for a panel whose lot is drawn and for which none was ever made."""
    ever = exists().where(Batch.municipality_id == municipality_id, Batch.panel_id == Lot.panel_id)
    return select(Lot.panel_id, Lot.letters, NONE_LATE).where(*_drawn(municipality_id), ~ever)


def to_remind(municipality_id: int, today: date, *, sent_before: datetime) -> Counted:
    """How many can be reminded now, where `letter_rules.may_make` says that it is time."""
    in_time = select(Lot.panel_id).where(*_drawn(municipality_id), Lot.answers_until >= today)
    in_the_making = select(Batch.panel_id).where(Batch.municipality_id == municipality_id, Batch.state == MAKING)
    return (
        _whom(municipality_id, REMINDER, today, sent_before)
        .with_only_columns(Invited.panel_id, func.count(), NONE_LATE)
        .where(
            Invited.panel_id.in_(in_time),
            Invited.panel_id.not_in(in_the_making),
            Invited.panel_id.not_in(panels.with_a_draw(municipality_id)),
        )
        .group_by(Invited.panel_id)
    )


def _drawn(municipality_id: int) -> tuple[ColumnElement[bool], ...]:
    """Of the lots that decided who is invited."""
    return (Lot.municipality_id == municipality_id, Lot.drawn_at.is_not(None), Lot.cancelled_at.is_(None))


_ON_A_LETTER: tuple[Any, ...] = (Invited.code, Invited.language, Invited.large_print, Invited.letter)


def _addressed(session: Session, municipality_id: int, wanted: Select[Any]) -> list[Addressed]:
    rows = session.execute(
        wanted.where(Invited.municipality_id == municipality_id, Invited.letter.is_not(None), Invited.code.is_not(None))
    )
    return [
        Addressed(
            number,
            seals.code_of(municipality_id, code),
            language,
            large,
            seals.letter_of(municipality_id, letter),
        )
        for number, code, language, large, letter in rows
    ]


def _has(once: ColumnElement[str], *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether they have a letter with this key, of a batch of which more holds."""
    return exists().where(
        BatchLetter.municipality_id == Invited.municipality_id,
        BatchLetter.once == once,
        Batch.municipality_id == BatchLetter.municipality_id,
        Batch.id == BatchLetter.batch_id,
        *more,
    )


def _batches(session: Session, municipality_id: int, *where: ColumnElement[bool]) -> list[BatchView]:
    rows = session.execute(
        select(*_BATCH).where(Batch.municipality_id == municipality_id, *where).order_by(Batch.sequence.desc())
    ).all()
    counted = {
        batch_id: (written, returned)
        for batch_id, written, returned in session.execute(
            select(BatchLetter.batch_id, func.count(), func.count(BatchLetter.returned))
            .where(BatchLetter.municipality_id == municipality_id, BatchLetter.batch_id.in_([row.id for row in rows]))
            .group_by(BatchLetter.batch_id)
        )
    }
    return [_view(row, *counted.get(row.id, (0, 0))) for row in rows]


def _view(row: Row[Any], written: int, returned: int) -> BatchView:
    kept: dict[str, Any] = {name: getattr(row, name) for name in _KEPT}
    return BatchView(**kept, written=written, returned=returned)
