"""Where the demo's messages end: a real mail server and a real gateway on this machine that keep what they get."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
MOST = 200
LARGEST = 1024 * 1024
MAIL, TEXT = ".eml", ".json"


@dataclass(frozen=True)
class Caught:
    """A message that was caught. way: email or phone."""

    way: str
    to: str
    subject: str
    body: str
    at: datetime
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Addresses:
    """What PARTICIPATION_SMTP and PARTICIPATION_SMS are to be."""

    smtp: str
    sms: str


@contextmanager
def catching(folder: Path) -> Iterator[Addresses]:
    """Catch e-mails and short texts in a folder; only the newest are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    with _mail_server(folder) as mail_port, _gateway(folder) as text_port:
        yield Addresses(f"smtp://{HOST}:{mail_port}", f"http://{HOST}:{text_port}/")


def caught(folder: Path) -> list[Caught]:
    """What was caught, the newest first."""
    return [_read(path) for path in sorted(folder.glob("*.*"), reverse=True) if path.suffix in (MAIL, TEXT)]


@contextmanager
def _mail_server(folder: Path) -> Iterator[int]:
    # Loaded only where a demo or a test runs.
    from aiosmtpd.controller import Controller

    # It would note who writes to whom, and logs hold nothing of people.
    logging.getLogger("mail.log").setLevel(logging.ERROR)

    class OnAnyPort(Controller):
        def _trigger_server(self) -> None:
            # The system chose a port: from here on it is known.
            assert isinstance(self.server, asyncio.Server)
            self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()  # type: ignore[no-untyped-call]

    class Keep:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
            keep(folder, MAIL, envelope.content)
            return "250 OK"

    server = OnAnyPort(Keep(), hostname=HOST, port=0, data_size_limit=LARGEST, ready_timeout=20)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


@contextmanager
def _gateway(folder: Path) -> Iterator[int]:
    class Keep(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(min(LARGEST, int(self.headers.get("Content-Length") or 0)))
            keep(folder, TEXT, content)
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Numbers of people do not end in logs."""

    server = ThreadingHTTPServer((HOST, 0), Keep)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def keep(folder: Path, suffix: str, content: bytes) -> None:
    """Keep a message under the moment it came, and no more messages than the newest."""
    unfinished = folder / f"{time.time_ns():020}{suffix}.new"
    unfinished.write_bytes(content)
    unfinished.replace(unfinished.with_suffix(""))
    for old in sorted(path for path in folder.iterdir() if path.suffix in (MAIL, TEXT))[:-MOST]:
        old.unlink(missing_ok=True)


def _read(path: Path) -> Caught:
    at = datetime.fromtimestamp(int(path.stem) / 1e9, UTC)
    if path.suffix == TEXT:
        text = json.loads(path.read_bytes())
        return Caught("phone", text["to"], "", text["text"], at)
    mail = message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default)
    # A mail program shows the lines of a quoted-printable text as they were written.
    body = mail.get_content().replace("\r\n", "\n").strip()
    return Caught("email", str(mail["To"]), str(mail["Subject"]), body, at, tuple((k, str(v)) for k, v in mail.items()))
