"""What tests about people may ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from participation import clock


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Moves the clock on the town hall: `later(minutes=20)`."""

    def move(**time: float) -> None:
        moved = clock.now() + timedelta(**time)
        monkeypatch.setattr(clock, "now", lambda: moved)

    return move
