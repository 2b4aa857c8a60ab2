"""What holds here, in words: for the resident who asks, and for the official who is about to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from participation.i18n import LANGUAGES, in_language, say
from participation.municipalities import vocabulary
from participation.municipalities.kinds import Decides, Kind, Rule
from participation.municipalities.rules import people_needed
from participation.web.context import language, offered_languages, words
from participation.web.words import number, percent

MARKED = Markup('<span lang="{}">{}</span>')


def in_words(rule: Rule, value: Any) -> list[str]:
    """A value as the lines that people read; safe to put on a page."""
    return _SAID[rule.kind](rule, value)


def comes_to(rule: Rule, value: Any, inhabitants: int | None) -> str:
    """What a threshold that depends on the size of the municipality comes to here; "" where nobody can tell."""
    if rule.kind != Kind.THRESHOLD or not value or (len(value) == 1 and value[0]["unit"] == "people"):
        return ""
    count = people_needed(value, inhabitants)
    if count is None:
        return ""
    return str(ngettext("Here that is %(count)s person.", "Here that is %(count)s people.", count, count=number(count)))


def who_decides(rule: Rule, country: str) -> str:
    """Who decides this, by the name it has here."""
    if rule.decides == Decides.ADMINISTRATION:
        return str(_("the administration"))
    return vocabulary.word(country, rule.decides.value, language())


def _threshold(_rule: Rule, value: Sequence[Mapping[str, Any]] | None) -> list[str]:
    if not value:
        return [_("No number is asked.")]
    if len(value) == 1:
        return [_amount(value[0])]
    said = [
        _("below %(size)s inhabitants: %(amount)s", size=number(band["below"]), amount=_amount(band))
        for band in value[:-1]
    ]
    last = _("from %(size)s inhabitants: %(amount)s", size=number(value[-2]["below"]), amount=_amount(value[-1]))
    return [*said, last]


def _amount(band: Mapping[str, Any]) -> str:
    if band["unit"] == "percent":
        return str(_("%(share)s of the inhabitants", share=percent(band["amount"] / 100, 2)))
    people = int(band["amount"])
    return str(ngettext("%(count)s person", "%(count)s people", people, count=number(people)))


def _number(_rule: Rule, value: int | None) -> list[str]:
    return [number(value) if value is not None else _("Not filled in yet.")]


def _age(_rule: Rule, value: int) -> list[str]:
    return [_("%(age)s years", age=value)]


def _days(rule: Rule, value: int) -> list[str]:
    length = ngettext("%(count)s day", "%(count)s days", value, count=number(value))
    if rule.group != "retention":
        return [length]
    if value % 365 == 0:
        length = ngettext("%(num)s year", "%(num)s years", value // 365)
    return [_("%(length)s, counted from: %(moment)s", length=length, moment=say(rule.meaning, language()))]


def _choice(rule: Rule, value: str) -> list[str]:
    return [say(sentence, language()) for choice, sentence in rule.choices if choice == value]


def _choices(rule: Rule, value: list[str]) -> list[str]:
    return [say(sentence, language()) for choice, sentence in rule.choices if choice in value]


def _words(_rule: Rule, value: Mapping[str, str]) -> list[str]:
    return [words(dict(value))] if value else [_("Not filled in yet.")]


def _lines(_rule: Rule, value: Mapping[str, list[str]]) -> list[str]:
    nothing: list[str] = []
    lines, code = in_language(value, language(), offered_languages(), nothing)
    if not lines:
        return [_("Not filled in yet.")]
    return lines if code == language() else [MARKED.format(code, line) for line in lines]


def _languages(_rule: Rule, value: list[str]) -> list[str]:
    return [MARKED.format(code, LANGUAGES[code]) for code in value] or [_("None")]


def _office(_rule: Rule, value: Mapping[str, str]) -> list[str]:
    told = (
        value.get("street", ""),
        f"{value.get('postcode', '')} {value.get('town', '')}".strip(),
        value.get("phone", ""),
        value.get("email", ""),
    )
    return [line for line in told if line] or [_("Not filled in yet.")]


def _phone(_rule: Rule, value: str) -> list[str]:
    return [value or _("None")]


_SAID: dict[Kind, Callable[[Rule, Any], list[str]]] = {
    Kind.THRESHOLD: _threshold,
    Kind.NUMBER: _number,
    Kind.AGE: _age,
    Kind.DAYS: _days,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.WORDS: _words,
    Kind.LINES: _lines,
    Kind.LANGUAGES: _languages,
    Kind.OFFICE: _office,
    Kind.PHONE: _phone,
}
