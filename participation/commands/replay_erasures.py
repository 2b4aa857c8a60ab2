"""Forgetting again whoever an old backup brought back, for the operator who put it back."""

from __future__ import annotations

import click

from participation import clock, config, db, erasures, wiring
from participation.municipalities import erasing
from participation.panels import forgetting
from participation.people import leaving


def replay() -> int:
    """Go through the noted erasures, and say how many were done again. Returns the exit code: 0."""
    assert wiring.LISTENERS
    settings = config.load()
    config.use(settings)
    db.bind(settings.database)
    noted = list(erasures.noted())
    again = sum(_again(one) for one in noted)
    click.echo(f"{len(noted)} erasures noted in {erasures.path().name}, {again} done again.")
    return 0


def _again(one: erasures.Erased) -> bool:
    kind, _, rest = one.who.partition(":")
    with db.within(one.municipality_id), db.write() as session:
        if kind == erasing.WHOLE:
            return erasing.erase_again(session, one.municipality_id)
        if kind == "person":
            return leaving.forget_again(session, one.municipality_id, int(rest), erased_at=one.at, at=clock.now())
        panel_id, _, code = rest.partition(":")
        return forgetting.forget_again(session, one.municipality_id, int(panel_id), code, at=clock.now())
