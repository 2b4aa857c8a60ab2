"""Messages of a town, and of the neighbour that looks just like it, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from participation import clock, db
from participation.messages import actions
from participation.messages.models import Message
from participation.messages.recipients import Recipient
from tests.towns import Town

HOME = {"street": "Dreef 1", "postcode": "9999", "town": "Ourtown"}
DEE = Recipient(None, "Dee", "email", email="dee@ourtown.example", phone="+32470000000", address=HOME, language="en")

# For each kind, what fills its places.
FACTS: dict[str, Mapping[str, object]] = {
    "invited_again": {
        "panel": "Village centre",
        "code": "KRTW-4071-PMNX-2208",
        "until": date(2027, 1, 31),
        "link": "/invitation/KRTW-4071-PMNX-2208",
    },
    "reply_yes": {
        "panel": "Village centre",
        "code": "KRTW-4071",
        "features": "gender: female, age: 65+",
        "link": "/panels/village-centre",
    },
    "session_invited": {
        "panel": "Village centre",
        "title": "First evening",
        "now": "Saturday 16 January 2027, 19:00-21:30, online",
        "how": "Your link",
        "day": date(2027, 1, 16),
        "hour": "19:00",
        "mode": "online",
        "link": "/member/KRTW-4071-PMNX-2208",
    },
    "session_changed": {
        "panel": "Village centre",
        "title": "First evening",
        "was": "Saturday 16 January 2027, 19:00-21:30, in a hall",
        "now": "Saturday 16 January 2027, 19:00-21:30, online",
        "why": "The hall is flooded.",
        "how": "Your link",
        "day": date(2027, 1, 16),
        "hour": "19:00",
        "mode": "online",
        "link": "/member/KRTW-4071-PMNX-2208",
    },
    "session_cancelled": {
        "panel": "Village centre",
        "title": "First evening",
        "was": "Saturday 16 January 2027, 19:00-21:30, in a hall",
        "why": "The hall is flooded.",
        "day": date(2027, 1, 16),
        "link": "/member/KRTW-4071-PMNX-2208",
    },
    "allowance_paid": {"panel": "Village centre", "amount": "€ 112,50", "link": "/member/KRTW-4071-PMNX-2208"},
    "code": {"code": "123456", "minutes": 15},
    "password_reset": {"code": "654321"},
    "invitation": {"link": "/invitation/s3cr3t", "role": "official", "until": None},
    "role_given": {"link": "/desk", "role": "auditor", "until": date(2027, 12, 31)},
    "role_ended": {"role": "councillor"},
    "letter_code": {"code": "ABCD-EFGH", "until": date(2027, 1, 31), "link": "/account/ladder"},
    "request_answered": {"answer": "We call you on Monday."},
    "support_answered": {"answer": "The interpreter comes."},
    "account_unused": {"until": date(2027, 1, 31), "link": "/sign-in"},
    "form_receipt": {
        "form": "Call me",
        "code": "KRTW-4071-PMNX-2208",
        "until": date(2027, 1, 31),
        "link": "/back",
    },
    "entry_receipt": {
        "form": "Call me back",
        "code": "KRTW-4071-PMNX-2208",
        "until": date(2027, 1, 31),
        "link": "/back",
    },
    "entered_for_you": {"form": "Tell us what would help you to take part", "code": "KRTW-4071"},
    "text_question": {"question": "May we write to you and draw you by lot?", "code": "KRTW-4071"},
    "text_taken": {"answer": "Yes", "code": "KRTW-4071-PMNX-2208"},
    **{
        kind: {
            "panel": "Square",
            "code": "KRTW-4071-PMNX-2208",
            "link": "/member/KRTW-4071-PMNX-2208",
            "until": date(2027, 1, 31),
        }
        for kind in ("seat_asked", "seat_reminder", "seat_confirmed", "seat_declined")
    },
    **{kind: {"panel": "Square"} for kind in ("seat_left", "seat_lapsed", "seat_cancelled")},
    "not_drawn": {"panel": "Square", "code": "KRTW-4071", "panels": 1000, "mine": 71, "link": "/panels/square/draws/1"},
    "panel_news": {"title": "Square", "news": "the panel was drawn", "link": "/panels/square"},
}


def recipient(town: Town, **changes: object) -> Recipient:
    """The town's citizen."""
    return replace(DEE, person_id=town.citizen.person_id, **changes)


def send(
    town: Town,
    kind: str = "code",
    *,
    to: Recipient | None = None,
    key: str = "one",
    at: datetime | None = None,
    **facts,
) -> int | None:
    """Write to the town's citizen; the number of the message."""
    with db.write() as session:
        sent = actions.send(
            session,
            town.id,
            kind,
            to=to or recipient(town),
            key=key,
            facts=facts or FACTS.get(kind, {}),
            at=at or clock.now(),
        )
        return sent and sent.id


def send_letter(town: Town, key: str = "letter", **changes: object) -> int:
    return send(town, "letter_code", to=recipient(town, way="letter", **changes), key=key)


def messages(town: Town) -> list[Message]:
    """Every message of a town as it is now, the oldest first."""
    with db.read() as session:
        found = list(session.scalars(select(Message).where(Message.municipality_id == town.id).order_by(Message.id)))
        session.expunge_all()
        return found


def states(town: Town) -> list[str]:
    return [message.state for message in messages(town)]
