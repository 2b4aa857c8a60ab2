"""Who put themselves forward can be forgotten, and the draw still verifies; who may not be drawn is in no pool."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db, erasures
from participation.lottery.commitment import receipt
from participation.lottery.draw import verifier
from participation.municipalities.nights import end_day
from participation.panels import forgetting, queries
from participation.panels.models import Candidate, Draw, Upload
from participation.people import numbers
from participation.people.models import Objection, Person
from tests import towns as make
from tests.panels.test_uploads import accept, send
from tests.visitors import Visitor, text_of

DAY = timedelta(days=1)


def nn(year, day_number):
    """A national number that could be somebody's: born in this year."""
    nine = f"{year % 100:02}0101{day_number:03}"
    rest = 97 - int(("2" if year >= 2000 else "") + nine) % 97
    return f"{nine[:2]}.{nine[2:4]}.{nine[4:6]}-{nine[6:]}.{rest:02}"


def with_numbers(count=30, *, header="rijksregisternummer", first=1):
    """A list of people who have national numbers, and those numbers."""
    lines = make.people_csv(count).splitlines()
    given = [nn(1980, first + 2 * row) for row in range(count)]
    rows = [f"{line},{number}" for line, number in zip(lines[1:], given, strict=True)]
    return "\n".join([f"{lines[0]},{header}", *rows]), given


def pool(town, slug):
    """Every candidate of a panel as it is kept."""
    panel, _ = make.look(town, slug)
    with db.read() as session:
        columns = [Candidate.code, Candidate.reference, Candidate.features, Candidate.household]
        columns += [Candidate.salt, Candidate.leaf, Candidate.number_key, Candidate.forgotten_at]
        return session.execute(select(*columns).where(Candidate.panel_id == panel.id).order_by(Candidate.code)).all()


