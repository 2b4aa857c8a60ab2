"""What this room holds on people: forms on their way, what came in by which way, and what they asked us for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from participation.errors import N_
from participation.held import Holding, Kind, Sentence, Somebody
from participation.inclusion import requests
from participation.inclusion.drafts import KEPT, KEPT_DAYS
from participation.inclusion.models import WAITING, Draft, Entry, KnownProblem, Request, StatementReview, TextQuestion
from participation.inclusion.queries import Typed, unsealed
from participation.inclusion.requests import KINDS as REQUESTS
from participation.inclusion.requests import REQUEST_TERM, SUPPORT_TERM
from participation.lottery.codes import read_long_code
from participation.lottery.faults import Fault
from participation.messages import actions as messages
from participation.messages.kinds import KINDS as MESSAGES
from participation.municipalities import queries as municipalities
from participation.sheets import CHANNEL_NAMES, sheets

_TASK = N_("A task of the municipality in the public interest (GDPR, article 6.1.e).")
_TOLD = N_("You told us so, and may take it back.")
_AFTER_CORRECTING = timedelta(days=1)

ANSWERS, ENTRY, OFFICIAL = "inclusion.answers", "inclusion.entry", "inclusion.official"
TEXT_QUESTION = "inclusion.text_question"
# The kinds of message with which we answer a text message.
TEXTS = tuple(kind for kind in MESSAGES if kind.startswith("text_"))

KINDS = (
    Kind(
        KEPT,
        N_("Forms you have not sent yet"),
        ("draft",),
        N_("What you typed in a form and have not sent yet, sealed."),
        N_("So that you do not have to type it again."),
        _TOLD,
        N_("Only you."),
        N_("you asked to keep it; what you did not ask to keep goes after a day"),
        KEPT_DAYS,
    ),
    Kind(
        ANSWERS,
        N_("Your answers on forms"),
        ("entry",),
        N_("What you answered on a form, sealed, whichever way it came in."),
        N_("So that you can look at it and put it right."),
        _TASK,
        N_("You. An official to whom you give the code of your receipt."),
        N_("15 days after it came in, when it can no longer be put right"),
        None,
    ),
    Kind(
        ENTRY,
        N_("Forms that came in"),
        ("entry",),
        N_("That you sent a form: which one, when, in which way, and which official entered it for you."),
        N_("To show that it came in, and that every way counts."),
        _TASK,
        N_("You. The official who entered it."),
        N_("it came in; after that only a number per way stays"),
        365,
    ),
    Kind(
        TEXT_QUESTION,
        N_("Questions by text message"),
        ("text_question",),
        N_("A question that we sent you as a text message, your number, and whether you answered yes or no."),
        N_("To know which question your answer belongs to."),
        _TASK,
        N_("You. Officials who enter forms."),
        N_("it could no longer be answered"),
        30,
    ),
    Kind(
        REQUEST_TERM,
        N_("What you asked us for"),
        ("request",),
        N_("What you asked us to do, sealed, and what we answered."),
        N_("To do it, and to answer you."),
        _TASK,
        N_("You. Officials who deal with requests."),
        N_("we dealt with it"),
        365,
    ),
    Kind(
        SUPPORT_TERM,
        N_("What helps you to take part"),
        ("request",),
        N_("What you told us you need to take part, sealed, and what we arranged."),
        N_("To arrange it."),
        _TOLD,
        N_("You. Those who arrange support, and no other official."),
        N_("we arranged it, or the last day on which you need it"),
        30,
    ),
    Kind(
        OFFICIAL,
        N_("What you did for others here"),
        ("entry", "request", "known_problem", "statement_review"),
        N_(
            "Which forms you entered for others as an official, which requests you dealt with, and what you noted about "
            "accessibility."
        ),
        N_("To know whom to ask, and so that two different people enter what counts double."),
        _TASK,
        N_("You, and the colleagues who do the same work."),
        N_("your account goes; then what was done stays, without you"),
        None,
    ),
)


def asking(session: Session, *, who: Somebody) -> list[Holding]:
    """What somebody began, sent and asked for; and what they did for others."""
    # What nobody else may know stands with what was asked, which is not shown to colleagues who open a file.
    entries = [one for one in _rows(session, Entry, who, Entry.person_id == who.person_id) if not _is_discreet(one)]
    asked = _rows(session, Request, who, Request.person_id == who.person_id)
    return [
        Holding(
            KEPT,
            [
                {N_("Form"): _form(one.sheet), N_("Since"): one.made_at, N_("Until"): one.expires}
                for one in _rows(session, Draft, who, Draft.person_id == who.person_id)
            ],
        ),
        Holding(
            ANSWERS,
            [
                {N_("Form"): _form(one.sheet), N_("When"): one.made_at, N_("Answers"): _answers(one)}
                for one in entries
                if one.answers
            ],
        ),
        Holding(
            ENTRY,
            [
                {
                    N_("Form"): _form(one.sheet),
                    N_("When"): one.made_at,
                    N_("How"): Sentence(CHANNEL_NAMES.get(one.channel, one.channel)),
                    N_("An official entered it for you"): one.entered_by is not None,
                    N_("Put right"): one.corrected_at,
                }
                for one in entries
            ],
        ),
        Holding(TEXT_QUESTION, _text_questions(session, who)),
        *(
            Holding(term, [_request(one) for one in asked if _term(one) == term])
            for term in (REQUEST_TERM, SUPPORT_TERM)
        ),
        Holding(OFFICIAL, _done_for_others(session, who)),
    ]


def leaving(session: Session, *, who: Somebody) -> None:
    """Forget what somebody began, sent and asked for. That a form came in, and by which way, still counts."""
    requests.forget(session, who.municipality_id, who.person_id)
    session.execute(delete(Draft).where(*_of(Draft, who), Draft.person_id == who.person_id))
    session.execute(delete(TextQuestion).where(*_of(TextQuestion, who), _theirs(who)))
    session.execute(
        update(Entry)
        .where(*_of(Entry, who), Entry.person_id == who.person_id)
        .values(person_id=None, name=None, answers=None)
    )
    for table, column in (
        (Entry, Entry.entered_by),
        (Entry, Entry.second_by),
        (KnownProblem, KnownProblem.noted_by),
        (StatementReview, StatementReview.reviewed_by),
    ):
        session.execute(update(table).where(*_of(table, who), column == who.person_id).values({column.key: None}))


def code_forgotten(session: Session, *, municipality_id: int, subject: str, code: str, entry_id: int | None) -> None:
    """Hears that whoever had this secret code is forgotten: what came in with it goes, whoever typed it.

    code: "" where it is not known any more; entry_id: the form that counted last
    """
    who = (municipality_id, subject, code)
    session.execute(
        delete(Draft).where(Draft.municipality_id == municipality_id, Draft.id.in_(_with(session, Draft, *who)))
    )
    gone = [*_with(session, Entry, *who), *([entry_id] if entry_id else [])]
    asked = TextQuestion.municipality_id == municipality_id, TextQuestion.entry_id.in_(gone)
    texts = session.scalars(select(TextQuestion.id).where(*asked)).all()
    messages.forget_sent(session, municipality_id, [f"{kind}:{number}" for kind in TEXTS for number in texts])
    session.execute(delete(TextQuestion).where(*asked))
    session.execute(
        update(Entry)
        .where(Entry.municipality_id == municipality_id, Entry.subject == subject, Entry.id.in_(gone))
        .values(person_id=None, name=None, answers=None)
    )


def _with(session: Session, table: type[Draft | Entry], municipality_id: int, subject: str, code: str) -> list[int]:
    """What was typed with this code on a form that is opened with one, as far as it is still kept."""
    opened = [one.name for one in sheets() if one.key is not None]
    rows = session.execute(
        select(table.id, table.answers).where(
            table.municipality_id == municipality_id,
            table.subject == subject,
            table.sheet.in_(opened),
            table.answers.is_not(None),
        )
    )
    return [number for number, kept in rows if kept and code and _holds(unsealed(kept, municipality_id), code)]


def _holds(typed: Typed, code: str) -> bool:
    """Whether this is the code on a form, however it was typed."""
    with suppress(Fault):
        return read_long_code("".join(typed.get("code", ()))) == code
    return False


def expiring(session: Session, *, municipality_id: int, at: datetime) -> None:
    """First what was typed goes, later who sent it; the counts per way stay."""
    session.execute(delete(Draft).where(Draft.municipality_id == municipality_id, Draft.expires <= at))
    session.execute(
        update(Entry)
        .where(
            Entry.municipality_id == municipality_id,
            Entry.answers.is_not(None),
            Entry.state != WAITING,
            Entry.correctable_until <= at - _AFTER_CORRECTING,
        )
        .values(answers=None)
    )
    on_people = (Entry.answers, Entry.name, Entry.person_id, Entry.entered_by, Entry.second_by)
    session.execute(
        update(Entry)
        .where(
            Entry.municipality_id == municipality_id,
            Entry.made_at < _before(session, municipality_id, ENTRY, at),
            or_(*(column.is_not(None) for column in on_people)),
        )
        .values(dict.fromkeys(on_people))
    )
    session.execute(
        delete(TextQuestion).where(
            TextQuestion.municipality_id == municipality_id,
            TextQuestion.expires < _before(session, municipality_id, TEXT_QUESTION, at),
        )
    )
    requests.expire(session, municipality_id=municipality_id, at=at)


def _before(session: Session, municipality_id: int, name: str, at: datetime) -> datetime:
    """The moment before which a kind is over its term here."""
    kind = next(kind for kind in KINDS if kind.name == name)
    return at - timedelta(days=municipalities.term_days(session, municipality_id, kind.name, kind.days) or 0)


def _text_questions(session: Session, who: Somebody) -> list[Mapping[str, object]]:
    return [
        {
            N_("Form"): _form(one.sheet),
            N_("When"): one.asked_at,
            N_("Sent to"): one.phone,
            N_("Answered"): one.answered_at,
        }
        for one in _rows(session, TextQuestion, who, _theirs(who))
    ]


def _request(asked: Request) -> Mapping[str, object]:
    content = (str(part) for value in requests.content_of(asked).values() for part in _each(value) if part)
    return {
        N_("What"): Sentence(REQUESTS[asked.kind].name) if asked.kind in REQUESTS else asked.kind,
        N_("When"): asked.asked_at,
        N_("You wrote"): "; ".join(content),
        N_("We answered"): requests.answer_of(asked) or None,
        N_("Erased on"): asked.erase_on,
    }


def _done_for_others(session: Session, who: Somebody) -> list[Mapping[str, object]]:
    entered = _rows(session, Entry, who, or_(Entry.entered_by == who.person_id, Entry.second_by == who.person_id))
    handled = _rows(session, Request, who, Request.handled_by == who.person_id)
    noted = _rows(session, KnownProblem, who, KnownProblem.noted_by == who.person_id)
    reviewed = _rows(session, StatementReview, who, StatementReview.reviewed_by == who.person_id)
    done = [
        *((N_("Entered a form for somebody"), one.made_at) for one in entered),
        *((N_("Dealt with a request"), one.handled_at) for one in handled),
        *((N_("Noted a problem with accessibility"), one.noted_at) for one in noted),
        *((N_("Went through the accessibility statement"), one.reviewed_on) for one in reviewed),
    ]
    return [{N_("What"): Sentence(what), N_("When"): when} for what, when in done]


def _term(asked: Request) -> str:
    return REQUESTS[asked.kind].term if asked.kind in REQUESTS else REQUEST_TERM


def _form(name: str) -> str:
    return next((Sentence(sheet.title) for sheet in sheets() if sheet.name == name), name)


def _is_discreet(entry: Entry) -> bool:
    return any(sheet.name == entry.sheet and sheet.discreet for sheet in sheets())


def _answers(entry: Entry) -> str:
    assert entry.answers
    typed = unsealed(entry.answers, entry.municipality_id)
    return "; ".join(value for values in typed.values() for value in values if value)


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _theirs(who: Somebody) -> ColumnElement[bool]:
    return or_(TextQuestion.person_id == who.person_id, TextQuestion.phone.in_(who.addresses))


def _rows(session: Session, table: Any, who: Somebody, *where: ColumnElement[bool]) -> Sequence[Any]:
    return session.scalars(select(table).where(*_of(table, who), *where).order_by(table.id)).all()


def _of(table: Any, who: Somebody) -> tuple[ColumnElement[bool]]:
    return (table.municipality_id == who.municipality_id,)
