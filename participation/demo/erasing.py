"""Empties the database of a demo; for `demo.reset`. A journal refuses to forget single entries, so all tables go."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, inspect, select, table, text

from participation import db, wiring
from participation.municipalities.models import Municipality

assert wiring.MODELS
OURS = {"alembic_version", *db.Base.metadata.tables}


def strangers(url: str) -> str:
    """The names of what is not of a demo: municipalities, or tables that are not ours; blank if there is nothing."""
    engine = db.open_engine(url)
    try:
        with engine.connect() as connection:
            real = connection.scalars(select(Municipality.slug).where(~Municipality.is_demo)).all()
            # On SQLite the queue keeps its tables beside ours; a file has no other guests.
            others = set() if _is_sqlite(connection) else set(inspect(connection).get_table_names()) - OURS
            return ", ".join([*real, *sorted(others)])
    finally:
        engine.dispose()


def erase(url: str) -> None:
    """Drop every table of ours and forget the jobs. The queue's own tables stay: a worker may be looking at them."""
    engine = db.open_engine(url).execution_options(writes=True)
    try:
        with engine.begin() as connection:
            queue = None if _is_sqlite(connection) else "dbos"
            if inspect(connection).has_table("workflow_status", schema=queue):
                connection.execute(table("workflow_status", schema=queue).delete())
            if _is_sqlite(connection):
                ours = MetaData()
                ours.reflect(connection, only=lambda name, _: name in OURS)
                ours.drop_all(connection)
            else:
                schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
                connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
                connection.execute(text(f"CREATE SCHEMA {schema}"))
    finally:
        engine.dispose()


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
