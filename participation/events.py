"""News between rooms: who tells it does not know who hears it, and everybody hears it in the same transaction.

`wiring` says who hears what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

Listener = Callable[..., Any]

_listeners: dict[str, Sequence[Listener]] = {}


def listen(listeners: Mapping[str, Sequence[Listener]]) -> None:
    """Say who hears what, once for the whole process."""
    _listeners.clear()
    _listeners.update(listeners)


def tell(session: Session, event: str, **facts: Any) -> list[Any]:
    """Tell every listener, in order; returns what each answers. Raises KeyError for an event nobody has heard of."""
    return [listener(session, **facts) for listener in _listeners[event]]
