"""A stage for each act: a database in which it can be done, for the walks that do it in every wrong way."""

from __future__ import annotations

import importlib
import io
import pkgutil
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

import tests.acts
from participation import clock, config, db
from participation.people import sessions
from participation.people.models import Person
from participation.permissions import Actor
from tests.acts import Act
from tests.databases import Databases, Saved
from tests.towns import Town, make_panel, make_two_towns
from tests.visitors import Visitor

ACTS: list[Act] = [
    act
    for module in sorted(found.name for found in pkgutil.iter_modules(tests.acts.__path__))
    for act in importlib.import_module(f"tests.acts.{module}").ACTS
]
IDS = [f"{act.endpoint}-{number}" for number, act in enumerate(ACTS)]

Rows = dict[str, list[str]]


class Walker(Visitor):
    """A browser that has a page of ours open already, and so knows its token."""

    def __init__(self, app: Flask, town: Town, who: Actor | None = None) -> None:
        super().__init__(app, town, who)
        self.raw_token = secrets.token_hex(20)

    def token(self) -> str:
        signer = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token")
        return str(signer.dumps(self.raw_token))


@dataclass
class Scene:
    """A database in which an act can be done.

    facts: what its address and fields name; weak, stale: secrets of sessions, by person, without a second factor and
    with one that was shown a while ago
    """

    app: Flask
    act: Act
    town: Town
    neighbour: Town
    facts: Mapping[str, object]
    weak: Mapping[int, str]
    stale: Mapping[int, str]

    @property
    def path(self) -> str:
        return f"/{self.town.slug}{fill(self.act.path, self.facts)}"

    @property
    def data(self) -> dict[str, object]:
        return {fill(name, self.facts): fill_all(value, self.facts) for name, value in self.act.data.items()}

    @property
    def who(self) -> Actor | None:
        return getattr(self.town, self.act.who) if self.act.who else None

    def visitor(self, who: Actor | None = None, *, secrets: Mapping[int, str] | None = None) -> Walker:
        """Somebody's browser; secrets: of sessions that are not as good as usual."""
        visitor = Walker(self.app, self.town, who)
        with visitor.client.session_transaction() as session:
            session["csrf_token"] = visitor.raw_token
            if who is None or who == self.who:
                session.update(self.facts.get("cookie", {}))
            if secrets and who:
                session["secret"] = secrets[who.person_id]
        return visitor

    def actor(self) -> Walker:
        """Whoever does this act."""
        return self.visitor(self.who)

    def do(self, **changed: object) -> TestResponse:
        """The act, done well but for the fields that are changed."""
        return send(self.actor(), self.path, {**self.data, **changed})


def send(visitor: Visitor, path: str, data: Mapping[str, object], **options: object) -> TestResponse:
    """Send a form with its token, whatever the answer."""
    fields = {"csrf_token": visitor.token(), **data}
    sent = {name: as_sent(value) for name, value in fields.items()}
    return visitor.client.post(path, data=sent, **options)


def as_sent(value: object) -> object:
    """A file as the test client takes it; it is read once, so each time it is another."""
    if isinstance(value, tuple):
        content, name = value
        return (io.BytesIO(content.encode() if isinstance(content, str) else content), name)
    return value


def fill(text: str, facts: Mapping[str, object]) -> str:
    return re.sub(r"\{(\w+)\}", lambda named: str(facts.get(named[1], named[0])), text)


def fill_all(value: object, facts: Mapping[str, object]) -> object:
    if isinstance(value, str):
        return fill(value, facts)
    return [fill_all(one, facts) for one in value] if isinstance(value, list) else value


def everybody(town: Town) -> dict[str, Actor]:
    """Who has an account in a town, by the name that the makers give them."""
    return {name: value for name, value in vars(town).items() if isinstance(value, Actor)}


def rows(*, but: tuple[str, ...] = ()) -> Rows:
    """Everything in the bound database but some tables, in a form that compares; jobs that were put down too."""
    kept: Rows = {}
    with db.engine().connect() as connection:
        for name in sorted(db.Base.metadata.tables):
            if name not in but:
                kept[name] = sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()))
        schema = "dbos." if connection.dialect.name == "postgresql" else ""
        if inspect(connection).has_table("workflow_status", schema=schema.rstrip(".") or None):
            jobs = connection.exec_driver_sql(f"SELECT workflow_uuid, name FROM {schema}workflow_status")
            kept["(jobs)"] = sorted(map(repr, jobs.all()))
    return kept


