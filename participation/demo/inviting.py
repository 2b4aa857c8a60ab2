"""What the officials of the demo do to invite people by letter, and what those people answer; for the stories."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import db
from participation.clock import local
from participation.demo.dossier import Dossier
from participation.demo.replies import Plan, Reply, replies
from participation.demo.townsfolk import Names, register_csv, townsfolk
from participation.inclusion import actions as forms
from participation.inclusion.actions import Helped
from participation.invitations import batches, drawing, making, register, registering, seals
from participation.invitations.frames import PERSON, STRATIFIED, Wishes
from participation.invitations.headers import OURS
from participation.invitations.models import Invited
from participation.invitations.outcomes import declare_source
from participation.invitations.queries import letters, lots
from participation.invitations.queries import register as registers
from participation.panels import queries
from participation.panels.rules import UNSAID
from participation.permissions import Actor
from participation.sheets import ASSISTED, TEXT, sheet

# For how long an extract may be here.
KEPT = timedelta(days=150)
# Between two answers of one day.
APART = timedelta(seconds=95)
COLUMNS = (
    "reference",
    "name",
    "first_name",
    "street",
    "number",
    "postcode",
    "town",
    "born",
    "sex",
    "district",
    "language",
)
assert set(COLUMNS) <= set(OURS)


class Inviting(Dossier):
    """A panel of which the people are invited by lot. `names`, `people` and `minimum_age` are set before anything else."""

    names: Names
    people: int
    minimum_age = 16
    codes: dict[tuple[str, str], str]
    answers: list[Reply]
    answering: set[tuple[str, str]]

    def bring_register(self, at: datetime) -> None:
        """The extract comes in, its columns are named, and it is read."""
        on = local(at).date()
        self.folk = townsfolk(self.residents, self.names, self.people, on, self.slug)
        with db.write() as session:
            panel = self._panel(session)
            found = register.take_in(
                session,
                self.town.id,
                panel.id,
                f"{self.slug}.csv",
                [register_csv(self.names, self.folk)],
                erase_on=on + KEPT,
                by=self.town.first,
                at=at,
            )
            session.flush()
            columns = dict(zip(COLUMNS, self.names.header, strict=True))
            register.name_columns(
                session, found, columns, minimum_age=self.minimum_age, resident_on=on, by=self.town.first
            )
            number = found.id
        registering.read_register(number, now=lambda: at)

    def propose_lot(self, count: int, source: str, seed_at: datetime, answers_until: date, at: datetime) -> None:
        """Of each district as many as live there; where people answer less, a few more."""
        wishes = Wishes(PERSON, True, STRATIFIED, "district", count, self._weights())
        with db.write() as session:
            panel = self._panel(session)
            frame = drawing.lay_out(session, self.town.id, panel.id, wishes, at=at)
            drawing.propose(
                session,
                registers.register_here(session, self.town.id, panel.id),
                frame,
                wishes,
                source=declare_source("balls", source, seed_at),
                seed_at=seed_at,
                answers_until=answers_until,
                by=self.town.first,
                at=at,
            )

    def confirm_lot(self, at: datetime) -> None:
        with db.write() as session:
            lot = self._lot(session)
            title = next(iter(self.title.values()))
            name = self.slug
            drawing.confirm(
                session, lot, municipality=self.town.name, title=title, name=name, by=self.town.second, at=at
            )

    def draw_lot(self, typed: str, at: datetime) -> None:
        with db.write() as session:
            drawing.enter_number(session, self._lot(session), typed, by=self.town.first, at=at)

    def word_letters(self, written: Mapping[str, Mapping[str, str]], at: datetime) -> None:
        """The municipality's own paragraphs, by language and part."""
        with db.write() as session:
            panel_id = self._panel(session).id
            for language, words in written.items():
                batches.write_words(
                    session,
                    self.town.id,
                    panel_id,
                    language,
                    words,
                    seen=batches.mark_of({}),
                    by=self.town.second,
                    at=at,
                )

    def make_letters(self, kind: str, at: datetime) -> None:
        with db.write() as session:
            batch = batches.make(session, self.town.id, self._panel(session).id, kind, by=self.town.first, at=at)
            number = batch.id
        making.make_letters(number, now=lambda: at)

    def print_letters(self, at: datetime) -> None:
        with db.write() as session:
            batches.take_files(session, self._batch(session), by=self.town.first, at=at)
            batches.note_printed(session, self._batch(session), by=self.town.first, at=at)

    def send_letters(self, at: datetime) -> None:
        with db.write() as session:
            batches.note_sent(session, self._batch(session), local(at).date(), by=self.town.first, at=at)

    def plan_replies(self, plan: Plan, at: datetime) -> None:
        """Whoever finds a letter in the box makes up their mind. Nothing of it is known here yet."""
        with db.read() as session:
            panel = queries.panel(session, self.town.id, self.slug)
            rows = session.scalars(
                select(Invited)
                .where(Invited.municipality_id == self.town.id, Invited.panel_id == panel.id)
                .order_by(Invited.number)
            ).all()
            self.codes = {_key(self.town.id, row): seals.code_of(self.town.id, row.code) for row in rows if row.code}
        least = {(one["category"], one["feature"]): _enough(one) for one in panel.targets if one["feature"] != UNSAID}
        known = {one.key: one for one in self.folk}
        self.answers = replies([known[key] for key in self.codes], self.residents, plan, least)
        self.answering = {one.person.key for one in self.answers}

    def come_back(self, count: int, why: str, at: datetime) -> None:
        """The post brings letters back, of people who answer nothing."""
        silent = sorted((key, code) for key, code in self.codes.items() if key not in self.answering)
        codes = [code for _, code in silent[:count]]
        for key, _ in silent[:count]:
            del self.codes[key]
        with db.write() as session:
            panel_id = self._panel(session).id
            batches.note_returned(session, self.town.id, panel_id, codes, why, by=self.town.second, at=at)

    def take_replies(self, upto: float, language: str, at: datetime) -> None:
        """The answers that came since the last time come in, one after the other. upto: how far the time to answer is
        over, from 0 to 1"""
        now = [one for one in self.answers if one.when <= upto]
        self.answers = self.answers[len(now) :]
        with db.write() as session:
            subject = queries.subject_of(self._panel(session).id)
            for place, one in enumerate(now):
                self._enter(session, subject, one, language, at=at + place * APART)

    def take_texts(self, said: Sequence[tuple[str, str]], language: str, at: datetime) -> None:
        """People answer by text message with the code in their letter. said: their telephone, and yes or no"""
        silent = sorted(code for key, code in self.codes.items() if key not in self.answering)
        reply = sheet("reply")
        assert reply.key
        with db.write() as session:
            for place, ((phone, word), code) in enumerate(zip(said, silent, strict=False)):
                texted = reply.key.texted(session, self.town.id, code, word, phone)
                assert texted
                forms.enter(
                    session,
                    self.town.id,
                    reply,
                    subject=texted.subject,
                    typed=texted.typed,
                    answers={name: typed for name, (typed,) in texted.typed.items()},
                    language=language,
                    channel=TEXT,
                    at=at + place * APART,
                )

    def _enter(self, session: Session, subject: str, one: Reply, language: str, *, at: datetime) -> None:
        answers = {"code": self.codes[one.person.key], **one.answers}
        helped = None
        if one.channel in ASSISTED:
            helped = Helped(self._desk(at).person_id, one.person.name, "letter", consented=True, read_back=True)
        forms.enter(
            session,
            self.town.id,
            sheet("reply"),
            subject=subject,
            typed=as_typed(answers),
            answers=answers,
            language=language,
            channel=one.channel,
            helped=helped,
            at=at,
        )

    def _desk(self, at: datetime) -> Actor:
        """Who of the two officials sits at the desk."""
        return self.town.first if at.day % 2 else self.town.second

    def _weights(self) -> dict[str, int]:
        """Where people answer less readily, more letters go out."""
        district = self.residents.features[self.residents.home[0]]
        return {name: 130 for name, (_, eager) in district.items() if eager < 0.85}

    def _lot(self, session: Session) -> Any:
        panel_id = self._panel(session).id
        newest = lots.lots(session, self.town.id, panel_id)[0]
        return lots.lot_to_change(session, self.town.id, panel_id, newest.sequence)

    def _batch(self, session: Session) -> Any:
        panel_id = self._panel(session).id
        newest = letters.batches(session, self.town.id, panel_id)[0]
        return letters.batch_to_change(session, self.town.id, panel_id, newest.sequence)


def as_typed(answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Answers as a browser sends them: a tick is a `y`, and what is empty is not there."""
    return {
        name: ["y"] if value is True else [str(value)]
        for name, value in answers.items()
        if value not in (None, "", False)
    }


def _enough(target: Mapping[str, Any]) -> int:
    """With so many of a group a panel can be drawn whatever else they are."""
    return int(target["min"]) + math.ceil(int(target["min"]) / 3) if target["min"] else 0


def _key(municipality_id: int, row: Invited) -> tuple[str, str]:
    letter = seals.letter_of(municipality_id, row.letter or "")
    return letter["name"], f"{letter['street']} {letter['number']}"
