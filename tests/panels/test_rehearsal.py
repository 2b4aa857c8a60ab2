"""A rehearsal shows the whole course with people who do not exist, and leaves nothing behind but a line in the journal."""

import random
from datetime import date

import pytest
from sqlalchemy import func, select

from participation import db
from participation.journal.models import JournalEntry
from participation.panels import models, queries, rehearsing
from participation.panels.models import Statistic
from participation.sortition.problem import Target
from tests import towns as make
from tests.towns import START
from tests.visitors import Visitor, text_of

FIGURES = [("gender", [{"feature": "female", "count": 300}, {"feature": "male", "count": 100}])]


def panel_of(town, slug):
    return make.look(town, slug)[0]


def rehearsed(town, slug, *, people=60, seed=7, figures=()):
    return rehearsing.rehearse(panel_of(town, slug), figures, people, at=START, seed=seed)


def test_it_goes_the_whole_way_from_made_up_people_to_the_check(towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    found = rehearsed(town, slug)
    assert found.trouble is None
    assert len(found.codes) == make.SEATS and all(code.startswith("TEST-") for code in found.codes)
    assert set(found.codes) <= set(found.chances)
    assert sum(found.chances.values()) == make.SEATS * found.panels == make.SEATS * 100
    assert 0 <= found.number < found.panels
    for one in found.groups:
        assert one.min <= one.seats <= one.max
    assert "The panel is the one with this number." in found.checks


def test_some_groups_come_more_than_others_and_the_panel_brings_them_back(towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    found = rehearsed(town, slug, people=200, figures=FIGURES)
    women = next(one for one in found.groups if one.feature == "female")
    assert women.share == 0.75
    assert abs(women.pool_share - women.share) > 0.01
    assert women.seats == 3


def test_the_same_seed_makes_the_same_rehearsal_and_another_another(towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    assert rehearsed(town, slug).codes == rehearsed(town, slug).codes
    assert {rehearsed(town, slug, seed=seed).number for seed in range(5)} != {rehearsed(town, slug).number}


def test_shares_come_from_the_population_where_it_is_known_and_else_from_the_targets():
    targets = [Target("g", "f", 2, 4), Target("g", "m", 1, 1), Target("a", "old", 0, 0), Target("a", "young", 0, 0)]
    assert rehearsing.shares_of(targets, []) == {"g": {"f": 0.75, "m": 0.25}, "a": {"old": 0.0, "young": 0.0}}
    known = [("g", [{"feature": "f", "count": 1}, {"feature": "m", "count": 1}])]
    assert rehearsing.shares_of(targets, known)["g"] == {"f": 0.5, "m": 0.5}
    incomplete = [("g", [{"feature": "f", "count": 1}])]
    assert rehearsing.shares_of(targets, incomplete)["g"] == {"f": 0.75, "m": 0.25}


def test_fictional_people_share_homes_only_where_that_matters():
    shares = {"g": {"f": 0.5, "m": 0.5}}
    assert all(one.household is None for one in rehearsing.volunteers(shares, 50, random.Random(1)))
    homes = [one.household for one in rehearsing.volunteers(shares, 50, random.Random(1), shared_homes=True)]
    assert 30 < len(set(homes)) < 50


def test_too_few_people_show_what_stands_in_the_way(towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    found = next(one for seed in range(200) if (one := rehearsed(town, slug, people=10, seed=seed)).trouble)
    assert found.trouble["code"] == "no_panel"
    assert found.codes == ()


TABLES = ("Candidate", "Calculation", "NumberedPanel", "Chance", "Draw", "Round", "Upload")


def counts():
    with db.read() as session:
        return {name: session.scalar(select(func.count()).select_from(getattr(models, name))) for name in TABLES}


def test_it_leaves_a_line_in_the_journal_and_nothing_else(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    before = counts()
    official = Visitor(app, town, town.first)
    page = text_of(official.get(f"/desk/panels/{slug}/rehearsal?language=en"))
    assert "Only fictional people" in page
    answer = official.post(f"/desk/panels/{slug}/rehearsal?language=en", {"people": "60"}, status=200)
    page = text_of(answer)
    assert "REHEARSAL: nobody was drawn" in page
    assert "TEST-" in page and "The panel is the one with this number." in page
    assert counts() == before
    with db.read() as session:
        lines = session.execute(
            select(JournalEntry.facts, JournalEntry.subject).where(
                JournalEntry.municipality_id == town.id, JournalEntry.event == "panel.rehearsed"
            )
        ).all()
    assert [(line.facts, line.subject) for line in lines] == [({"people": 60}, f"panel:{panel_of(town, slug).id}")]
    Visitor(app, town).get(f"/panels/{slug}/draws/1", status=404)


def test_figures_of_a_neighbour_do_not_count(app, towns):
    town, neighbour = towns
    slug = make.make_panel(town, "targets")
    with db.write() as session:
        session.add(
            Statistic(
                municipality_id=neighbour.id,
                category="gender",
                shares=FIGURES[0][1],
                source="Register",
                as_of=date(2026, 1, 1),
                imported_at=START,
            )
        )
    official = Visitor(app, town, town.first)
    page = text_of(official.post(f"/desk/panels/{slug}/rehearsal?language=en", {"people": "40"}, status=200))
    assert "Part of the population" not in page
    with db.read() as session:
        assert len(queries.statistics(session, neighbour.id)) == 1


@pytest.mark.parametrize("people", ["", "9", "1001", "many"])
def test_how_many_people_is_a_number_within_reason(app, towns, people):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    Visitor(app, town, town.first).post(f"/desk/panels/{slug}/rehearsal", {"people": people}, status=422)


def test_without_targets_there_is_nothing_to_rehearse_yet(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "empty")
    official = Visitor(app, town, town.first)
    assert "as soon as the targets are there" in text_of(official.get(f"/desk/panels/{slug}/rehearsal?language=en"))
    official.post(f"/desk/panels/{slug}/rehearsal", {"people": "60"}, status=422)


def test_only_who_prepares_panels_rehearses(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    Visitor(app, town, town.auditor).get(f"/desk/panels/{slug}/rehearsal", status=403)
