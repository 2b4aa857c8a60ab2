"""What is held on people, in words: for the person it is about, for the desk, and for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from participation import held
from participation.db import Session
from participation.i18n import say
from participation.municipalities import queries as municipalities
from participation.web.context import here, language, words
from participation.web.words import day, moment


@dataclass(frozen=True)
class Section:
    """A kind of personal data with what it holds of somebody, in the language of the page.

    kept: how long; rows: name to value, in words; what is not known is left out
    """

    kind: held.Kind
    kept: str
    rows: Sequence[Mapping[str, str]]

    @property
    def columns(self) -> list[str]:
        """Every name that any of the rows has."""
        return list(dict.fromkeys(name for row in self.rows for name in row))


def sections(database: Session, holdings: Sequence[held.Holding]) -> list[Section]:
    """What was found of each kind, in the order of the rooms; kinds of which there is nothing have no rows."""
    terms = terms_here(database)
    rows: dict[str, list[Mapping[str, str]]] = {}
    for holding in holdings:
        rows.setdefault(holding.kind, []).extend(dict(_in_words(row)) for row in holding.rows)
    return [Section(kind, terms[kind.name], rows.get(kind.name, [])) for kind in held.kinds()]


def terms_here(database: Session) -> Mapping[str, str]:
    """How long each kind is kept in this municipality, in words."""
    decided = municipalities.values(database, here().id)
    return {kind.name: _term(kind, decided.get(f"retention.{kind.name}", kind.days)) for kind in held.kinds()}


def _term(kind: held.Kind, days: int | None) -> str:
    if days is None:
        return str(_("Until %(moment)s", moment=_say(kind.since)))
    if days % 365 == 0:
        length = ngettext("%(num)s year", "%(num)s years", days // 365)
    else:
        length = ngettext("%(num)s day", "%(num)s days", days)
    return str(_("%(length)s, counted from: %(moment)s", length=length, moment=_say(kind.since)))


def _in_words(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if value not in (None, ""):
            yield _say(name), _value(value)


def _value(value: object) -> str:
    if isinstance(value, held.Sentence):
        return _say(value)
    if isinstance(value, dict):
        return words(value)
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return str(value)


def _say(sentence: str) -> str:
    return say(sentence, language())
