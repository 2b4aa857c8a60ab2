"""Answers by text message: JA KRTW-4071, for who has a telephone that only texts, and for who was helped at the desk.

A code that we sent counts only together with the telephone it was sent to, and is short; one from a letter counts from any
telephone, and is long. What cannot be counted gets one polite text, which says nothing of who or what is known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from participation import config, keys, pace
from participation.errors import N_, NotFound, Refused
from participation.i18n import say
from participation.inclusion import actions, codes, queries
from participation.inclusion.models import TAKEN_BACK, TextQuestion
from participation.inclusion.questions import filled
from participation.journal.actions import record
from participation.lottery.codes import codes_in
from participation.messages import queries as news
from participation.messages.actions import send, unsubscribe
from participation.messages.recipients import PHONE, Recipient
from participation.municipalities import queries as municipalities
from participation.people import queries as people
from participation.permissions import Actor
from participation.sheets import NO, TEXT, YES, Sheet, Texted, sheet, sheets

LIVES = timedelta(days=14)
LONGEST = 1000
STOP = "stop"
SPOKEN = {YES: N_("Yes"), NO: N_("No")}
A_FORM = N_("a form")

_WORDS = {
    **dict.fromkeys(("ja", "oui", "yes"), YES),
    **dict.fromkeys(("nee", "neen", "non", "nein", "no"), NO),
    **dict.fromkeys(("stop", "stopp", "arret", "arrêt"), STOP),
}


@dataclass(frozen=True)
class Told:
    """What somebody answered. word: yes, no, stop, or "" where it says neither, or both; code: "" where it has none."""

    word: str
    code: str


def told(text: str) -> Told:
    """What a text message says, whatever stands around it: "Ja, KRTW 4071" and "krtw4O71 OUI" are answers."""
    text = text[:LONGEST]
    words = {_WORDS[word] for word in re.findall(r"[^\W\d_]+", text.lower()) if word in _WORDS}
    found = codes_in(text)
    return Told(words.pop() if len(words) == 1 else "", found[0] if len(found) == 1 else "")


def are_taken() -> bool:
    """Whether text messages leave here and their answers come in."""
    settings = config.current()
    return bool(settings.sms and settings.text_secret)


def ask_if_right(
    session: Session, municipality_id: int, entry_id: int, wanted: Sheet, *, to: Recipient, at: datetime
) -> None:
    """Tell somebody's telephone what was entered for them, so that they can say that it is not right."""
    if not to.phone or not are_taken():
        return
    facts = {"form": A_FORM if wanted.discreet else wanted.title}
    _ask(session, municipality_id, "entered_for_you", wanted, "", facts, to=to, entry_id=entry_id, at=at)


def ask_form(
    session: Session,
    municipality_id: int,
    wanted: Sheet,
    subject: str,
    question: str,
    *,
    person_id: int,
    by: Actor,
    at: datetime,
) -> None:
    """Ask somebody the one question of a form by text message; `question` is in their language.

    Raises Refused where we have no number of theirs, and while an earlier text waits for its answer.
    """
    people.person_to_change(session, municipality_id, person_id)
    to = people.recipient(session, municipality_id, person_id)
    if not to.phone or not are_taken():
        raise Refused("text_no_phone", field="person")
    asked = (
        TextQuestion.municipality_id == municipality_id,
        TextQuestion.person_id == person_id,
        TextQuestion.sheet == wanted.name,
        TextQuestion.subject == subject,
        TextQuestion.entry_id.is_(None),
    )
    if session.scalar(select(exists().where(*asked, TextQuestion.answer.is_(None), TextQuestion.expires > at))):
        raise Refused("text_asked_already", field="person")
    number = _ask(session, municipality_id, "text_question", wanted, subject, {"question": question}, to=to, at=at)
    record(
        session,
        municipality_id,
        "form.asked_by_text",
        subject=f"text_question:{number}",
        by=f"person:{by.person_id}",
        facts={"form": wanted.name, "about": subject},
        at=at,
    )


def spoken_by(session: Session, municipality_id: int, person_id: int) -> str:
    """The language in which somebody gets text messages."""
    return _language(session, municipality_id, people.recipient(session, municipality_id, person_id))


def receive(session: Session, municipality_id: int, *, phone: str, text: str, reference: str, at: datetime) -> None:
    """A text message came in. reference: the gateway's own name for it; the same one twice has one effect."""
    number = people.mobile(phone)
    if number is None:
        return
    key = f"text:{keys.keyed(reference, 'text', municipality_id, number)}"
    if news.is_there(session, municipality_id, key):
        return
    heard = told(text)
    person = people.person_with_phone(session, municipality_id, number)
    kind, facts = UNCLEAR
    if heard.word == STOP:
        if person:
            unsubscribe(session, municipality_id, person.id, at=at)
        kind = "text_stopped"
    elif heard.word and heard.code:
        kind, facts = _answer_in_pace(session, municipality_id, number, heard, at=at)
    to = (
        people.recipient(session, municipality_id, person.id)
        if person
        else Recipient(None, "", PHONE, phone=number, language=None)
    )
    if pace.count(session, municipality_id, "text_answered", address="gateway", account=number, at=at) is None:
        send(session, municipality_id, kind, to=to, key=key, facts=facts, at=at)


def settle(session: Session, municipality_id: int, entry_id: int, *, by: Actor, at: datetime) -> None:
    """The desk looked with somebody at what was entered for them: it stands as it is now. Raises NotFound."""
    doubts = session.scalars(
        select(TextQuestion)
        .where(
            TextQuestion.municipality_id == municipality_id,
            TextQuestion.entry_id == entry_id,
            TextQuestion.answer == NO,
        )
        .with_for_update()
    ).all()
    if not doubts:
        raise NotFound
    for doubt in doubts:
        doubt.answer = YES
    about = f"entry:{entry_id}"
    record(session, municipality_id, "entry.settled", subject=about, by=f"person:{by.person_id}", via="desk", at=at)


