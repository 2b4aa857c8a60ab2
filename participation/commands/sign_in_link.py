"""The operator's way to let somebody in: one link, used once, for 15 minutes."""

from __future__ import annotations

import click

from participation import clock, config, db
from participation.errors import NotFound
from participation.municipalities import queries as municipalities
from participation.municipalities.queries import Place
from participation.people import actions, queries


def print_link(email: str, municipality: str | None) -> int:
    """Print a sign-in link. Returns the exit code."""
    settings = config.load()
    db.bind(settings.database)
    try:
        with db.write() as session:
            place = _place(session, email, municipality)
            person = queries.person_with_email(session, place.id, email)
            secret = actions.make_sign_in_link(session, person, at=clock.now())
    except NotFound:
        click.echo(
            f"Nobody here has the e-mail address {email}, there is no such municipality, or the address has an account "
            "in several: then name one with --municipality.",
            err=True,
        )
        return 1
    base = f"https://{place.host or settings.hosts[0]}" if settings.production else f"http://127.0.0.1:{settings.port}"
    click.echo(f"{base}/{place.slug}/sign-in/{secret}")
    click.echo("It works once, within 15 minutes.", err=True)
    return 0


def _place(session: db.Session, email: str, slug: str | None) -> Place:
    """The municipality that was named, else the one where this address has an account. Raises NotFound."""
    if slug is None:
        known = queries.municipalities_with_email(session, email)
        if len(known) != 1:
            raise NotFound
        slug = municipalities.slug_of(session, known[0])
    return municipalities.municipality(session, slug)
