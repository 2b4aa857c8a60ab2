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
from participation.invitations.frames import ADDRESS
from participation.invitations.letter_rules import EXTENSION, INVITATION, REMINDER
from participation.invitations.queries import letters as queries
from participation.invitations.queries.letters import Addressed, BatchView
from participation.messages import links
from participation.messages.letters import LARGE, ORDINARY
from participation.messages.recipients import one_line
from participation.messages.wording import day_in_words, name_of
from participation.municipalities import queries as municipalities
from participation.municipalities.queries import Place
from participation.panels import queries as panels
from participation.panels.queries import PanelView
from participation.panels.remit_rules import RemitView
from participation.sheets import DESK, PAPER, PHONE, TEXT, WEB

# How long those who are silent, or say no, are kept after the draw where a municipality has not chosen.
DAYS_KEPT = 30
MOST_DATES = 8

SUBJECTS = {
    INVITATION: N_("You were drawn by lot: will you take part in “%(panel)s”?"),
    REMINDER: N_("We would like to hear from you: “%(panel)s”"),
    EXTENSION: N_("You have more time to answer: “%(panel)s”"),
}
GREETING, GREETING_ADDRESS = N_("Hello %(name)s,"), N_("Hello to everybody who lives here,")
TO_AN_ADDRESS = N_("To the residents of")

OPENINGS = {
    INVITATION: (
        N_("%(municipality)s asks a group of residents for advice on one question, and invites you to be one of them."),
    ),
    REMINDER: (
        N_("Some time ago we wrote to you, and we have not heard from you yet. Perhaps our letter got lost."),
        N_("%(municipality)s asks a group of residents for advice on one question, and invites you to be one of them."),
    ),
    EXTENSION: (
        N_("Some time ago we wrote to you, and we have not heard from you yet. You now have until %(day)s."),
        N_("%(municipality)s asks a group of residents for advice on one question, and invites you to be one of them."),
    ),
}
WHY_YOU = N_(
    "Why you? By lot, from the population register: %(letters)s letters for %(units)s people. Nobody chose you, and you "
    "need not know anything about it."
)
WHY_THIS_ADDRESS = N_(
    "Why you? By lot: %(letters)s letters for %(units)s addresses. One of you may take part: choose together who. Nobody "
    "need know anything about it."
)
WHY_MORE_TIME = N_("Why there is more time:")
THE_QUESTION = N_("The question is:")

ASKED = N_("What we ask of you")
SAY_YES = N_(
    "Say whether you want to take part. Of all who say yes, a second lot forms a group of %(seats)s people that looks like "
    "everybody who lives here."
)
DAYS = (N_("The group meets for %(count)s day in all."), N_("The group meets for %(count)s days in all."))
HELP = N_(
    "Is there something you need to be able to come, such as transport, an interpreter, or somebody who looks after your "
    "children? Tell us, and we look for it together."
)
FREE = N_("You are free to say no. It changes nothing for you, and it helps us if you tell us.")

HOW = N_("How you answer")
UNTIL = N_("Please answer before the end of %(day)s, in the way that suits you. Each counts just as much.")
YOUR_CODE = N_("Your code")
PICTURE = N_("A code to scan with a telephone: it opens the page on which you answer.")
# Each way: what it is called, and what one does.
WAYS: dict[str, tuple[str, str]] = {
    WEB: (N_("On the website:"), N_("scan the picture, or go to %(address)s and type your code. You need no account.")),
    PHONE: (N_("By telephone:"), N_("call %(phone)s. We fill it in together.")),
    PAPER: (N_("On paper:"), N_("fill in the card that comes with this letter.")),
    DESK: (N_("At the desk:"), N_("%(street)s, %(postcode)s %(town)s. Bring this letter.")),
    TEXT: (N_("By text message:"), N_("send %(yes)s or %(no)s and your code to %(number)s.")),
}
YES, NO = N_("Yes"), N_("No")

THEN = N_("What happens then")
CONFIRMED = N_("You get a confirmation, and you can still change your mind.")
SECOND_LOT = N_(
    "The second lot is held in public. We tell you beforehand when and where, and what your chance is. Afterwards you hear "
    "from us, whether your name came up or not."
)
CHECK = N_("Anybody can check that both lots are fair. How, and more about the panel: %(address)s")
PROMISE = N_("What is done with it")
ANSWER_WITHIN = (
    N_("The council answers the advice in public, within %(count)s month."),
    N_("The council answers the advice in public, within %(count)s months."),
)

DATA = N_("What we know of you, and what happens with it")
SOURCE = N_(
    "From the population register we have your name, your address and what the lot needed: at most your age, sex, district "
    "and language. What else we ask, you tell us yourself, or you would rather not say."
)
PURPOSE = N_(
    "%(municipality)s uses it to invite you, and for a group that looks like everybody who lives here; for nothing else. "
    "Inviting residents to give advice is a task of the municipality in the public interest (GDPR, article 6.1.e)."
)
RECIPIENTS = N_("Only the officials who organise this see it, and whoever prints and posts letters for us.")
KEPT = (
    N_("If you say no or do not answer, it is erased %(count)s day after the second lot."),
    N_("If you say no or do not answer, it is erased %(count)s days after the second lot."),
)
RIGHTS = N_(
    "You can see it, have it put right or erased, and object: then you are not drawn again. Write to %(email)s, call us, or "
    "look at %(address)s. Not content with our answer? Then turn to the data protection authority."
)

