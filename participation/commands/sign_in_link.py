"""The operator's way to let somebody in: one link, used once, for 15 minutes."""

from __future__ import annotations

import click

from participation import clock, config, db
from participation.errors import NotFound
from participation.municipalities import queries as municipalities
from participation.people import actions, queries


def print_link(email: str, municipality: str | None) -> int:
    """Print a sign-in link. Returns the exit code."""
    settings = config.load()
    db.bind(settings.database)
    try:
        with db.write() as session:
            person = queries.person_with_email(session, email)
            slug = municipality or municipalities.slug_of(session, queries.municipalities_of(session, person.id)[0])
            place = municipalities.municipality(session, slug)
            secret = actions.make_sign_in_link(session, person, at=clock.now())
    except NotFound:
        click.echo(f"Nobody here has the e-mail address {email}, or there is no such municipality.", err=True)
        return 1
    base = f"https://{place.host or settings.hosts[0]}" if settings.production else f"http://127.0.0.1:{settings.port}"
    click.echo(f"{base}/{place.slug}/sign-in/{secret}")
    click.echo("It works once, within 15 minutes.", err=True)
    return 0
