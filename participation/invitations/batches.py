"""The acts of letters: put into words, made, printed, sent, and noted when the post brings one back.

Each batch is made in the background (`making`), and its files are made anew from its rows whenever somebody asks
(`print_house`): no letter is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from participation import jobs
from participation.clock import local
from participation.errors import Refused
from participation.invitations import letter_rules as rules
from participation.invitations.models import Batch, BatchLetter, Invited, LetterWords
from participation.invitations.queries import letters as queries
from participation.journal.actions import record
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.people import queries as people
from participation.permissions import Actor

MAKE = "letters.make"


@dataclass(frozen=True)
class Returned:
    """What became of codes of letters that came back: noted now, known already, on no letter here, or not printed yet."""

    noted: int
    known: int
    unknown: Sequence[str]
    not_printed: Sequence[str]


def write_words(
    session: Session,
    municipality_id: int,
    panel_id: int,
    language: str,
    written: Mapping[str, str],
    *,
    seen: str,
    by: Actor,
    at: datetime,
) -> None:
    """The municipality's own paragraphs in one language; its panel is taken already.

    seen: `mark_of` what stood there before. Raises Refused once letters are made: everybody reads the same; and for an
    official who has an interest.
    """
    people.check_no_interest(session, municipality_id, by.person_id, panels.subject_of(panel_id))
    if queries.batches(session, municipality_id, panel_id):
        raise Refused("letter_words_fixed")
    before = queries.words(session, municipality_id, panel_id).get(language, {})
    if seen != mark_of(before):
        raise Refused("changed_meanwhile")
    now = {part: written.get(part, "").strip() for part in rules.PARTS}
    row = session.scalar(
        select(LetterWords).where(
            LetterWords.municipality_id == municipality_id,
            LetterWords.panel_id == panel_id,
            LetterWords.language == language,
        )
    )
    if row is None:
        session.add(LetterWords(municipality_id=municipality_id, panel_id=panel_id, language=language, **now))
    else:
        row.about, row.asked = now["about"], now["asked"]
    session.flush()
    _record(
        session,
        municipality_id,
        "letters.worded",
        panels.subject_of(panel_id),
        by=by,
        at=at,
        language=language,
        words=mark_of(now),
    )


def mark_of(words: Mapping[str, str]) -> str:
    """Another one as soon as a word changes: SHA-256 in hexadecimal."""
    told = {part: words.get(part, "") for part in rules.PARTS}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def make(
    session: Session,
    municipality_id: int,
    panel_id: int,
    kind: str,
    *,
    until: date | None = None,
    reason: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Batch:
    """Have letters made, for everybody who is to get them and did not yet. The panel is taken already.

    until: the last day to answer that they name, for everybody; None leaves it as it is
    reason: why there is more time, per language
    """
    situation = queries.situation(session, municipality_id, panel_id)
    until, reason = until or situation.last_day, reason or {}
    languages = municipalities.languages_for(session, municipality_id, "letter")
    rules.check_make(kind, situation, until=until, reason=reason, languages=languages, today=local(at).date())
    lot = queries.drawn_lot(session, municipality_id, panel_id)
    last = session.scalar(
        select(func.max(Batch.sequence)).where(Batch.municipality_id == municipality_id, Batch.panel_id == panel_id)
    )
    batch = Batch(
        municipality_id=municipality_id,
        panel_id=panel_id,
        sequence=(last or 0) + 1,
        kind=kind,
        state=rules.MAKING,
        letters=0,
        answers_until=until,
        reason={code: text.strip() for code, text in reason.items() if text.strip()},
        made_by=by.person_id,
        made_at=at,
    )
    batch.letters = queries.planned(
        session, municipality_id, batch, sent_before=sent_before(at, situation.reminder_days)
    )
    if not batch.letters:
        raise Refused("letters_nobody")
    session.add(batch)
    session.flush()
    if lot is not None and until > lot.answers_until:
        lot.answers_until = until
        _record(session, municipality_id, "lot.extended", subject_of(batch), by=by, at=at, until=until.isoformat())
    jobs.enqueue(session, MAKE, key=f"letters:{batch.id}", batch_id=batch.id)
    return batch


def sent_before(at: datetime, days: int) -> datetime:
    """Whose invitation left before this moment has had so many days to answer it."""
    return local(datetime.combine(local(at).date() - timedelta(days=days - 1), time()))


def withdraw(session: Session, batch: Batch, *, by: Actor, at: datetime) -> None:
    """These letters do not go out after all: none of them is on paper, and they can be made anew.

    Also while they are being made: a worker that broke down would else stand in the way of every other letter.
    """
    if batch.state not in (rules.MAKING, rules.MADE):
        raise Refused("batch_not_made")
    letters = batch.letters
    session.execute(
        delete(BatchLetter).where(
            BatchLetter.municipality_id == batch.municipality_id, BatchLetter.batch_id == batch.id
        )
    )
    _record(session, batch.municipality_id, "batch.withdrawn", subject_of(batch), by=by, at=at, letters=letters)
    session.delete(batch)
    session.flush()


def take_files(session: Session, batch: Batch, *, by: Actor, at: datetime) -> None:
    """Somebody takes the letters of a batch along, with names, addresses and codes: the journal keeps that."""
    if batch.state == rules.MAKING:
        raise Refused("letters_in_the_making")
    _record(session, batch.municipality_id, "batch.taken", subject_of(batch), by=by, at=at, letters=batch.letters)


def note_printed(session: Session, batch: Batch, *, by: Actor, at: datetime) -> None:
    """The letters of a batch are on paper."""
    if batch.state != rules.MADE:
        raise Refused("batch_not_made")
    batch.state, batch.printed_by, batch.printed_at = rules.PRINTED, by.person_id, at
    _record(session, batch.municipality_id, "batch.printed", subject_of(batch), by=by, at=at, letters=batch.letters)


def note_sent(session: Session, batch: Batch, on: date, *, by: Actor, at: datetime) -> None:
    """The letters of a batch left the house, on this day."""
    if batch.state != rules.PRINTED or batch.printed_at is None:
        raise Refused("batch_not_printed")
    rules.check_sent_on(on, local(batch.printed_at).date(), local(at).date())
    # In the middle of the day, so that the day is the same by every clock.
    batch.state, batch.sent_by, batch.sent_at = rules.SENT, by.person_id, local(datetime.combine(on, time(12)))
    _record(session, batch.municipality_id, "batch.sent", subject_of(batch), by=by, at=at, letters=batch.letters)


def note_returned(
    session: Session,
    municipality_id: int,
    panel_id: int,
    codes: Sequence[str],
    why: str,
    *,
    by: Actor,
    at: datetime,
) -> Returned:
    """The post brought the letters with these codes back. Whoever has not answered counts as not reached."""
    if why not in rules.WHY_RETURNED:
        raise Refused("why_returned_missing", field="why")
    # Whoever answers at this moment takes the panel as well: either they have answered, or their answer clears this.
    panels.panel_by_id_to_change(session, municipality_id, panel_id)
    invited = queries.invited_with(session, municipality_id, panel_id, codes)
    newest = queries.newest_letters(session, municipality_id, [row.id for row in invited.values()])
    noted = known = 0
    not_printed = []
    for code, row in invited.items():
        letter = newest.get(row.id)
        if letter is None:
            not_printed.append(code)
        elif letter.returned is not None:
            known += 1
        else:
            letter.returned = why
            _not_reached(row, why)
            noted += 1
    session.flush()
    if noted:
        subject = panels.subject_of(panel_id)
        _record(session, municipality_id, "letter.returned", subject, by=by, at=at, letters=noted, why=why)
    return Returned(noted, known, [code for code in codes if code not in invited], not_printed)


def copy(
    session: Session,
    municipality_id: int,
    panel_id: int,
    language: str,
    *,
    code: str = "",
    name: str = "",
    house: str = "",
    large: bool,
    by: Actor,
    at: datetime,
) -> int:
    """Somebody asks for their letter once more: in another language, in large print, or because it is lost.

    code: in their letter; without it, name and house: their name, and the number of the house they live in

    Large print, and a language in which letters are written here, are theirs from now on; a copy in any other language
    is made each time somebody asks for it. Returns the number of who is invited. Raises Refused.
    """
    found = _whose(session, municipality_id, panel_id, code, name, house)
    if not queries.newest_letters(session, municipality_id, [found.id]):
        raise Refused("letter_not_out", field="code")
    own = municipalities.languages_for(session, municipality_id, "letter")
    if language not in (*own, *municipalities.languages_for(session, municipality_id, "copy")):
        raise Refused("letter_no_copy", field="language")
    found.large_print = large
    if language in own:
        found.language = language
    subject = f"{panels.subject_of(panel_id)}/invited:{found.number}"
    _record(session, municipality_id, "letter.copied", subject, by=by, at=at, language=language)
    return found.id


def _whose(session: Session, municipality_id: int, panel_id: int, code: str, name: str, house: str) -> Invited:
    """Whose letter this is, by its code or by name and house."""
    if code:
        found = queries.invited_with(session, municipality_id, panel_id, [code]).get(code)
        if found is None or found.letter is None:
            raise Refused("code_on_no_letter", field="code")
        return found
    if not (name.strip() and house.strip()):
        raise Refused("copy_of_whom", field="code")
    alike = queries.invited_as(session, municipality_id, panel_id, name, house)
    if len(alike) != 1:
        raise Refused("copy_several" if alike else "copy_nobody", field="name")
    return alike[0]


def leave_batches(session: Session, municipality_id: int, person_id: int) -> None:
    """An official is forgotten: what they did keeps its moment only."""
    for column in ("made_by", "printed_by", "sent_by"):
        session.execute(
            update(Batch)
            .where(Batch.municipality_id == municipality_id, getattr(Batch, column) == person_id)
            .values({column: None})
        )


def subject_of(batch: Batch) -> str:
    return f"{panels.subject_of(batch.panel_id)}/batch:{batch.sequence}"


def _not_reached(row: Invited, why: str) -> None:
    if row.answer is None and row.state == "":
        row.state = why


def _record(
    session: Session,
    municipality_id: int,
    event: str,
    subject: str,
    *,
    by: Actor,
    at: datetime,
    **facts: str | int,
) -> None:
    record(session, municipality_id, event, subject=subject, by=f"person:{by.person_id}", at=at, facts=facts)