CARD = N_("Reply card")
CARD_HOW = N_("Put a cross where it suits, write with a dark pen, and leave open what you would rather not say.")
CARD_BACK = N_(
    "Send this card to %(sender)s, %(street)s, %(postcode)s %(town)s, or bring it to our desk, before the end of %(day)s."
)
CARD_DATA = N_("What happens with your answers stands in the letter: keep that. Are you stuck? Call %(phone)s.")
CARD_FORM = N_("For the municipality: form %(code)s")

SAMPLE = {
    "name": N_("Sam Sample"),
    "street": N_("Example street"),
    "number": "7",
    "box": "",
    "postcode": "",
    "town": "",
}
# Looks like a code and is none: its last digit is wrong.
SAMPLE_CODE = "KRTW-4070"


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
    why = WHY_THIS_ADDRESS if of.unit == ADDRESS else WHY_YOU
    return {
        "sender": facts["sender"],
        "office": [office["street"], f"{office['postcode']} {office['town']}", office["phone"]],
        "date": day_in_words(of.on, language),
        "subject": one_line(say(SUBJECTS[of.kind], language, facts)),
        "opening": [
            *(_piece(line, language, facts) for line in OPENINGS[of.kind]),
            *_reason(place, of, language),
            _piece(why, language, facts),
        ],
        "question_title": say(THE_QUESTION, language),
        "question": _written(of.panel.question, place, language),
        "about": _own(of, "about", language),
        "asked_title": say(ASKED, language),
        "asked": list(_asked(place, of, language, facts)),
        "answer_title": say(HOW, language),
        "until": say(UNTIL, language, facts),
        "ways": list(_ways(place, language, facts)),
        "code_title": say(YOUR_CODE, language),
        "picture_words": say(PICTURE, language),
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
        "greeting": say(GREETING, letter.language, {"name": name}) if name else say(GREETING_ADDRESS, letter.language),
        "code": letter.code,
        "picture": _picture(links.address(place, f"/invitation/{letter.code}")),
    }


def lines_of(letter: Addressed) -> list[str]:
    """The lines of the envelope, from the top."""
    to = {part: one_line(words) for part, words in letter.address.items()}
    street = f"{to['street']} {to['number']}".strip() + (f" / {to['box']}" if to["box"] else "")
    lines = [to["name"] or say(TO_AN_ADDRESS, letter.language), street, f"{to['postcode']} {to['town']}".strip()]
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
    return [{**written, "text": f"{say(WHY_MORE_TIME, language)} {written['text']}"}]


def _asked(place: Place, of: Occasion, language: str, facts: Mapping[str, object]) -> Iterator[dict[str, str]]:
    """What somebody lets themselves in for: our sentences, around the municipality's own or what the remit says."""
    yield _piece(SAY_YES, language, facts)
    own = _own(of, "asked", language)
    yield from own or _days(place, of, language)
    yield _piece(HELP, language, facts)
    yield _piece(FREE, language, facts)


def _days(place: Place, of: Occasion, language: str) -> Iterator[dict[str, str]]:
    if of.remit is None:
        return
    if of.remit.days:
        yield {"text": say(DAYS, language, {"count": of.remit.days}), "language": language}
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
        "yes": say(YES, language).upper(),
        "no": say(NO, language).upper(),
        "number": number,
    }
    for way in place.values["channel.open"]:
        if way in WAYS and (way != TEXT or number):
            name, words = WAYS[way]
            yield {"name": say(name, language), "text": say(words, language, told)}


def _after(place: Place, of: Occasion, language: str, facts: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    """What stands below: what happens then, what is promised, and what happens with their data."""
    page = _short(links.address(place, f"/panels/{of.panel.slug}"))
    yield {
        "title": say(THEN, language),
        "lines": [
            _piece(CONFIRMED, language, facts),
            _piece(SECOND_LOT, language, facts),
            _piece(CHECK, language, {"address": page}),
        ],
    }
    promised = list(_promised(place, of, language))
    if promised:
        yield {"title": say(PROMISE, language), "lines": promised}
    privacy = {**facts, "address": _short(links.address(place, "/privacy"))}
    yield {
        "title": say(DATA, language),
        "lines": [
            _piece(SOURCE, language, facts),
            _piece(PURPOSE, language, facts),
            _piece(RECIPIENTS, language, facts),
            {"text": say(KEPT, language, {"count": of.days_kept}), "language": language},
            _piece(RIGHTS, language, privacy),
        ],
    }


def _promised(place: Place, of: Occasion, language: str) -> Iterator[dict[str, str]]:
    if of.remit is None:
        return
    promise = _written(of.remit.promise, place, language)
    if promise["text"]:
        yield promise
    if of.remit.answer_months:
        yield {"text": say(ANSWER_WITHIN, language, {"count": of.remit.answer_months}), "language": language}


def _card(language: str, facts: Mapping[str, object], card: Mapping[str, Any]) -> dict[str, Any]:
    """The reply card: the same questions, with the same numbers, as on the screen and on the telephone."""
    return {
        "title": say(CARD, language),
        "intro": say(CARD_HOW, language),
        "steps": card["steps"],
        "back": [say(CARD_BACK, language, facts), say(CARD_DATA, language, facts)],
        "form": say(CARD_FORM, language, {"code": card["code"]}),
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
