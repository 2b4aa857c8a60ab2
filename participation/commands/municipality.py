"""The life of a municipality, for the operator: founding it, closing it for a while, taking its data along."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import click

from participation import clock, config, db, wiring
from participation.errors import SENTENCES, NotFound, Refused
from participation.i18n import LANGUAGES
from participation.municipalities import actions, exporting, queries
from participation.municipalities.queries import ERASED
from participation.people import invitations

# Addresses of the server itself begin with these.
RESERVED = frozenset({"static", "demo", "health", "journal", "reading", "theme.css"})


def found_one(
    slug: str,
    *,
    name: Sequence[str],
    language: Sequence[str],
    country: str,
    administrator: str,
    administrator_name: str,
    **office: str,
) -> int:
    """Add a municipality and print its first administrator's link. Returns the exit code.

    name: "nl=Lindedorp" for each language; office: street, postcode, town, phone, email
    """
    names = dict(one.partition("=")[::2] for one in name)
    if why := _what_is_wrong(slug, names, language):
        click.echo(why, err=True)
        return 1
    settings = _begin()
    at = clock.now()
    try:
        with db.write() as session:
            place = actions.found(
                session, slug, name=names, languages=list(language), office={"hours": {}}, committees={}
            )
            with db.within(place.id):
                for key, value in (("contact.office", office), ("place.country", country)):
                    actions.decide(session, place.id, key, value, source={}, source_date=None, by=None, at=at)
                secret = invitations.invite_first(session, place.id, administrator, administrator_name, at)
    except actions.SlugTaken:
        click.echo(f"{slug} is the short name of another municipality, or of one that was erased.", err=True)
        return 1
    except Refused as refusal:
        click.echo(SENTENCES[refusal.code] % refusal.facts if refusal.facts else SENTENCES[refusal.code], err=True)
        return 1
    base = f"https://{settings.hosts[0]}" if settings.production else f"http://127.0.0.1:{settings.port}"
    click.echo(f"{base}/{slug}/invitation/{secret}")
    click.echo(f"{slug} is there. Send this link to {administrator}: it works once, within 7 days.", err=True)
    return 0


def move(slug: str, *, suspended: bool) -> int:
    """Close or open the pages of a municipality. Returns the exit code."""
    _begin()
    try:
        with db.write() as session:
            act = actions.suspend if suspended else actions.reopen
            changed = act(session, queries.municipality(session, slug).id, at=clock.now())
    except NotFound:
        return _unknown(slug)
    now = "closed" if suspended else "open"
    click.echo(f"{slug} is {now}." if changed else f"{slug} was not {'open' if suspended else 'closed'}: no change.")
    return 0


def export_to(slug: str, out: Path) -> int:
    """Write the archive of a municipality to a file that was not there. Returns the exit code."""
    _begin()
    assert wiring.LISTENERS
    at = clock.now()
    try:
        with db.read() as session:
            municipality_id = queries.municipality(session, slug).id
        with open(out, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file, db.read() as session:
            digest = exporting.write_archive(session, municipality_id, file, at=at)
    except NotFound:
        return _unknown(slug)
    except FileExistsError:
        click.echo(f"{out} is there already; nothing was written.", err=True)
        return 1
    with db.write() as session:
        exporting.note_export(session, municipality_id, digest, by=None, at=at)
    click.echo(f"{out} holds everything of {slug}, personal data too: only you can read it. Keep it that way.")
    return 0


def say_how_to_erase(slug: str) -> int:
    """Where a municipality is erased, and by whom. Returns the exit code, which is never 0: nothing was erased."""
    _begin()
    try:
        with db.read() as session:
            place = queries.municipality(session, slug)
            asked = queries.erasure_asked(session, place.id)
    except NotFound:
        return _unknown(slug)
    if place.state == ERASED:
        click.echo(f"{slug} has been erased.", err=True)
    elif asked:
        click.echo(f"An administrator of {slug} has asked this; another one confirms it at the desk.", err=True)
    else:
        click.echo(f"Two administrators of {slug} erase it at the desk: Your municipality, last line.", err=True)
    return 1


def _what_is_wrong(slug: str, names: dict[str, str], languages: Sequence[str]) -> str | None:
    if not re.fullmatch("[a-z][a-z0-9-]{1,58}[a-z0-9]", slug) or slug in RESERVED:
        return "The short name has small letters, figures and hyphens, begins with a letter and is not taken by us."
    if not set(names) <= set(LANGUAGES) or not names.get(languages[0]):
        return f"Give the name in the first language, as --name {languages[0]}=…"
    return None


def _begin() -> config.Config:
    settings = config.load()
    config.use(settings)
    db.bind(settings.database)
    return settings


def _unknown(slug: str) -> int:
    click.echo(f"There is no municipality with the short name {slug}.", err=True)
    return 1
