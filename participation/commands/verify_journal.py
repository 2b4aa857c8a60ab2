"""Checking every journal, for the operator and the auditor."""

from __future__ import annotations

import click

from participation import config, db
from participation.journal import queries
from participation.municipalities.queries import all_municipalities


def verify_journals() -> int:
    """Print one line per municipality. Returns the exit code: 0 if every chain holds."""
    db.bind(config.load().database)
    broken = 0
    with db.read() as session:
        for place in all_municipalities(session):
            where = queries.first_broken(session, place.id)
            broken += where is not None
            click.echo(f"{place.slug}: {'whole' if where is None else f'BROKEN at entry {where}'}")
    return 1 if broken else 0
