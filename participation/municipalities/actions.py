"""Adding a municipality, closing its doors for a while, and deciding what holds there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import clock
from participation.errors import Refused
from participation.journal.actions import open_journal, record
from participation.municipalities import queries, rules, settings, themes
from participation.municipalities.models import HouseStyle, Logo, Municipality, Setting
from participation.permissions import Actor

STYLE = "style.theme"


class HostTaken(Exception):
    """Another municipality answers at this host."""


class SlugTaken(Exception):
    """Another municipality has this short name, or had it."""


def found(
    session: Session,
    slug: str,
    *,
    name: dict[str, str],
    languages: list[str],
    office: dict[str, Any],
    committees: dict[str, list[str]],
    host: str | None = None,
    is_demo: bool = False,
) -> Municipality:
    """Add a municipality, with its journal. Raises SlugTaken."""
    municipality = Municipality(
        slug=slug, host=host, name=name, languages=languages, office=office, committees=committees, is_demo=is_demo
    )
    try:
        with session.begin_nested():
            session.add(municipality)
    except IntegrityError:
        raise SlugTaken from None
    open_journal(session, municipality.id)
    return municipality


def move_to_host(session: Session, municipality_id: int, host: str | None) -> None:
    """Let a municipality answer at a host of its own, or no longer. Raises HostTaken."""
    try:
        with session.begin_nested():
            session.get_one(Municipality, municipality_id).host = host and host.lower()
    except IntegrityError:
        raise HostTaken from None


def suspend(session: Session, municipality_id: int, *, at: datetime) -> bool:
    """Close the doors of a municipality, on behalf of the operator. Returns whether they were open."""
    return _move(session, municipality_id, queries.OPEN, queries.SUSPENDED, "municipality.suspended", at=at)


def reopen(session: Session, municipality_id: int, *, at: datetime) -> bool:
    """Open the doors again, on behalf of the operator. Returns whether they were closed."""
    return _move(session, municipality_id, queries.SUSPENDED, queries.OPEN, "municipality.reopened", at=at)


def decide(
    session: Session,
    municipality_id: int,
    key: str,
    value: Any,
    *,
    source: Mapping[str, str],
    source_date: date | None,
    seen: str | None = None,
    by: Actor | None,
    at: datetime,
) -> None:
    """Decide what holds here from now on, and say which decision of whom it comes from.

    source: per language; seen: the mark of what the page showed, None where nobody looked; by: None for the operator
    Raises NotFound for a rule that is not there, and Refused. What holds already is not decided twice.
    """
    rule = settings.rule(key)
    place = queries.municipality_to_change(session, municipality_id)
    languages = queries.languages_for(session, municipality_id, "notice")
    value = rules.checked(rule, value, languages)
    if key == STYLE and value == themes.OWN and session.get(HouseStyle, municipality_id) is None:
        raise Refused("style_missing", field="value")
    kept_source, day = rules.checked_source(rule, source, source_date, languages, today=clock.local(at).date())
    row = session.get(Setting, (municipality_id, key))
    if row and (row.value, row.source, row.source_date) == ({"value": value}, kept_source, day):
        return
    if seen is not None and seen != queries.mark_of(row):
        raise Refused("changed_meanwhile")
    if row is None:
        row = Setting(municipality_id=place.id, key=key)
        session.add(row)
    row.value, row.source, row.source_date, row.changed_at = {"value": value}, kept_source, day, at
    session.flush()
    facts: dict[str, str | int] = {"key": key, "digest": queries.digest_of(row)}
    record_here(session, municipality_id, "municipality.setting_changed", facts, by=by, at=at)


def return_to_proposal(session: Session, municipality_id: int, key: str, *, by: Actor, at: datetime) -> None:
    """Say that nothing has been decided after all: the proposal holds again."""
    settings.rule(key)
    queries.municipality_to_change(session, municipality_id)
    row = session.get(Setting, (municipality_id, key))
    if row is not None:
        session.delete(row)
        record_here(session, municipality_id, "municipality.setting_withdrawn", {"key": key}, by=by, at=at)


def keep_logo(
    session: Session, municipality_id: int, image: bytes, width: int, height: int, *, by: Actor, at: datetime
) -> None:
    """From now on this is the logo: a PNG that we drew ourselves (see `logos`)."""
    queries.municipality_to_change(session, municipality_id)
    row = session.get(Logo, municipality_id)
    if row is not None and row.image == image:
        return
    if row is None:
        row = Logo(municipality_id=municipality_id)
        session.add(row)
    row.image, row.width, row.height, row.changed_at = image, width, height, at
    digest = hashlib.sha256(image).hexdigest()
    record_here(session, municipality_id, "municipality.logo_changed", {"digest": digest}, by=by, at=at)


def take_logo_away(session: Session, municipality_id: int, *, by: Actor, at: datetime) -> None:
    """The pages show the name alone again."""
    queries.municipality_to_change(session, municipality_id)
    row = session.get(Logo, municipality_id)
    if row is not None:
        session.delete(row)
        record_here(session, municipality_id, "municipality.logo_removed", {}, by=by, at=at)


def use_own_style(
    session: Session, municipality_id: int, style: themes.Style, *, by: Actor | None, at: datetime
) -> None:
    """From now on the pages look like this, if everybody can read them. Raises Refused."""
    queries.municipality_to_change(session, municipality_id)
    if themes.too_faint(style):
        raise Refused("style_too_faint")
    row = session.get(HouseStyle, municipality_id)
    if row is None or themes.Style(row.light, row.dark, row.shape) != style:
        if row is None:
            row = HouseStyle(municipality_id=municipality_id)
            session.add(row)
        row.light, row.dark, row.shape, row.changed_at = dict(style.light), dict(style.dark), dict(style.shape), at
        session.flush()
        facts: dict[str, str | int] = {"digest": themes.digest(style)}
        record_here(session, municipality_id, "municipality.style_changed", facts, by=by, at=at)
    choose_style(session, municipality_id, themes.OWN, by=by, at=at)


def choose_style(session: Session, municipality_id: int, name: str, *, by: Actor | None, at: datetime) -> None:
    """Use a house style that comes along, or the own one that was used before. Raises Refused."""
    decide(session, municipality_id, STYLE, name, source={}, source_date=None, by=by, at=at)


def _move(session: Session, municipality_id: int, before: str, after: str, event: str, *, at: datetime) -> bool:
    place = queries.municipality_to_change(session, municipality_id)
    if place.state != before:
        return False
    place.state = after
    record_here(session, municipality_id, event, {}, by=None, at=at)
    return True


def record_here(
    session: Session, municipality_id: int, event: str, facts: dict[str, str | int], *, by: Actor | None, at: datetime
) -> None:
    """Write in the journal what was done to the municipality; by: None for the operator, who uses commands."""
    record(
        session,
        municipality_id,
        event,
        subject=f"municipality:{municipality_id}",
        by=f"person:{by.person_id}" if by else "operator",
        via="web" if by else "command",
        at=at,
        facts=facts,
    )
