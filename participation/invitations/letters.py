"""The words of a letter of invitation: who invites, why you, what is asked, every way to answer, and what happens with
what we know of you. For whoever finds it in the letterbox.

All letters of a batch say the same in one language (`said`); only name, address and code differ (`addressed`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import segno
from babel.numbers import format_decimal
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import N_, Refused
from participation.i18n import in_language, say
from participation.invitations import letter_sentences as sentences
from participation.invitations.frames import ADDRESS
from participation.invitations.queries import letters as queries
from participation.invitations.queries.letters import Addressed, BatchView
from participation.messages import links
from participation.messages.letters import LARGE, ORDINARY
from participation.messages.recipients import one_line
from participation.messages.wording import day_in_words, name_of
from participation.municipalities import queries as municipalities
from participation.municipalities.queries import Place
from participation.panels import queries as panels
from participation.panels.queries import PanelView, RemitView
from participation.sheets import TEXT

# How long those who are silent, or say no, are kept after the draw where a municipality has not chosen.
DAYS_KEPT = 30
MOST_DATES = 8

SAMPLE = {
    "name": N_("Sam Sample"),
    "street": N_("Example street"),
    "number": "7",
    "box": "",
    "postcode": "",
    "town": "",
}
# Looks like a code and is none: its last digit is wrong.
SAMPLE_CODE = "KRTW-4071-PMNX-2209"


@dataclass(frozen=True)
class Occasion:
    """What all letters of a batch have in common.

    kind: of `letter_rules.KINDS`; on: the day that stands on them; until: the last day to answer
    reason: why there is more time, per language; words: the municipality's own paragraphs, by language and part
    unit: whether people or addresses were drawn: `letters` of `units`; days_kept: after the second lot
    """

    kind: str
    on: date
    until: date
    panel: PanelView
    remit: RemitView | None
    unit: str
    letters: int
    units: int
    days_kept: int
    reason: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def occasion(session: Session, municipality_id: int, panel: PanelView, kind: str, *, at: datetime) -> Occasion:
    """What letters of this kind would say if they were made now. Raises Refused while nobody is invited."""
    lot = queries.drawn_lot(session, municipality_id, panel.id)
    if lot is None:
        raise Refused("letters_before_lot")
    view, _told = panels.told(session, municipality_id, panel)
    return Occasion(
        kind,
        local(at).date(),
        lot.answers_until,
        view,
        panels.remit(session, municipality_id, panel.id),
        lot.unit,
        lot.letters,
        lot.units,
        municipalities.term_days(session, municipality_id, "invitations.invited", DAYS_KEPT) or DAYS_KEPT,
        words=queries.words(session, municipality_id, panel.id),
    )


def of_batch(session: Session, municipality_id: int, panel: PanelView, batch: BatchView) -> Occasion:
    """What the letters of a batch say, the same whenever they are made anew."""
    found = occasion(session, municipality_id, panel, batch.kind, at=batch.made_at)
    return replace(found, until=batch.answers_until, reason=batch.reason)


def said(place: Place, of: Occasion, language: str, card: Mapping[str, Any]) -> dict[str, Any]:
    """What every letter says in one language, as `letter.typ` prints it. Pieces of text are {text, language}.

    card: the questions of the form, numbered, as `inclusion.papers.form_words` says them in this language
    """
    office = {name: one_line(str(place.office.get(name, ""))) for name in _OFFICE}
    facts = {
        **office,
        "municipality": name_of(place, language),
        "sender": name_of(place, language),
        "panel": in_language(of.panel.title, language, place.languages, "")[0],
        "day": day_in_words(of.until, language),
        "seats": of.panel.seats,
        "letters": format_decimal(of.letters, locale=language),
        "units": format_decimal(of.units, locale=language),
    }
    why = sentences.WHY_THIS_ADDRESS if of.unit == ADDRESS else sentences.WHY_YOU
    return {
        "sender": facts["sender"],
        "office": [office["street"], f"{office['postcode']} {office['town']}", office["phone"]],
        "date": day_in_words(of.on, language),
        "subject": one_line(say(sentences.SUBJECTS[of.kind], language, facts)),
        "opening": [
            *(_piece(line, language, facts) for line in sentences.OPENINGS[of.kind]),
            *_reason(place, of, language),
            _piece(why, language, facts),
        ],
        "question_title": say(sentences.THE_QUESTION, language),
        "question": _written(of.panel.question, place, language),
        "about": _own(of, "about", language),
        "asked_title": say(sentences.ASKED, language),
        "asked": list(_asked(place, of, language, facts)),
        "answer_title": say(sentences.HOW, language),
        "until": say(sentences.UNTIL, language, facts),
        "ways": list(_ways(place, language, facts)),
        "code_title": say(sentences.YOUR_CODE, language),
        "picture_words": say(sentences.PICTURE, language),
        "after": list(_after(place, of, language, facts)),
        "card": _card(language, facts, card),
    }


def addressed(place: Place, letter: Addressed) -> dict[str, Any]:
    """What is only in this one letter."""
    name = one_line(letter.address["name"])
    return {
        "number": str(letter.number),
        "language": letter.language,
        "size": LARGE if letter.large else ORDINARY,
        "address": lines_of(letter),
        "greeting": say(sentences.GREETING, letter.language, {"name": name})
        if name
        else say(sentences.GREETING_ADDRESS, letter.language),
        "code": letter.code,
        "picture": _picture(links.address(place, f"/invitation/{letter.code}")),
    }


def lines_of(letter: Addressed) -> list[str]:
    """The lines of the envelope, from the top."""
    to = {part: one_line(words) for part, words in letter.address.items()}
    street = f"{to['street']} {to['number']}".strip() + (f" / {to['box']}" if to["box"] else "")
    lines = [
        to["name"] or say(sentences.TO_AN_ADDRESS, letter.language),
        street,
        f"{to['postcode']} {to['town']}".strip(),
    ]
    return [line for line in lines if line]


def samples(place: Place, of: Occasion, languages: Sequence[str]) -> list[Addressed]:
    """One letter in each language and size, to nobody: for the proof sheet."""
    town = {part: str(place.office.get(part, "")) for part in ("postcode", "town")}
    return [
        Addressed(
            number,
            SAMPLE_CODE,
            language,
            large,
            {
                **{part: say(words, language) if words else "" for part, words in SAMPLE.items()},
                **town,
                **({"name": ""} if of.unit == ADDRESS else {}),
            },
        )
        for number, (language, large) in enumerate(
            ((language, large) for language in languages for large in (False, True)), start=1
        )
    ]


_OFFICE = ("street", "postcode", "town", "phone", "email")


def _piece(sentence: str, language: str, facts: Mapping[str, object]) -> dict[str, str]:
    return {"text": say(sentence, language, facts), "language": language}


def _written(words: Mapping[str, str], place: Place, language: str) -> dict[str, str]:
    """What an official wrote, in this language if it is there."""
    text, spoken = in_language(words, language, place.languages, "")
    return {"text": text, "language": spoken}


def _own(of: Occasion, part: str, language: str) -> list[dict[str, str]]:
    """The municipality's own paragraphs, split at empty lines; where there are none in this language, none."""
    text = of.words.get(language, {}).get(part, "")
    return [{"text": piece.strip(), "language": language} for piece in text.split("\n\n") if piece.strip()]


