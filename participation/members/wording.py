"""What messages to members, and their pages, say in words: a moment, a way of meeting, an amount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from babel.dates import format_time
from babel.numbers import format_currency

from participation.clock import local
from participation.i18n import in_language, say
from participation.members.session_rules import MODES, Plan
from participation.messages.wording import day_in_words


def euros(cents: int, language: str) -> str:
    """€ 12,50"""
    return str(format_currency(cents / 100, "EUR", locale="en_GB" if language == "en" else language))


def hour(moment: datetime) -> str:
    """19:00, by the clock of the town hall."""
    return str(format_time(local(moment), "HH:mm", locale="nl"))


def span(starts_at: datetime, ends_at: datetime, language: str) -> str:
    """Saturday 16 January 2027, 19:00-21:30; with both days where it ends on another."""
    first, last = local(starts_at), local(ends_at)
    ending = hour(last) if first.date() == last.date() else f"{day_in_words(last.date(), language)}, {hour(last)}"
    return f"{day_in_words(first.date(), language)}, {hour(first)}\u2013{ending}"


def plan_in_words(plan: Plan, language: str, order: Sequence[str]) -> str:
    """When, where and how a session is held, on one line."""
    place = written(plan.place, language, order)
    return ", ".join(
        part for part in (span(plan.starts_at, plan.ends_at, language), say(MODES[plan.mode], language), place) if part
    )


def written(words: Mapping[str, str], language: str, order: Sequence[str]) -> str:
    """What an official wrote, in this language if it is there; "" where nothing was written."""
    return in_language(words, language, order, "")[0]
