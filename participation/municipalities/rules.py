"""Whether a value can be what a municipality decides, and what it comes to here: for whoever decides and whoever asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import ceil, isfinite
from typing import Any

from participation.errors import Refused
from participation.i18n import LANGUAGES
from participation.municipalities.choices import WITHOUT_SCREEN
from participation.municipalities.kinds import Kind, Rule

LONGEST = 300
MOST_LINES = 30
OFFICE = ("street", "postcode", "town", "phone", "email")


def checked(rule: Rule, value: Any, languages: Sequence[str]) -> Any:
    """The value as it is kept. Raises Refused at the field `value`, or at the part of it that is wrong.

    languages: those of the municipality; what is asked in each is needed in the first.
    """
    return _CHECKS[rule.kind](rule, value, languages)


def checked_source(
    rule: Rule, source: Mapping[str, str], day: date | None, languages: Sequence[str], *, today: date
) -> tuple[dict[str, str], date | None]:
    """The decision that a value comes from, as it is kept. Raises Refused where one is needed and not named."""
    if not rule.needs_source:
        return {}, None
    written = {code: text.strip() for code, text in source.items() if text.strip() and code in languages}
    if not written.get(languages[0]):
        raise Refused("source_missing", field=f"source_{languages[0]}", language=LANGUAGES[languages[0]])
    if any(len(text) > LONGEST for text in written.values()):
        raise Refused("words_too_long", field="source", most=LONGEST)
    if day is None:
        raise Refused("source_day_missing", field="source_date")
    if day > today:
        raise Refused("source_day_ahead", field="source_date")
    return written, day


def people_needed(bands: Sequence[Mapping[str, Any]] | None, inhabitants: int | None) -> int | None:
    """How many people a threshold comes to in a municipality of this size; None where nobody can tell."""
    if bands is None:
        return 0
    for band in bands:
        if band["below"] is not None and inhabitants is None:
            return None
        if band["below"] is None or (inhabitants or 0) < band["below"]:
            if band["unit"] == "people":
                return int(band["amount"])
            return None if inhabitants is None else ceil(round(inhabitants * band["amount"] / 100, 6))
    return None


def _number(rule: Rule, value: Any, _languages: Sequence[str]) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not rule.least <= value <= rule.most:
        raise Refused("setting_out_of_range", field="value", least=rule.least, most=rule.most)
    return value


def _choice(rule: Rule, value: Any, _languages: Sequence[str]) -> str:
    if value not in [choice for choice, _ in rule.choices]:
        raise Refused("setting_not_offered", field="value")
    return str(value)


def _choices(rule: Rule, value: Any, _languages: Sequence[str]) -> list[str]:
    offered = [choice for choice, _ in rule.choices]
    if not isinstance(value, list) or not set(value) <= set(offered):
        raise Refused("setting_not_offered", field="value")
    if rule.group == "channel" and not WITHOUT_SCREEN & set(value):
        raise Refused("way_without_screen", field="value")
    return [choice for choice in offered if choice in value]


def _threshold(_rule: Rule, value: Any, _languages: Sequence[str]) -> list[dict[str, Any]] | None:
    """Bands from small to large; only the last is for every other size."""
    if value is None or value == []:
        return None
    kept, before = [], 0
    for place, band in enumerate(value):
        below, amount, unit = band["below"], band["amount"], band["unit"]
        last = place == len(value) - 1
        if (below is None) != last or (below is not None and not before < below <= 100_000_000):
            raise Refused("threshold_order", field=f"value_below_{place}")
        if unit not in ("percent", "people"):
            raise Refused("setting_not_offered", field=f"value_unit_{place}")
        if unit == "percent" and not (isfinite(amount) and 0 < amount <= 100):
            raise Refused("threshold_percent", field=f"value_amount_{place}")
        if unit == "people" and not (isfinite(amount) and amount == int(amount) and 1 <= amount <= 100_000_000):
            raise Refused("threshold_people", field=f"value_amount_{place}")
        before = below or before
        kept.append({"below": below, "amount": int(amount) if amount == int(amount) else amount, "unit": unit})
    return kept


def _words(_rule: Rule, value: Any, languages: Sequence[str]) -> dict[str, str]:
    written = {code: value.get(code, "").strip() for code in languages}
    if not written[languages[0]]:
        raise Refused("words_missing", field=f"value_{languages[0]}", language=LANGUAGES[languages[0]])
    for code, text in written.items():
        _short(text, f"value_{code}")
    return {code: text for code, text in written.items() if text}


def _lines(_rule: Rule, value: Any, languages: Sequence[str]) -> dict[str, list[str]]:
    written = {
        code: [line.strip() for line in lines if line.strip()]
        for code, lines in value.items()
        if code in LANGUAGES and any(line.strip() for line in lines)
    }
    if languages[0] not in written:
        raise Refused("words_missing", field=f"value_{languages[0]}", language=LANGUAGES[languages[0]])
    for code, lines in written.items():
        if len(lines) > MOST_LINES:
            raise Refused("too_many_lines", field=f"value_{code}", most=MOST_LINES)
        for line in lines:
            _short(line, f"value_{code}")
    return written


def _languages(rule: Rule, value: Any, _languages: Sequence[str]) -> list[str]:
    chosen = [code for code in value if code]
    if not set(chosen) <= set(LANGUAGES):
        raise Refused("setting_not_offered", field="value")
    if not chosen and rule.key != "language.copy":
        raise Refused("language_missing", field="value")
    if len(set(chosen)) < len(chosen):
        raise Refused("language_twice", field="value")
    return chosen


def _office(_rule: Rule, value: Any, _languages: Sequence[str]) -> dict[str, str]:
    kept = {part: str(value.get(part, "")).strip() for part in OFFICE}
    for part, text in kept.items():
        _short(text, f"value_{part}")
        if not text:
            raise Refused("contact_missing", field=f"value_{part}")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", kept["email"]):
        raise Refused("contact_email_wrong", field="value_email")
    _callable(kept["phone"], "value_phone")
    return kept


def _phone(_rule: Rule, value: Any, _languages: Sequence[str]) -> str:
    text = str(value).strip()
    if text:
        _callable(text, "value")
    return text


def _callable(text: str, field: str) -> None:
    if not re.fullmatch(r"\+?[0-9][0-9 ./()-]{1,28}", text):
        raise Refused("contact_phone_wrong", field=field)


def _short(text: str, field: str) -> None:
    if len(text) > LONGEST:
        raise Refused("words_too_long", field=field, most=LONGEST)


_CHECKS: dict[Kind, Callable[[Rule, Any, Sequence[str]], Any]] = {
    Kind.THRESHOLD: _threshold,
    Kind.NUMBER: _number,
    Kind.AGE: _number,
    Kind.DAYS: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.WORDS: _words,
    Kind.LINES: _lines,
    Kind.LANGUAGES: _languages,
    Kind.OFFICE: _office,
    Kind.PHONE: _phone,
}
