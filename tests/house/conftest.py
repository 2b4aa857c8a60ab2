"""What the walks share: one app, and a prepared database for each act."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from participation import config, db
from participation.app import create_app
from tests.acts.ladder import providers_file
from tests.databases import Databases
from tests.house.pages import Walked, walk
from tests.house.scenes import Stages


@pytest.fixture(scope="session")
def stages(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    """Prepares each act once, in a database of its own."""
    with databases.fresh_database() as stage:
        settings = config.load(
            {
                "PARTICIPATION_DATABASE": stage,
                "PARTICIPATION_INSTANCE": str(tmp_path_factory.mktemp("walks")),
                "PARTICIPATION_PROVIDERS": providers_file(tmp_path_factory.mktemp("providers")),
                "PARTICIPATION_HOSTS": "localhost,ourtown.example",
            }
        )
        app = create_app(settings)
        app.testing = True
        db.unbind()
        yield Stages(app, settings, databases)


@pytest.fixture(scope="session")
def walked(stages: Stages) -> Walked:
    """Every page there is, as everybody in a town sees it, beside a neighbour with recognisable words."""
    return walk(stages)
