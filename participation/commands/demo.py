"""Building the demo, and saying how to sign in to it."""

from __future__ import annotations

import click

from participation import config, db


def build(*, reset: bool) -> int:
    """Build the demo if it is not there, or anew. Returns the exit code."""
    settings = config.load()
    from participation import demo

    try:
        if reset:
            demo.reset(settings)
        else:
            db.migrate(settings.database)
        show(settings)
    except demo.NotHere as reason:
        click.echo(reason, err=True)
        return 1
    return 0


def show(settings: config.Config) -> None:
    """Make the demo where there is none, and print where to go and how to sign in as each role.

    Raises demo.NotHere where it does not belong.
    """
    from participation import demo

    demo.refuse_in_production(settings)
    if not demo.is_built(settings):
        click.echo("Making the demo: this takes a few seconds.")
        demo.build(settings)
    where = f"http://127.0.0.1:{settings.port}"
    click.echo(f"Three demo municipalities. Everybody's password: {demo.PASSWORD}")
    for town in demo.accounts():
        click.echo(f"\n  {town.name}  {where}/{town.slug}/")
        for role, email in town.people:
            click.echo(f"    {role:<14} {email}")
    click.echo("\nWhoever works there takes a second step: the page shows the code that their telephone would show.")
    click.echo("\nSecret codes, as they stand in letters:")
    for play in demo.codes(settings):
        click.echo(f"    {play.code:<20} {play.what}: {where}{play.path}")
    click.echo(f"What the demo writes to people, codes and letters too, lands at {where}/demo/post")
