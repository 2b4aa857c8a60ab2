"""The demo shows every state that a panel can be in, and stays away from whatever is real."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from participation import clock, config, db, demo, jobs
from participation.app import create_app
from participation.commands.demo import show
from participation.demo import examples, residents, towns
from participation.demo import panels as stories
from participation.demo.panels import FRIDAY, Calendar
from participation.demo.volunteers import volunteers
from participation.i18n import LANGUAGES
from participation.invitations import rules
from participation.invitations.models import Invited, Register
from participation.invitations.queries import answers
from participation.journal import queries as journal
from participation.journal.models import JournalEntry
from participation.lottery import verify
from participation.members import queries as seats
from participation.members.queries import sessions, tables
from participation.municipalities import actions as municipalities
from participation.municipalities import queries as places
from participation.panels import queries as panels
from participation.panels.rules import Step, step_now
from participation.people import actions as people
from participation.people import passwords
from participation.people import sessions as signed
from participation.permissions import Role
from participation.sortition.faults import Faulty
from participation.sortition.pool import read_people
from participation.sortition.quotas import read_targets
from participation.sortition.tables import read_table
from tests.weighing import AFTERWARDS, FIRST, PAGES, weigh


@pytest.fixture(scope="module")
def built(databases, tmp_path_factory):
    """The settings of a server with the whole demo, made once for all who only look."""
    with databases.fresh_database() as url:
        settings = settings_for(url, tmp_path_factory.mktemp("instance"))
        demo.build(settings)
        db.unbind()
        yield settings


@pytest.fixture
def here(built):
    db.bind(built.database)
    yield built
    db.unbind()


@pytest.fixture
def empty(settings):
    """The settings of a server where nothing has been made yet."""
    db.bind(settings.database)
    yield settings
    db.unbind()


def settings_for(url, folder):
    return config.load({"PARTICIPATION_DATABASE": url, "PARTICIPATION_INSTANCE": str(folder)})


def found_somewhere(slug, *, is_demo):
    with db.write() as session:
        municipalities.found(
            session, slug, name={"nl": slug}, languages=["nl"], office={}, committees={}, is_demo=is_demo
        )


def all_slugs():
    with db.read() as session:
        return [place.slug for place in places.all_municipalities(session)]


def only_the_last_panel(founded, today):
    """A quick stand-in for all that happens in the demo."""
    stories.heavy_rain(founded["lindedorp"], stories.Calendar(today))[0][1](clock.now())


def documents(session):
    """`draw.json` of every draw that was promised, with its draw."""
    for place in places.all_municipalities(session):
        for view, _, _ in panels.panels(session, place.id):
            for draw in panels.draws(session, place.id, view.id):
                if draw.is_promised:
                    yield draw, json.loads(panels.document(session, place.id, draw.id))


def test_the_pages_that_most_people_see_are_light(here):
    app = create_app(here)
    heavy = {}
    for name, path in PAGES.items():
        weight = weigh(app.test_client(), path)
        if weight.first > FIRST or weight.again > AFTERWARDS:
            heavy[name] = weight
    assert heavy == {}
    weights = (config.ROOT / "docs" / "weights.md").read_text()
    assert [name for name in PAGES if f"| {name} |" not in weights] == []


def test_every_panel_is_in_its_state(here):
    with db.read() as session:
        found = {
            (place.slug, view.slug): (step_now(panels.situation(view, calculation, draw)), draw and draw.sequence)
            for place in places.all_municipalities(session)
            for view, calculation, draw in panels.panels(session, place.id)
        }
    assert found == {
        ("lindedorp", "warme-huizen-in-2035"): (None, 1),
        ("lindedorp", "een-veilige-en-groene-dorpskern"): (None, 1),
        ("lindedorp", "nieuw-leven-in-de-oude-brouwerij"): (Step.NUMBER, 1),
        ("lindedorp", "plekken-om-elkaar-te-ontmoeten"): (Step.CHANCES, None),
        ("lindedorp", "minder-water-op-straat"): (Step.TARGETS, None),
        ("sint-linde-rode", "rustige-straten-rond-de-scholen"): (None, 2),
        ("sint-linde-rode", "het-park-achter-de-kapel"): (Step.PROMISE, 1),
        ("sint-linde-rode", "de-bibliotheek-van-morgen"): (Step.CHANCES, None),
        ("neudorf", "unser-dorfsaal"): (None, 1),
        ("neudorf", "gut-alt-werden-in-neudorf"): (Step.NUMBER, 1),
    }


def test_every_published_draw_holds(here):
    with db.read() as session:
        published = list(documents(session))
    assert [document["state"] for _, document in published].count("drawn") == 5
    assert [line for _, document in published for line in verify.verify(document) if line.wrong] == []


def test_the_cancelled_draw_tells_why_and_what_it_would_have_given(here):
    with db.read() as session:
        [document] = [document for draw, document in documents(session) if draw.cancelled_at]
    assert document["state"] == "cancelled"
    assert document["result"]["number"] == 617
    assert "antwoordkaarten" in document["cancellation"]["reason"]


def test_one_draw_waits_for_its_number_until_next_week_and_of_one_the_number_is_due(here):
    with db.read() as session:
        waiting = [
            draw.seed_at - clock.now() for draw, document in documents(session) if document["state"] == "promised"
        ]
    due, later = sorted(waiting)
    assert timedelta(days=-9) < due < timedelta(0) < later < timedelta(days=14)


def test_everybody_has_a_chance_and_the_targets_that_are_being_set_can_be_met(here):
    with db.read() as session:
        for place in places.all_municipalities(session):
            for view, calculation, _ in panels.panels(session, place.id):
                if view.outlook:
                    assert view.outlook["exists"] and view.outlook["impossible"] == 0
                if calculation:
                    assert panels.report(session, place.id, calculation.id)["lowest_chance"] > 0.04


def test_the_journals_tell_it_in_the_order_in_which_it_happened(here):
    with db.read() as session:
        for place in places.all_municipalities(session):
            assert journal.first_broken(session, place.id) is None
            of_place = select(JournalEntry.time).where(JournalEntry.municipality_id == place.id)
            times = list(session.scalars(of_place.order_by(JournalEntry.seq)))
            assert times == sorted(times) and times[-1] < clock.now()


def panel_of(session, slug, short):
    place = places.municipality(session, slug)
    return place.id, panels.panel(session, place.id, short)


def test_of_the_panel_that_is_over_the_register_and_the_silent_are_forgotten_and_counts_stay(here):
    with db.read() as session:
        place_id, view = panel_of(session, "lindedorp", "warme-huizen-in-2035")
        found = session.scalars(select(Register).where(Register.panel_id == view.id)).one()
        assert found.state == "erased" and found.counts["rows"] > 1000
        rows = session.scalars(select(Invited).where(Invited.panel_id == view.id)).all()
        assert {row.answer == "yes" for row in rows if row.letter} == {True}
        standing = answers.standing(session, place_id, view.id)
        assert standing.invited > 200 and standing.yes > 30 and standing.no > 10 and standing.returned == 5
        assert {"web", "paper", "phone"} <= set(standing.by_way)


def test_of_the_panel_that_is_over_somebody_left_and_another_was_drawn(here):
    with db.read() as session:
        place_id, view = panel_of(session, "lindedorp", "warme-huizen-in-2035")
        counts = seats.counts(session, place_id, view.id)
        assert dict(counts) == {"confirmed": 20, "declined": 1, "withdrawn": 1}
        again = panels.active_draw(panels.draws(session, place_id, view.id), 2)
        assert again and again.is_drawn
        held = sessions.sessions(session, place_id, view.id)
        assert [one.state for one in held] == ["held"] * 4
        assert [one.mode for one in held] == ["hall", "hall", "online", "hall"]
        assert all(sum(one.values()) == 20 for one in sessions.attendance_counts(session, place_id, view.id).values())


def test_people_answer_in_every_way_and_some_groups_are_thin(here):
    with db.read() as session:
        place_id, view = panel_of(session, "sint-linde-rode", "de-bibliotheek-van-morgen")
        standing = answers.standing(session, place_id, view.id)
        assert set(standing.by_way) == {"web", "text", "paper", "phone", "desk"}
        assert standing.to_call and standing.question and standing.silent > 100
        assert any(group.is_thin for group in rules.groups(view.targets, view.pool))


def test_the_panel_that_meets_soon_has_members_tables_and_somebody_who_must_still_answer(here):
    with db.read() as session:
        place_id, view = panel_of(session, "sint-linde-rode", "rustige-straten-rond-de-scholen")
        counts = seats.counts(session, place_id, view.id)
        assert counts["asked"] == 3 and counts["confirmed"] == 14
        first, second = sessions.sessions(session, place_id, view.id)
        assert clock.now() < first.starts_at < second.starts_at
        assert tables.plan(session, place_id, first.id).shown


def test_whoever_plays_finds_codes_that_open_what_they_say(here):
    client = create_app(here).test_client()
    for play in demo.codes(here):
        answer = client.get(f"{play.path}/{play.code}", follow_redirects=True)
        assert answer.status_code == 200
        assert play.code in answer.get_data(as_text=True)
    assert len(demo.codes(here)) == 3


def test_what_is_official_is_there_in_every_official_language(here):
    with db.read() as session:
        for place in places.all_municipalities(session):
            assert place.is_demo
            assert list(place.names) == list(place.committees) == place.languages
            for view, _, _ in panels.panels(session, place.id):
                assert list(view.title) == list(view.question) == place.languages


@pytest.mark.parametrize("town", towns.TOWNS, ids=lambda town: town.slug)
def test_opening_hours_can_be_read_in_every_language(town):
    assert set(town.office["hours"]) == set(LANGUAGES)
    assert len({len(lines) for lines in town.office["hours"].values()}) == 1


@pytest.mark.parametrize("town", towns.TOWNS, ids=lambda town: town.slug)
def test_every_role_can_sign_in_and_two_are_officials(town):
    roles = [someone.role for someone in town.people]
    assert set(roles) == set(Role) and roles[:2] == [Role.OFFICIAL, Role.OFFICIAL]
    assert {someone.email.partition("@")[2] for someone in town.people} == {f"{town.slug}.example"}


def test_everybody_signs_in_with_the_one_password(here):
    assert len(demo.PASSWORD) >= 12
    for town in demo.accounts():
        with db.write() as session:
            place = places.municipality(session, town.slug)
            role, email = town.people[-1]
            person_id = passwords.check_password(session, place.id, email=email, password=demo.PASSWORD)
            now = clock.now()
            secret = people.sign_in(session, place.id, person_id, via="password", device="", strong=True, at=now)
            who, _ = signed.signed_in(session, place.id, secret, seen_at=now, at=now)
            assert who.roles == {Role(role)}


def test_a_demo_that_is_there_is_not_built_twice(here):
    assert demo.is_built(here)
    demo.build(here)
    assert all_slugs() == ["lindedorp", "neudorf", "sint-linde-rode"]


def test_nothing_of_the_demo_appears_in_production(empty):
    production = replace(empty, production=True)
    for act in (demo.build, demo.reset):
        with pytest.raises(demo.NotHere, match="production"):
            act(production)
    assert all_slugs() == [] and not demo.is_built(production)


def test_the_demo_stays_away_from_a_real_municipality(empty):
    found_somewhere("echt", is_demo=False)
    for act in (demo.build, demo.reset):
        with pytest.raises(demo.NotHere):
            act(empty)
    assert all_slugs() == ["echt"]


def test_production_is_told_at_once_that_the_demo_stays_away(empty, capsys):
    with pytest.raises(demo.NotHere):
        show(replace(empty, production=True))
    assert capsys.readouterr().out == ""


def test_who_starts_the_demo_reads_how_to_come_in(here, capsys):
    show(here)
    told = capsys.readouterr().out
    assert "an.peeters@lindedorp.example" in told and "second step" in told
    assert f"http://127.0.0.1:{here.port}/demo/post" in told


def test_two_builds_at_once_make_one_demo(empty):
    with db.write() as session:
        towns.found_all(session, demo.PASSWORD, at=clock.now())
    with pytest.raises(demo.NotHere, match="being made"):
        demo.build(empty)
    assert len(all_slugs()) == 3 and not demo.is_built(empty)


def test_an_interrupted_build_leaves_nothing(empty, monkeypatch):
    def interrupted(founded, today):
        raise KeyboardInterrupt

    monkeypatch.setattr(stories, "make_all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        demo.build(empty)
    assert not demo.is_built(empty)
    db.migrate(empty.database)
    monkeypatch.setattr(stories, "make_all", only_the_last_panel)
    demo.build(empty)
    assert demo.is_built(empty)


def test_a_reset_forgets_what_was_tried(empty, monkeypatch):
    monkeypatch.setattr(stories, "make_all", only_the_last_panel)
    demo.build(empty)
    found_somewhere("probeersel", is_demo=True)
    demo.reset(empty)
    assert "probeersel" not in all_slugs() and demo.is_built(empty)


def test_a_worker_beside_a_reset_goes_on(empty, monkeypatch, tmp_path):
    monkeypatch.setattr(stories, "make_all", only_the_last_panel)
    demo.build(empty)
    program = """
