"""A municipality is closed, opened, taken along and erased: each whole, and none of it touches the neighbour."""

import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import JSON, insert, select

from participation import clock, config, db, erasures, events
from participation.errors import Refused
from participation.journal import queries as journal
from participation.lottery import verify
from participation.municipalities import actions, erasing, exporting, nights, queries
from participation.municipalities.belongings import JOURNAL, LEFT_OUT, LEFT_OUT_WHOLE, tables
from tests.municipalities.makers import ask_erasure, decide, picture, with_second_administrator
from tests.panels.test_lightness import statements
from tests.towns import make_panel
from tests.visitors import Visitor, seen_in, text_of

LEAVING = "/desk/municipality/leaving"
EXPORT = "/desk/municipality/data.zip"
CONFIRM = "/desk/municipality/erasure/confirm"


def suspend(town):
    with db.write() as session:
        assert actions.suspend(session, town.id, at=clock.now())


def a_row_in_every_table(town):
    """One row in each table but the journal's that is still empty here, pointing at the first rows of the others."""
    known: dict[tuple[str, str], object] = {}
    with db.write() as session:
        for table in tables():
            mine = table.c.municipality_id == town.id
            if table.name in JOURNAL:
                continue
            if session.execute(select(table).where(mine).limit(1)).first() is None:
                points = {key.parent.name: (key.column.table.name, key.column.name) for key in table.foreign_keys}
                row = {
                    column.name: known.get(points.get(column.name, ("", "")), something(table, column, town))
                    for column in table.columns
                    if not (column.primary_key and column.name == "id")
                }
                session.execute(insert(table).values({**row, "municipality_id": town.id}))
            first = session.execute(select(table).where(mine).limit(1)).mappings().one()
            known |= {(table.name, name): value for name, value in first.items()}


def something(table, column, town):
    """A value that fits, and is another one in each town."""
    kind = datetime if isinstance(column.type, db.Moment) else column.type.python_type
    if kind is str:
        return f"{column.name[:6]}{town.id}"[: column.type.length or 20]
    if kind is datetime:
        return datetime(2026, 11, 1, tzinfo=UTC)
    if isinstance(column.type, JSON):
        return {"value": 1}
    made = {int: 1, float: 0.5, bool: False, bytes: f"secret {town.id}".encode()}
    return made[kind] if kind in made else datetime(2026, 11, 1, tzinfo=UTC).date()


def count_of(town):
    """How many rows of this municipality each table has."""
    with db.read() as session:
        return {
            table.name: len(
                session.execute(select(table.c.municipality_id).where(table.c.municipality_id == town.id)).all()
            )
            for table in tables()
        }


def events_of(town):
    with db.read() as session:
        return [line.event for line in journal.page(session, town.id, 1)[0]]


# Closed for a while


def test_while_it_is_closed_every_page_says_so_kindly_and_nothing_is_done(app, towns):
    town, neighbour = towns
    make_panel(town, "drawn")
    make_panel(neighbour, "drawn")
    visitor, official = Visitor(app, town), Visitor(app, town, town.first)
    token = official.token()
    suspend(town)
    before = count_of(town)
    for path in ("/", "/panels", "/panels/dorpskern", "/panels/dorpskern/draws/1/draw.json", "/rules", "/logo.png"):
        page = visitor.get(path, 503)
        assert "is closed for a while" in text_of(page)
        assert "012 34 56 78" in text_of(page)
    for path in ("/desk", "/desk/panels/dorpskern", LEAVING):
        official.get(path, 503)
    sent = official.client.post(
        f"/{town.slug}/desk/panels/new", data={"title_nl": "X", "question_nl": "Y?", "seats": "5", "csrf_token": token}
    )
    assert sent.status_code == 503
    assert count_of(town) == before
    assert "Gemeente ourtown" not in text_of(visitor.client.get("/"))
    Visitor(app, neighbour).get("/panels/dorpskern")


