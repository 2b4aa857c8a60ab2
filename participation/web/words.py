"""How pages write dates, numbers and chances, in the visitor's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask
from flask_babel import gettext as _

from participation.clock import local
from participation.web.context import language, same_page

# What is easy to picture: one in so many, or so many in 3, 4, 5 or 10.
EASY_PARTS = [Fraction(1, whole) for whole in range(2, 11)] + [
    Fraction(part, whole) for whole in (3, 4, 5, 10) for part in range(2, whole)
]

# From here on a chance is 1 but for rounding; what is less is never written as 100 %.
CERTAIN = 1 - 1e-6


def register(app: Flask) -> None:
    """Offer the filters to the templates."""
    for filter_ in (day, moment, number, euros, percent, chance, portion, language_name, language_names):
        app.add_template_filter(filter_)
    app.add_template_global(same_page)


def day(when: date) -> str:
    """Monday 23 November 2026: of a day, or of a moment as the clock on the town hall shows it."""
    return format_date(local(when) if isinstance(when, datetime) else when, "full", locale=_place())


def moment(when: datetime) -> str:
    """Monday 23 November 2026, 20:15"""
    return f"{day(when)}, {format_time(local(when), 'HH:mm', locale=_place())}"


def _place() -> str:
    # Dates in English are read here by people who write the day before the month.
    return "en_GB" if language() == "en" else language()


def language_name(code: str) -> str:
    """What a language is called in the language of the page: Dutch, néerlandais."""
    return str(Locale(language()).languages[code])


def language_names(codes: Sequence[str]) -> str:
    """Dutch and French"""
    return str(format_list([language_name(code) for code in codes], locale=language()))


def number(value: float, places: int = 0) -> str:
    return str(format_decimal(round(value, places), locale=language()))


def euros(amount: float) -> str:
    """€ 1.234: an estimate, in whole euros."""
    pattern = Locale.parse(_place()).currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(round(amount), "EUR", pattern, locale=_place(), currency_digits=False))


def percent(value: float, places: int = 1) -> str:
    if 0.5 < value < CERTAIN:
        value = min(value, 1 - 10 ** -(places + 2))
    return format_percent(value, "#,##0." + "#" * places + "\u00a0%" if places else "#,##0\u00a0%", locale=language())


def chance(value: float) -> str:
    """A chance as people say it: 1 chance in 14."""
    if value <= 0:
        return str(_("no chance"))
    if value >= CERTAIN:
        return str(_("certain"))
    part, whole = portion(value)
    if part == 1:
        return str(_("1 chance in %(whole)s", whole=number(whole)))
    return str(_("%(part)s chances in %(whole)s", part=part, whole=number(whole)))


def portion(value: float) -> tuple[int, int]:
    """A chance between 0 and 1 in small whole numbers: (1, 14), or (2, 5) where 1 in 2.5 would be hard to picture."""
    if value < 0.1:
        return 1, int(1 / value + 0.5)
    if value > 0.9:
        return min(99, round(100 * value)), 100
    nearest = min(EASY_PARTS, key=lambda part: abs(part - Fraction(value)))
    return nearest.numerator, nearest.denominator
