"""The one-command start: the pages, and beside them the worker."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import click

from participation import config, db

HOST = "127.0.0.1"
THREADS = 8


def serve(*, with_demo: bool, with_worker: bool) -> int:
    """Serve until Ctrl-C. Returns the exit code."""
    try:
        settings = config.load()
    except config.UnsafeStart as unsafe:
        click.echo(unsafe, err=True)
        return 1
    db.migrate(settings.database)
    if with_demo:
        from participation.commands.demo import show

        show(settings)
    # A polite end for whoever stops us by a signal rather than from the keyboard.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _worker() if with_worker else nullcontext():
        _serve_pages(settings)
    return 0


def work() -> None:
    """Do jobs until told to stop."""
    from participation import jobs, wiring

    settings = config.load()
    db.bind(settings.database)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    jobs.work(settings.database, wiring.jobs(), until=stop)


def _serve_pages(settings: config.Config) -> None:
    import waitress

    from participation.app import create_app

    app = create_app(settings)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(app, host=HOST, port=settings.port, threads=THREADS, ident=None)
    click.echo(f"\nSamenspraak answers at http://{HOST}:{settings.port}  (Ctrl-C stops it)")
    sys.stdout.flush()
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
    click.echo("Stopped.")


@contextmanager
def _worker() -> Iterator[None]:
    """A worker beside us, started again should it die, and gone when we go."""
    ending = threading.Event()
    child: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not ending.is_set():
            child[:] = [subprocess.Popen([sys.executable, "-m", "participation.cli", "worker"])]
            child[0].wait()
            ending.wait(1)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        for process in child:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
        keeper.join(2)