def verify(town, slug, folder, *options):
    """What verify.py says of the published draw."""
    _, draws = make.look(town, slug)
    with db.read() as session:
        (folder / "draw.json").write_bytes(queries.document(session, town.id, draws[0].id))
    (folder / "verify.py").write_bytes(verifier())
    command = [sys.executable, "verify.py", "draw.json", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def forget(town, slug, code):
    with db.write() as session:
        forgetting.forget(
            session, make.changing(session, town, slug), code, reason="asked", by=town.first, at=make.AFTER
        )


def night(monkeypatch, at):
    """The job of the night, at this moment."""
    monkeypatch.setattr(clock, "now", lambda: at)
    end_day()


def test_before_the_promise_whoever_is_forgotten_leaves_the_pool(app, towns):
    town, neighbour = towns
    slug, next_slug = make.make_panel(town, "calculated"), make.make_panel(neighbour, "calculated")
    panel, _ = make.look(town, slug)
    one = pool(town, slug)[3]
    visitor = Visitor(app, town, town.first)
    visitor.post(f"/desk/panels/{slug}/forget", {"who": one.reference, "reason": "asked"})
    after, _ = make.look(town, slug)
    assert one.code not in {row.code for row in pool(town, slug)}
    assert after.pool["count"] == 39 == sum(after.pool["of"]["gender"].values())
    assert after.version == panel.version + 1
    assert len(pool(neighbour, next_slug)) == 40
    assert [line.who for line in erasures.noted()] == [f"candidate:{panel.id}:{one.code}"]


def test_a_proposal_that_counts_on_somebody_who_left_is_taken_back(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "proposed")
    forget(town, slug, pool(town, slug)[0].code)
    _, draws = make.look(town, slug)
    assert draws == []


def test_after_the_promise_only_code_and_leaf_stay_and_the_draw_still_verifies(app, towns, tmp_path):
    town, _ = towns
    slug = make.make_panel(town, "drawn")
    one = pool(town, slug)[5]
    handed_out = receipt(
        one.code, bytes.fromhex(one.salt), dict(zip(["gender", "age"], one.features, strict=True)), one.household or ""
    )
    (tmp_path / "receipt.json").write_text(json.dumps(handed_out))
    forget(town, slug, one.code)
    now = next(row for row in pool(town, slug) if row.code == one.code)
    assert (now.reference, now.features, now.household, now.salt, now.number_key) == (None, None, None, None, None)
    assert now.leaf == one.leaf
    assert verify(town, slug, tmp_path).returncode == 0
    opened = verify(town, slug, tmp_path, "--receipt", "receipt.json")
    assert opened.returncode == 0, opened.stdout
    assert "FAILED" not in opened.stdout


def test_the_desk_copes_with_whoever_was_forgotten(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "drawn")
    everybody = pool(town, slug)
    for one in everybody:
        forget(town, slug, one.code)
    visitor = Visitor(app, town, town.first)
    for page in ("people", "draws/1", "fairness", f"receipts/{everybody[0].code}"):
        visitor.get(f"/desk/panels/{slug}/{page}")
    assert "This person was forgotten" in text_of(visitor.get(f"/desk/panels/{slug}/receipts/{everybody[0].code}"))
    assert visitor.post(f"/desk/panels/{slug}/codes.csv", status=200).text.splitlines() == ["id,code"]
    auditor = Visitor(app, town, town.auditor)
    assert json.loads(auditor.post(f"/desk/panels/{slug}/openings.json", status=200).data) == []
    again = {"who": everybody[0].code, "reason": "asked"}
    assert "already" in text_of(visitor.post(f"/desk/panels/{slug}/forget", again, 422))
    assert visitor.post(f"/desk/panels/{slug}/forget", {"who": "nobody", "reason": "asked"}, 422)


def test_a_cancelled_draw_leaves_whoever_was_forgotten_out_of_the_next(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    gone = pool(town, slug)[0].code
    forget(town, slug, gone)
    make.cancel(town, slug)
    assert gone not in {row.code for row in pool(town, slug)}
    assert make.look(town, slug)[0].pool["count"] == 39
    make.calculate(town, slug)
    make.propose(town, slug)
    make.confirm(town, slug, 2)


def test_when_the_term_is_over_the_pool_is_forgotten_and_the_members_later(app, towns, monkeypatch, tmp_path):
    town, neighbour = towns
    slug, next_slug = make.make_panel(town, "drawn"), make.make_panel(neighbour, "drawn")
    make.make_panel(neighbour, "empty", title="Later")
    drawn_at = make.look(town, slug)[1][0].drawn_at
    held = lambda: [row.code for row in pool(town, slug) if row.forgotten_at is None]
    night(monkeypatch, drawn_at + 59 * DAY)
    assert len(held()) == 40
    night(monkeypatch, drawn_at + 61 * DAY)
    assert len(held()) == make.SEATS
    assert len([row for row in pool(neighbour, next_slug) if row.forgotten_at is None]) == make.SEATS
    night(monkeypatch, drawn_at + 366 * DAY)
    assert held() == []
    assert all(row.features is row.salt is row.reference is None for row in pool(town, slug))
    assert verify(town, slug, tmp_path).returncode == 0


def test_each_municipality_has_its_own_term(app, towns, monkeypatch):
    from participation.municipalities.models import Setting

    town, neighbour = towns
    slug, next_slug = make.make_panel(town, "drawn"), make.make_panel(neighbour, "drawn")
    with db.write() as session:
        session.add(
            Setting(
                municipality_id=town.id,
                key="retention.panels.candidate",
                value={"value": 10},
                source={},
                changed_at=make.START,
            )
        )
    night(monkeypatch, make.AFTER + 20 * DAY)
    assert sum(row.forgotten_at is None for row in pool(town, slug)) == make.SEATS
    assert sum(row.forgotten_at is None for row in pool(neighbour, next_slug)) == 40


@pytest.mark.parametrize("stage", ["people", "calculated", "proposed", "cancelled"])
def test_a_pool_of_which_nothing_came_is_cleared_after_a_year(app, towns, monkeypatch, stage):
    town, _ = towns
    slug = make.make_panel(town, stage)
    night(monkeypatch, make.START + 364 * DAY)
    assert len(pool(town, slug)) == 40
    night(monkeypatch, make.START + 366 * DAY)
    assert pool(town, slug) == []
    assert make.look(town, slug)[0].pool == {}


def test_a_draw_that_was_never_held_keeps_its_promise_and_nobody_behind_it(app, towns, monkeypatch, tmp_path):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    night(monkeypatch, make.SEED_AT + 366 * DAY)
    assert all(row.forgotten_at and row.salt is None for row in pool(town, slug))
    make.enter_number(town, slug)
    assert verify(town, slug, tmp_path).returncode == 0


def test_a_file_that_nobody_used_is_gone_after_a_month(app, towns, monkeypatch):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    send(Visitor(app, town, town.first), slug, "people", make.people_csv(30))
    night(monkeypatch, clock.now() + 31 * DAY)
    with db.read() as session:
        assert session.scalars(select(Upload.id)).all() == []


def test_a_national_number_is_kept_nowhere_and_its_pseudonym_differs_next_door(app, towns, database_url):
    keys = []
    listed, given = with_numbers()
    for town in towns:
        slug = make.make_panel(town, "targets")
        visitor = Visitor(app, town, town.first)
        send(visitor, slug, "people", listed)
        page = visitor.get(f"/desk/panels/{slug}/people/preview").text
        panel, _ = make.look(town, slug)
        with db.read() as session:
            kept = queries.upload_content(session, town.id, panel.id, "people").decode()
        digits = [number.replace(".", "").replace("-", "") for number in given]
        assert not any(number in text for number in [*given, *digits] for text in (page, kept))
        accept(visitor, slug, "people")
        assert len(pool(town, slug)) == 30
        keys.append([row.number_key for row in pool(town, slug)])
        expected = {numbers.number_key(town.id, number) for number in digits}
        assert set(keys[-1]) == expected
    assert not set(keys[0]) & set(keys[1])


def test_the_column_with_numbers_is_found_whatever_its_name(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    visitor = Visitor(app, town, town.first)
    listed, _ = with_numbers(header="kolom 7")
    send(visitor, slug, "people", listed)
    accept(visitor, slug, "people")
    assert all(row.number_key for row in pool(town, slug))


def test_the_same_number_twice_and_no_number_at_all_are_faults_at_their_rows(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    visitor = Visitor(app, town, town.first)
    listed, given = with_numbers()
    lines = listed.splitlines()
    lines[7] = lines[7].replace(given[6], given[0])
    lines[9] = lines[9].replace(given[8], "12.34.56-789.01")
    send(visitor, slug, "people", "\n".join(lines))
    words = text_of(visitor.get(f"/desk/panels/{slug}/people/preview"))
    assert "Row 8, rijksregisternummer: This is the same national number as in row 2" in words.replace(" :", ":")
    assert "Row 10, rijksregisternummer: This cannot be a national number" in words.replace(" :", ":")
    assert "12.34.56-789.01" not in words
    accept(visitor, slug, "people", 409)


def test_whoever_objects_and_whoever_works_here_is_left_out(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    visitor = Visitor(app, town, town.first)
    listed, given = with_numbers(34)
    digits = [number.replace(".", "").replace("-", "") for number in given]
    keys = [numbers.number_key(town.id, number) for number in digits]
    with db.write() as session:
        session.get_one(Person, town.second.person_id).number_key = keys[0]
        dee = session.get_one(Person, town.citizen.person_id)
        dee.number_key, dee.objects_at = keys[1], make.START
        session.add(Objection(municipality_id=town.id, number_key=keys[2], made_at=make.START))
        session.get_one(Person, town.administrator.person_id).number_key = keys[3]
    send(visitor, slug, "people", listed)
    words = text_of(visitor.get(f"/desk/panels/{slug}/people/preview"))
    assert "4 people are left out" in words
    assert "Row 2: works for the municipality" in words
    assert "Row 3: does not want to be drawn" in words
    accept(visitor, slug, "people")
    assert {row.reference for row in pool(town, slug)} == {f"r{number:04}" for number in range(4, 34)}


def test_whoever_objects_later_leaves_every_pool_that_is_not_promised(app, towns):
    from participation.people import leaving

    town, _ = towns
    listed, given = with_numbers(40)
    visitor = Visitor(app, town, town.first)
    slugs = []
    for title in ("one", "two"):
        slug = make.make_panel(town, "targets", title=title)
        send(visitor, slug, "people", listed)
        accept(visitor, slug, "people")
        slugs.append(slug)
    make.calculate(town, slugs[1])
    make.propose(town, slugs[1], at=make.START)
    make.confirm(town, slugs[1])
    with db.write() as session:
        dee = session.get_one(Person, town.citizen.person_id)
        dee.number_key = numbers.number_key(town.id, given[0].replace(".", "").replace("-", ""))
        session.flush()
        leaving.object_to_use(session, dee, by=f"person:{dee.id}", at=clock.now())
    assert [len(pool(town, slug)) for slug in slugs] == [39, 40]
    assert sum(row.forgotten_at is None for row in pool(town, slugs[1])) == 40


def test_without_numbers_an_official_says_that_officials_and_councillors_were_taken_out(app, towns):
    from participation.journal.models import JournalEntry
    from tests.visitors import seen_in

    town, _ = towns
    slug = make.make_panel(town, "targets")
    visitor = Visitor(app, town, town.first)
    send(visitor, slug, "people", make.people_csv(30))
    seen = seen_in(visitor.get(f"/desk/panels/{slug}/people/preview"))
    page = visitor.post(f"/desk/panels/{slug}/people/accept", {"seen": seen}, 422)
    assert "Say first that officials and councillors are not in this list" in text_of(page)
    assert pool(town, slug) == []
    accept(visitor, slug, "people")
    with db.read() as session:
        facts = session.scalars(select(JournalEntry.facts).where(JournalEntry.event == "panel.people_replaced")).one()
    assert facts == {"people": 30, "officials": "by_hand"}


def test_an_official_who_goes_leaves_the_moment_and_takes_what_waits_back(app, towns, tmp_path):
    from participation.people import leaving

    town, _ = towns
    drawn, waiting = make.make_panel(town, "drawn"), make.make_panel(town, "proposed", title="Waiting")
    with db.write() as session:
        leaving.erase(session, town.id, town.first.person_id, by=f"person:{town.first.person_id}", at=make.AFTER)
    with db.read() as session:
        one = session.scalars(select(Draw)).one()
        assert (one.proposed_by, one.drawn_by, one.promised_by) == (None, None, town.second.person_id)
        assert one.proposed_at is not None
    assert make.look(town, waiting)[1] == []
    visitor = Visitor(app, town, town.second)
    assert "a former official" in text_of(visitor.get(f"/desk/panels/{drawn}/draws/1"))
    assert "a former official" in text_of(visitor.get(f"/desk/panels/{drawn}"))
    Visitor(app, town).get(f"/panels/{drawn}/draws/1")
    Visitor(app, town).get(f"/panels/{drawn}/draws/1/notice")
    visitor.get("/desk")
    assert verify(town, drawn, tmp_path).returncode == 0


def test_an_objection_without_an_account_holds_for_pools_and_for_lists_to_come(app, towns):
    town, _ = towns
    listed, given = with_numbers(40)
    visitor = Visitor(app, town, town.first)
    slug, later = make.make_panel(town, "targets"), make.make_panel(town, "targets", title="later")
    send(visitor, slug, "people", listed)
    accept(visitor, slug, "people")
    visitor.post("/desk/objections", {"number": given[0], "objects": "yes"})
    visitor.post("/desk/objections", {"number": given[0], "objects": "yes"})
    assert len(pool(town, slug)) == 39
    send(visitor, later, "people", listed)
    accept(visitor, later, "people")
    assert len(pool(town, later)) == 39
    with db.read() as session:
        assert session.scalars(select(Objection.municipality_id)).all() == [town.id]
        digits = given[0].replace(".", "").replace("-", "")
        assert session.scalars(select(Objection.number_key)).one() == numbers.number_key(town.id, digits)
    visitor.post("/desk/objections", {"number": "12.34.56-789.01", "objects": "yes"}, 422)
    visitor.post("/desk/objections", {"number": given[0], "objects": "no"})
    with db.read() as session:
        assert session.scalars(select(Objection.number_key)).all() == []
