"""Acts at the desk for somebody else: a form is entered, a second time, put right, its receipt sent; and answers by text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Flask
from flask_babel import Babel
from sqlalchemy import update

from participation import clock, config, db, keys
from participation.inclusion import actions, codes, paper_codes, queries, texts
from participation.inclusion.actions import Helped, Receipt
from participation.inclusion.models import TextQuestion
from participation.messages.recipients import Recipient
from participation.municipalities.models import Municipality
from participation.people.models import Person
from participation.permissions import Actor
from participation.sheets import DESK, NO, PAPER, sheet
from tests.acts import Act
from tests.towns import Town

CALL = {"name": "Dee Claes", "phone": "012 34 56 78", "moment": "any", "language": "nl", "about": "The street"}
HELPING = {
    "for-do": "send",
    "for-channel": "desk",
    "for-known_by": "nobody",
    "for-language": "nl",
    "for-name": "",
    "for-consented": "y",
    "for-read_back": "y",
    "for-press": "{press}",
}
HOLDING = {
    "for-do": "send",
    "for-code": "{receipt}",
    "for-consented": "y",
    "for-seen": "{seen}",
    "for-read_back": "y",
}
MOBILE = "+32470123478"


def a_press(town: Town) -> Mapping[str, object]:
    """The answers were read back: the next press makes this receipt."""
    return {"press": keys.sealed(codes.new_code(), "press", town.id, town.first.person_id)}


def on_paper(town: Town) -> Mapping[str, object]:
    """Somebody brings a paper form, with the code that is printed on it."""
    page = Flask(__name__)
    Babel(page)
    with page.test_request_context(), db.read() as session:
        return {"paper": paper_codes.code_of(session, town.id, sheet("call-back"))}


def entered(town: Town, by: Actor, *, ballot: bool = False) -> Receipt:
    """A form that an official entered for somebody."""
    with db.write() as session:
        return actions.enter(
            session,
            town.id,
            replace(sheet("call-back"), ballot=ballot),
            subject="",
            typed={name: [value] for name, value in CALL.items()},
            answers=CALL,
            language="nl",
            channel=PAPER if ballot else DESK,
            helped=Helped(by.person_id, "", "nobody", consented=True, read_back=True),
            at=clock.now(),
        )


def seen(town: Town, entry_id: int) -> str:
    with db.read() as session:
        return queries.entry(session, town.id, entry_id).mark


def with_receipt(town: Town) -> Mapping[str, object]:
    """Somebody holds the receipt of what was entered, and the browser in which that was done knows its code."""
    made = entered(town, town.first)
    handed = {str(made.entry_id): keys.sealed(made.code, "receipt", town.id, made.entry_id)}
    return {
        "entry_id": made.entry_id,
        "receipt": made.code,
        "seen": seen(town, made.entry_id),
        "cookie": {"handed_over": handed},
    }


def typed_by_a_colleague(town: Town) -> Mapping[str, object]:
    return {"entry_id": entered(town, town.second, ballot=True).entry_id}


def typed_by_me(town: Town) -> Mapping[str, object]:
    number = entered(town, town.first, ballot=True).entry_id
    return {"entry_id": number, "seen": seen(town, number)}


def doubted(town: Town) -> Mapping[str, object]:
    """Somebody answered that what was entered for them is not right."""
    number = entered(town, town.first).entry_id
    with db.write() as session:
        session.add(
            TextQuestion(
                municipality_id=town.id,
                digest=f"{number:064}",
                phone=MOBILE,
                sheet="call-back",
                subject="",
                entry_id=number,
                asked_at=clock.now(),
                expires=clock.now() + texts.LIVES,
                answer=NO,
                answered_at=clock.now(),
            )
        )
    return {"entry_id": number}


def told_by_text(town: Town) -> Mapping[str, object]:
    """Somebody was told by text message what was entered for them."""
    before = config.current()
    config.use(replace(before, sms="http://127.0.0.1:9/"))
    number, told = entered(town, town.first).entry_id, "KRTW-4068"
    usual, codes.new_short_code = codes.new_short_code, lambda: told
    try:
        with db.write() as session:
            to = Recipient(town.citizen.person_id, "", "phone", phone=MOBILE)
            texts.ask_if_right(session, town.id, number, sheet("call-back"), to=to, at=clock.now())
    finally:
        codes.new_short_code = usual
        config.use(before)
    return {"told": told, "secret": before.text_secret}


def in_the_demo(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        session.execute(update(Municipality).where(Municipality.id == town.id).values(is_demo=True))
        session.execute(update(Person).where(Person.id == town.citizen.person_id).values(phone=MOBILE))
    return {}


ACTS = [
    Act("inclusion_desk.counter", "/desk/counter", {"code": "{paper}"}, prepare=on_paper),
    Act("inclusion_desk.enter", "/desk/counter/forms/call-back", {**HELPING, **CALL}, prepare=a_press),
    Act(
        "inclusion_desk.entry",
        "/desk/counter/entries/{entry_id}",
        {"contact": "dee@home.example"},
        prepare=with_receipt,
    ),
    Act("inclusion_desk.correct", "/desk/counter/receipts", {**HOLDING, **CALL}, prepare=with_receipt),
    Act("inclusion_desk.second", "/desk/counter/entries/{entry_id}/second", CALL, prepare=typed_by_a_colleague),
    Act(
        "inclusion_desk.first",
        "/desk/counter/entries/{entry_id}/first",
        {**CALL, "about": "The square", "for-seen": "{seen}"},
        prepare=typed_by_me,
    ),
    Act("inclusion_desk.settle", "/desk/counter/entries/{entry_id}/settle", prepare=doubted),
    Act(
        "inclusion.texts",
        "/texts",
        {"from": MOBILE, "text": "NO {told}", "id": "1", "secret": "{secret}"},
        None,
        told_by_text,
        200,
    ),
    # Somebody who texts twice is answered twice.
    Act("demo_post.answer", "/demo/texts", {"phone": MOBILE, "text": "STOP"}, None, in_the_demo, once=False),
]
