"""What was sent, for tests: waiting messages go through a real mail server and gateway, and come back as they arrived."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from participation import config, db
from participation.demo import catcher
from participation.demo.catcher import Caught
from participation.messages import delivering
from participation.messages.models import Message
from participation.messages.recipients import EMAIL, PHONE


@contextmanager
def post_office(folder: Path) -> Iterator[Path]:
    """A mail server and a gateway of our own, named in the settings while this block lasts."""
    before = config.current()
    with catcher.catching(folder) as addresses:
        config.use(replace(before, smtp=addresses.smtp, sms=addresses.sms))
        try:
            yield folder
        finally:
            config.use(before)


def deliver_all() -> list[Caught]:
    """Deliver every e-mail and short text that waits, in every municipality; returns them as they arrived, in order."""
    with tempfile.TemporaryDirectory() as folder, post_office(Path(folder)):
        deliver_waiting()
        return catcher.caught(Path(folder))[::-1]


def deliver_waiting() -> None:
    """Do now what the worker would do: each message that waits, in order."""
    with db.read() as session:
        wanted = select(Message.id, Message.made_at).where(
            Message.state == "waiting", Message.channel.in_((EMAIL, PHONE))
        )
        waiting = session.execute(wanted.order_by(Message.id)).all()
    for message_id, made_at in waiting:
        # At the moment it was written, so that a test with a clock of its own finds nothing late.
        delivering.attempt(message_id, at=made_at)
