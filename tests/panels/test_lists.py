"""The lists of a panel go out as other sortition software reads them, and come in again as they were."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from sqlalchemy import select

from participation import db
from participation.journal.models import JournalEntry
from participation.panels import lists, queries, uploads
from participation.panels.rules import UNSAID
from participation.sortition.problem import Target, categories_of
from tests import towns as make
from tests.visitors import Visitor

FLEXIBLE = [
    Target("gender", "female", 3, 3, 2, 4),
    Target("gender", "male", 3, 3),
    Target("gender", UNSAID, 0, 1),
    Target("age", "16-34", 1, 2, 0, 3),
    Target("age", "35+", 4, 5),
]


def taken(app, town, slug):
    answer = Visitor(app, town, town.first).post(f"/desk/panels/{slug}/lists.zip", {}, 200)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pool_of(town, slug):
    with db.read() as session:
        return queries.everybody(session, town.id, queries.panel(session, town.id, slug).id)


def people_in(content, targets=tuple(make.TARGETS)):
    findings, found = uploads.look_at_people(
        content,
        targets,
        make.SEATS,
        {},
        id_column=None,
        household_columns=["household"],
        household_key="00" * 16,
    )
    assert findings.faults == []
    return found


@pytest.mark.parametrize("name", ["categories.csv", "features.csv"])
def test_targets_come_back_as_they_went(app, towns, name):
    town, _ = towns
    slug = make.make_panel(town, "people")
    findings, found = uploads.look_at_targets(taken(app, town, slug)[name], make.SEATS, [], {})
    assert findings.faults == []
    assert [(one.category, one.feature, one.min, one.max) for one in found] == [
        (one.category, one.feature, one.min, one.max) for one in make.TARGETS
    ]


def test_how_far_a_bound_may_give_way_goes_along():
    files = lists.lists(categories_of(FLEXIBLE), [vars(one) for one in FLEXIBLE], [], None)
    assert set(files) == {"categories.csv", "features.csv", "respondents.csv"}
    _, found = uploads.look_at_targets(files["features.csv"], make.SEATS, [], {})
    assert [(one.min_flex, one.max_flex) for one in found] == [(2, 4), (3, 3), (0, 1), (0, 3), (4, 5)]
    assert [one.feature for one in found] == [one.feature for one in FLEXIBLE]


def test_people_come_back_with_their_features_and_who_lives_together(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    pool, found = pool_of(town, slug), people_in(taken(app, town, slug)["respondents.csv"])
    assert [(one.id, list(one.features)) for one in found] == [(one.code, one.features) for one in pool]
    together = [
        {one.code for one in pool if one.household == home} for home in {one.household for one in pool} - {None}
    ]
    again = [{one.id for one in found if one.household == home} for home in {one.household for one in found} - {None}]
    assert sorted(map(sorted, together)) == sorted(map(sorted, again))
    assert any(len(home) > 1 for home in together)


def test_after_the_draw_who_was_drawn_and_who_was_not_stand_apart(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "drawn")
    files = taken(app, town, slug)
    selected, remaining = people_in(files["selected.csv"]), people_in(files["remaining.csv"])
    assert len(selected) == make.SEATS
    assert {one.id for one in selected} | {one.id for one in remaining} == {one.code for one in pool_of(town, slug)}
    for target in make.TARGETS:
        place = categories_of(make.TARGETS).index(target.category)
        assert target.min <= sum(one.features[place] == target.feature for one in selected) <= target.max


def test_no_reference_leaves_with_them_and_the_journal_says_who_took_them(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    files = taken(app, town, slug)
    assert b"r0001" not in b"".join(files.values())
    assert next(csv.reader(files["respondents.csv"].decode().splitlines())) == ["id", "gender", "age", "household"]
    with db.read() as session:
        [entry] = session.scalars(select(JournalEntry).where(JournalEntry.event == "panel.lists_exported"))
        assert (entry.facts, entry.by) == ({"people": 40}, f"person:{town.first.person_id}")