def difference(before: Rows, after: Rows) -> dict[str, tuple[list[str], list[str]]]:
    """What was there and is not, and what is there and was not, by table."""
    return {
        name: (
            [row for row in before[name] if row not in set(after[name])],
            [row for row in after[name] if row not in set(before[name])],
        )
        for name in before
        if before[name] != after[name]
    }


class Stages:
    """Prepares each act once, and sets the stage for it again and again.

    All play in one place: an engine that has seen a statement before need not think about it anew.
    """

    def __init__(self, app: Flask, settings: config.Config, databases: Databases) -> None:
        self.app, self.settings, self.databases = app, settings, databases
        self.url = settings.database
        self.engine = db.open_engine(self.url)
        self.prepared: dict[str, tuple[Saved, Scene, Rows]] = {}
        self.base = databases.save(self.url)
        with self._set(self.base):
            self.towns = make_two_towns()
            everyone = [who for town in self.towns for who in everybody(town).values()]
            # Without a second factor; and with one that was shown a while ago.
            self.weak = {who.person_id: another_session(who, strong=False) for who in everyone}
            self.stale = {who.person_id: another_session(who, ago=timedelta(minutes=20)) for who in everyone}
        self.base = databases.save(self.url)

    @contextmanager
    def untouched(self, act: Act, name: str, *, but: tuple[str, ...] = ()) -> Iterator[Scene]:
        """The scene of an act that is to be refused: afterwards everything must be as it was."""
        with self.set(act, name) as scene:
            yield scene
            after = rows(but=but)
        before = {table: kept for table, kept in self.prepared[name][2].items() if table not in but}
        assert difference(before, after) == {}

    @contextmanager
    def set(self, act: Act, name: str) -> Iterator[Scene]:
        """The scene of an act, in which anything may happen."""
        if name not in self.prepared:
            self._prepare(act, name)
        saved, scene, _ = self.prepared[name]
        with self._set(saved):
            yield scene

    @contextmanager
    def next_door(self, act: Act, name: str) -> Iterator[tuple[Scene, Mapping[str, object]]]:
        """The scene of an act in our town, and the facts of the same in the neighbour's."""
        with self.set(act, name) as scene:
            titles = make_panel.__kwdefaults__
            usual, titles["title"] = titles["title"], "Naast de deur"
            try:
                theirs = act.prepare(self.towns[1])
            finally:
                titles["title"] = usual
            yield scene, theirs

    @contextmanager
    def bare(self) -> Iterator[None]:
        """Two towns in which nothing has happened yet."""
        with self._set(self.base):
            yield

    def _prepare(self, act: Act, name: str) -> None:
        town, neighbour = self.towns
        with self._set(self.base):
            scene = Scene(self.app, act, town, neighbour, act.prepare(town), self.weak, self.stale)
            found = rows()
        self.prepared[name] = (self.databases.save(self.url), scene, found)

    @contextmanager
    def _set(self, saved: Saved) -> Iterator[None]:
        config.use(self.settings)
        self.databases.restore(self.url, saved)
        db.unbind()
        db._Door.engine = self.engine
        try:
            yield
        finally:
            db._Door.engine = None
            self.engine.dispose()


def another_session(who: Actor, *, strong: bool = True, ago: timedelta = timedelta()) -> str:
    """What the cookie of somebody holds in another browser."""
    with db.write() as session:
        person = session.get_one(Person, who.person_id)
        return sessions.open_session(session, person, device="", strong=strong, at=clock.now() - ago)


@contextmanager
def without_the_net() -> Iterator[None]:
    """What the queries forget to ask, is not asked."""
    event.remove(Session, "do_orm_execute", db._only_of_here)
    try:
        yield
    finally:
        event.listen(Session, "do_orm_execute", db._only_of_here)


@contextmanager
def questions() -> Iterator[set[str]]:
    """The SELECTs to a table of municipalities' rows that do not say whose they want."""
    shared = {name for name, table in db.Base.metadata.tables.items() if "municipality_id" in table.columns}
    unscoped: set[str] = set()

    def hear(_connection: object, _cursor: object, text: str, *_: object) -> None:
        if text.startswith(("SELECT", "WITH")) and not text.startswith("SELECT * FROM"):  # that is how we compare
            for named, alias in re.findall(r'(?:FROM|JOIN|,) "?(\w+)"?(?: AS "?(\w+)"?)?', text):
                if named in shared and not re.search(
                    rf'\b{alias or named}"?\.municipality_id', text.partition("FROM")[2]
                ):
                    unscoped.add(text)

    event.listen(db.engine(), "before_cursor_execute", hear)
    yield unscoped
    event.remove(db.engine(), "before_cursor_execute", hear)
