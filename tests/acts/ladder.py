"""The acts of the ladder: letters, identity providers, the card at the desk."""

import atexit
import json
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select

from participation import clock, db, keys
from participation.messages.models import Message
from participation.people import ladder
from participation.people.models import ProviderIdentity
from tests.acts import Act
from tests.cards import belgian_number
from tests.providers import OwnProvider, own_provider, write_file
from tests.towns import Town

ADDRESS = {"street": "Lindestraat 5", "postcode": "9999", "town": "Dorp"}


def with_letter(town: Town) -> Mapping[str, object]:
    """A letter to the citizen, whose code was written down on the way."""
    with db.write() as session:
        ladder.ask_letter(
            session, town.id, town.citizen.person_id, **ADDRESS, here=["9999"], keep=False, at=clock.now()
        )
    with db.read() as session:
        body = session.scalars(
            select(Message.body).where(Message.municipality_id == town.id, Message.kind == "letter_code")
        ).one()
    return {"by_letter": next(line for line in body.splitlines() if len(line) == 9 and line[4] == "-")}


def with_provider(town: Town) -> Mapping[str, object]:
    """The citizen added a provider to their account."""
    with db.write() as session:
        added = ProviderIdentity(
            municipality_id=town.id,
            person_id=town.citizen.person_id,
            issuer="https://idp.example",
            subject="1",
            linked_at=clock.now(),
        )
        session.add(added)
        session.flush()
        return {"identity": added.id}


@cache
def provider() -> OwnProvider:
    """A provider of our own that answers until the tests end."""
    running = ExitStack()
    atexit.register(running.close)
    return running.enter_context(own_provider())


def providers_file(folder: Path) -> str:
    """What PARTICIPATION_PROVIDERS names where these acts are done: every town offers it."""
    entry = {"name": "own", "words": {"nl": "Met itsme"}, "issuer": provider().issuer}
    towns = ("ourtown", "nexttown")
    return str(write_file(folder / "providers.toml", *(entry | {"municipality": slug} for slug in towns)))


def arrived(town: Town) -> Mapping[str, object]:
    """Somebody came back from it, in this browser."""
    known = {
        "issuer": provider().issuer,
        "subject": "new",
        "name": "",
        "number": None,
        "adds_to": None,
        "at": clock.now().isoformat(),
    }
    return {"cookie": {"arrived": keys.sealed(json.dumps(known), "arrived", town.id)}}


ACTS = [
    Act("people.ask_letter", "/account/ladder/letter", ADDRESS, who="citizen"),
    Act(
        "people.letter_code", "/account/ladder/letter/code", {"code": "{by_letter}"}, who="citizen", prepare=with_letter
    ),
    Act(
        "people.remove_provider",
        "/account/ladder/identities/{identity}/remove",
        who="citizen",
        prepare=with_provider,
    ),
    Act(
        "people_desk.check",
        "/desk/check",
        {
            "account": "new",
            "name": "Without Internet",
            "number": belgian_number(date(1985, 7, 30), 33),
            **ADDRESS,
            "seen": "y",
        },
    ),
    Act("people.to_provider", "/sign-in/with/own", who=None, status=200),
    Act("people.add_provider", "/account/ladder/with/own", who="citizen", status=200),
    # Twice is signed in twice, as one person.
    Act("people.arrived", "/sign-in/with/own/arrived", {"name": "New"}, who=None, prepare=arrived, once=False),
]
