"""The one-command start: the pages, and beside them the worker."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import click

from participation import config, db, logs

HOST = "127.0.0.1"
THREADS = 8


def serve(*, with_demo: bool, with_worker: bool) -> int:
    """Serve until Ctrl-C. Returns the exit code; raises UnsafeStart."""
    settings = config.load()
    db.migrate(settings.database)
    if with_demo:
        from participation.commands.demo import show
        from participation.demo import NotHere

        try:
            show(settings)
        except NotHere as reason:
            click.echo(reason, err=True)
            return 1
    # A polite end for whoever stops us by a signal rather than from the keyboard.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        _letter_box(settings) if with_demo else nullcontext(settings) as posting,
        _identity_provider(posting) if with_demo else nullcontext(posting) as equipped,
    ):
        return _serve_pages(equipped, _worker() if with_worker else nullcontext())


def work(*, with_parent: bool) -> None:
    """Do jobs until told to stop, or, with a parent, until that is gone: it holds the other end of our input."""
    from participation import jobs, wiring

    logs.to_stderr()
    settings = config.load()
    config.use(settings)
    db.bind(settings.database)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())

    def outlive_nobody() -> None:
        sys.stdin.read()
        stop.set()

    if with_parent:
        threading.Thread(target=outlive_nobody, daemon=True).start()
    jobs.work(settings.database, wiring.work(), until=stop)
    # A calculation under way is not waited for: the next worker takes it up again.
    os._exit(0)


def _serve_pages(settings: config.Config, worker: AbstractContextManager[None]) -> int:
    import waitress

    from participation.app import create_app

    logs.to_stderr()
    app = create_app(settings)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        # What a proxy in front says reaches the app, which believes as many of them as PARTICIPATION_PROXIES counts.
        server = waitress.create_server(
            app, host=HOST, port=settings.port, threads=THREADS, ident=None, clear_untrusted_proxy_headers=False
        )
    except OSError:
        click.echo(f"Port {settings.port} is taken: choose another, for instance PORT={settings.port + 1}.", err=True)
        return 1
    click.echo(f"\nSamenspraak answers at http://{HOST}:{settings.port}  (Ctrl-C stops it)")
    sys.stdout.flush()
    with worker:
        server.run()  # until the first signal, which it takes as the end
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        server.close()
    click.echo("Stopped.")
    return 0


@contextmanager
def _letter_box(settings: config.Config) -> Iterator[config.Config]:
    """A mail server and a gateway of the demo's own where none are set, for the pages and for the worker."""
    from participation.demo import catcher, post

    with catcher.catching(settings.instance / post.FOLDER) as addresses:
        os.environ["PARTICIPATION_SMTP"] = settings.smtp or addresses.smtp
        os.environ["PARTICIPATION_SMS"] = settings.sms or addresses.sms
        yield config.load()


@contextmanager
def _identity_provider(settings: config.Config) -> Iterator[config.Config]:
    """An identity provider of the demo's own, unless the operator named some."""
    from participation.demo import provider

    with provider.offered(settings) as offering:
        yield offering


@contextmanager
def _worker() -> Iterator[None]:
    """A worker beside us, started again should it die, and gone when we go."""
    ending = threading.Event()
    child: list[subprocess.Popen[bytes]] = []

    command = [sys.executable, "-m", "participation.cli", "worker", "--with-parent"]

    def keep() -> None:
        while not ending.is_set():
            # In a session of its own: Ctrl-C is for us, and we end it in order.
            child[:] = [subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)]
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