def test_opened_again_everything_is_as_it_was(app, towns):
    make_panel(towns[0], "drawn")
    official = Visitor(app, towns[0], towns[0].first)
    suspend(towns[0])
    with db.write() as session:
        assert not actions.suspend(session, towns[0].id, at=clock.now())
        assert actions.reopen(session, towns[0].id, at=clock.now())
        assert not actions.reopen(session, towns[0].id, at=clock.now())
    official.get("/desk/panels/dorpskern")
    assert events_of(towns[0])[:2] == ["municipality.reopened", "municipality.suspended"]
    assert "municipality.suspended" not in events_of(towns[1])


def test_terms_go_on_running_while_it_is_closed(towns, monkeypatch):
    told = []
    monkeypatch.setitem(events._listeners, "day.ended", (lambda _session, **facts: told.append(facts),))
    suspend(towns[0])
    nights.end_day()
    assert [facts["municipality_id"] for facts in told] == [towns[0].id, towns[1].id]


def test_a_day_that_cannot_end_in_one_municipality_ends_in_the_others(towns, monkeypatch):
    ended = []

    def end(_session, *, municipality_id, at):
        if municipality_id == towns[0].id:
            raise OSError("disk full")
        ended.append(municipality_id)

    monkeypatch.setitem(events._listeners, "day.ended", (end,))
    with pytest.raises(nights.DayNotEnded, match=str(towns[0].id)):
        nights.end_day()
    assert ended == [towns[1].id]


# Taken along


def export(app, town):
    answer = Visitor(app, town, town.administrator).post(EXPORT, status=200)
    return answer, zipfile.ZipFile(io.BytesIO(answer.data))


