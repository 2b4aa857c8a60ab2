"""One person, one voice: over web, paper, telephone and desk, in whichever order they come.

A room that counts voices, of a petition or a proposal, calls this with its own purpose; whether somebody may give one
at all (their age, where they live) is that room's to check first, with `rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import keys
from participation.errors import Refused
from participation.people.models import Voice
from participation.sheets import CHANNEL_NAMES

CHANNELS = tuple(CHANNEL_NAMES)


def give_voice(
    session: Session, municipality_id: int, purpose: str, *, number_key: str, channel: str, at: datetime
) -> None:
    """Count this person's voice for this purpose, such as `challenge:7/support`.

    number_key: as `numbers` made it. Raises Refused when this person has given it before, by any channel; ValueError
    for a channel that is none.
    """
    if channel not in CHANNELS:
        raise ValueError(channel)
    key = voice_key(municipality_id, purpose, number_key)
    try:
        with session.begin_nested():
            session.add(Voice(municipality_id=municipality_id, purpose=purpose, key=key, channel=channel, given_at=at))
    except IntegrityError:
        raise Refused("voice_given") from None


def take_voice_back(session: Session, municipality_id: int, purpose: str, *, number_key: str) -> None:
    """This person's voice no longer counts, and may be given anew."""
    found = session.get(Voice, (municipality_id, purpose, voice_key(municipality_id, purpose, number_key)))
    if found is None:
        raise Refused("voice_not_given")
    session.delete(found)
    session.flush()


def voices(session: Session, municipality_id: int, purpose: str) -> Mapping[str, int]:
    """How many people gave their voice for this purpose, by channel; channels without any are left out."""
    rows = session.execute(
        select(Voice.channel, func.count())
        .where(Voice.municipality_id == municipality_id, Voice.purpose == purpose)
        .group_by(Voice.channel)
    )
    return {row[0]: row[1] for row in rows}


def voice_key(municipality_id: int, purpose: str, number_key: str) -> str:
    """What stands for a person in one count, and in no other."""
    return keys.keyed(number_key, "voice", municipality_id, purpose)
