"""A real server, a real worker and a real browser, for the journeys."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import waitress
from flask import Flask

from participation import clock
from tests.browser import results
from tests.browser.ways import WAYS
from tests.house.conftest import stages
from tests.towns import Town

__all__ = ["stages"]


def pytest_configure(config: pytest.Config) -> None:
    """The parts of a run that tells find in the environment where they put what they found."""
    if tells(config):
        os.environ[results.FOLDER] = tempfile.mkdtemp(prefix="every-page-")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that saw every page is what the accessibility statements tell of."""
    if tells(session.config):
        from tests.browser.audits import TAGS
        from tests.browser.test_every_page import PARTS

        folder = Path(os.environ[results.FOLDER])
        results.ship(folder, PARTS, TAGS)
        shutil.rmtree(folder)


def tells(config: pytest.Config) -> bool:
    """Whether this is the process that puts the parts together."""
    wanted = config.getoption("--long") or config.getoption("--tell")
    return bool(wanted) and not hasattr(config, "workerinput")


@dataclass
class Server:
    """Where the pages are; `later` moves the clock on the town hall."""

    url: str
    app: Flask
    monkeypatch: pytest.MonkeyPatch

    def later(self, time: timedelta) -> None:
        moved = clock.now() + time
        self.monkeypatch.setattr(clock, "now", lambda: moved)


@pytest.fixture
def server(app, towns: tuple[Town, Town], database_url: str, tmp_path: Path, monkeypatch) -> Iterator[Server]:
    """The app on a port of its own, with a worker beside it."""
    serving = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    environment = {**os.environ, "PARTICIPATION_DATABASE": database_url, "PARTICIPATION_INSTANCE": str(tmp_path)}
    worker = subprocess.Popen([sys.executable, "-m", "participation.cli", "worker"], env=environment)
    try:
        yield Server(f"http://127.0.0.1:{serving.effective_port}", app, monkeypatch)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(20)
        # Its own thread closes it: closed from here, its sockets would go while it waits on them.
        serving.task_dispatcher.shutdown()
        serving.trigger.pull_trigger(serving.close)
        thread.join(5)


@pytest.fixture
def open_browser(chromium, server: Server):
    """Makes a fresh browser window: `open_browser(width=360, javascript=False)`."""
    from tests.browser import eyes

    contexts = []

    def make(width: int = 1280, *, javascript: bool = True, dark: bool = False):
        context = chromium.new_context(
            base_url=server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            timezone_id="Europe/Brussels",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if not javascript:
            eyes.WITHOUT_SCRIPT.add(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def come(open_browser):
    """Somebody comes in a way: `come("keyboard")`."""
    from tests.browser.hands import Hand, Keyboard

    def make_hand(way: str):
        width, javascript, keyboard = WAYS[way]
        page = open_browser(width, javascript=javascript)
        return Keyboard(page) if keyboard else Hand(page)

    return make_hand


@pytest.fixture
def remember(request):
    """Compare what a page tells with what is kept: only once, at the desk."""
    from tests.browser import remembering

    def compare(hand, way: str, name: str, selector: str = "main") -> None:
        if way == "desk":
            remembering.remember(hand.page, name, renew=request.config.getoption("--renew"), selector=selector)

    return compare