Reply = tuple[str, dict[str, object]]
UNCLEAR: Reply = ("text_unclear", {})
STANDS: Reply = ("text_stands", {})


def _ask(
    session: Session,
    municipality_id: int,
    kind: str,
    wanted: Sheet,
    subject: str,
    facts: Mapping[str, object],
    *,
    to: Recipient,
    entry_id: int | None = None,
    at: datetime,
) -> int:
    assert to.phone
    code = codes.new_short_code()
    question = TextQuestion(
        municipality_id=municipality_id,
        digest=_digest(municipality_id, to.phone, code),
        phone=to.phone,
        sheet=wanted.name,
        subject=subject,
        person_id=to.person_id,
        entry_id=entry_id,
        asked_at=at,
        expires=at + LIVES,
    )
    session.add(question)
    session.flush()
    send(session, municipality_id, kind, to=to, key=f"{kind}:{question.id}", facts={**facts, "code": code}, at=at)
    return question.id


def _answer_in_pace(session: Session, municipality_id: int, phone: str, heard: Told, *, at: datetime) -> Reply:
    """As `_answer`, but who sends one wrong code after the other is no longer heard: a sender can be made up."""
    if pace.count(session, municipality_id, "text_code", address="gateway", account=phone, at=at):
        return UNCLEAR
    reply = _answer(session, municipality_id, phone, heard, at=at)
    if reply != UNCLEAR:
        pace.give_back(session, municipality_id, "text_code", address="gateway", account=phone, at=at)
    return reply


def _answer(session: Session, municipality_id: int, phone: str, heard: Told, *, at: datetime) -> Reply:
    """Count an answer, if it is one to something that was asked; and what is answered to it."""
    question = session.scalars(
        select(TextQuestion)
        .where(
            TextQuestion.municipality_id == municipality_id,
            TextQuestion.digest == _digest(municipality_id, phone, heard.code),
            TextQuestion.expires > at,
        )
        .with_for_update()
    ).one_or_none()
    if question is None:
        return _answer_letter(session, municipality_id, phone, heard, at=at)
    if question.entry_id is not None:
        return _if_right(session, question, question.entry_id, heard.word, at=at), {}
    if question.answer is not None:
        return ("text_thanks" if question.answer == heard.word else "text_known"), {}
    return _enter(session, question, heard.word, at=at)


def _if_right(session: Session, question: TextQuestion, entry_id: int, word: str, *, at: datetime) -> str:
    """Whether what was entered is right. No takes it back; where it cannot be, the desk looks at it."""
    here, first = question.municipality_id, question.answer != word
    if queries.entry(session, here, entry_id).state == TAKEN_BACK:
        return "text_taken_back" if word == NO else "text_known"
    question.answer, question.answered_at = word, at
    if word == YES:
        return "text_thanks"
    try:
        with session.begin_nested():
            actions.take_back(session, here, entry_id, by=question.person_id, at=at)
    except Refused:
        if first:
            about, who = f"entry:{entry_id}", f"person:{question.person_id}" if question.person_id else "somebody"
            record(session, here, "entry.doubted", subject=about, by=who, via=TEXT, at=at)
        return "text_doubted"
    return "text_taken_back"


def _answer_letter(session: Session, municipality_id: int, phone: str, heard: Told, *, at: datetime) -> Reply:
    """Count an answer with the code from a letter. Whoever has the letter may answer, from whatever telephone."""
    for wanted in sheets():
        texted = wanted.key and wanted.key.texted(session, municipality_id, heard.code, heard.word, phone)
        if texted:
            to = Recipient(None, "", PHONE, phone=phone, language=texted.language or None)
            return _fill_in(session, municipality_id, wanted, texted, to, heard.word, at=at)
    return UNCLEAR


def _enter(session: Session, question: TextQuestion, word: str, *, at: datetime) -> Reply:
    """The answer fills in the form, as if they had ticked it themselves."""
    wanted, here = sheet(question.sheet), question.municipality_id
    to = Recipient(question.person_id, "", PHONE, phone=question.phone)
    if question.person_id:
        to = people.recipient(session, here, question.person_id)
    reply = _fill_in(session, here, wanted, Texted(question.subject, {wanted.yes_no: [word]}), to, word, at=at)
    if reply != UNCLEAR:
        question.answer, question.answered_at = word, at
    return reply


def _fill_in(
    session: Session, municipality_id: int, wanted: Sheet, texted: Texted, to: Recipient, word: str, *, at: datetime
) -> Reply:
    """Enter a form with what a text message says; and what is answered to it."""
    form = filled(wanted.asks(session, municipality_id, texted.subject), texted.typed)
    if not form.validate():
        return UNCLEAR
    language = _language(session, municipality_id, to)
    try:
        with session.begin_nested():
            receipt = actions.enter(
                session,
                municipality_id,
                wanted,
                subject=texted.subject,
                typed=texted.typed,
                answers=form.data,
                language=language,
                channel=TEXT,
                person_id=to.person_id,
                at=at,
            )
    except Refused:
        return STANDS if wanted.key else UNCLEAR
    return texted.thanks, {"answer": say(SPOKEN[word], language), "code": receipt.code}


def _language(session: Session, municipality_id: int, to: Recipient) -> str:
    return to.language or str(municipalities.value(session, municipality_id, "language.letter")[0])


def _digest(municipality_id: int, phone: str, code: str) -> str:
    return codes.digest(municipality_id, codes.QUESTION, f"{phone} {code}")