def test_the_archive_holds_everything_with_a_fingerprint_of_each_file(app, towns):
    town, _ = towns
    make_panel(town, "drawn")
    decide(town, "petition.answer_days", 60)
    with db.write() as session:
        actions.keep_logo(session, town.id, picture(), 1200, 300, by=town.administrator, at=clock.now())
    answer, archive = export(app, town)
    assert answer.content_type == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="ourtown-')
    assert answer.headers["Cache-Control"] == "no-store"
    manifest = json.loads(archive.read("manifest.json"))
    assert {one["path"] for one in manifest["files"]} | {"manifest.json"} == set(archive.namelist())
    for one in manifest["files"]:
        content = archive.read(one["path"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["bytes"], one["sha256"])
    assert "Gemeente ourtown" in archive.read("README.txt").decode()
    assert archive.read("logo.png") == picture()
    kept = {one["path"]: one["rows"] for one in manifest["files"] if one["rows"] is not None}
    rows = count_of(town)
    for table in tables():
        if table.name not in LEFT_OUT_WHOLE and table.name != "journal_entry":
            assert kept[f"tables/{table.name}.jsonl"] == rows[table.name], table.name
    with db.read() as session:
        line = journal.page(session, town.id, 1)[0][0]
    assert line.event == "municipality.exported"
    assert line.facts["manifest"] == hashlib.sha256(archive.read("manifest.json")).hexdigest()


def test_a_draw_in_the_archive_is_the_one_that_was_published(app, towns, tmp_path):
    make_panel(towns[0], "drawn")
    published = Visitor(app, towns[0]).get("/panels/dorpskern/draws/1/draw.json").data
    _, archive = export(app, towns[0])
    taken = archive.read("published/panels/dorpskern/draws/1/draw.json")
    assert taken == published
    (tmp_path / "draw.json").write_bytes(taken)
    assert verify.main([str(tmp_path / "draw.json")]) == 0


def test_no_neighbour_and_no_secret_is_in_the_archive(app, towns):
    town, neighbour = towns
    for one in towns:
        a_row_in_every_table(one)
    with db.read() as session:
        secrets = {
            str(value)
            for table in tables()
            for row in session.execute(select(table).where(table.c.municipality_id == town.id)).mappings()
            for name, value in row.items()
            if value and (table.name in LEFT_OUT_WHOLE or name in LEFT_OUT.get(table.name, ()))
            if isinstance(value, str) and len(value) > 12
        }
    assert secrets
    _, archive = export(app, town)
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "nexttown" not in everything
    assert f'"municipality_id": {neighbour.id},' not in everything
    assert not [secret for secret in secrets if secret in everything]


def test_whatever_looks_like_a_secret_is_left_out_or_known_to_be_none():
    """A new column with such a name must be looked at: it goes into LEFT_OUT, or here with a reason."""
    harmless = {
        "journal_entry.digest",  # the chain, public
        "journal_head.digest",
        "journal_checkpoint.digest",
        "draw.digest",  # of the promise, public
        "lot.digest",
        "candidate.code",  # the pseudonym that is published
        "member.code",
        "chance.code",
        "numbered_panel.codes",
        "medium.digest",  # of what is public
        "municipality_setting.key",  # the name of a rule
        "message.key",  # the name of a message
    }
    looks = re.compile("password|totp|digest|secret|salt|key|code|token")
    found = {
        f"{table.name}.{column.name}"
        for table in tables()
        if table.name not in LEFT_OUT_WHOLE
        for column in table.columns
        if looks.search(column.name) and column.name not in LEFT_OUT.get(table.name, ())
    }
    assert found == harmless
    for name, columns in LEFT_OUT.items():
        assert columns <= set(next(table for table in tables() if table.name == name).columns.keys())
    assert {table.name for table in tables()} >= LEFT_OUT_WHOLE


def test_only_administrators_take_the_data_along(app, towns):
    for who in (towns[0].first, towns[0].auditor, towns[0].citizen):
        Visitor(app, towns[0], who).post(EXPORT, status=403)
    assert "municipality.exported" not in events_of(towns[0])


# Erased


@pytest.fixture
def two_administrators(towns):
    town, second = with_second_administrator(towns[0])
    return town, towns[1], second


def test_one_asks_and_another_confirms(app, two_administrators):
    town, neighbour, second = two_administrators
    make_panel(town, "drawn")
    make_panel(neighbour, "drawn")
    for one in (town, neighbour):
        a_row_in_every_table(one)
    with db.write() as session:
        session.delete(session.get_one(queries.Erasure, town.id))
    before = count_of(neighbour)
    first = Visitor(app, town, town.administrator)
    first.post("/desk/municipality/erasure", {"reason": "We merge with our neighbour."})
    assert "Erase all of" not in first.get(LEAVING).text
    refusal = first.post(CONFIRM, {"seen": seen_of(town)}, 409)
    assert "Another administrator must confirm it." in text_of(refusal)
    other = Visitor(app, town, second)
    page = other.get(LEAVING)
    assert "We merge with our neighbour." in text_of(page)
    other.post(CONFIRM, {"seen": seen_in(page)})
    assert {name: count for name, count in count_of(town).items() if count and name not in JOURNAL} == {}
    assert count_of(neighbour) == before


def seen_of(town):
    with db.read() as session:
        asked = queries.erasure_asked(session, town.id)
        return asked.mark if asked else ""


def erased(two_administrators):
    town, _, second = two_administrators
    ask_erasure(town, town.administrator)
    with db.write() as session:
        erasing.confirm(session, town.id, by=second, at=clock.now())


def test_after_it_every_address_says_that_it_is_gone(app, two_administrators):
    town, neighbour, second = two_administrators
    make_panel(town, "drawn")
    erased(two_administrators)
    for who in (None, town.administrator, second):
        for path in ("/", "/panels/dorpskern", "/panels/dorpskern/draws/1/draw.json", "/desk", "/sign-in"):
            page = Visitor(app, town, who).client.get(f"/ourtown{path}")
            assert page.status_code == 410
            assert "is no longer on Samenspraak" in text_of(page)
    assert "Gemeente ourtown" not in text_of(app.test_client().get("/"))
    Visitor(app, neighbour).get("/panels")


def test_the_journal_of_an_erased_municipality_still_verifies_and_holds_no_names(app, two_administrators):
    town = two_administrators[0]
    make_panel(town, "drawn")
    erased(two_administrators)
    with db.read() as session:
        assert journal.first_broken(session, town.id) is None
        lines, _ = journal.page(session, town.id, 1)
    assert lines[0].event == "municipality.erased"
    assert "merge" not in str(lines)
    assert "ourtown" not in str(lines)


def test_the_short_name_is_never_given_again(two_administrators):
    erased(two_administrators)
    with pytest.raises(actions.SlugTaken), db.write() as session:
        actions.found(session, "ourtown", name={"nl": "Nieuw"}, languages=["nl"], office={}, committees={})


def test_an_erasure_is_noted_so_that_it_can_be_done_again_after_an_old_backup(two_administrators):
    town = two_administrators[0]
    erased(two_administrators)
    assert [(line.municipality_id, line.who) for line in erasures.noted()] == [(town.id, erasing.WHOLE)]
    assert "ourtown" not in (config.current().instance / "erasures.log").read_text()


def test_a_question_can_be_taken_back_and_nothing_is_erased(app, two_administrators):
    town, _, second = two_administrators
    ask_erasure(town, town.administrator)
    seen = seen_of(town)
    Visitor(app, town, second).post("/desk/municipality/erasure/withdraw")
    refusal = Visitor(app, town, second).post(CONFIRM, {"seen": seen}, 409)
    assert "changed this while you were looking" in text_of(refusal)
    assert count_of(town)["person"] == 7
    assert events_of(town)[0] == "municipality.erasure_withdrawn"


def test_who_confirms_says_yes_to_what_they_saw(app, two_administrators):
    town, _, second = two_administrators
    ask_erasure(town, town.administrator)
    Visitor(app, town, second).post(CONFIRM, {"seen": "something else"}, 409)
    Visitor(app, town, second).post(CONFIRM, {}, 409)
    assert count_of(town)["person"] == 7


def test_it_is_asked_once_and_with_a_reason(app, towns):
    visitor = Visitor(app, towns[0], towns[0].administrator)
    visitor.post("/desk/municipality/erasure", {"reason": " "}, 422)
    visitor.post("/desk/municipality/erasure", {"reason": "We stop."})
    answer = visitor.post("/desk/municipality/erasure", {"reason": "We stop."}, 422)
    assert "Somebody has asked this already." in text_of(answer)
    assert events_of(towns[0]).count("municipality.erasure_asked") == 1


def test_nobody_else_asks_or_confirms(app, towns):
    town, neighbour = towns
    ask_erasure(town, town.administrator)
    for who in (town.first, town.auditor, town.citizen):
        Visitor(app, town, who).post(CONFIRM, {"seen": seen_of(town)}, 403)
        Visitor(app, town, who).get(LEAVING, 403)
    with pytest.raises(Refused), db.write() as session:
        erasing.confirm(session, neighbour.id, by=neighbour.administrator, at=clock.now())
    assert min(count_of(one)["person"] for one in towns) == 6


def test_every_table_of_ours_belongs_to_a_municipality_or_is_known_not_to():
    of_nobody = {"municipality", "pace_count"}
    assert {table.name for table in db.Base.metadata.sorted_tables} - {table.name for table in tables()} == of_nobody


def test_a_page_asks_for_its_municipality_in_one_statement(app, towns):
    decide(towns[0], "petition.answer_days", 60)
    asked = [one for one in statements(Visitor(app, towns[0]), "/code") if "setting" in one]
    assert len(asked) == 1


def test_an_export_is_one_moment_and_writes_nothing(towns):
    make_panel(towns[0], "drawn")
    with db.read() as session:
        digests = {exporting.write_archive(session, towns[0].id, io.BytesIO(), at=clock.now()) for _ in range(2)}
    assert len(digests) <= 2
    assert "municipality.exported" not in events_of(towns[0])
