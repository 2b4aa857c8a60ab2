"""A form on its way: what somebody typed so far, kept until it is sent; or longer, where they ask for a code.

A draft is in the hands of an account or of a browser, and shown to nobody else. What was typed is sealed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import keys
from participation.errors import Refused
from participation.inclusion import codes
from participation.inclusion.models import Draft
from participation.inclusion.queries import Typed, sealed, unsealed
from participation.municipalities import queries as municipalities

KEPT = "inclusion.draft"  # the kind of personal data, and so the rule that says for how long
DAY, SHARED_COMPUTER = timedelta(days=1), timedelta(minutes=30)
KEPT_DAYS = 30
LARGEST = 100_000  # characters of all answers together


@dataclass(frozen=True)
class Hands:
    """Who is filling in: an account, or else a browser by a secret in its cookie.

    lives: for how long what they typed is kept, counted from when they last sent a page
    """

    municipality_id: int
    person_id: int | None
    browser: str = ""
    lives: timedelta = DAY

    @property
    def holder(self) -> str:
        """What a draft is found by."""
        whose = f"person:{self.person_id}" if self.person_id is not None else f"browser:{self.browser}"
        return keys.keyed(whose, "holder", self.municipality_id)


@dataclass(frozen=True)
class DraftView:
    """A draft as its page sees it. step: how many pages are done; receipt: the code of its receipt, "" until it is sent."""

    sheet: str
    subject: str
    person_id: int | None
    typed: Typed
    step: int
    language: str
    expires: datetime
    receipt: str


def draft(session: Session, hands: Hands, sheet: str, subject: str, *, at: datetime) -> DraftView | None:
    """What these hands hold of a form, or None."""
    return _view(session.scalars(_held(hands, sheet, subject)).one_or_none(), at)


def fill(
    session: Session,
    hands: Hands,
    sheet: str,
    subject: str,
    typed: Typed,
    *,
    done: int = 0,
    anew: bool = False,
    language: str,
    at: datetime,
) -> int:
    """Somebody typed this on a page of a form; returns how many of its pages are done now.

    done: the number of the page, from 1, where it is right; 0 where it is kept as it is
    anew: whatever was typed before goes, and every page after this one is still to be done
    Raises Refused where it is longer than anybody types.
    """
    row = _to_fill(session, hands, sheet, subject, at=at)
    if anew:
        row.answers, row.step = sealed({}, row.municipality_id), 0
    together = {**unsealed(row.answers, row.municipality_id), **typed}
    if len(json.dumps(together)) > LARGEST:
        raise Refused("form_too_long")
    row.answers, row.language = sealed(together, row.municipality_id), language
    # A page that is done before the ones that come first waits for them.
    row.step = max(row.step, done) if done <= row.step + 1 else row.step
    if not row.saved:
        row.expires = at + hands.lives
    return row.step


def keep(session: Session, hands: Hands, sheet: str, subject: str, *, at: datetime) -> tuple[str, datetime]:
    """Keep a form to come back to; returns the code for it, and until when it is kept.

    A browser lets go of it: whoever sits down there next does not see it.

    Raises Refused where there is nothing to keep.
    """
    row = _to_change(session, hands, sheet, subject, at=at)
    if row is None or row.receipt:
        raise Refused("form_gone")
    code = codes.new_code()
    row.digest = codes.digest(hands.municipality_id, codes.DRAFT, code)
    row.saved, row.expires = True, at + _kept_for(session, hands.municipality_id)
    if hands.person_id is None:
        row.holder = None
    return code, row.expires


def come_back(session: Session, hands: Hands, code: str, *, at: datetime) -> DraftView | None:
    """Take a kept form into these hands, with its code; None where there is none. Raises Refused where it is somebody
    else's."""
    row = session.scalars(_with_code(hands.municipality_id, code).with_for_update()).one_or_none()
    view = _view(row, at)
    if row is None or view is None:
        return None
    if row.person_id not in (None, hands.person_id):
        raise Refused("form_of_another")
    _make_room(session, hands, row)
    row.holder, row.person_id = hands.holder, hands.person_id
    session.flush()
    return view


