"""Background work, put down inside the same transaction as what it belongs to, and done by `participation worker`.

A job is a name and ids, nothing else: no object, no text of people. A worker that dies takes its jobs back when it
starts again; a job may therefore run twice and must end in the same state.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from participation import clock, db

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions

# What somebody waits for does not stand behind a calculation: each queue has its own worker.
QUEUE, POST = "work", "post"
NIGHTLY = "nightly"
# Pinned: a job put down by one release is done by the next.
VERSION = "1"
EXECUTOR = "worker"

Job = Callable[..., None]


def enqueue(
    session: Session, job: str, *, key: str, queue: str = QUEUE, after: timedelta = timedelta(), **ids: int
) -> None:
    """Put a job down, to be done as soon as may be or `after` a while.

    It exists when the session commits, and not otherwise; the same `key` is put down once.
    """
    options: EnqueueOptions = {
        "workflow_name": job,
        "queue_name": queue,
        "workflow_id": key,
        "app_version": VERSION,
    }
    if after:
        options["delay_seconds"] = after.total_seconds()
    client(session.get_bind().engine.url.render_as_string(hide_password=False)).enqueue_in_transaction(
        session, options, **ids
    )


class _Handle:
    """What this process puts jobs down with: one for the database that is bound."""

    url = ""
    client: DBOSClient | None = None
    turn = threading.Lock()


def client(url: str) -> DBOSClient:
    """The handle with which this process puts jobs down; that of a database bound before is let go."""
    # dbos takes half a second to import: only a process that puts a job down pays for it.
    from dbos import DBOSClient, DBOSPortableJSONSerializer

    with _Handle.turn:
        if _Handle.client is None or _Handle.url != url:
            if _Handle.client is not None:
                _Handle.client.destroy()
            _Handle.url = url
            _Handle.client = DBOSClient(
                system_database_url=_plain(url), serializer=DBOSPortableJSONSerializer(), lazy=True
            )
        return _Handle.client


def prepare_tables(url: str) -> None:
    """Make the queue's own tables."""
    from dbos import DBOS

    logging.getLogger("dbos").setLevel(logging.WARNING)
    DBOS.migrate(_plain(url))


def work(url: str, jobs: Mapping[str, Job], *, until: threading.Event) -> None:
    """Do jobs until told to stop, one at a time in each queue; and once a day, what is to be done every day."""
    from dbos import DBOS, DBOSPortableJSONSerializer

    DBOS(
        config={
            "name": "participation",
            "system_database_url": _plain(url),
            "serializer": DBOSPortableJSONSerializer(),
            "application_version": VERSION,
            "executor_id": EXECUTOR,
            "log_level": "WARNING",
            "use_listen_notify": False,
        }
    )
    for name, job in jobs.items():
        DBOS.workflow(name=name)(job)
    DBOS.launch()
    for queue in (QUEUE, POST):
        DBOS.register_queue(queue, worker_concurrency=1, polling_interval_sec=0.5)
    try:
        _put_down_every_night(until)
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=0)


def _put_down_every_night(until: threading.Event) -> None:
    """The first thing of each day, and when we start on a day that nobody began."""
    begun = None
    while not until.is_set():
        today = clock.local(clock.now()).date()
        if today != begun:
            with db.write() as session:
                enqueue(session, NIGHTLY, key=f"{NIGHTLY}:{today}")
            begun = today
        until.wait(60)


def _plain(url: str) -> str:
    # dbos chooses its own driver and refuses addresses that name another.
    return make_url(url).set(drivername=make_url(url).get_backend_name()).render_as_string(hide_password=False)
