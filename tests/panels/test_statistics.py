"""Figures of the population, and the targets that mirror them: read with every fault, rounded in the open, used once."""

from __future__ import annotations

import io
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import db
from participation.panels import queries
from participation.panels.rules import UNSAID
from participation.panels.statistics import LOOSE, Division, as_csv, largest_remainder, proposal, read_figures
from participation.sortition.faults import Faulty
from tests import towns as make
from tests.visitors import Visitor, seen_in, text_of

TABLE = "category;feature;count\nage;16-34;2.500\nage;35-64;5 000\nage;65+;2500\n"
ABOUT = {"source": "Statbel", "as_of": "2026-01-01", "from_age": "16"}
counts = st.lists(st.integers(0, 5000), min_size=1, max_size=8).filter(any)


def figures_of(town):
    with db.read() as session:
        return {one.category: one for one in queries.statistics(session, town.id)}


def targets_of(town, slug):
    with db.read() as session:
        return queries.panel(session, town.id, slug).targets


def faults_of(text):
    with pytest.raises(Faulty) as caught:
        read_figures(text.encode())
    return {(one.code, one.row, one.column) for one in caught.value.faults}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_whatever_stands_between_its_columns(delimiter):
    text = "Categorie;Kenmerk;Aantal\nleeftijd;16-34;2500\nleeftijd;35+;5000".replace(";", delimiter)
    assert read_figures(text.encode()) == [Division("leeftijd", (("16-34", 2500), ("35+", 5000)))]


def test_thousands_may_stand_apart():
    (age,) = read_figures(TABLE.encode())
    assert age.people == 10_000


def test_every_fault_says_its_row_and_its_column():
    text = "category,feature,count\nage,16-34,many\nage,,12\nage,16-34,4\nAge,65+,7,5\n"
    assert faults_of(text.replace(",7,5", ",7.5")) == {
        ("count_unclear", 2, "count"),
        ("blank", 3, "feature"),
        ("figure_twice", 4, "feature"),
        ("count_unclear", 5, "count"),
        ("category_almost_twice", 5, "category"),
    }


def test_a_table_without_its_columns_says_which_are_missing():
    assert faults_of("a,b\n1,2") == {("column_missing", 1, None)}


def test_a_category_in_which_nobody_is_counted_makes_no_shares():
    assert faults_of("category,feature,count\nage,16-34,0") == {("figures_nobody", None, None)}


@given(counts, st.integers(0, 200))
def test_the_largest_remainder_fills_exactly_the_seats_and_stays_within_one_of_the_share(people, seats):
    given = largest_remainder(people, seats)
    assert sum(given) == seats
    assert all(abs(seat - Fraction(count * seats, sum(people))) < 1 for seat, count in zip(given, people, strict=True))


@given(counts, st.integers(2, 200), st.sampled_from(sorted(LOOSE)), st.integers(0, 20))
def test_what_is_proposed_can_always_fill_the_seats(people, seats, loose, unsaid):
    division = Division("age", tuple((str(place), count) for place, count in enumerate(people)))
    found = proposal([division], seats, loose=loose, unsaid=unsaid)
    said = [one for one in found if one.feature != UNSAID]
    assert all(0 <= one.least <= one.most for one in found)
    assert sum(one.least for one in said) <= seats - min(unsaid, seats)
    assert sum(one.most for one in said) >= seats
    assert [one for one in found if one not in said] == ([found[-1]] if unsaid else [])


def test_a_share_becomes_its_seats_rounded_down_and_up():
    (young, rest) = proposal([Division("age", (("young", 1), ("rest", 2)))], 10)
    assert (young.exact, young.rounded, young.least, young.most) == (pytest.approx(10 / 3), 3, 3, 4)
    assert (rest.rounded, rest.least, rest.most) == (7, 6, 7)


def test_figures_written_as_a_table_are_the_same_figures():
    found = read_figures(TABLE.encode())
    assert read_figures(as_csv(found).encode()) == found


def test_a_file_is_looked_at_first_and_kept_only_then(app, towns):
    town, neighbour = towns
    official = Visitor(app, town, town.first)
    file = {"file": (io.BytesIO(TABLE.encode()), "figures.csv")}
    page = official.post("/desk/statistics?language=en", {**ABOUT, **file}, status=200)
    assert "Look before you use these figures" in text_of(page)
    assert figures_of(town) == {}
    table = re.search(r"<textarea[^>]*name=\"table\"[^>]*>(.*?)</textarea>", page.text, re.DOTALL).group(1).strip()
    official.post("/desk/statistics", {**ABOUT, "table": table, "keep": "1"})
    age = figures_of(town)["age"]
    assert [one["count"] for one in age.shares] == [2500, 5000, 2500]
    assert (age.source, age.as_of.isoformat(), age.from_age) == ("Statbel", "2026-01-01", 16)
    assert figures_of(neighbour) == {}


