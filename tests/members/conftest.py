"""Two towns with the same drawn panel: made once, and put back for each test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from participation import config, db
from tests.databases import Databases
from tests.members.makers import drawn_panel
from tests.towns import Town, make_two_towns


@pytest.fixture
def settings(settings: config.Config, bare_settings: config.Config) -> config.Config:
    """What was sealed when the panel was made can be opened by the app as well."""
    return replace(settings, identity_key=bare_settings.identity_key)


@pytest.fixture(scope="session")
def kept() -> dict[str, Any]:
    """What was made before."""
    return {}


@pytest.fixture
def drawn(databases: Databases, database_url: str, kept: dict[str, Any]) -> Iterator[tuple[tuple[Town, Town], str]]:
    """A town and its look-alike neighbour, each with a panel that was drawn and whose members can be reached; and the
    short name of the panel."""
    if kept:
        databases.restore(database_url, kept["saved"])
        db.bind(database_url)
    else:
        db.bind(database_url)
        towns = make_two_towns()
        slugs = {drawn_panel(town) for town in towns}
        db.unbind()
        kept.update(towns=towns, slug=slugs.pop(), saved=databases.save(database_url))
        db.bind(database_url)
    yield kept["towns"], kept["slug"]
    db.unbind()
