"""The operator brings in a register that lies on the machine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner

from participation import clock, db
from participation.cli import main
from tests import registers
from tests import towns as make
from tests.registers import line, register_csv

DAYS = ("--on", "2026-03-02", "--erase-on", "2099-01-01")


@pytest.fixture
def run(database_url, tmp_path, monkeypatch):
    """Runs a command on the test's own database."""
    monkeypatch.setenv("PARTICIPATION_DATABASE", database_url)
    monkeypatch.setenv("PARTICIPATION_INSTANCE", str(tmp_path))
    return lambda *words: CliRunner().invoke(main, words)


@pytest.fixture
def extract(tmp_path):
    file = tmp_path / "extract.csv"
    file.write_bytes(register_csv(30, line(1)))
    return file


def soon() -> tuple[str, ...]:
    """The days that a good command names."""
    return ("--on", "2026-03-02", "--erase-on", (clock.now() + timedelta(days=30)).date().isoformat())


def test_an_extract_comes_in_by_a_command(towns, run, extract, database_url):
    town, _ = towns
    slug = make.make_panel(town)
    told = run("import-register", town.slug, slug, str(extract), *soon())
    assert told.exit_code == 0, told.output
    assert "31 rows, 30 kept." in told.output
    db.bind(database_url)
    assert registers.look(town, slug).is_ready


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("atlantis", "dorpskern"), "There is no panel"),
        (("ourtown", "atlantis"), "There is no panel"),
        (("ourtown", "dorpskern", "--column", "street=Lane"), "street: "),
        (("ourtown", "dorpskern", *DAYS), "within a year"),
    ],
)
def test_what_stops_it_is_said_in_a_sentence_and_nothing_is_kept(towns, run, extract, words, why, database_url):
    town, _ = towns
    make.make_panel(town)
    place, panel, *more = words
    told = run("import-register", place, panel, str(extract), *soon(), *more)
    assert told.exit_code == 1
    assert why in told.output
