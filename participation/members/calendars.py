"""Sessions as a calendar that telephones and computers can follow (iCalendar, RFC 5545): for members and for everybody.

Moments are written in UTC, which every calendar shows by its reader's own clock, also when summer time begins or ends
in between; so no table of time zones goes along. A session keeps its UID for good; SEQUENCE counts its changes, and one
that is cancelled stays in the calendar as that, so that it also goes from the calendars that know it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from participation import keys
from participation.members.queries.sessions import SessionView

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)
HOW_OFTEN = "PT6H"  # calendars that follow look again after so long (RFC 7986, 5.7)


@dataclass(frozen=True)
class Event:
    """A session as it stands in a calendar; moments with their zone, words in one language.

    uid: the same for as long as it exists; sequence: how often it was changed
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    words: str
    link: str
    cancelled: bool = False


def uid(municipality_id: int, view: SessionView) -> str:
    """What a session is called in every calendar: says nothing, and is the same on every page of ours."""
    return f"{keys.keyed(str(view.id), 'session', municipality_id)[:32]}@samenspraak"


def calendar(name: str, events: Iterable[Event], *, at: datetime) -> bytes:
    """A calendar with these events, as it is sent at this moment."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Samenspraak//Sessions//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{HOW_OFTEN}",
        f"X-PUBLISHED-TTL:{HOW_OFTEN}",
    ]
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event, at: datetime) -> Sequence[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_moment(at)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.ends_at)}",
        f"SUMMARY:{_text(event.title)}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
    ]
    lines += [f"LOCATION:{_text(event.place)}"] if event.place else []
    lines += [f"DESCRIPTION:{_text(event.words)}"] if event.words else []
    return [*lines, f"URL:{event.link}", "END:VEVENT"]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Text as a calendar holds it (3.3.11); other signs that steer are left out."""
    bare = "".join(
        sign for sign in words.replace("\r\n", "\n").replace("\r", "\n") if sign == "\n" or sign.isprintable()
    )
    for sign in "\\;,":
        bare = bare.replace(sign, f"\\{sign}")
    return bare.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line with its break, spread over more where it is long: never in the middle of a letter."""
    pieces, piece, room = [], b"", LONGEST_LINE
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", LONGEST_LINE - 1  # the space with which the next line begins
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
