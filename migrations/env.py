"""How Alembic reaches the database: by the address it is given, with our tables and without the queue's."""

from alembic import context
from sqlalchemy import event

from participation import config, db, wiring

assert wiring.MODELS


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """Leave the tables of the job queue alone: dbos migrates them itself."""
    return kind != "table" or name in db.Base.metadata.tables


url = context.config.attributes.get("url") or config.load().database
engine = db.open_engine(url)
if engine.dialect.name == "sqlite":
    # A table is changed by making it anew, and what points at it must not mind; looked over again at the end.
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = OFF"))
try:
    with engine.execution_options(writes=True).connect() as connection:
        context.configure(
            connection=connection, target_metadata=db.Base.metadata, include_object=ours, render_as_batch=True
        )
        with context.begin_transaction():
            context.run_migrations()
            if engine.dialect.name == "sqlite":
                dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if dangling:
                    raise RuntimeError(f"these rows would point at nothing: {dangling[:5]}")
finally:
    engine.dispose()