from participation import wiring
from participation.commands import serve
wiring.work = lambda: {"say": lambda number: print(number, flush=True)}
serve.work(with_parent=False)
"""
    environment = {**os.environ, "PARTICIPATION_DATABASE": empty.database, "PARTICIPATION_INSTANCE": str(tmp_path)}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        overdue = threading.Timer(30, worker.kill)
        overdue.start()
        for number in (1, 2):
            with db.write() as session:
                jobs.enqueue(session, "say", key=f"say-{number}", number=number)
            # A job may be done twice: what matters is that this one is done.
            assert f"{number}\n" in iter(worker.stdout.readline, "")
            demo.reset(empty)
        worker.terminate()
        overdue.cancel()


def test_the_demo_counts_from_this_week_by_the_clock_of_the_town_hall():
    for today in (date(2026, 11, 23), date(2026, 11, 29)):
        assert Calendar(today)(-1, FRIDAY, "15:40") == datetime(2026, 11, 20, 14, 40, tzinfo=UTC)
    assert Calendar(date(2027, 4, 8))(-1, FRIDAY, "15:40") == datetime(2027, 4, 2, 13, 40, tzinfo=UTC)


@pytest.mark.parametrize("place", [residents.LINDEDORP, residents.SINT_LINDE_RODE, residents.NEUDORF])
def test_the_residents_of_a_town_add_up(place):
    for features in place.features.values():
        assert sum(share for share, _ in features.values()) == pytest.approx(100)
    assert set(place.streets) == set(place.features[place.home[0]])


def test_volunteers_are_the_same_each_time_and_more_are_the_same_and_more():
    few, many = (volunteers(residents.NEUDORF, count, "X") for count in (30, 80))
    assert many[:30] == few
    assert volunteers(residents.NEUDORF, 30, "Y") != few


def test_who_volunteers_went_to_school_longer_than_the_neighbours():
    share = residents.LINDEDORP.features["opleiding"]["hogeschool of universiteit"][0]
    found = volunteers(residents.LINDEDORP, 400, "X")
    assert sum(one["opleiding"] == "hogeschool of universiteit" for one in found) > 400 * (share + 10) / 100


def test_some_volunteers_share_an_address_and_some_give_none():
    found = volunteers(residents.LINDEDORP, 400, "X")
    addresses = [(one["straat"], one["nummer"]) for one in found if one["straat"]]
    assert 0 < 400 - len(addresses) < 40
    assert len(addresses) - len(set(addresses)) > 20


def test_the_example_files_are_up_to_date():
    for name, text in examples.files().items():
        assert (examples.FOLDER / name).read_text(encoding="utf-8") == text


def test_the_example_files_are_accepted():
    wanted = read_targets(read_table(file("targets.csv")), examples.SEATS)
    address = residents.LINDEDORP.address
    found = read_people(read_table(file("people.csv")), wanted, seats=examples.SEATS, household_columns=address)
    assert len(found) == examples.PEOPLE
    assert len({one.household for one in found}) < examples.PEOPLE


def test_each_slip_in_the_faulty_example_is_named_at_its_cell():
    wanted = read_targets(read_table(file("targets.csv")), examples.SEATS)
    with pytest.raises(Faulty) as caught:
        read_people(read_table(file("people-with-faults.csv")), wanted, seats=examples.SEATS)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [slip[:2] for slip in examples.SLIPS]


def file(name):
    return (examples.FOLDER / name).read_bytes()
