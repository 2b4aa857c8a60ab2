"""A session in the words of its pages: when and how, where it stands, what it was before and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from participation import clock
from participation.i18n import say
from participation.members import session_rules as rules
from participation.members import wording
from participation.members.queries.sessions import Change, SessionView
from participation.members.sessions import plan_told
from participation.web.context import language, offered_languages


@dataclass(frozen=True)
class Moved:
    """What was changed. now: "" for what was cancelled; reason: per language; told: how many members"""

    was: str
    now: str
    reason: Mapping[str, str]
    told: int
    on: datetime


@dataclass(frozen=True)
class Told:
    """when, how: in words; state: words with a shape (see `tag`); moved: the newest first"""

    when: str
    how: str
    state: tuple[str, str]
    moved: Sequence[Moved]


def told(view: SessionView, changes: Sequence[Change] = ()) -> Told:
    """One session, for the reader of this page."""
    return Told(
        wording.span(view.starts_at, view.ends_at, language()),
        say(rules.MODES[view.mode], language()),
        _state(view),
        [_moved(one) for one in changes],
    )


def _state(view: SessionView) -> tuple[str, str]:
    now = clock.now()
    if view.is_cancelled:
        return _("Cancelled"), "stop"
    if view.state == rules.HELD or view.ends_at <= now:
        return _("Held"), "done"
    return (_("Now"), "now") if view.starts_at <= now else (_("Planned"), "next")


def _moved(change: Change) -> Moved:
    order = offered_languages()
    was = wording.plan_in_words(plan_told(change.before), language(), order)
    now = wording.plan_in_words(plan_told(change.after), language(), order) if change.after else ""
    return Moved(was, now, change.reason, change.told, change.changed_at)
