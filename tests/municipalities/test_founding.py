"""The operator founds a municipality and takes care of its doors: by commands, without a single default account."""

import json
import re
import zipfile

import pytest
from click.testing import CliRunner

from participation import clock, db, erasures
from participation.app import create_app
from participation.cli import main
from participation.commands.municipality import RESERVED
from participation.errors import NotFound
from participation.journal import queries as journal
from participation.municipalities import erasing, queries
from participation.people.queries import person_with_email

WHOLE = [
    "municipality", "found", "newtown", "--name", "nl=Nieuwstad", "--name", "fr=Villeneuve", "--language", "nl",
    "--language", "fr", "--country", "brussels", "--administrator", "griet@newtown.example", "--administrator-name",
    "Griet Wouters", "--street", "Markt 1", "--postcode", "1234", "--town", "Nieuwstad", "--phone", "02 012 34 56",
    "--email", "samen@newtown.example",
]  # fmt: skip


@pytest.fixture
def run(towns, database_url, tmp_path, monkeypatch):
    """A command of ours on the database of the two towns; what it returned."""
    monkeypatch.setenv("PARTICIPATION_DATABASE", database_url)
    monkeypatch.setenv("PARTICIPATION_INSTANCE", str(tmp_path))

    def go(*words):
        return CliRunner().invoke(main, list(words))

    yield go
    db.bind(database_url)


def without(option):
    """The command without an option and its value."""
    place = WHOLE.index(option)
    return WHOLE[:place] + WHOLE[place + 2 :]


def test_a_founded_municipality_answers_and_its_administrator_has_a_link(run, settings):
    done = run(*WHOLE)
    assert done.exit_code == 0, done.output
    link = re.search(r"^http://127\.0\.0\.1:5000(/newtown/invitation/\S+)$", done.stdout, re.MULTILINE)
    assert link
    client = create_app(settings).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = client.get("/newtown/")
    assert page.status_code == 200
    assert "Nieuwstad" in page.text
    assert "02 012 34 56" in page.text
    assert client.get(link.group(1)).status_code == 200
    with db.read() as session:
        place = queries.municipality(session, "newtown")
        assert place.values["place.country"] == "brussels"
        assert place.languages == ["nl", "fr"]
        assert journal.first_broken(session, place.id) is None
        with pytest.raises(NotFound):  # nobody has an account before they have used the link
            person_with_email(session, place.id, "griet@newtown.example")


def test_a_short_name_is_given_once(run):
    assert run(*WHOLE).exit_code == 0
    again = run(*WHOLE)
    assert (again.exit_code, "short name of another" in again.output) == (1, True)


@pytest.mark.parametrize("slug", ["static", "New Town", "-x", "a", "../etc", "nieuw/stad"])
def test_a_short_name_that_is_no_address_is_refused(run, slug):
    refused = run(*WHOLE[:2], slug, *WHOLE[3:])
    assert refused.exit_code in (1, 2)
    with db.read() as session:
        assert [place.slug for place in queries.all_municipalities(session)] == ["nexttown", "ourtown"]


def test_no_short_name_can_hide_an_address_of_the_server_itself(app):
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert {word for word in first if word and not word.startswith("<")} <= RESERVED


@pytest.mark.parametrize("option", ["--administrator", "--phone", "--email", "--name"])
def test_what_people_need_to_reach_it_must_be_given(run, option):
    assert run(*without(option)).exit_code in (1, 2)
    with db.read() as session, pytest.raises(NotFound):
        queries.municipality(session, "newtown")


def test_a_wrong_address_leaves_nothing_behind(run):
    wrong = [*without("--email"), "--email", "nobody"]
    refused = run(*wrong)
    assert (refused.exit_code, "Write an e-mail address" in refused.output) == (1, True)
    with db.read() as session, pytest.raises(NotFound):
        queries.municipality(session, "newtown")


def test_it_is_closed_and_opened_by_command(run, settings):
    assert run("municipality", "suspend", "ourtown").exit_code == 0
    client = create_app(settings).test_client()
    assert client.get("/ourtown/").status_code == 503
    assert client.get("/nexttown/").status_code == 200
    assert "no change" in run("municipality", "suspend", "ourtown").output
    assert run("municipality", "reopen", "ourtown").exit_code == 0
    assert client.get("/ourtown/").status_code == 200
    assert run("municipality", "suspend", "atlantis").exit_code == 1


def test_an_export_by_command_is_for_the_operators_eyes_only(run, towns, tmp_path):
    out = tmp_path / "ourtown.zip"
    done = run("municipality", "export", "ourtown", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert out.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(out) as archive:
        assert json.loads(archive.read("manifest.json"))["municipality"] == "ourtown"
    assert run("municipality", "export", "ourtown", "--out", str(out)).exit_code == 1  # never over another file
    missing = tmp_path / "atlantis.zip"
    assert run("municipality", "export", "atlantis", "--out", str(missing)).exit_code == 1
    assert not missing.exists()
    with db.read() as session:
        line = journal.page(session, towns[0].id, 1)[0][0]
    assert (line.event, line.by) == ("municipality.exported", "operator")


def test_an_old_backup_does_not_bring_an_erased_municipality_back(run, towns):
    with db.write() as session:
        erasures.note(session, towns[0].id, erasing.WHOLE, at=clock.now())
    assert "1 done again" in run("replay-erasures").output
    assert "0 done again" in run("replay-erasures").output
    with db.read() as session:
        assert queries.municipality(session, "ourtown").state == queries.ERASED
        assert queries.municipality(session, "nexttown").state == queries.OPEN


def test_no_command_erases_a_municipality(run, towns):
    said = run("municipality", "erase", "ourtown")
    assert (said.exit_code, "Two administrators" in said.output) == (1, True)
    with db.read() as session:
        assert queries.municipality(session, "ourtown").state == queries.OPEN
    assert run("municipality", "erase", "atlantis").exit_code == 1
