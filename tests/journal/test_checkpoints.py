"""Daily checkpoints: made once for each day, published, and enough to show later that the past is still the same."""

import json
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from participation import db
from participation.cli import main
from participation.journal import queries
from participation.journal.actions import keep_days_ends, record
from participation.journal.models import DailyCheckpoint
from participation.municipalities.nights import end_day
from tests.visitors import Visitor, text_of

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 3))


def write(town, at, count=1):
    for _ in range(count):
        with db.write() as session:
            record(session, town.id, "panel.created", subject="panel:1", by="person:1", at=at)


def end_the_day(town, at):
    with db.write() as session:
        keep_days_ends(session, municipality_id=town.id, at=at)


def kept(town):
    with db.read() as session:
        return [(end.day.isoformat(), end.seq) for end in queries.all_days_ends(session, town.id)]


@pytest.fixture
def lived(towns):
    """Two towns with three days of journal behind them."""
    for town in towns:
        write(town, MONDAY, 2)
        write(town, TUESDAY, 1)
        end_the_day(town, WEDNESDAY)
    return towns


@pytest.fixture
def verify(database_url, tmp_path, monkeypatch):
    """Runs the command on the test's database, with what somebody kept in a file."""
    monkeypatch.setenv("PARTICIPATION_DATABASE", database_url)
    monkeypatch.setenv("PARTICIPATION_INSTANCE", str(tmp_path))

    def run(content=None):
        words = ["verify-journal"]
        if content is not None:
            (tmp_path / "kept").write_bytes(content if isinstance(content, bytes) else content.encode())
            words += ["--since", str(tmp_path / "kept")]
        told = CliRunner().invoke(main, words)
        db.bind(database_url)
        return told.exit_code, told.output

    return run


def test_each_day_has_the_end_that_the_journal_had_at_midnight(towns):
    town, neighbour = towns
    write(town, MONDAY, 2)
    write(town, datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC))  # the last second of Monday in Brussels
    write(town, datetime(2026, 3, 2, 23, 0, 0, tzinfo=UTC))  # and the first of Tuesday
    end_the_day(town, TUESDAY)
    assert kept(town) == [("2026-03-02", 3)]
    assert kept(neighbour) == []


def test_days_on_which_nobody_kept_one_are_made_up(towns):
    town, _ = towns
    write(town, MONDAY)
    write(town, WEDNESDAY)
    end_the_day(town, THURSDAY)
    assert kept(town) == [("2026-03-02", 1), ("2026-03-03", 1), ("2026-03-04", 2)]


def test_a_day_that_ends_twice_has_one_checkpoint(towns):
    town, neighbour = towns
    write(town, MONDAY)
    for _ in range(2):
        end_the_day(town, TUESDAY)
    assert kept(town) == [("2026-03-02", 1)]
    for _ in range(2):
        end_day()  # as the worker says it, to every municipality
    assert kept(town)[0] == ("2026-03-02", 1)
    assert kept(neighbour) == []


def test_where_nothing_has_happened_there_is_nothing_to_keep(app, towns):
    end_the_day(towns[0], THURSDAY)
    assert kept(towns[0]) == []
    assert "Nothing has been decided here yet" in text_of(Visitor(app, towns[0]).get("/journal/checkpoints"))


def test_everybody_reads_the_checkpoints_of_this_municipality_alone(app, lived):
    town, neighbour = lived
    write(neighbour, WEDNESDAY, 5)
    end_the_day(neighbour, THURSDAY)
    page = text_of(Visitor(app, town).get("/journal/checkpoints"))
    assert "Monday, 2 March 2026" in page
    with db.read() as session:
        ours = queries.all_days_ends(session, town.id)[-1]
        theirs = queries.all_days_ends(session, neighbour.id)[-1]
    assert " ".join(ours.digest[at : at + 4] for at in range(0, 64, 4)) in page
    assert theirs.digest[:4] + " " + theirs.digest[4:8] not in page
    assert "Wednesday" not in page


def test_the_feed_is_atom_and_says_the_same(app, lived):
    town, _ = lived
    answer = Visitor(app, town).get("/journal/checkpoints.xml")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.data)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    said = [entry.findtext("a:content", namespaces=atom) for entry in feed.findall("a:entry", atom)]
    with db.read() as session:
        ends = queries.all_days_ends(session, town.id)
    assert said == [f"municipality:{town.id} {end.seq} {end.digest}" for end in reversed(ends)]
    for needed in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{needed}", namespaces=atom)


