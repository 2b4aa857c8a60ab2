"""Giving a municipality a host of its own, for the operator."""

from __future__ import annotations

import click

from participation import config, db
from participation.errors import NotFound
from participation.municipalities import actions, queries


def set_host(slug: str, host: str | None) -> int:
    """Let the municipality answer at this host, or only below its short name. Returns the exit code."""
    settings = config.load()
    db.bind(settings.database)
    try:
        with db.write() as session:
            actions.move_to_host(session, queries.municipality(session, slug).id, host)
    except NotFound:
        click.echo(f"There is no municipality with the short name {slug}.", err=True)
        return 1
    except actions.HostTaken:
        click.echo(f"Another municipality answers at {host} already.", err=True)
        return 1
    where = f"at {host} and below /{slug}/" if host else f"below /{slug}/ only"
    click.echo(f"{slug} answers {where}.")
    if settings.hosts and host and host.lower() not in settings.hosts:
        click.echo(f"Add {host} to PARTICIPATION_HOSTS too: other hosts are refused.", err=True)
    return 0
