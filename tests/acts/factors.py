"""The acts of somebody who shows a second factor, proves anew who they are, or changes how they do so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from participation import clock, db
from participation.people import factors, passkeys, recovery, sessions
from participation.people.models import OpenSession
from participation.people.passkeys import Challenge, Site
from tests.acts import Act
from tests.apps import App, app_of
from tests.keyrings import Keyring
from tests.towns import Town

HERE = Site("localhost", "http://localhost")


@dataclass
class CodeNow:
    """What the app shows at the moment that somebody looks."""

    app: App

    def __str__(self) -> str:
        return self.app.code_now()


@dataclass
class GivenNow(Mapping[str, list[str]]):
    """A cookie with a challenge that was given at the moment that somebody looks."""

    challenge: str

    def __getitem__(self, name: str) -> list[str]:
        return {"challenge": [self.challenge, clock.now().isoformat()]}[name]

    def __iter__(self) -> Iterator[str]:
        return iter(["challenge"])

    def __len__(self) -> int:
        return 1


def an_app(town: Town) -> Mapping[str, object]:
    app_of(town, town.citizen.person_id)
    return {}


def an_offer(town: Town) -> Mapping[str, object]:
    offer = factors.offer(town.id, town.citizen.person_id)
    return {"offered": offer.sealed, "shown": CodeNow(App(offer.secret))}


def paper_and_a_first_step(town: Town) -> Mapping[str, object]:
    """A citizen with an app and codes on paper, who signed in with a password alone."""
    return paper_and_a_session(town, strong=False)


def paper_and_an_old_session(town: Town) -> Mapping[str, object]:
    return paper_and_a_session(town, confirmed_at=clock.now() - timedelta(minutes=20))


def paper_and_a_session(town: Town, **state: object) -> Mapping[str, object]:
    app_of(town, town.citizen.person_id)
    with db.write() as session:
        codes = recovery.make(session, town.id, town.citizen.person_id)
        session.execute(update(OpenSession).where(OpenSession.person_id == town.citizen.person_id).values(**state))
    return {"recovery": codes[0]}


def an_invitation_to_make_a_passkey(town: Town) -> Mapping[str, object]:
    challenge = passkeys.new_challenge(at=clock.now())
    return {"passkey": made(town, Keyring(), challenge), "cookie": GivenNow(challenge.text)}


def made(town: Town, ring: Keyring, challenge: Challenge) -> str:
    with db.read() as session:
        asked = passkeys.invitation_to_make(
            session, town.id, town.citizen.person_id, site=HERE, title=town.slug, challenge=challenge
        )
    return ring.made(json.loads(asked))


def keep_passkey(town: Town) -> Keyring:
    """A passkey of our citizen."""
    ring, challenge = Keyring(), passkeys.new_challenge(at=clock.now())
    answer = made(town, ring, challenge)
    with db.write() as session:
        passkeys.add(
            session,
            town.id,
            town.citizen.person_id,
            answer,
            challenge=challenge,
            site=HERE,
            name="A telephone",
            stays=session_of(session, town),
            at=clock.now(),
        )
    return ring


def session_of(session: db.Session, town: Town) -> int:
    """The session in which our citizen is signed in."""
    at, secret = clock.now(), town.secrets[town.citizen.person_id]
    found = sessions.signed_in(session, town.id, secret, seen_at=at, at=at)
    assert found
    return found[1].session_id


def a_passkey(town: Town) -> Mapping[str, object]:
    keep_passkey(town)
    with db.read() as session:
        return {"passkey_id": passkeys.own(session, town.id, town.citizen.person_id)[0].id}


def a_passkey_that_signs(town: Town) -> Mapping[str, object]:
    ring, challenge = keep_passkey(town), passkeys.new_challenge(at=clock.now())
    with db.read() as session:
        asked = passkeys.invitation_to_show(session, town.id, None, site=HERE, challenge=challenge)
    return {"passkey": ring.shown(json.loads(asked)), "cookie": GivenNow(challenge.text)}


ACTS = [
    Act("people.second_factor", "/sign-in/second", {"recovery": "{recovery}"}, "citizen", paper_and_a_first_step),
    Act("people.again", "/again", {"again_recovery": "{recovery}"}, "citizen", paper_and_an_old_session),
    Act(
        "people.factors_setup",
        "/account/second-factor",
        {"offered": "{offered}", "code": "{shown}"},
        "citizen",
        an_offer,
        status=200,
    ),
    Act("people.remove_app", "/account/second-factor/remove", who="citizen", prepare=an_app),
    # Each press makes ten new codes: whoever looks at the answer holds codes that work.
    Act("people.make_recovery_codes", "/account/recovery", who="citizen", prepare=an_app, status=200, once=False),
    Act(
        "people.passkeys",
        "/account/passkeys",
        {"name": "My telephone", "passkey": "{passkey}"},
        "citizen",
        an_invitation_to_make_a_passkey,
        status=200,
    ),
    Act("people.remove_passkey", "/account/passkeys/{passkey_id}/remove", who="citizen", prepare=a_passkey),
    Act("people.sign_in_with_passkey", "/sign-in/passkey", {"passkey": "{passkey}"}, None, a_passkey_that_signs),
]
