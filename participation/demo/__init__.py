"""The demo: three fictional municipalities with a panel in every state, for whoever wants to see Samenspraak at work.

It is never built in production, nor beside municipalities that are real.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from participation import clock, config, db
from participation.config import Config
from participation.demo import towns
from participation.municipalities.actions import SlugTaken
from participation.municipalities.models import Municipality
from participation.panels.models import Panel

PASSWORD = "samen-onder-de-linde"  # noqa: S105  everybody may know it
# The municipalities were there before the first of their panels.
BEFORE_IT_ALL = timedelta(days=400)
# The short name of the panel that is made last of all: once it is there, so is the whole demo.
LAST_PANEL = "minder-water-op-straat"


class NotHere(Exception):
    """The demo cannot be built in this place; the message says why in one sentence."""


@dataclass(frozen=True)
class Town:
    """A municipality of the demo and who can sign in there: role in words, e-mail address."""

    name: str
    slug: str
    people: list[tuple[str, str]]


def accounts() -> list[Town]:
    """Everybody who can sign in to the demo, with `PASSWORD`."""
    return [
        Town(town.names[town.languages[0]], town.slug, [(someone.role.value, someone.email) for someone in town.people])
        for town in towns.TOWNS
    ]


@dataclass(frozen=True)
class Play:
    """A secret code with which a visitor can do what somebody in the demo could. what: in words; path: where it is typed"""

    what: str
    path: str
    code: str


def codes(settings: Config) -> list[Play]:
    """A code for each thing that people do with a letter in their hand."""
    from participation.demo import playing

    config.use(settings)
    engine = db.open_engine(settings.database)
    try:
        with Session(engine) as session:
            return [Play(*found) for found in playing.codes(session)]
    finally:
        engine.dispose()


def is_built(settings: Config) -> bool:
    """Whether the whole demo is there."""
    engine = db.open_engine(settings.database)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(Panel.__tablename__):
                return False
            last = select(Panel.id).join(Municipality, Municipality.id == Panel.municipality_id)
            wanted = last.where(Municipality.is_demo, Panel.slug == LAST_PANEL)
            return connection.execute(wanted).first() is not None
    finally:
        engine.dispose()


def build(settings: Config) -> None:
    """Build the demo in a database that has been migrated, unless it is there. Raises NotHere.

    Binds the database. What an interruption leaves half-made is thrown away, where nothing else is in the database.
    """
    refuse_in_production(settings)
    if is_built(settings):
        return
    config.use(settings)
    db.bind(settings.database)
    try:
        with db.write() as session:
            if session.scalars(select(Municipality.id).where(~Municipality.is_demo)).first() is not None:
                raise NotHere("There are municipalities here that are not of the demo, so the demo stays away.")
            founded = towns.found_all(session, PASSWORD, at=clock.now() - BEFORE_IT_ALL)
    except SlugTaken:
        raise NotHere(
            "A demo is being made here, or was left half-made: wait a moment, or run `participation demo --reset`."
        ) from None

    # Loaded only here: the engine takes a while, and nothing else in this module needs it.
    from participation.demo import erasing, panels

    try:
        panels.make_all(founded, clock.local(clock.now()).date())
    except BaseException:
        db.unbind()
        if not erasing.strangers(settings.database):
            erasing.erase(settings.database)
        raise


def reset(settings: Config) -> None:
    """Throw away all that is in the database and build the demo anew. Raises NotHere if anything there is not demo."""
    from participation.demo import erasing

    refuse_in_production(settings)
    db.migrate(settings.database)
    if strangers := erasing.strangers(settings.database):
        raise NotHere(f"This database holds more than a demo ({strangers}), so nothing was thrown away.")
    db.unbind()
    erasing.erase(settings.database)
    db.migrate(settings.database)
    build(settings)


def refuse_in_production(settings: Config) -> None:
    """Raises NotHere in production."""
    if settings.production:
        raise NotHere("This is production, where the demo is never built.")
