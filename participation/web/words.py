"""How pages write dates, numbers and chances, in the visitor's language."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import gettext as _

from participation.clock import local
from participation.web.context import language


def register(app: Flask) -> None:
    """Offer the filters to the templates."""
    for filter_ in (day, moment, number, percent, chance):
        app.add_template_filter(filter_)


def day(when: datetime) -> str:
    """Monday 23 November 2026"""
    return format_datetime(local(when), "EEEE d MMMM y", locale=language())


def moment(when: datetime) -> str:
    """Monday 23 November 2026, 20:15"""
    return format_datetime(local(when), "EEEE d MMMM y, HH:mm", locale=language())


def number(value: float, places: int = 0) -> str:
    return format_decimal(round(value, places), locale=language())


def percent(value: float, places: int = 1) -> str:
    return format_percent(value, "#,##0." + "#" * places + " %" if places else "#,##0 %", locale=language())


def chance(value: float) -> str:
    """A chance as people say it: 1 chance in 14."""
    if value <= 0:
        return _("no chance")
    if value >= 1:
        return _("certain")
    if value > 0.5:
        return _("%(part)s chances in 100", part=number(value * 100))
    return _("1 chance in %(whole)s", whole=number(1 / value, 0 if value < 0.1 else 1))
