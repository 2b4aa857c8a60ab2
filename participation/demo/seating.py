"""What becomes of a panel of the demo after its draw: seats, replacement, sessions, attendance and pay; for the stories."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import db
from participation.demo.inviting import APART, Inviting, as_typed
from participation.inclusion import actions as forms
from participation.inclusion.actions import Helped
from participation.members import arranging, attending, paying, seats, sessions, table_rules, tabling, thanking
from participation.members import queries as members
from participation.members.models import Member, PanelSession
from participation.members.queries import money
from participation.members.queries import sessions as held
from participation.members.queries import tables as seating
from participation.members.queries.sessions import Noted
from participation.members.reaching import Reach
from participation.members.rules import CONFIRMED
from participation.members.session_rules import NOTED, PART, PRESENT, About, Plan
from participation.messages import printing
from participation.messages.recipients import EMAIL, LETTER
from participation.panels import drawing, queries
from participation.sheets import ASSISTED, DESK, NO, PAPER, PHONE, WEB, YES, sheet

Words = Mapping[str, str]
# How those who were drawn answer, and whose name may stand on the page.
WAYS = (WEB, PAPER, WEB, PHONE, WEB, WEB, DESK, WEB, PAPER)
NAMED = 0.4
# Account numbers that add up, of a bank that does not exist.
BANK = "999"


class Seating(Inviting):
    """A panel that was drawn. Members are taken in the order of their codes."""

    facilitators: Sequence[str] = ()

    def note_reaches(self, known: Sequence[Reach], language: str, at: datetime) -> None:
        """Of those who came in with a list, an official notes how they are reached."""
        with db.write() as session:
            codes = self._codes(session)
            for place, (code, reach) in enumerate(zip(codes, known, strict=False)):
                seats.note_reach(
                    session,
                    self.town.id,
                    self.slug,
                    code,
                    reach,
                    language=language,
                    large_print=place % 9 == 4,
                    by=self.town.second,
                    at=at + place * APART,
                )

    def answer_seats(self, declining: int, silent: int, language: str, at: datetime) -> None:
        """Those who were asked say whether they come: so many do not, and so many say nothing yet."""
        with db.write() as session:
            asked = self._codes(session, "asked")
            for place, code in enumerate(asked[: len(asked) - silent]):
                no = place >= len(asked) - silent - declining
                answers = {"coming": NO, "reason": "time"} if no else {"coming": YES, **self._named(session, code)}
                self._send(session, "seat", code, answers, WAYS[place % len(WAYS)], language, at=at + place * APART)

    def leave(self, reason: str, words: str, language: str, at: datetime) -> None:
        """Somebody gives their seat back."""
        with db.write() as session:
            code = self._codes(session, CONFIRMED)[-1]
            self._send(session, "leave-panel", code, {"reason": reason, "words": words}, PHONE, language, at=at)

    def open_round(self, at: datetime) -> None:
        """The draw for the free seats, as far as the chances."""
        with db.write() as session:
            seats.draw_for_open_seats(session, self.town.id, self.slug, by=self.town.first, at=at)
        self.find_chances(at)

    def propose_again(self, name: str, seed_at: datetime, at: datetime) -> None:
        """Promise where the number of a small draw comes from; how many digits it has depends on the people in it."""
        with db.write() as session:
            panel = self._panel(session)
            source = drawing.declare_source("balls", name, seed_at, drawing.panels_to_draw_from(session, panel))
            drawing.propose(session, panel, source=source, seed_at=seed_at, by=self.town.first, at=at)

    def enter_number_again(self, digits: str, sequence: int, at: datetime) -> None:
        """As many of these digits as the promise asks for."""
        with db.write() as session:
            found = queries.draw(session, self.town.id, self._panel(session).id, sequence)
            typed = digits[: len(found.source["highest"])]
        self.enter_number(typed, at, sequence=sequence)

    def thank_the_others(self, at: datetime) -> None:
        with db.write() as session:
            panel_id = self._panel(session).id
            thanking.ask_thanks(session, self.town.id, self.slug, by=self.town.first, at=at)
        thanking.thank(panel_id, self.town.id, now=lambda: at)

    def plan_session(self, number: int, about: About, plan: Plan, at: datetime) -> None:
        with db.write() as session:
            panel_id = self._panel(session).id
            sessions.plan(session, self.town.id, panel_id, number, about=about, plan=plan, by=self.town.first, at=at)

    def add_reading(self, number: int, title: Words, language: str, text: str, at: datetime) -> None:
        """A page of text that everybody may read."""
        with db.write() as session:
            sessions.add_material(
                session,
                self._session(session, number),
                title=title,
                language=language,
                filename=f"sessie-{number}.txt",
                content=text.encode(),
                public=True,
                by=self.town.second,
                at=at,
            )

    def invite_to(self, number: int, at: datetime) -> None:
        with db.write() as session:
            sessions.invite(session, self._session(session, number), by=self.town.first, at=at)

    def move_session(self, number: int, plan: Plan, reason: Words, at: datetime) -> None:
        with db.write() as session:
            sessions.move(session, self._session(session, number), plan, reason, by=self.town.first, at=at)

    def arrange(self, number: int, kinds: Mapping[str, Sequence[str]], at: datetime) -> None:
        """kinds: what is arranged, to how far it is for the first members, one after the other"""
        with db.write() as session:
            found = self._session(session, number)
            people = held.confirmed(session, self.town.id, found.panel_id)
            noted = {
                (one.id, kind): state
                for kind, states in kinds.items()
                for one, state in zip(people, states, strict=False)
            }
            arranging.note(session, found, noted, by=self.town.second, at=at)

    def arrange_tables(self, number: int, count: int, rounds: int, balance: Sequence[str], at: datetime) -> None:
        """Who sits where, for all members to see. balance: the categories that each table mirrors"""
        with db.read() as session:
            panel = queries.panel(session, self.town.id, self.slug)
            guests = seating.guests(session, self.town.id, panel, balance=balance)
        made = table_rules.arranged(
            guests,
            [],
            tables=count,
            rounds=rounds,
            balance=balance,
            facilitators=self.facilitators[:count],
            note_takers=(),
            seed=f"{number}",
        )
        with db.write() as session:
            found = self._session(session, number)
            kept = tabling.keep(session, found, made, seen=tabling.NO_PLAN, by=self.town.first, at=at)
            tabling.show(session, found, shown=True, seen=kept.version, by=self.town.first, at=at)

    def note_attendance(self, number: int, missing: Mapping[int, str], at: datetime) -> None:
        """missing: by the place of a member in the list, who was not there all the time"""
        with db.write() as session:
            found = self._session(session, number)
            noted = {}
            for place, one in enumerate(held.confirmed(session, self.town.id, found.panel_id)):
                state = missing.get(place, PRESENT)
                noted[one.id] = Noted(state, 120 if state == PART else None)
            attending.note(session, found, noted, by=self.town.first, at=at)

    def give_accounts(self, count: int, refusing: int, language: str, at: datetime) -> None:
        """So many members say where they are paid, and so many that they want no money."""
        with db.write() as session:
            for place, code in enumerate(self._codes(session, CONFIRMED)[: count + refusing]):
                name = self._name(session, code)
                answers = {"wanted": YES, "holder": name, "iban": iban(place)} if place < count else {"wanted": NO}
                self._send(session, "bank", code, answers, WAYS[place % len(WAYS)], language, at=at + place * APART)

    def pay(self, number: int, extra: Sequence[tuple[int, str, int, str]], at: datetime) -> None:
        """What everybody gets who was there. extra: place of a member, kind, cents and words"""
        with db.write() as session:
            found = self._session(session, number)
            paying.propose(session, found, by=self.town.first, at=at)
            people = held.confirmed(session, self.town.id, found.panel_id)
            for place, kind, cents, words in extra:
                paying.note(session, found, people[place].id, kind, cents, words, by=self.town.first, at=at)

    def approve_pay(self, at: datetime) -> None:
        with db.write() as session:
            panel_id = self._panel(session).id
            lines = money.lines(session, self.town.id, panel_id, seen_by=self.town.second.person_id)
            waiting = [line.id for line in lines if line.state == NOTED]
            paying.approve(session, self.town.id, panel_id, waiting, by=self.town.second, at=at)

    def export_pay(self, at: datetime) -> None:
        """The file for the bookkeeper, which pays two weeks later."""
        with db.write() as session:
            panel_id = self._panel(session).id
            paying.export(session, self.town.id, panel_id, by=self.town.first, at=at)

    def mark_paid(self, export: int, at: datetime) -> None:
        with db.write() as session:
            paying.mark_paid(session, self.town.id, self._panel(session).id, export, by=self.town.first, at=at)

    def print_post(self, at: datetime) -> None:
        """What was written to people who get letters goes onto paper."""
        with db.write() as session:
            batch = printing.take_letters(session, self.town.id, by=self.town.second, at=at)
            printing.note_printed(session, self.town.id, batch, by=self.town.second, at=at)

    def _send(
        self,
        session: Session,
        form: str,
        code: str,
        answers: Mapping[str, Any],
        channel: str,
        language: str,
        *,
        at: datetime,
    ) -> None:
        """A form about a seat comes in. code: the public one of the member"""
        panel = self._panel(session)
        secret = members.secret_of(session, self.town.id, panel.id, code)
        given = {"named": False, "public_name": "", "reason": None, "words": "", "holder": "", "iban": ""}
        whole = {"code": secret, **given, **answers}
        helped = None
        if channel in ASSISTED:
            by, name = self._desk(at).person_id, self._name(session, code)
            helped = Helped(by, name, "letter", consented=True, read_back=True)
        forms.enter(
            session,
            self.town.id,
            sheet(form),
            subject=queries.subject_of(panel.id),
            typed=as_typed(whole),
            answers=whole,
            language=language,
            channel=channel,
            helped=helped,
            at=at,
        )

    def _codes(self, session: Session, *states: str) -> list[str]:
        """The public codes of those who were drawn and are in one of these states, in order."""
        wanted = select(Member.code).where(
            Member.municipality_id == self.town.id, Member.panel_id == self._panel(session).id
        )
        if states:
            wanted = wanted.where(Member.state.in_(states))
        return list(session.scalars(wanted.order_by(Member.code)))

    def _name(self, session: Session, code: str) -> str:
        panel = queries.panel(session, self.town.id, self.slug)
        return members.seat(session, self.town.id, panel, code).reach.name

    def _named(self, session: Session, code: str) -> dict[str, Any]:
        name = self._name(session, code)
        if random.Random(name).random() > NAMED:  # noqa: S311  only whose name is shown
            return {}
        return {"named": True, "public_name": name.split()[0]}

    def _session(self, session: Session, number: int) -> PanelSession:
        return held.session_to_change(session, self.town.id, self._panel(session).id, number)


def iban(place: int) -> str:
    """A Belgian account number that adds up."""
    bare = f"{BANK}{place:07}"
    account = f"{bare}{int(bare) % 97 or 97:02}"
    return f"BE{98 - int(account + '111400') % 97:02}{account}"


def reaches(people: Sequence[tuple[str, str]], street: str, postcode: str, town: str) -> list[Reach]:
    """How people are reached: (name, e-mail address or ""); those without one by letter."""
    return [
        Reach(
            name=name,
            email=email,
            way=EMAIL if email else LETTER,
            street=street,
            number=str(3 + 4 * place),
            postcode=postcode,
            town=town,
        )
        for place, (name, email) in enumerate(people)
    ]
