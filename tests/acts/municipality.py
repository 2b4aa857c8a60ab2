"""The acts at the administrator's counter for the municipality."""

from __future__ import annotations

from collections.abc import Mapping

from participation import clock, db
from participation.municipalities import actions, erasing, queries
from participation.people import actions as people
from participation.permissions import Actor, Role
from tests.acts import Act
from tests.municipalities.makers import SIGNATURES, SOURCE, decide, picture
from tests.towns import START, Town

RULE = "/desk/municipality/rules/petition.signatures"


def decided(town: Town) -> Mapping[str, object]:
    decide(town, "petition.signatures", [{"below": None, "amount": 5, "unit": "people"}])
    return {}


def with_logo(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        actions.keep_logo(session, town.id, picture(), 1200, 300, by=town.administrator, at=clock.now())
    return {}


def asked_by_another(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        person = people.welcome(
            session,
            email=f"gus@{town.slug}.example",
            name=f"gus {town.slug}",
            municipality_id=town.id,
            roles=[Role.ADMINISTRATOR],
            at=START,
        )
        other = Actor(person.id, person.name, town.id, frozenset({Role.ADMINISTRATOR}))
        erasing.ask(session, town.id, "We merge with our neighbour.", by=other, at=clock.now())
    with db.read() as session:
        asked = queries.erasure_asked(session, town.id)
    assert asked
    return {"mark": asked.mark}


ACTS = [
    Act("municipality_desk.decide", RULE, {**SIGNATURES, **SOURCE, "seen": "proposal"}, who="administrator"),
    Act(
        "municipality_desk.look",
        f"{RULE}/look",
        {**SIGNATURES, **SOURCE, "seen": "proposal"},
        who="administrator",
        status=200,
    ),
    Act("municipality_desk.return_to_proposal", f"{RULE}/proposal", who="administrator", prepare=decided),
    Act(
        "municipality_desk.keep_logo",
        "/desk/municipality/logo",
        {"file": (picture(), "logo.png")},
        who="administrator",
    ),
    Act("municipality_desk.remove_logo", "/desk/municipality/logo/remove", who="administrator", prepare=with_logo),
    # Each download is written in the journal: two of them are two.
    Act("municipality_desk.export", "/desk/municipality/data.zip", who="administrator", status=200, once=False),
    Act(
        "municipality_desk.ask_erasure",
        "/desk/municipality/erasure",
        {"reason": "We merge with our neighbour."},
        who="administrator",
    ),
    Act(
        "municipality_desk.withdraw_erasure",
        "/desk/municipality/erasure/withdraw",
        who="administrator",
        prepare=asked_by_another,
    ),
    Act(
        "municipality_desk.confirm_erasure",
        "/desk/municipality/erasure/confirm",
        {"seen": "{mark}"},
        who="administrator",
        prepare=asked_by_another,
    ),
]
