"""A real mail server and gateway for tests about messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.post import post_office


@pytest.fixture
def post(settings_in_use: None, tmp_path: Path) -> Iterator[Path]:
    """The folder where e-mails and short texts end (`catcher.caught`)."""
    with post_office(tmp_path / "post") as folder:
        yield folder
