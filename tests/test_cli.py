"""The operator's commands."""

import re

import pytest
from click.testing import CliRunner

from participation import db
from participation.cli import main
from participation.journal.models import JournalEntry
from tests.towns import START, make_panel
from tests.visitors import Visitor


@pytest.fixture
def run(database_url, tmp_path, monkeypatch):
    """Runs a command on the test's own database."""
    monkeypatch.setenv("PARTICIPATION_DATABASE", database_url)
    monkeypatch.setenv("PARTICIPATION_INSTANCE", str(tmp_path))
    return lambda *words: CliRunner().invoke(main, words)


def test_a_sign_in_link_lets_somebody_in(app, towns, run, database_url):
    town, _ = towns
    told = run("sign-in-link", "DEE@ourtown.example")
    assert told.exit_code == 0
    db.bind(database_url)
    path = re.search(r"http://127\.0\.0\.1:\d+(/ourtown/sign-in/\S+)", told.output).group(1)
    visitor = Visitor(app, town)
    visitor.post(path)
    assert "dee ourtown" in visitor.get("/account").text


@pytest.mark.parametrize("words", [["nobody@ourtown.example"], ["an@ourtown.example", "--municipality", "atlantis"]])
def test_no_link_for_whom_or_where_there_is_nobody(towns, run, words):
    told = run("sign-in-link", *words)
    assert told.exit_code == 1
    assert "Nobody here" in told.output


def test_the_journal_is_checked_and_a_change_is_found(towns, run, database_url):
    town, _ = towns
    make_panel(town, "people")
    told = run("verify-journal")
    assert told.exit_code == 0
    assert "ourtown: whole" in told.output
    db.bind(database_url)
    with db.write() as session:
        # Somebody with the keys of the database puts an entry in by hand.
        last = JournalEntry(
            municipality_id=town.id,
            seq=99,
            time=START,
            event="draw.drawn",
            subject="panel:1",
            by="person:1",
            via="web",
            facts={},
            digest="0" * 64,
        )
        session.add(last)
    told = run("verify-journal")
    assert told.exit_code == 1
    assert "ourtown: BROKEN at entry 6" in told.output
    assert "nexttown: whole" in told.output


def test_migrating_twice_changes_nothing(run):
    assert run("migrate").exit_code == 0
    assert run("migrate").exit_code == 0


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "x"),
        ("PORT", "0"),
        ("PARTICIPATION_PROXIES", "-1"),
        ("PARTICIPATION_MODE", "prod"),
        ("PARTICIPATION_DATABASE", "town.sqlite"),
        ("PARTICIPATION_DATABASE", "oracle9://here"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "demo", "migrate", "verify-journal"])
def test_a_setting_that_cannot_be_is_named_in_one_sentence(run, monkeypatch, command, setting, value):
    monkeypatch.setenv(setting, value)
    told = run(command)
    assert told.exit_code == 1
    assert told.output.startswith(setting) and len(told.output.splitlines()) == 1


@pytest.mark.parametrize(
    ("address", "hint"),
    [("sqlite:///{}/new.sqlite", "participation migrate"), ("postgresql+psycopg://localhost:1/town", "refuse")],
)
def test_a_database_that_does_not_serve_is_told_in_one_sentence(run, monkeypatch, tmp_path, address, hint):
    monkeypatch.setenv("PARTICIPATION_DATABASE", address.format(tmp_path))
    told = run("verify-journal")
    assert told.exit_code == 1
    assert hint in told.output and len(told.output.splitlines()) == 1


def test_a_fault_of_ours_is_not_hidden(run, monkeypatch):
    monkeypatch.setattr("participation.db.bind", lambda url: 1 / 0)
    assert isinstance(run("verify-journal").exception, ZeroDivisionError)


def test_a_municipality_gets_a_host_of_its_own_and_only_one_can_have_it(app, towns, run, database_url):
    assert run("host", "ourtown", "Praat.ourtown.example").exit_code == 0
    taken = run("host", "nexttown", "praat.ourtown.example")
    assert taken.exit_code == 1
    assert "Another municipality" in taken.output
    assert run("host", "atlantis", "praat.atlantis.example").exit_code == 1
    db.bind(database_url)
    assert app.test_client().get("/panels", base_url="http://praat.ourtown.example").status_code == 200
    assert run("host", "ourtown").exit_code == 0
    db.bind(database_url)
    assert app.test_client().get("/panels/", base_url="http://praat.ourtown.example").status_code == 404