def to_send(session: Session, hands: Hands, sheet: str, subject: str, *, at: datetime) -> DraftView:
    """The draft, taken so that nobody else sends it until this transaction ends. Raises Refused where it is gone."""
    found = _view(_to_change(session, hands, sheet, subject, at=at), at)
    if found is None:
        raise Refused("form_gone")
    return found


def sent(session: Session, hands: Hands, sheet: str, subject: str, code: str, *, at: datetime) -> None:
    """It was sent: what was typed goes, and the code of its receipt stays for a while for who presses twice."""
    row = _to_change(session, hands, sheet, subject, at=at)
    assert row
    row.answers, row.step = sealed({}, row.municipality_id), 0
    row.receipt = keys.sealed(code, "receipt", row.municipality_id)
    row.digest, row.saved, row.expires = None, False, at + hands.lives


def let_go(session: Session, hands: Hands) -> None:
    """Somebody else sits down here: what these hands hold is wiped, or waits for its code where it has one."""
    mine = (Draft.municipality_id == hands.municipality_id, Draft.holder == hands.holder)
    session.execute(delete(Draft).where(*mine, Draft.saved.is_(False)))
    session.execute(update(Draft).where(*mine).values(holder=None))


def _to_fill(session: Session, hands: Hands, sheet: str, subject: str, *, at: datetime) -> Draft:
    """The row to write in: the one there is, emptied where it was sent or is over, else a new one."""
    row = session.scalars(_held(hands, sheet, subject).with_for_update()).one_or_none()
    if row is None:
        row = Draft(
            municipality_id=hands.municipality_id,
            holder=hands.holder,
            sheet=sheet,
            subject=subject,
            person_id=hands.person_id,
            answers=sealed({}, hands.municipality_id),
            step=0,
            saved=False,
            language="",
            made_at=at,
            expires=at + hands.lives,
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            # Pressed twice at once: the other press has made it.
            return session.scalars(_held(hands, sheet, subject).with_for_update()).one()
    if row.receipt or row.expires <= at:
        row.answers, row.step, row.receipt = sealed({}, row.municipality_id), 0, None
        row.digest, row.saved, row.made_at, row.expires = None, False, at, at + hands.lives
    return row


def _to_change(session: Session, hands: Hands, sheet: str, subject: str, *, at: datetime) -> Draft | None:
    row = session.scalars(_held(hands, sheet, subject).with_for_update()).one_or_none()
    return row if row and row.expires > at else None


def _make_room(session: Session, hands: Hands, row: Draft) -> None:
    """Two drafts of one form are in no hands: the other waits for its own code, or goes."""
    other = session.scalars(_held(hands, row.sheet, row.subject).with_for_update()).one_or_none()
    if other is None or other.id == row.id:
        return
    if other.saved:
        other.holder = None
    else:
        session.delete(other)
    # It must be out of these hands before the next thing is in them.
    session.flush()


def _kept_for(session: Session, municipality_id: int) -> timedelta:
    return timedelta(days=municipalities.term_days(session, municipality_id, KEPT, KEPT_DAYS) or KEPT_DAYS)


def _held(hands: Hands, sheet: str, subject: str) -> Select[Draft]:
    return _of(
        hands.municipality_id, Draft.holder == hands.holder, Draft.sheet == sheet, Draft.subject == subject
    ).execution_options(populate_existing=True)


def _with_code(municipality_id: int, code: str) -> Select[Draft]:
    return _of(municipality_id, Draft.digest == codes.digest(municipality_id, codes.DRAFT, code))


def _of(municipality_id: int, *where: ColumnElement[bool]) -> Select[Draft]:
    return select(Draft).where(Draft.municipality_id == municipality_id, *where)


def _view(row: Draft | None, at: datetime) -> DraftView | None:
    if row is None or row.expires <= at:
        return None
    return DraftView(
        sheet=row.sheet,
        subject=row.subject,
        person_id=row.person_id,
        typed=unsealed(row.answers, row.municipality_id),
        step=row.step,
        language=row.language,
        expires=row.expires,
        receipt=keys.unsealed(row.receipt, "receipt", row.municipality_id) if row.receipt else "",
    )
