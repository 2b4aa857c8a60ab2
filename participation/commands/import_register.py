"""Bringing in an extract of the register from a file on this machine, for the operator: the same as at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import click

from participation import clock, config, db, wiring
from participation.errors import SENTENCES, NotFound, Refused
from participation.invitations import reading, register, registering
from participation.invitations.headers import OURS
from participation.invitations.queries import register as queries
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels

PIECE = 1_000_000


def bring_in(
    municipality: str,
    panel: str,
    file: Path,
    *,
    columns: tuple[str, ...],
    minimum_age: int,
    resident_on: date,
    erase_on: date,
) -> int:
    """Read the extract for this panel, and say what was found. Returns the exit code.

    columns: OURS=HEADER; of the others, those whose header tells what they are
    """
    db.bind(config.load().database)
    assert wiring.MODELS
    try:
        with db.write() as session:
            place = municipalities.municipality(session, municipality)
            found = panels.panel_to_change(session, place.id, panel)
            kept = register.keep(
                session, place.id, found.id, file.name, _pieces(file),
                erase_on=erase_on, by="operator", via="command", at=clock.now(),
            )  # fmt: skip
            chosen = {**kept.columns["of"], **_named(columns)}
            register.settle_columns(session, kept, chosen, minimum_age=minimum_age, resident_on=resident_on)
        registering.read_register(kept.id)
    except NotFound:
        click.echo(f"There is no panel {panel} in a municipality {municipality}.", err=True)
        return 1
    except Refused as refusal:
        about = f"{refusal.field}: " if refusal.field in OURS else ""
        click.echo(about + SENTENCES[refusal.code] % refusal.facts, err=True)
        return 1
    return _tell(place.id, found.id)


def _tell(municipality_id: int, panel_id: int) -> int:
    with db.read() as session:
        seen = queries.register(session, municipality_id, panel_id)
    if seen is None or not seen.is_ready:
        click.echo("The register could not be read.", err=True)
        return 1
    click.echo(f"{seen.counts['rows']} rows, {seen.counts.get('kept', 0)} kept.")
    for finding, count in seen.findings:
        click.echo(f"{count}: {reading.FINDINGS[finding]}")
    return 0


def _named(columns: tuple[str, ...]) -> dict[str, str]:
    return {ours: header for ours, _, header in (one.partition("=") for one in columns)}


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        yield from iter(partial(opened.read, PIECE), b"")
