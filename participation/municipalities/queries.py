"""Looking up municipalities, and what each has decided for itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from participation import db
from participation.errors import NotFound
from participation.municipalities import settings, vocabulary
from participation.municipalities.kinds import Rule
from participation.municipalities.models import Erasure, HouseStyle, Logo, Municipality, Setting
from participation.municipalities.themes import OWN, Style, built_in, ours, version
from participation.permissions import ACTS, Rung

OPEN, SUSPENDED, ERASED = "open", "suspended", "erased"
PROPOSAL = "proposal"


@dataclass(frozen=True)
class LogoSize:
    """How large a logo is, in pixels, and since when it is this one."""

    width: int
    height: int
    changed_at: datetime


@dataclass(frozen=True)
class Place:
    """A municipality as the pages need it.

    values: what holds here, by the key of `settings`; state: open, suspended or erased
    style_since: since when it has the file of its own house style that it has now, None where it has none
    """

    id: int
    slug: str
    host: str | None
    is_demo: bool
    state: str
    values: Mapping[str, Any]
    logo: LogoSize | None
    style_since: datetime | None

    @property
    def names(self) -> dict[str, str]:
        return dict(self.values["place.name"])

    @property
    def languages(self) -> list[str]:
        return list(self.values["language.notice"])

    @property
    def office(self) -> dict[str, Any]:
        return {**self.values["contact.office"], "hours": self.values["contact.hours"]}

    @property
    def committees(self) -> dict[str, list[str]]:
        return dict(self.values["place.committees"])

    @property
    def theme(self) -> str:
        """Which house style its pages have: `own`, or the name of one that comes along."""
        chosen = str(self.values["style.theme"])
        return chosen if chosen in built_in() or (chosen == OWN and self.style_since) else ""

    @property
    def theme_version(self) -> str:
        """Changes whenever its pages look otherwise."""
        return version(self.theme, self.style_since)

    def institution(self, name: str, language: str) -> str:
        """What one is called here: "council" -> "gemeenteraad". Raises KeyError."""
        return vocabulary.word(self.values["place.country"], name, language)

    @property
    def rungs(self) -> dict[str, Rung]:
        return {act: Rung(int(self.values[f"rung.{act}"])) for act in ACTS}


@dataclass(frozen=True)
class Holds:
    """A rule as it holds here. source: per language, {} where nothing was decided yet; mark: changes whenever this does."""

    rule: Rule
    value: Any
    decided: bool
    source: Mapping[str, str]
    source_date: date | None
    mark: str


@dataclass(frozen=True)
class Asked:
    """Somebody asked to erase the whole municipality."""

    asked_by: int
    asked_at: datetime
    reason: str

    @property
    def mark(self) -> str:
        """What the second administrator says yes to."""
        return hashlib.sha256(f"{self.asked_by} {self.asked_at} {self.reason}".encode()).hexdigest()


def municipality(session: Session, slug: str) -> Place:
    """The municipality with this short name, in whatever state. Raises NotFound."""
    return _one(session, Municipality.slug == slug)


def place(session: Session, municipality_id: int) -> Place:
    """The municipality with this number, in whatever state. Raises NotFound."""
    return db.once(session, ("place", municipality_id), lambda: _one(session, Municipality.id == municipality_id))


def municipality_to_change(session: Session, municipality_id: int) -> Municipality:
    """The municipality, taken so that two people do not decide the same at once."""
    return session.scalars(select(Municipality).where(Municipality.id == municipality_id).with_for_update()).one()


def slug_at(session: Session, host: str) -> str | None:
    """The short name of the municipality that answers at this host, if there is one."""
    return session.scalar(select(Municipality.slug).where(Municipality.host == host))


def slug_of(session: Session, municipality_id: int) -> str:
    """The short name of a municipality."""
    return session.execute(select(Municipality.slug).where(Municipality.id == municipality_id)).scalar_one()


def holds_demo(session: Session) -> bool:
    """Whether any municipality here is a fictional one."""
    return session.scalar(select(Municipality.id).where(Municipality.is_demo).limit(1)) is not None


def all_municipalities(session: Session) -> list[Place]:
    """Every open municipality on this server, by short name."""
    return _places(session, _places_and_values().where(Municipality.state == OPEN))


def with_data(session: Session) -> list[int]:
    """The municipalities that hold anything, the suspended ones too: what is due is done there as well."""
    return list(session.scalars(select(Municipality.id).where(Municipality.state != ERASED).order_by(Municipality.id)))


def value(session: Session, municipality_id: int, key: str) -> Any:
    """What holds here for one rule. Raises NotFound for a rule that is not there."""
    settings.rule(key)
    return values(session, municipality_id)[key]


def values(session: Session, municipality_id: int) -> Mapping[str, Any]:
    """What holds here, by key: what was decided, else the proposal."""
    return place(session, municipality_id).values


def languages_for(session: Session, municipality_id: int, communication: str) -> list[str]:
    """The languages, in order, of one kind of communication: notice, letter, copy, form or internal."""
    return list(value(session, municipality_id, f"language.{communication}"))


def term_days(session: Session, municipality_id: int, kind: str, default: int | None = None) -> int | None:
    """After how many days a kind of personal data is erased here: as decided, else `default`, else as the kind says."""
    decided = session.scalar(
        select(Setting.value).where(Setting.municipality_id == municipality_id, Setting.key == f"retention.{kind}")
    )
    if decided is not None:
        return int(decided["value"])
    proposed = settings.rules().get(f"retention.{kind}")
    return default if default is not None or proposed is None else proposed.default


def holding(session: Session, municipality_id: int) -> list[Holds]:
    """Every rule as it holds here, with the decision it comes from."""
    found = session.scalars(select(Setting).where(Setting.municipality_id == municipality_id))
    decided, now = {row.key: row for row in found}, values(session, municipality_id)
    return [_holds(rule, now[rule.key], decided.get(rule.key)) for rule in settings.rules().values()]


def held_rule(session: Session, municipality_id: int, key: str) -> Holds:
    """One rule as it holds here. Raises NotFound."""
    settings.rule(key)
    return next(holds for holds in holding(session, municipality_id) if holds.rule.key == key)


def logo(session: Session, municipality_id: int) -> bytes:
    """The logo, as a PNG. Raises NotFound."""
    image = session.scalar(select(Logo.image).where(Logo.municipality_id == municipality_id))
    if image is None:
        raise NotFound
    return image


def style(session: Session, place: Place) -> Style:
    """The house style of its pages."""
    return (own_style(session, place.id) if place.theme == OWN else None) or built_in().get(place.theme, ours())


def own_style(session: Session, municipality_id: int) -> Style | None:
    """The house style that a municipality uploaded, whether it is in use or not."""
    found = session.get(HouseStyle, municipality_id)
    if found is None:
        return None
    light, dark, shape = ours()
    return Style({**light, **found.light}, {**dark, **found.dark}, {**shape, **found.shape})


def erasure_asked(session: Session, municipality_id: int) -> Asked | None:
    """Who asked to erase the municipality, and why."""
    found = session.get(Erasure, municipality_id)
    return None if found is None else Asked(found.asked_by, found.asked_at, found.reason)


def mark_of(row: Setting | None) -> str:
    """A sign that changes whenever the setting does, for a form that says what it saw."""
    return PROPOSAL if row is None else digest_of(row)


def digest_of(row: Setting) -> str:
    """SHA-256 in hexadecimal of a setting: its key, value and source, as JSON with sorted keys."""
    told = {
        "key": row.key,
        "value": row.value["value"],
        "source": row.source,
        "date": row.source_date and row.source_date.isoformat(),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _holds(rule: Rule, value: Any, row: Setting | None) -> Holds:
    if row is None:
        return Holds(rule, value, False, {}, None, PROPOSAL)
    return Holds(rule, value, True, row.source, row.source_date, mark_of(row))


Found = Select[tuple[Municipality, str | None, Any, int | None, int | None, datetime | None, datetime | None]]


def _places_and_values() -> Found:
    """A row for each setting of each municipality: one statement, because every page asks for it."""
    return (
        select(
            Municipality, Setting.key, Setting.value, Logo.width, Logo.height, Logo.changed_at, HouseStyle.changed_at
        )
        .outerjoin(Setting, Setting.municipality_id == Municipality.id)
        .outerjoin(Logo, Logo.municipality_id == Municipality.id)
        .outerjoin(HouseStyle, HouseStyle.municipality_id == Municipality.id)
        .order_by(Municipality.slug)
    )


def _one(session: Session, which: Any) -> Place:
    found = _places(session, _places_and_values().where(which))
    if not found:
        raise NotFound
    return found[0]


def _places(session: Session, wanted: Found) -> list[Place]:
    return [_place(found, rows) for found, rows in groupby(session.execute(wanted), key=itemgetter(0))]


def _place(found: Municipality, rows: Iterable[Any]) -> Place:
    decided, logo, style_since = {}, None, None
    for _, key, kept, width, height, changed_at, style_changed_at in rows:
        style_since = style_changed_at
        logo = LogoSize(width, height, changed_at) if width else None
        if key in settings.rules():
            decided[key] = kept["value"]
    return Place(
        id=found.id,
        slug=found.slug,
        host=found.host,
        is_demo=found.is_demo,
        state=found.state,
        values={**_proposed(found), **decided},
        logo=logo,
        style_since=style_since,
    )


def _proposed(found: Municipality) -> dict[str, Any]:
    """The proposals, among them what the municipality began with."""
    office = dict(found.office)
    return {
        **{key: rule.default for key, rule in settings.rules().items()},
        "place.name": found.name,
        "place.committees": found.committees,
        "language.notice": found.languages,
        "language.letter": found.languages,
        "language.form": found.languages,
        "language.internal": found.languages[:1],
        "contact.hours": office.pop("hours", {}),
        "contact.office": office,
        "style.theme": found.slug if found.slug in built_in() else "",
    }
