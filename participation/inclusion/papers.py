"""Forms and receipts on paper: for whoever would rather have a pen than a screen, and for the desk that hands them out.

Both are tagged PDF (PDF/UA-1), so that a screen reader follows them too, in the language of the page that asks for them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import segno
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from participation import config
from participation.errors import N_
from participation.i18n import LANGUAGES, in_language, say
from participation.inclusion.actions import CORRECTABLE
from participation.inclusion.queries import EntryView
from participation.inclusion.questions import Question, answers, questions, steps
from participation.messages import links, wording
from participation.messages.letters import typeset
from participation.municipalities.queries import Place
from participation.sheets import CHANNEL_NAMES, Sheet, sheet
from participation.web.context import language
from participation.web.words import day

TEMPLATES = config.ROOT / "templates" / "inclusion"

REQUIRED, MAY_STAY_EMPTY = N_("needed"), N_("may stay empty")
# What the screen asks to type, paper asks to cross.
TICKED = N_("Yes")


@dataclass(frozen=True)
class Receipt:
    """What stands on a receipt. first_name: of the person whose form it is, "" where nobody needs to be known; no other
    name is on it. answers: of `questions.answers`; until: as long as it can be corrected; told: of `Sheet.tells`."""

    sheet: Sheet
    answers: Sequence[tuple[Question, str]]
    code: str
    first_name: str
    channel: str
    made_at: datetime
    until: datetime
    told: Sequence[tuple[str, str | date]] = ()


def form_pdf(
    place: Place, wanted: Sheet, form: FlaskForm, code: str, about: Mapping[str, str], *, large: bool = False
) -> bytes:
    """An empty form, to be filled in with a pen.

    code: of `paper_codes.code_of`; about: what its subject is called, per language, {} where it has none
    """
    return _printed(json.dumps({"large": large, **form_words(place, wanted, form, code, about)}, ensure_ascii=False))


def receipt_pdf(place: Place, receipt: Receipt, *, large: bool = False) -> bytes:
    """What somebody takes home once their form is in. It is never kept."""
    told = json.dumps({"large": large, **receipt_words(place, receipt)}, ensure_ascii=False)
    return typeset(TEMPLATES / "receipt.typ", {"receipt": told})


def receipt_of(
    entry: EntryView, code: str, name: str, form: FlaskForm, told: Sequence[tuple[str, str | date]] = ()
) -> Receipt:
    """The receipt of an entry. name: of the person whose it is, in full or ""; form: with what was answered; told: what
    the room of the form says besides"""
    return Receipt(
        sheet(entry.sheet),
        answers(form),
        code,
        name.partition(" ")[0],
        entry.channel,
        entry.made_at,
        entry.correctable_until,
        told,
    )


# There are few forms, and nothing on them is about anybody.
@lru_cache(maxsize=64)
def _printed(told: str) -> bytes:
    return typeset(TEMPLATES / "form.typ", {"form": told})


def form_words(place: Place, wanted: Sheet, form: FlaskForm, code: str, about: Mapping[str, str]) -> dict[str, Any]:
    """What `form.typ` prints.

    steps: {title, questions}, the title "" where there is only one; about, back: {text, language}
    signed: what whoever sends it writes about themselves, with what is dated; office: what the municipality fills in
    page: a sentence with {page} and {pages}; note: "" where this language is official
    """
    name, spoken = in_language(about, language(), place.languages, "")
    return {
        "language": language(),
        "sender": wording.name_of(place, language()),
        "title": say(wanted.title, language()),
        "about": {"text": name, "language": spoken},
        "intro": say(wanted.intro, language()),
        "note": _note(place),
        "code": code,
        "picture": _picture(links.address(place, f"/back?code={code}")),
        "picture_words": _("A code to scan: it opens this form on the website. Typing %(code)s does the same.", code=code),
        "page": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "help": [
            _("Write with a dark pen, in your own words. A tick or a cross is fine."),
            _(
                "Would you rather say it, or are you stuck? Call %(phone)s: we fill it in together.",
                phone=place.office["phone"],
            ),
        ],
        "day": [_("day"), _("month"), _("year")],
        "steps": _steps(wanted, form),
        "signed_title": _("Who you are"),
        "signed_why": _(
            "We make sure that it is you before we do what you ask: at the desk with your identity card, or with a letter "
            "to your home."
        ),
        "signed": [_("First name and name"), _("Address"), _("Telephone or e-mail")] if wanted.act else [],
        "dated": [_("Date"), _("Signature")],
        "back_title": _("Where this form may go"),
        "back": _ways_back(place),
        "after_title": _("What happens then"),
        "after": [
            say(wanted.after, language()),
            _(
                "You get a receipt with a code. Until %(days)s days later you can put something right.",
                days=CORRECTABLE.days,
            ),
            _(
                "We use your answers for nothing but this. What happens with your data: %(address)s, or ask us.",
                address=links.address(place, "/privacy"),
            ),
        ],
        "office": [_("For the municipality"), _("Came in on"), _("Entered on"), _("Code of the receipt")],
    }  # fmt: skip


def _note(place: Place) -> str:
    official = place.values["language.form"]
    if language() in official:
        return ""
    languages = ", ".join(LANGUAGES[code] for code in official)
    return str(
        _(
            "This is a translation to help you. You may send it in. The form itself is in: %(languages)s.",
            languages=languages,
        )
    )


def _steps(wanted: Sheet, form: FlaskForm) -> list[dict[str, Any]]:
    asked = {question.name: question for question in questions(form)}
    pages = steps(wanted, form)
    return [
        {
            "title": say(title, language()) if len(pages) > 1 else "",
            "questions": [_question(asked[name]) for name in names],
        }
        for title, names in pages
    ]


def _question(question: Question) -> dict[str, Any]:
    """One question; whatever is not text yet is made so."""
    words = [words for _value, words in question.choices]
    return {
        "number": str(question.number),
        "kind": str(question.kind),
        "label": question.label,
        "hint": question.hint,
        "must": say(REQUIRED if question.required else MAY_STAY_EMPTY, language()),
        "choices": words or [say(TICKED, language())],
    }


def _ways_back(place: Place) -> list[dict[str, str]]:
    """By post, at the desk with its hours, by telephone."""
    office = place.office
    where = f"{office['street']}, {office['postcode']} {office['town']}"
    nothing: list[str] = []
    hours, spoken = in_language(office["hours"], language(), place.languages, nothing)
    told = [
        {"text": _("By post or in our letterbox: %(address)s.", address=where), "language": language()},
        {"text": _("At the desk: we look through it with you. Open:"), "language": language()},
    ]
    return [*told, *({"text": line, "language": spoken} for line in hours)]


def receipt_words(place: Place, receipt: Receipt) -> dict[str, Any]:
    """What `receipt.typ` prints. answers: {number, label, words}"""
    return {
        "language": language(),
        "sender": wording.name_of(place, language()),
        "title": _("Your receipt"),
        "form": say(receipt.sheet.title, language()),
        "came_in": _(
            "It came in %(way)s on %(day)s.",
            way=say(CHANNEL_NAMES[receipt.channel], language()),
            day=day(receipt.made_at),
        ),
        "for": _("Hello %(name)s,", name=receipt.first_name) if receipt.first_name else "",
        "code_title": _("Your code"),
        "code": receipt.code,
        "correct": [
            _("Is something not right? You can put it right until %(day)s.", day=day(receipt.until)),
            _(
                "Call %(phone)s, come to the desk, or type the code at %(address)s. Keep this code to yourself.",
                phone=place.office["phone"],
                address=links.address(place, "/back"),
            ),
        ],
        "told": [{"label": label, "words": words} for label, words in in_words(receipt.told)],
        "answers_title": _("What we have"),
        "answers": [
            {"number": str(question.number), "label": question.label, "words": words}
            for question, words in receipt.answers
        ],
        "after_title": _("What happens then"),
        "after": say(receipt.sheet.after, language()),
        "page": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
    }


def in_words(told: Sequence[tuple[str, str | date]]) -> list[tuple[str, str]]:
    """What the room of a form tells besides (`Sheet.tells`), in the language of the page."""
    return [(say(label, language()), words if isinstance(words, str) else day(words)) for label, words in told]


def _picture(address: str) -> str:
    """An address to scan, as SVG."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()
