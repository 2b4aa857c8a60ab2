"""The database, behind two doors: `read()` cannot write, `write()` is one whole transaction.

Only counters (views), jobs and commands open a door. Actions never commit: a transaction holds the change, its journal
entry and the jobs it starts, all or nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from sqlalchemy import JSON, DateTime, Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    UOWTransaction,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from participation import config

# Session too: counters that pass one on need not know where it comes from.
__all__ = [
    "Base",
    "Moment",
    "OfMunicipality",
    "Session",
    "bind",
    "engine",
    "enter",
    "is_durable",
    "leave",
    "migrate",
    "once",
    "open_engine",
    "read",
    "unbind",
    "url",
    "within",
    "write",
]


Answer = TypeVar("Answer")

FULL = 2  # of SQLite's `synchronous`: every commit is on the disk before we go on


class Moment(TypeDecorator[datetime]):
    """A point in time, always aware and in UTC; SQLite forgets time zones, so they are put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class Base(DeclarativeBase):
    """Every table of ours."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON, dict[str, str]: JSON}


class OfMunicipality:
    """What belongs to one municipality: whoever is within one sees and writes no other's rows."""

    municipality_id: Mapped[int] = mapped_column()


_municipality: ContextVar[int | None] = ContextVar("municipality", default=None)


class NeighboursRow(Exception):
    """Within one municipality, a row of another was about to be written."""


def enter(municipality_id: int) -> None:
    """From here on this thread works within one municipality, until it leaves."""
    _municipality.set(municipality_id)


def leave() -> None:
    """This thread works for no municipality in particular."""
    _municipality.set(None)


@contextmanager
def within(municipality_id: int) -> Iterator[None]:
    """A piece of work within one municipality, for jobs and commands."""
    before = _municipality.set(municipality_id)
    try:
        yield
    finally:
        _municipality.reset(before)


@event.listens_for(Session, "do_orm_execute")
def _only_of_here(state: ORMExecuteState) -> None:
    """The net below every query: what it forgets to ask, is asked here."""
    municipality_id = _municipality.get()
    if municipality_id is not None and (state.is_select or state.is_update or state.is_delete):
        state.statement = state.statement.options(
            with_loader_criteria(
                OfMunicipality, lambda table: table.municipality_id == municipality_id, include_aliases=True
            )
        )


@event.listens_for(Session, "before_flush")
def _write_only_here(session: Session, _context: UOWTransaction, _instances: object) -> None:
    municipality_id = _municipality.get()
    if municipality_id is None:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, OfMunicipality) and row.municipality_id != municipality_id:
            raise NeighboursRow(type(row).__name__)


_KNOWN = "known"  # what `once` has asked, on a session that only reads


class _Door:
    engine: Engine | None = None


def open_engine(url: str) -> Engine:
    """An engine with the promises we need: SQLite in WAL, every commit on disk, foreign keys enforced.

    Errors do not repeat what was written: they end in logs, and people must not."""
    try:
        opened = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    except ArgumentError:
        raise config.UnsafeStart("PARTICIPATION_DATABASE is not an address like postgresql+psycopg://….") from None
    if opened.dialect.name == "sqlite":
        event.listen(opened, "connect", _prepare_sqlite)
        event.listen(opened, "begin", _begin_sqlite)
    return opened


def bind(url: str) -> None:
    """Choose the database of this process."""
    unbind()
    _Door.engine = open_engine(url)


def unbind() -> None:
    """Let go of the database."""
    if _Door.engine is not None:
        _Door.engine.dispose()
    _Door.engine = None


def engine() -> Engine:
    """The engine of the bound database."""
    if _Door.engine is None:
        raise RuntimeError("no database is bound: call db.bind(url) first")
    return _Door.engine


def url() -> str:
    """The address of the bound database, password included."""
    return engine().url.render_as_string(hide_password=False)


@contextmanager
def read() -> Iterator[Session]:
    """A transaction that cannot write: the database itself refuses."""
    with engine().connect() as connection, Session(connection, info={_KNOWN: {}}) as session:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA query_only = ON")
            try:
                yield session
            finally:
                session.rollback()
                connection.exec_driver_sql("PRAGMA query_only = OFF")
                connection.rollback()
        else:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            yield session


@contextmanager
def write() -> Iterator[Session]:
    """One whole transaction: all of it is kept at the end, or nothing if an exception passes."""
    with Session(engine().execution_options(writes=True), expire_on_commit=False) as session, session.begin():
        yield session


def once(session: Session, what: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What many look up for one page, asked once in a transaction that only reads; in one that writes, each time anew.

    what: the name of the question, with everything that its answer depends on
    """
    known = session.info.get(_KNOWN)
    if known is None:
        return ask()
    if what not in known:
        known[what] = ask()
    answer: Answer = known[what]
    return answer


def is_durable(session: Session) -> bool:
    """Whether what is committed outlives a power cut: a lost draw cannot be drawn again."""
    if session.get_bind().dialect.name == "sqlite":
        return int(session.connection().exec_driver_sql("PRAGMA synchronous").scalar_one()) >= FULL
    asked = ("fsync", "synchronous_commit")
    return all(session.connection().exec_driver_sql(f"SHOW {name}").scalar_one() != "off" for name in asked)


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own idea of when to begin would let two writers read the same state: we begin ourselves.
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 10000"):
        connection.execute(f"PRAGMA {pragma}")
    # What is erased leaves nothing behind in the file, whoever built the library.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest form: our tables by Alembic, the queue's tables by dbos."""
    migrations = Path(__file__).resolve().parent.parent / "migrations"
    if url.startswith("sqlite:///"):
        file = Path(url.removeprefix("sqlite:///"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(0o600)  # nobody else on this machine reads along; what the database puts beside it follows
    if _revision(url) == max(path.name[:4] for path in (migrations / "versions").glob("[0-9]*.py")):
        return

    # Loaded only when there is work: the one-command start should answer at once.
    from alembic import command
    from alembic.config import Config as AlembicConfig

    from participation import jobs

    alembic = AlembicConfig()
    alembic.set_main_option("script_location", str(migrations))
    alembic.attributes["url"] = url
    jobs.prepare_tables(url)
    command.upgrade(alembic, "head")


def _revision(url: str) -> str | None:
    """The revision that the database is at, or None where nothing has been made yet."""
    opened = open_engine(url)
    try:
        with opened.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    finally:
        opened.dispose()
