"""On the day: what was held stays, what was asked still holds, and nobody moves who need not; hosts go round."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from participation.sortition.faults import Faulty
from participation.sortition.mixing import Fixed, Wishes, arrange, changed, rotate
from participation.sortition.problem import Person
from tests.sortition.mixes import cases, check, crowd, holds, named


def fewest_moves(plan, number, now, places=None):
    """The fewest people who must leave their table in a round, of all ways to sit; now: id to table for those with one."""
    here = sorted(set(plan.ids) - plan.wishes.away(number))
    found = []
    for tables in product(range(1, plan.tables + 1), repeat=len(here)):
        sizes = [tables.count(table) for table in range(1, plan.tables + 1)]
        fits = max(sizes) - min(sizes) <= 1 if places is None else all(map(int.__le__, sizes, places))
        where = dict(zip(here, tables, strict=True))
        if fits and holds(where, plan.wishes, number):
            found.append(sum(one in now and now[one] != table for one, table in where.items()))
    return min(found, default=None)


def seats(plan, number):
    return {one: table for table in range(1, plan.tables + 1) for one in plan.at(number, table)}


@settings(max_examples=60, deadline=None)
@given(case=cases(most=6), data=st.data())
def test_as_few_as_can_be_move_when_somebody_is_missing_or_comes_late(case, data):
    people, tables, rounds, wishes = case
    try:
        plan = arrange(people, tables=tables, rounds=rounds, wishes=wishes, steps=30)
    except Faulty:
        assume(False)
    since = data.draw(st.integers(1, rounds))
    if data.draw(st.booleans()):
        gone = data.draw(st.sets(st.sampled_from(plan.ids), min_size=1, max_size=3))
        change, come = lambda: changed(plan, absent=gone, since=since), []
        asked = replace(
            wishes,
            absent={**wishes.absent, **{one: {*wishes.absent.get(one, ()), *range(since, rounds + 1)} for one in gone}},
        )
    else:
        come = [Person("late", ("v0", "v1"))]
        change = lambda: changed(plan, late=come, since=since)
        asked = replace(wishes, absent={**wishes.absent, "late": range(1, since)})
    expected = replace(plan, people=(*come, *plan.people), wishes=asked)
    fewest = {number: fewest_moves(expected, number, seats(plan, number)) for number in range(since, rounds + 1)}
    try:
        done = change()
    except Faulty:
        assert None in fewest.values()
        return
    check(done.plan)
    for number in range(1, since):
        assert seats(done.plan, number) == seats(plan, number)
    for number, least in fewest.items():
        before, after = seats(plan, number), seats(done.plan, number)
        moved = {one for one in after if one in before and after[one] != before[one]}
        said = [move for move in done.moves if move.round == number]
        assert {move.person for move in said if move.before is not None} == moved
        assert {move.person for move in said if move.before is None} == set(after) - set(before)
        assert all(after[move.person] == move.after and before.get(move.person) == move.before for move in said)
        assert len(moved) == least


def test_somebody_who_was_thought_absent_comes_after_all():
    plan = arrange(crowd(30), tables=5, rounds=3, wishes=Wishes(absent={"p004": (1, 2, 3)}))
    done = changed(plan, late=[plan.people[4]], since=2)
    check(done.plan)
    assert done.plan.wishes.absent["p004"] == (1,)
    assert [(move.round, move.person, move.before) for move in done.moves] == [(2, "p004", None), (3, "p004", None)]


def test_at_tables_of_a_given_size_nobody_moves_to_fill_empty_seats():
    plan = arrange(crowd(20), tables=4, rounds=2, places=(5, 5, 5, 5))
    done = changed(plan, absent=plan.at(1, 3)[:3], since=1)
    check(done.plan)
    assert done.moves == ()


def test_whoever_comes_late_sits_with_people_not_met_yet_where_that_can_be():
    plan = arrange(crowd(36), tables=6, rounds=3)
    done = changed(plan, absent=named(5), since=2)
    back = changed(done.plan, late=[plan.people[5]], since=3)
    check(back.plan)
    assert len(back.moves) <= 2
    assert back.plan.met[5].max() <= 1


def test_what_cannot_hold_any_more_on_the_day_is_refused_and_nothing_changes():
    plan = arrange(crowd(12), tables=3, rounds=2, wishes=Wishes(together=(named(0, 1, 2, 3),)))
    with pytest.raises(Faulty) as faulty:
        changed(plan, absent=named(*range(4, 10)), since=2)
    assert [fault.code for fault in faulty.value.faults] == ["mixing_group_too_large"]
    with pytest.raises(Faulty) as faulty:
        changed(plan, absent=["nobody"], since=2)
    assert [fault.code for fault in faulty.value.faults] == ["mixing_person_unknown"]


def test_hosts_serve_as_often_at_another_table_each_round_beside_another_colleague():
    plan = arrange(crowd(60), tables=6, rounds=4)
    guides = rotate([f"g{number}" for number in range(6)], plan)
    writers = rotate([f"w{number}" for number in range(8)], plan, beside=guides)
    for rows in (guides, writers):
        assert all(len(set(row)) == 6 for row in rows)
        for name in {name for row in rows for name in row}:
            tables = [row.index(name) for row in rows if name in row]
            assert len(set(tables)) == len(tables)
    served = [sum(f"w{number}" in row for row in writers) for number in range(8)]
    assert max(served) - min(served) <= 1
    pairs = [pair for one, other in zip(guides, writers, strict=True) for pair in zip(one, other, strict=True)]
    assert len(set(pairs)) == len(pairs)


def test_hosts_who_are_too_few_or_named_twice_are_refused():
    plan = arrange(crowd(12), tables=3, rounds=2)
    with pytest.raises(Faulty) as faulty:
        rotate(["An", "An"], plan)
    assert [fault.code for fault in faulty.value.faults] == ["mixing_host_twice", "mixing_hosts_too_few"]
    guides = rotate(["An", "Bo", "Cy"], plan)
    with pytest.raises(Faulty) as faulty:
        rotate(["An", "Di", "Ed"], plan, beside=guides)
    assert [fault.code for fault in faulty.value.faults] == ["mixing_host_twice"]


def test_a_change_leaves_the_plan_from_which_it_was_made_as_it_was():
    plan = arrange(crowd(20), tables=4, rounds=2, wishes=Wishes(fixed=(Fixed("p001", 2),)))
    before = np.array(plan.seats)
    changed(plan, absent=named(3, 4), since=1)
    assert (plan.seats == before).all()
    assert plan.wishes.absent == {}


def test_whoever_comes_sits_where_somebody_is_missing_and_nobody_else_moves():
    plan = arrange(crowd(40), tables=5, rounds=3)
    late = [Person("late", plan.people[0].features)]
    done = changed(plan, absent=[plan.ids[0]], late=late, since=2)
    assert {move.person for move in done.moves} == {"late"}
    assert [move.round for move in done.moves] == [2, 3]
    assert list(done.plan.rows())[: len(plan.ids)] == list(plan.rows())[: len(plan.ids)]