def test_newer_figures_take_the_place_of_the_same_category_only(app, towns):
    town, _ = towns
    make.bring_in_figures(town)
    official = Visitor(app, town, town.first)
    sent = {**ABOUT, "source": "Own register", "table": "category,feature,count\ngender,female,7\ngender,x,1"}
    page = official.post("/desk/statistics?language=en", sent, status=200)
    assert "These replace: Statbel" in text_of(page)
    official.post("/desk/statistics", {**sent, "keep": "1"})
    found = figures_of(town)
    assert (found["gender"].source, found["age"].source) == ("Own register", "Statbel")


def test_a_table_with_faults_is_shown_with_its_rows_and_nothing_is_kept(app, towns):
    town, _ = towns
    sent = {**ABOUT, "table": "category,feature,count\nage,young,some", "keep": "1"}
    page = Visitor(app, town, town.first).post("/desk/statistics?language=en", sent, status=422)
    assert "Row 2, count" in text_of(page)
    assert figures_of(town) == {}


def test_figures_of_the_wrong_ages_are_warned_of(app, towns):
    town, _ = towns
    sent = {**ABOUT, "from_age": "", "table": TABLE}
    official = Visitor(app, town, town.first)
    assert "Do these figures count the right people?" in text_of(
        official.post("/desk/statistics?language=en", sent, status=200)
    )
    official.post("/desk/statistics", {**sent, "keep": "1"})
    make.make_panel(town)
    assert "They count everybody, but people can be drawn from 16 years on." in text_of(
        official.get("/desk/panels/dorpskern/targets/proposal?language=en")
    )


def test_a_proposal_shows_its_rounding_and_becomes_the_targets_with_one_press(app, towns):
    town, neighbour = towns
    make.bring_in_figures(town)
    slug, other = make.make_panel(town), make.make_panel(neighbour)
    official = Visitor(app, town, town.first)
    page = official.get(f"/desk/panels/{slug}/targets/proposal?language=en")
    assert "female 51 % 3.06 3 2 to 4" in text_of(page)
    numbers = [str(one.id) for one in figures_of(town).values()]
    sent = {"categories": numbers, "loose": "near", "leave_room": "y", "unsaid": "1", "seen": seen_in(page)}
    official.post(f"/desk/panels/{slug}/targets/proposal", sent)
    found = {(one["category"], one["feature"]): (one["min"], one["max"]) for one in targets_of(town, slug)}
    assert found == {
        ("gender", "female"): (2, 4),
        ("gender", "male"): (2, 3),
        ("gender", UNSAID): (0, 1),
        ("age", "16-34"): (1, 2),
        ("age", "35-64"): (2, 3),
        ("age", "65+"): (1, 2),
        ("age", UNSAID): (0, 1),
    }
    assert targets_of(neighbour, other) == []
    shown = text_of(official.get(f"/desk/panels/{slug}/targets?language=nl"))
    assert "zeg ik liever niet" in shown
    assert UNSAID not in shown


def test_figures_that_changed_meanwhile_are_looked_at_again(app, towns):
    town, _ = towns
    make.bring_in_figures(town)
    slug = make.make_panel(town)
    official = Visitor(app, town, town.first)
    seen = seen_in(official.get(f"/desk/panels/{slug}/targets/proposal"))
    table = "category,feature,count\nage,young,1\nage,old,9"
    official.post("/desk/statistics", {**ABOUT, "table": table, "keep": "1"})
    numbers = [str(one.id) for one in figures_of(town).values()]
    sent = {"categories": numbers, "loose": "near", "leave_room": "y", "unsaid": "1", "seen": seen}
    official.post(f"/desk/panels/{slug}/targets/proposal", sent, status=422)
    assert targets_of(town, slug) == []


def test_targets_that_are_frozen_stay(app, towns):
    town, _ = towns
    make.bring_in_figures(town)
    slug = make.make_panel(town, "promised")
    official = Visitor(app, town, town.first)
    page = official.get(f"/desk/panels/{slug}/targets/proposal?language=en")
    assert "Use these as targets" not in text_of(page)
    before = targets_of(town, slug)
    numbers = [str(one.id) for one in figures_of(town).values()]
    official.post(
        f"/desk/panels/{slug}/targets/proposal", {"categories": numbers, "loose": "near", "seen": "x"}, status=422
    )
    assert targets_of(town, slug) == before


def test_room_for_who_would_rather_not_say_is_left_only_where_it_is_wanted(app, towns):
    town, _ = towns
    make.bring_in_figures(town)
    slug = make.make_panel(town)
    official = Visitor(app, town, town.first)
    page = f"/desk/panels/{slug}/targets/proposal?language=en"
    row = f'<th scope="row">{UNSAID}</th>'
    assert row in official.get(page).text
    numbers = "".join(f"&categories={one.id}" for one in figures_of(town).values())
    assert row not in official.get(f"{page}&loose=exact{numbers}").text