def _reason(place: Place, of: Occasion, language: str) -> list[dict[str, str]]:
    if not of.reason:
        return []
    written = _written(of.reason, place, language)
    return [{**written, "text": f"{say(sentences.WHY_MORE_TIME, language)} {written['text']}"}]


def _asked(place: Place, of: Occasion, language: str, facts: Mapping[str, object]) -> Iterator[dict[str, str]]:
    """What somebody lets themselves in for: our sentences, around the municipality's own or what the remit says."""
    yield _piece(sentences.SAY_YES, language, facts)
    own = _own(of, "asked", language)
    yield from own or _days(place, of, language)
    yield _piece(sentences.HELP, language, facts)
    yield _piece(sentences.FREE, language, facts)


def _days(place: Place, of: Occasion, language: str) -> Iterator[dict[str, str]]:
    if of.remit is None:
        return
    if of.remit.days:
        yield {"text": say(sentences.DAYS, language, {"count": of.remit.days}), "language": language}
    dates = [
        f"{day_in_words(date.fromisoformat(one['on']), language)}: {_written(one['words'], place, language)['text']}"
        for one in of.remit.calendar[:MOST_DATES]
    ]
    if dates:
        yield {"text": "\n".join(dates), "language": language}


def _ways(place: Place, language: str, facts: Mapping[str, object]) -> Iterator[dict[str, str]]:
    """Every way that is open here, in the municipality's order; text messages where it has a number for them."""
    number = one_line(str(place.values.get("contact.texts") or ""))
    told = {
        **facts,
        "address": _short(links.address(place, "/invitation")),
        "yes": say(sentences.YES, language).upper(),
        "no": say(sentences.NO, language).upper(),
        "number": number,
    }
    for way in place.values["channel.open"]:
        if way in sentences.WAYS and (way != TEXT or number):
            name, words = sentences.WAYS[way]
            yield {"name": say(name, language), "text": say(words, language, told)}


def _after(place: Place, of: Occasion, language: str, facts: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    """What stands below: what happens then, what is promised, and what happens with their data."""
    page = _short(links.address(place, f"/panels/{of.panel.slug}"))
    yield {
        "title": say(sentences.THEN, language),
        "lines": [
            _piece(sentences.CONFIRMED, language, facts),
            _piece(sentences.SECOND_LOT, language, facts),
            _piece(sentences.CHECK, language, {"address": page}),
        ],
    }
    promised = list(_promised(place, of, language))
    if promised:
        yield {"title": say(sentences.PROMISE, language), "lines": promised}
    privacy = {**facts, "address": _short(links.address(place, "/privacy"))}
    yield {
        "title": say(sentences.DATA, language),
        "lines": [
            _piece(sentences.SOURCE, language, facts),
            _piece(sentences.PURPOSE, language, facts),
            _piece(sentences.RECIPIENTS, language, facts),
            {"text": say(sentences.KEPT, language, {"count": of.days_kept}), "language": language},
            _piece(sentences.RIGHTS, language, privacy),
        ],
    }


def _promised(place: Place, of: Occasion, language: str) -> Iterator[dict[str, str]]:
    if of.remit is None:
        return
    promise = _written(of.remit.promise, place, language)
    if promise["text"]:
        yield promise
    if of.remit.answer_months:
        yield {"text": say(sentences.ANSWER_WITHIN, language, {"count": of.remit.answer_months}), "language": language}


def _card(language: str, facts: Mapping[str, object], card: Mapping[str, Any]) -> dict[str, Any]:
    """The reply card: the same questions, with the same numbers, as on the screen and on the telephone."""
    return {
        "title": say(sentences.CARD, language),
        "intro": say(sentences.CARD_HOW, language),
        "steps": card["steps"],
        "back": [say(sentences.CARD_BACK, language, facts), say(sentences.CARD_DATA, language, facts)],
        "form": say(sentences.CARD_FORM, language, {"code": card["code"]}),
    }


def _short(address: str) -> str:
    """An address as people type it."""
    return address.partition("://")[2]


def _picture(address: str) -> str:
    """An address to scan, as SVG. The pattern that is laid over it is always the same: choosing the best of eight takes
    longer than setting the letter."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m", mask=2).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()
