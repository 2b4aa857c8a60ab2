"""What every test may ask for."""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from participation import config, db
from participation.app import create_app
from participation.people import providers
from tests import databases as sources
from tests.ears import Ears
from tests.towns import Town, make_two_towns

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="look at every page as everybody, in every language and rendering"
    )
    parser.addoption(
        "--tell", action="store_true", help="let the accessibility statements tell what is found; so does --long"
    )
    parser.addoption("--renew", action="store_true", help="keep what the journeys' pages say now as what they must say")


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL server for all workers: they find it in the environment that they inherit."""
    if sources.KIND == "postgresql" and not hasattr(config, "workerinput"):
        server = ExitStack()
        os.environ["TEST_POSTGRES_URL"] = server.enter_context(sources.postgresql_server())
        config.add_cleanup(server.close)


# To look at every page as everybody takes long, and these ask what was seen.
ABOUT_EVERY_PAGE = {f"tests/house/test_{name}.py" for name in ("isolation", "language", "pages")}


class OneWalk(LoadFileScheduling):
    """A file goes to one worker, and the files about every page go to the same."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "every page" if file in ABOUT_EVERY_PAGE else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneWalk | None:
    return OneWalk(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests with a browser are skipped where there is none, except where all must run."""
    if item.get_closest_marker("browser") and (missing := what_a_browser_misses()):
        if os.environ.get("CI"):
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)


def what_a_browser_misses() -> str | None:
    """Why no browser can be steered from here, or None if one can."""
    if not importlib.util.find_spec("playwright"):
        return "playwright is not installed: python3 run.py setup browser"
    if not shutil.which("chromium"):
        return "there is no chromium on the PATH"
    return None


@pytest.fixture(scope="session")
def ears() -> Iterator[Ears]:
    """Whatever is written in any log, by whomever, for as long as the tests run."""
    listening = Ears()
    yield listening
    listening.leave()


@pytest.fixture(autouse=True)
def nobody_is_named_in_a_log(ears: Ears) -> Iterator[None]:
    """Every test fails that makes a log say who somebody is."""
    ears.told.clear()
    yield
    assert ears.told == [], "a log names people"


@pytest.fixture(scope="session", autouse=True)
def engines_are_kept() -> Iterator[None]:
    """An engine knows the statements that it has asked before, and the databases are used again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "open_engine", functools.cache(db.open_engine))
        yield


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sources.Databases]:
    """The source of fresh databases, for tests that need more than one."""
    with sources.databases(tmp_path_factory.mktemp("databases")) as source:
        yield source


@pytest.fixture
def database_url(databases: sources.Databases) -> Iterator[str]:
    """A fresh, migrated database: its SQLAlchemy URL."""
    with databases.fresh_database() as url:
        yield url


@pytest.fixture(scope="session")
def bare_settings(tmp_path_factory: pytest.TempPathFactory) -> config.Config:
    """Settings without a database."""
    return config.load({"PARTICIPATION_INSTANCE": str(tmp_path_factory.mktemp("instance"))})


@pytest.fixture(autouse=True)
def settings_in_use(bare_settings: config.Config, tmp_path: Path) -> None:
    """What a process of ours always has; what it writes down beside the database stays with its test."""
    config.use(replace(bare_settings, instance=tmp_path))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> config.Config:
    """The settings of an app on a fresh database."""
    return config.load({"PARTICIPATION_DATABASE": database_url, "PARTICIPATION_INSTANCE": str(tmp_path)})


@pytest.fixture
def new_app(settings: config.Config) -> Iterator[Flask]:
    """An app of one's own, on a fresh database: for tests that build something on to it."""
    made = create_app(settings)
    made.testing = True
    yield made
    db.unbind()


@pytest.fixture(scope="session")
def apps() -> dict[object, Flask]:
    """Those that were made already: they know every template that they have shown."""
    return {}


@pytest.fixture
def app(settings: config.Config, apps: dict[object, Flask]) -> Iterator[Flask]:
    """The app, on a fresh database."""
    kind = (settings.production, settings.hosts, settings.proxies)
    if kind not in apps:
        apps[kind] = create_app(settings)
        apps[kind].testing = True
    config.use(settings)
    providers.configured()
    db.bind(settings.database)
    apps[kind].secret_key = settings.secret_key
    yield apps[kind]
    db.unbind()


@pytest.fixture
def towns(database_url: str) -> Iterator[tuple[Town, Town]]:
    """A town, and a neighbour that looks just like it, on a fresh database."""
    db.bind(database_url)
    yield make_two_towns()
    db.unbind()


@pytest.fixture(scope="session")
def chromium():
    """One browser for the session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()
