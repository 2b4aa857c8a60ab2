"""The acts of somebody who signs in, chooses a password or looks after their account."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sqlalchemy import select

from participation import clock, db
from participation.messages.models import Message
from participation.people import actions, codes, queries, sessions
from participation.people.addresses import Contact
from tests.acts import Act
from tests.towns import PASSWORD, Town

NEW_PASSWORD = "paarse olifant eet rustig soep"


def somebody_with_a_password(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        actions.welcome(
            session,
            email="gust@way.example",
            name="Gust",
            municipality_id=town.id,
            password=PASSWORD,
            at=clock.now(),
        )
    return {}


def a_link(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        person = queries.person(session, town.id, town.citizen.person_id)
        return {"secret": actions.make_sign_in_link(session, person, at=clock.now())}


def a_sent_code(purpose: str, to: str, *, mine: bool = False) -> Callable[[Town], Mapping[str, object]]:
    """A code on its way to an address, asked for by this browser."""

    def prepare(town: Town) -> Mapping[str, object]:
        contact = Contact("email", to.format(town=town.slug))
        person_id = town.citizen.person_id if mine else None
        with db.write() as session:
            code_id = codes.send_code(
                session, town.id, purpose, contact, language="nl", person_id=person_id, at=clock.now()
            )
        asked = {"id": code_id, "for": purpose, "way": contact.way, "to": contact.address}
        return {"digits": newest_code(town), "cookie": {"code": asked}}

    return prepare


def newest_code(town: Town) -> str:
    """The code in the newest message of a town."""
    with db.read() as session:
        body = session.scalars(
            select(Message.body).where(Message.municipality_id == town.id).order_by(Message.id.desc()).limit(1)
        ).one()
    found = re.search(r"(?<!\d)\d{6}(?!\d)", body)
    assert found
    return found.group()


def a_newcomer(town: Town) -> Mapping[str, object]:
    facts = a_sent_code(codes.SIGN_IN, "new@way.example")(town)
    asked = dict(facts["cookie"]["code"])  # type: ignore[index]
    with db.write() as session:
        codes.try_code(session, town.id, codes.SIGN_IN, asked["id"], str(facts["digits"]), at=clock.now())
    return {"cookie": {"code": {**asked, "for": "newcomer", "proved": True}}}


def a_telephone(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        queries.person_to_change(session, town.id, town.citizen.person_id).phone = "+32470123456"
    return {}


def a_second_session(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        person = queries.person(session, town.id, town.citizen.person_id)
        sessions.open_session(session, person, device="Firefox, Linux", at=clock.now())
        return {"session": sessions.sessions_of(session, town.id, person.id)[0].id}


ACTS = [
    # Each sign-in opens a session of its own: two browsers are two.
    Act(
        "people.sign_in",
        "/sign-in",
        {"email": "gust@way.example", "password": PASSWORD},
        None,
        somebody_with_a_password,
        once=False,
    ),
    Act("people.sign_in_by_link", "/sign-in/{secret}", who=None, prepare=a_link),
    # Who asks twice gets two codes: the first may never have come.
    Act("people.ask_code", "/sign-in/ask", {"contact": "new@way.example"}, None, once=False),
    Act(
        "people.type_code",
        "/sign-in/code",
        {"code": "{digits}"},
        None,
        a_sent_code(codes.SIGN_IN, "dee@{town}.example"),
    ),
    Act("people.newcomer", "/sign-in/name", {"name": "Nel"}, None, a_newcomer),
    Act("people.forgotten", "/password/forgotten", {"contact": "new@way.example"}, None, once=False),
    Act(
        "people.reset_password",
        "/password/new",
        {"code": "{digits}", "password": NEW_PASSWORD},
        None,
        a_sent_code(codes.RESET, "dee@{town}.example"),
    ),
    Act("people.change_password", "/account/password", {"password": NEW_PASSWORD}, "citizen"),
    Act("people.change_address", "/account/email", {"contact": "dee@way.example"}, "citizen", once=False),
    Act(
        "people.confirm_address",
        "/account/new-address",
        {"code": "{digits}"},
        "citizen",
        a_sent_code(codes.ADDRESS, "dee@way.example", mine=True),
    ),
    Act("people.remove_phone", "/account/phone/remove", who="citizen", prepare=a_telephone),
    Act("people.end_session", "/account/sessions/{session}/end", who="citizen", prepare=a_second_session),
    Act("people.end_other_sessions", "/account/sessions/end-others", who="citizen", prepare=a_second_session),
    Act("people.sign_out", "/sign-out", who="citizen"),
]
