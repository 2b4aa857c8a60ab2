"""Serving in production, as an operator does it: behind a proxy that speaks https."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest

HOST = "doemee.example.be"
DEADLINE = 30  # seconds


@pytest.fixture
def port(tmp_path):
    """Where `participation serve` answers, with one proxy counted on.

    On a file of its own: the server of the tests is in too much haste for production, which says so and does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    environment = {
        **os.environ,
        "PARTICIPATION_MODE": "production",
        "PARTICIPATION_DATABASE": f"sqlite:///{tmp_path / 'town.sqlite'}",
        "PARTICIPATION_INSTANCE": str(tmp_path),
        "PARTICIPATION_SECRET_KEY": "one-key-that-nobody-can-guess-at-all",
        "PARTICIPATION_IDENTITY_KEY": "another-key-that-nobody-can-guess-either",
        "PARTICIPATION_HOSTS": HOST,
        "PARTICIPATION_PROXIES": "1",
        "PARTICIPATION_SMTP": "smtp://127.0.0.1:9",
        "PORT": str(number),
    }
    environment.pop("FLASK_DEBUG", None)
    serving = subprocess.Popen([sys.executable, "-m", "participation.cli", "serve", "--no-worker"], env=environment)
    try:
        yield number
    finally:
        serving.terminate()
        serving.wait(DEADLINE)


def ask(port, **headers):
    """Ask for the front page as soon as somebody answers: its status, and where it sends us."""
    until = time.monotonic() + DEADLINE
    while True:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)) as asking:
            try:
                asking.request("GET", "/", headers={"Host": HOST} | headers)
            except ConnectionRefusedError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                with asking.getresponse() as answer:
                    return answer.status, answer.headers["Location"]


def test_what_the_proxy_says_is_heard(port):
    assert ask(port, **{"X-Forwarded-Proto": "https"}) == (200, None)
    assert ask(port) == (308, f"https://{HOST}/")
