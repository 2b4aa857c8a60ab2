"""The words of a message, in the language of whoever gets it: what is filled in never steers anything."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from participation.clock import local
from participation.errors import N_
from participation.i18n import in_language, say
from participation.messages import links
from participation.messages.kinds import ALL_NEWS, Kind
from participation.messages.recipients import EMAIL, LETTER, PHONE, one_line
from participation.municipalities.queries import Place
from participation.permissions import ROLE_NAMES, Role

FURTHER_NOTICE = N_("further notice")
GREETING, GREETING_ALL = N_("Hello %(name)s,"), N_("Hello,")
ANSWER = N_("A question? Answer this e-mail, call %(phone)s or come to %(street)s, %(postcode)s %(town)s.")
IN_THE_LETTER = N_("It stands in the letter itself.")
NO_MORE = N_("You get this because you follow news here. No more of it? One press is enough: %(link)s")

# What fits in the column of a subject, and in an envelope's first line.
SUBJECT = 200
# Who signs up with an advertisement for a name is greeted without it.
ADVERTISEMENT = re.compile(r"[:/@<>\d]|\.\S*\.|\.\w{2}|.{61}")


@dataclass(frozen=True)
class Written:
    """A message in words: paragraphs stand apart by an empty line."""

    subject: str
    body: str


def write(
    kind: Kind,
    channel: str,
    place: Place,
    language: str,
    *,
    name: str = "",
    person_id: int | None = None,
    facts: Mapping[str, object] | None = None,
    news: Sequence[str] = (),
) -> Written:
    """Put a message into words. Raises KeyError when a fact is missing.

    name: who is greeted; person_id: whose link to unsubscribe it carries; news: paragraphs of a digest
    """
    said = _facts(place, language, facts or {})
    subject = one_line(say(kind.subject, language, said))[:SUBJECT]
    if channel == PHONE:
        return Written(subject, say(kind.short, language, said))
    paragraphs = [_greeting(name, language), *(say(line, language, said) for line in kind.paragraphs), *news]
    if channel == EMAIL:
        paragraphs.append("\n".join(_foot(place, language, person_id if news else None)))
    return Written(subject, "\n\n".join(paragraphs))


def write_copies(
    kind: Kind,
    place: Place,
    languages: Sequence[str],
    *,
    name: str = "",
    person_id: int | None = None,
    facts: Mapping[str, object] | None = None,
) -> dict[str, list[str]]:
    """A letter in each of these languages, [subject, body], for whoever asks for a copy: a code stays in the letter."""
    copies = {}
    for language in languages:
        told = {**(facts or {}), **({"code": say(IN_THE_LETTER, language)} if kind.secret else {})}
        written = write(kind, LETTER, place, language, name=name, person_id=person_id, facts=told)
        copies[language] = [written.subject, written.body]
    return copies


def write_news(kind: Kind, place: Place, language: str, facts: Mapping[str, object]) -> Written:
    """Put a piece of news into words: paragraphs of a digest, without greeting or foot."""
    said = _facts(place, language, facts)
    body = "\n".join(say(line, language, said) for line in kind.paragraphs)
    return Written(one_line(say(kind.subject, language, said))[:SUBJECT], body)


def name_of(place: Place, language: str) -> str:
    """The municipality's name as whoever reads this language knows it."""
    return in_language(place.names, language, place.languages, place.slug)[0]


def day_in_words(day: date, language: str) -> str:
    """Monday 23 November 2026"""
    # Dates in English are read here by people who write the day before the month.
    return format_date(day, "full", locale="en_GB" if language == "en" else language)


def _facts(place: Place, language: str, facts: Mapping[str, object]) -> dict[str, object]:
    given = {"link": "/", "phone": place.office.get("phone", ""), **facts}
    return {
        "municipality": name_of(place, language),
        **{name: _fact(name, fact, place, language) for name, fact in given.items()},
    }


def _fact(name: str, fact: object, place: Place, language: str) -> str:
    if name == "link":
        return links.address(place, str(fact))
    if name == "form":
        return one_line(say(str(fact), language))
    if name == "role":
        return say(ROLE_NAMES[Role(str(fact))], language)
    if fact is None:
        return say(FURTHER_NOTICE, language)
    if isinstance(fact, date):
        return day_in_words(local(fact).date() if isinstance(fact, datetime) else fact, language)
    return one_line(str(fact))


def _greeting(name: str, language: str) -> str:
    name = one_line(name)
    if not name or ADVERTISEMENT.search(name):
        return say(GREETING_ALL, language)
    return say(GREETING, language, {"name": name})


def _foot(place: Place, language: str, unsubscriber: int | None) -> list[str]:
    office = {name: one_line(str(place.office.get(name, ""))) for name in ("phone", "street", "postcode", "town")}
    # Two hyphens and a space: where mail programs know that the signature begins.
    lines = ["-- ", name_of(place, language), say(ANSWER, language, office)]
    if unsubscriber is not None:
        path = f"/unsubscribe/{links.unsubscribe_token(place.id, unsubscriber, ALL_NEWS)}"
        lines.append(say(NO_MORE, language, {"link": links.address(place, path)}))
    return lines
