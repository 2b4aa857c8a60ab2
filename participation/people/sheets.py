"""The forms of this room: what somebody with an account tells us about how we may reach them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from participation import config
from participation.errors import N_
from participation.messages import actions as messages
from participation.messages import queries as news
from participation.messages.recipients import LETTER
from participation.municipalities import queries as municipalities
from participation.people import account, leaving, queries
from participation.people.sheet_forms import HowWeWrite, HowWeWriteOrText, MayWe, News
from participation.sheets import NO, YES, Sent, Sheet, always

ADDRESS = ("street", "postcode", "town")


def _objection(session: Session, sent: Sent) -> None:
    person = queries.person_to_change(session, sent.municipality_id, _whose(sent))
    decide = leaving.object_to_use if sent.answers["may"] == NO else leaving.take_objection_back
    decide(session, person, by=sent.by, at=sent.at)


def _may_we_now(session: Session, municipality_id: int, person_id: int) -> Mapping[str, Any]:
    return {"may": NO if queries.person(session, municipality_id, person_id).objects_at else YES}


def _contact(session: Session, sent: Sent) -> None:
    told = sent.answers
    account.change_details(
        session,
        sent.municipality_id,
        _whose(sent),
        name=told["name"],
        language=told["language"],
        way=told["way"],
        # We keep an address only for letters.
        address={line: told[line] for line in ADDRESS} if told["way"] == LETTER else None,
        large_print=told["large_print"],
    )


def _contact_now(session: Session, municipality_id: int, person_id: int) -> Mapping[str, Any]:
    mine = queries.person(session, municipality_id, person_id)
    return {
        "name": mine.name,
        "language": mine.language or municipalities.languages_for(session, municipality_id, "letter")[0],
        "way": mine.way,
        "large_print": mine.large_print,
        **(mine.address or {}),
    }


def _contact_form(_session: Session, _municipality_id: int, _subject: str) -> type[HowWeWrite]:
    return HowWeWriteOrText if config.current().sms else HowWeWrite


def _news(session: Session, sent: Sent) -> None:
    if sent.answers["wanted"] == YES:
        messages.subscribe(session, sent.municipality_id, _whose(sent))
    else:
        messages.unsubscribe(session, sent.municipality_id, _whose(sent), at=sent.at)


def _news_now(session: Session, municipality_id: int, person_id: int) -> Mapping[str, Any]:
    return {"wanted": YES if news.wants(session, municipality_id, person_id) else NO}


def _whose(sent: Sent) -> int:
    assert sent.person_id is not None
    return sent.person_id


SHEETS = (
    Sheet(
        name="contact",
        title=N_("Your name, and how we write to you"),
        intro=N_("So that what we send reaches you, in words that you can read. We keep an address only for letters."),
        after=N_("From now on we call you and write to you like this."),
        asks=_contact_form,
        take=_contact,
        act="data.see",
        known=_contact_now,
    ),
    Sheet(
        name="objection",
        title=N_("Being written to, and drawn by lot"),
        intro=N_(
            "A draw gives everybody the same chance to take part. You decide whether we may write to you of our own accord "
            "and draw you. Your account stays, whatever you answer."
        ),
        after=N_(
            "Your answer holds at once, also for lists that are still to come. A draw that was promised already stays as "
            "it is. You can change your answer whenever you like."
        ),
        asks=always(MayWe),
        take=_objection,
        act="data.see",
        known=_may_we_now,
        yes_no="may",
    ),
    Sheet(
        name="news",
        title=N_("News from us"),
        intro=N_("News about what you follow here. What you ask for yourself always comes, whatever you answer."),
        after=N_("Your answer holds at once. You can change it whenever you like."),
        asks=always(News),
        take=_news,
        act="data.see",
        known=_news_now,
        yes_no="wanted",
    ),
)