def test_the_feed_of_an_empty_journal_is_a_feed(app, towns):
    assert ElementTree.fromstring(Visitor(app, towns[0]).get("/journal/checkpoints.xml").data).tag.endswith("feed")


def test_the_file_that_is_published_is_the_file_that_is_checked(app, lived, verify):
    town, _ = lived
    published = Visitor(app, town).get("/journal/checkpoints.json")
    assert [one["day"] for one in published.json] == ["2026-03-02", "2026-03-03"]
    write(town, THURSDAY)
    code, said = verify(published.data)
    assert code == 0
    assert "ourtown: whole, 4 entries" in said
    assert "ourtown: begins with what the 2 kept checkpoints saw" in said
    assert "nexttown: begins" not in said


def test_a_line_as_the_page_and_the_feed_show_it_is_enough(lived, verify):
    town, _ = lived
    with db.read() as session:
        end = queries.all_days_ends(session, town.id)[0]
    groups = " ".join(end.digest[at : at + 4].upper() for at in range(0, 64, 4))
    assert verify(f"\n municipality:{town.id} 2 {groups}\n")[0] == 0
    assert verify(f"municipality:{town.id} 2 {end.digest}")[0] == 0


def test_a_past_that_was_written_anew_is_told_by_whoever_kept_it(lived, verify):
    town, _ = lived
    content = json.dumps([{"stream": f"municipality:{town.id}", "seq": 2, "digest": "0" * 64}])
    code, said = verify(content)
    assert code == 1
    assert "ourtown: whole" in said
    assert "ourtown: is NOT the journal that the checkpoint kept in the file saw at entry 2" in said


def test_an_end_that_was_cut_off_is_told(lived, verify):
    town, _ = lived
    content = json.dumps({"stream": f"municipality:{town.id}", "seq": 9, "digest": "a" * 64})
    assert verify(content)[0] == 1


def test_a_head_without_its_last_entry_is_told(lived, verify):
    town, _ = lived
    with db.write() as session:
        session.execute(text("UPDATE journal_head SET seq = 4 WHERE municipality_id = :id"), {"id": town.id})
    code, said = verify()
    assert code == 1
    assert "ourtown: BROKEN at its end: 4 entries were written, and 3 are there" in said


def test_a_checkpoint_of_its_own_that_no_longer_fits_is_told(lived, verify):
    town, _ = lived
    with db.write() as session:
        session.execute(
            text("UPDATE journal_checkpoint SET digest = :other WHERE municipality_id = :id AND seq = 2"),
            {"other": "b" * 64, "id": town.id},
        )
    code, said = verify()
    assert code == 1
    assert "ourtown: is NOT the journal that the checkpoint of its own saw at entry 2" in said
    assert "nexttown: whole" in said


def test_a_journal_that_is_not_here_is_told(lived, verify):
    code, said = verify("municipality:4711 1 " + "0" * 64)
    assert code == 1
    assert "municipality:4711: this server has NO such journal" in said


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "there is no checkpoint in it"),
        ("[]", "there is no checkpoint in it"),
        ("[{", "not whole JSON"),
        ("[1]", "checkpoint 1 lacks"),
        ('{"stream": "municipality:1", "seq": 1}', "checkpoint 1 lacks"),
        ("municipality:1", "line 1 does not say after how many entries"),
        ("municipality:1 x 00", "line 1 does not say after how many entries"),
        ("\nmunicipality:1 1 00", "line 2 has a fingerprint that is not 64 characters"),
        ("journal 1 " + "0" * 64, "line 1 does not name a journal"),
        (b"\xff\xfe\x00", "not text"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_in_a_sentence(towns, verify, content, why):
    code, said = verify(content)
    assert code == 2
    assert why in said
    assert "Traceback" not in said


def test_a_day_can_have_one_checkpoint_only(lived):
    with db.read() as session:
        days = session.scalars(select(DailyCheckpoint.day).where(DailyCheckpoint.municipality_id == lived[0].id)).all()
    assert days == [date(2026, 3, 2), date(2026, 3, 3)]
