"""What people come here for: done with a thumb on a telephone without script, at a desk, and by keyboard alone; and what
they send, entered by an official from paper. Each way leads to the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from participation import db, keys
from participation.inclusion.models import Entry, Request
from participation.panels import queries as panels
from participation.people.models import Person
from participation.permissions import Role
from tests import towns as make
from tests.apps import somebody
from tests.browser.ways import WAYS
from tests.post import deliver_all
from tests.towns import Town, cookie_of

pytestmark = pytest.mark.browser

every_way = pytest.mark.parametrize("way", WAYS)


def signed_in(hand, server, town: Town, who) -> None:
    """Somebody who signed in a moment ago."""
    client = server.app.test_client()
    with client.session_transaction() as session:
        session.update(cookie_of(town, who))
    cookie = {"name": "session", "value": client.get_cookie("session").value, "url": server.url}
    hand.page.context.add_cookies([cookie])


@every_way
def test_what_was_my_chance(server, come, remember, towns, way):
    town, _ = towns
    slug = make.make_panel(town, "drawn")
    _, (draw, *_) = make.look(town, slug)
    with db.read() as session:
        drawn = panels.members(session, town.id, draw.calculation_id, draw.number)
    hand = come(way)
    hand.visit(f"/{town.slug}/")
    remember(hand, way, "front door", "body")
    hand.visit(f"/{town.slug}/code")
    hand.type("Your code", "ABCD-1234")
    hand.press("Show my chance", status=422)
    remember(hand, way, "a code that is not right")
    hand.type("Your code", drawn[0].lower())
    hand.press("Show my chance")
    remember(hand, way, "my chance")
    assert "of the 100 panels" in hand.words


@every_way
def test_signing_in_with_a_code(server, come, remember, towns, way):
    town, _ = towns
    person = somebody(town, name="imke", role=Role.CITIZEN)
    hand = come(way)
    hand.visit(f"/{town.slug}/sign-in")
    remember(hand, way, "signing in")
    hand.type("E-mail address", f"imke@{town.slug}.example")
    hand.press("Send me a code")
    (mail,) = deliver_all()
    code = re.search(r"\b\d{3} ?\d{3}\b", mail.body)
    assert code
    hand.type("Your code", "000 000")
    hand.press("Sign in", status=422)
    hand.type("Your code", code.group())
    hand.press("Sign in")
    remember(hand, way, "account")
    assert person.name in hand.page.locator("header").inner_text()


@dataclass(frozen=True)
class Form:
    """A form, and how it is filled in.

    needs_account: whether one must be signed in; steps: pages of answers, each a list of (kind, label, answer)
    came: what must hold in the end: (town, the entry's number) -> whether it came to what was meant
    """

    name: str
    title: str
    steps: Sequence[Sequence[tuple[str, str, str]]]
    came: Callable[[Town, int], bool]
    needs_account: bool = False


def request_says(*wanted: str) -> Callable[[Town, int], bool]:
    """The municipality has a request in which all of this stands."""

    def came(town: Town, entry_id: int) -> bool:
        with db.read() as session:
            found = session.scalars(
                select(Request).where(Request.municipality_id == town.id, Request.entry_id == entry_id)
            ).one()
            told = json.loads(keys.unsealed(found.content, "request", found.kind, town.id))
            return all(word in str(told) for word in wanted)

    return came


def objects(town: Town, _entry_id: int) -> bool:
    with db.read() as session:
        person = session.get_one(Person, town.citizen.person_id)
        return person.objects_at is not None


FORMS = [
    Form(
        "objection",
        "May we write to you and draw you by lot?",
        [[("choose", "No, I object", "")]],
        objects,
        needs_account=True,
    ),
    Form(
        "support",
        "What can we arrange for you?",
        [
            [
                ("choose", "A hearing loop", ""),
                ("choose", "A lift there and back", ""),
                ("type", "Is there more that we should know?", "I come with my guide dog."),
            ],
            [("type", "Your telephone number or e-mail address", "012 98 76 54"), ("type", "Your name", "Rosa")],
        ],
        request_says("loop", "transport", "guide dog", "012 98 76 54"),
    ),
    Form(
        "call-back",
        "Call me",
        [
            [
                ("type", "Your name", "Rosa"),
                ("type", "Your telephone number", "012 98 76 54"),
                ("choose", "In the afternoon", ""),
                ("pick", "In which language?", "Français"),
            ]
        ],
        request_says("Rosa", "012 98 76 54", "afternoon", "fr"),
    ),
    Form(
        "accessibility",
        "Something does not work for me",
        [
            [
                ("type", "What does not work for you?", "My screen reader says nothing about the picture."),
                ("type", "On which page, letter or form?", "The page of a draw"),
            ]
        ],
        request_says("screen reader", "The page of a draw"),
    ),
]
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)


def answer(hand, answers: Sequence[tuple[str, str, str]]) -> None:
    """Fill in a page of a form. On it each question begins with its number."""
    for kind, label, said in answers:
        if kind == "choose":
            hand.choose(label)
        elif kind == "pick":
            hand.pick(label, said)
        else:
            hand.type(label, said)


def last_entry(town: Town) -> Entry:
    with db.read() as session:
        found = session.scalars(select(Entry).where(Entry.municipality_id == town.id).order_by(Entry.id)).all()
        session.expunge_all()
    return found[-1]


@every_form
@every_way
def test_a_form_is_filled_in_looked_over_and_sent(server, come, remember, towns, way, form: Form):
    town, _ = towns
    hand = come(way)
    if form.needs_account:
        signed_in(hand, server, town, town.citizen)
    hand.visit(f"/{town.slug}/forms/{form.name}")
    remember(hand, way, f"form {form.name}")
    for step in form.steps:
        answer(hand, step)
        hand.press("Go on")
    assert hand.title == "Check your answers"
    remember(hand, way, f"form {form.name}, looked over")
    hand.press("Send my answers")
    assert "We have it" in hand.words
    remember(hand, way, f"form {form.name}, receipt")
    entry = last_entry(town)
    assert (entry.sheet, entry.channel, entry.state) == (form.name, "web", "taken")
    assert form.came(town, entry.id)


@every_form
@every_way
def test_an_official_enters_it_from_paper(server, come, remember, towns, way, form: Form):
    town, _ = towns
    hand = come(way)
    signed_in(hand, server, town, town.first)
    hand.visit(f"/{town.slug}/desk/counter/forms/{form.name}")
    if form.name == "call-back":
        remember(hand, way, "entering a paper form")
    hand.pick("How did it reach us?", "on paper")
    if form.needs_account:
        hand.type("Find their account", f"dee@{town.slug}.example")
        hand.press("Find their account")
        hand.choose(f"account {town.citizen.person_id}, since", exact=False)
        hand.choose("They signed the paper form")
    hand.choose("They asked me to enter this for them")
    for step in form.steps:
        answer(hand, step)
    hand.press("Read it back")
    if form.name == "call-back":
        remember(hand, way, "reading a paper form back")
    hand.press("Send it for them", status=422)
    hand.choose("I read it back to them, and it is right")
    hand.press("Send it for them")
    entry = last_entry(town)
    assert (entry.sheet, entry.channel, entry.entered_by) == (form.name, "paper", town.first.person_id)
    assert form.came(town, entry.id)
