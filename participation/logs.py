"""What the operator reads while we run: one JSON object a line, with ids, and never people's names, addresses or words.

Other programs write lines too; theirs pass the same veil. Of an error only its kind and its place in the code are kept:
what it says may repeat what somebody typed.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

# Talkative ones tell at lower levels what people sent and got; warnings of theirs are wanted.
TALKATIVE = ("aiosmtpd", "authlib", "dbos", "fontTools", "httpcore", "httpx", "mail", "PIL", "sqlalchemy", "urllib3")

ID = re.compile(r"[\w.:/<>-]{0,80}", re.ASCII)
VEILED = ((re.compile(r"[^\s@\"'<>(]+@[^\s@\"'>)]+"), "(address)"), (re.compile(r"\+?\d[\d .-]{7,}\d"), "(number)"))

_lines = structlog.stdlib.get_logger("participation")


def note(event: str, **ids: int | str | None) -> None:
    """Write a line: what happened, with ids, endpoints and rules. What is not written like an id is withheld."""
    _lines.info(event, **{name: _as_id(value) for name, value in ids.items() if value is not None})


def fault(error: BaseException, **ids: int | str | None) -> None:
    """Write a line about an error of ours."""
    _lines.error("fault", exc_info=error, **{name: _as_id(value) for name, value in ids.items() if value is not None})


def begin(**ids: str) -> None:
    """From here on, every line of this thread carries these."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**ids)


def end() -> None:
    """What comes next in this thread belongs to nothing that went before."""
    structlog.contextvars.clear_contextvars()


def to_stderr() -> None:
    """Send every line of this process to the error output, where whatever runs us collects them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    quieten()


def quieten() -> None:
    """Of the talkative ones, only warnings."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # The queue brings a handler of its own wherever there is none, and then tells the root nothing.
    queue = logging.getLogger("dbos")
    queue.handlers[:] = [logging.NullHandler()]
    queue.propagate = True


def formatter() -> logging.Formatter:
    """Makes a line of JSON of any record, ours or another program's."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_PREPARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _place_of_error,
            _veil,
            structlog.processors.JSONRenderer(),  # line breaks are written \n: one line stays one line
        ],
    )


def _as_id(value: int | str) -> int | str:
    return value if isinstance(value, int) or ID.fullmatch(value) else "(withheld)"


def _place_of_error(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Instead of an error, its kind and where in the code it came from, the deepest place last."""
    told = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = told if isinstance(told, BaseException) else told[1] if isinstance(told, tuple) else sys.exc_info()[1]
    if told and error is not None:
        line["error"] = type(error).__name__
        line["at"] = [
            f"{frame.filename.rpartition('participation/')[2]}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-8:]
        ]
    return line


def _veil(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Addresses and long numbers that another program put into its words."""
    words = str(line.get("event", ""))
    for form, instead in VEILED:
        words = form.sub(instead, words)
    return {**line, "event": words}


_PREPARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
]

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_PREPARED,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
