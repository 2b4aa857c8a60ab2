"""Seats that come free are drawn again by a small draw of their own, and what was drawn before stays as it was."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest

from participation import db, events
from participation.errors import NotFound, Refused
from participation.lottery import verify
from participation.panels import actions as panels
from participation.panels import calculating, drawing, forgetting, privacy, queries, rounds
from participation.sortition.problem import Target
from tests import towns as make
from tests.rounds import drawn_panel, open_round, second_round
from tests.towns import AFTER, SEED_AT, START
from tests.visitors import Visitor, text_of


def document(town, slug, sequence):
    panel, _ = make.look(town, slug)
    with db.read() as session:
        shown = queries.draw(session, town.id, panel.id, sequence)
        return json.loads(queries.document(session, town.id, shown.id))


def sound(published):
    return not [line for line in verify.verify(published) if line.wrong]


def rounds_of(town, slug):
    panel, _ = make.look(town, slug)
    with db.read() as session:
        return queries.rounds(session, town.id, panel.id)


@pytest.fixture
def heard(monkeypatch):
    """The draws that other rooms hear of: event, round, codes."""
    told = []

    def hear(event):
        def listener(session, *, municipality_id, panel_id, round, codes, by, at):  # noqa: A002 - the fact is called so
            told.append((event, round, codes))

        return listener

    before = dict(events._listeners)
    events.listen({**before, **{name: (hear(name),) for name in ("panel.drawn", "panel.undrawn")}})
    yield told
    events.listen(before)


def test_a_round_fills_the_free_seats_with_what_is_left_of_the_targets(towns):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=2)
    open_round(town, slug, staying, left)
    make.calculate(town, slug)
    sequence = second_round(town, slug, "promise")
    first = document(town, slug, 1)
    make.enter_number(town, slug, "042", sequence, at=AFTER)
    published = document(town, slug, sequence)
    assert sound(published)
    assert published["commitment"]["seats"] == 2
    assert published["commitment"]["facts"]["round"] == "2"
    assert set(published["result"]["panel"]) <= set(left)
    assert set(published["pool"]) == set(left)
    seated = [*staying, *published["result"]["panel"]]
    with db.read() as session:
        panel = queries.panel(session, town.id, slug)
        people = {one.code: one.features for one in queries.everybody(session, town.id, panel.id)}
    for target in make.TARGETS:
        column = ["gender", "age"].index(target.category)
        assert target.min <= sum(people[code][column] == target.feature for code in seated) <= target.max
    # The first draw is what it was, to the byte.
    assert document(town, slug, 1) == first
    assert rounds_of(town, slug)[0].is_open is False


def test_few_seats_are_divided_over_enough_numbered_panels_for_everybody(towns):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    open_round(town, slug, staying, left)
    make.calculate(town, slug)
    with db.read() as session:
        panel = queries.panel(session, town.id, slug)
        done = queries.done_calculation(session, town.id, panel.id, 2)
        lots = queries.all_chances(session, town.id, done.id)
        fits = [one for one in lots if one.panels]
    assert panel.number_of_panels == 100
    assert sum(one.panels for one in lots) == 1000
    assert max(one.panels for one in fits) - min(one.panels for one in fits) <= 1


def test_a_round_needs_a_drawn_panel_free_seats_and_people(towns):
    town, _ = towns
    slug = make.make_panel(town, "promised", title="Nog niet")
    facts = {"targets": [], "relaxed": [], "by": town.first, "at": START}
    with pytest.raises(Refused, match="panel_not_drawn_yet"), db.write() as session:
        rounds.open_round(session, make.changing(session, town, slug), seats=1, pool=["x"], **facts)
    slug, _, staying, left = drawn_panel(town, leave=1)
    for seats, pool in ((1, []), (0, left), (2, left[:1]), (1, ["DFHJ-0000"])):
        with pytest.raises(Refused, match="nobody_left_to_draw"), db.write() as session:
            rounds.open_round(session, make.changing(session, town, slug), seats=seats, pool=pool, **facts)
    open_round(town, slug, staying, left)
    with pytest.raises(Refused, match="round_is_open"):
        open_round(town, slug, staying, left)


def test_a_round_takes_two_officials_and_a_number_that_cannot_exist_yet(towns):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    open_round(town, slug, staying, left)
    with pytest.raises(Refused, match="no_calculation"):
        second_round(town, slug, "propose")
    make.calculate(town, slug)
    sequence = second_round(town, slug, "propose")
    with pytest.raises(Refused, match="second_official_needed"):
        make.confirm(town, slug, sequence, by=town.first)
    with pytest.raises(Refused, match="seed_date_passed"):
        make.confirm(town, slug, sequence, at=SEED_AT)
    with pytest.raises(Refused, match="draw_exists"):
        second_round(town, slug, "propose")


def test_a_round_can_be_given_up_until_it_is_proposed_and_opened_anew(towns):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    number = open_round(town, slug, staying, left)
    make.calculate(town, slug)
    second_round(town, slug, "propose")
    with pytest.raises(Refused, match="panel_is_frozen"), db.write() as session:
        rounds.give_up(session, make.changing(session, town, slug), number, by=town.first, at=START)
    with db.write() as session:
        drawing.withdraw(session, make.changing(session, town, slug), 2, by=town.first, at=START)
        rounds.give_up(session, make.changing(session, town, slug), number, by=town.first, at=START)
    with pytest.raises(Refused, match="round_is_closed"), db.write() as session:
        rounds.give_up(session, make.changing(session, town, slug), number, by=town.first, at=START)
    assert open_round(town, slug, staying, left) == 3


def test_a_cancelled_round_is_open_again_and_what_it_rests_on_cannot_be_cancelled(towns, heard):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    drawn = heard[-1]
    assert drawn[:2] == ("panel.drawn", 1) and len(drawn[2]) == make.SEATS
    open_round(town, slug, staying, left)
    with pytest.raises(Refused, match="later_round_first"):
        make.cancel(town, slug, 1)
    make.calculate(town, slug)
    sequence = second_round(town, slug, "promise")
    make.enter_number(town, slug, "042", sequence, at=AFTER)
    assert heard[-1][:2] == ("panel.drawn", 2) and len(heard[-1][2]) == 1
    with pytest.raises(Refused, match="later_round_first"):
        make.cancel(town, slug, 1)
    make.cancel(town, slug, sequence)
    assert heard[-1] == ("panel.undrawn", 2, document(town, slug, sequence)["result"]["panel"])
    assert rounds_of(town, slug)[0].is_open
    with db.write() as session:
        rounds.give_up(session, make.changing(session, town, slug), 2, by=town.first, at=START)
    make.cancel(town, slug, 1)
    assert heard[-1][:2] == ("panel.undrawn", 1)


def test_what_a_cancelled_draw_would_have_given_is_no_news(towns, heard):
    town, _ = towns
    slug = make.make_panel(town, "cancelled")
    make.enter_number(town, slug, "07")
    assert heard == []


def test_whoever_is_forgotten_leaves_a_round_that_is_not_promised(towns):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    open_round(town, slug, staying, left)
    make.calculate(town, slug)
    second_round(town, slug, "propose")
    with db.write() as session:
        forgetting.forget(session, make.changing(session, town, slug), left[0], reason="asked", by=town.first, at=START)
    assert left[0] not in rounds_of(town, slug)[0].pool
    _, draws = make.look(town, slug)
    assert [draw.sequence for draw in draws] == [1]
    with pytest.raises(Refused, match="calculation_outdated"):
        second_round(town, slug, "propose")
    make.calculate(town, slug)
    sequence = second_round(town, slug, "promise")
    assert set(document(town, slug, sequence)["pool"]) == set(left[1:])
    with db.write() as session:
        forgetting.forget(session, make.changing(session, town, slug), left[1], reason="asked", by=town.first, at=START)
    make.enter_number(town, slug, "042", sequence, at=AFTER)
    assert sound(document(town, slug, sequence)) and sound(document(town, slug, 1))


def test_those_drawn_later_are_kept_as_long_as_the_others(towns):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    open_round(town, slug, staying, left)
    make.calculate(town, slug)
    sequence = second_round(town, slug, "promise")
    make.enter_number(town, slug, "042", sequence, at=AFTER)
    new = document(town, slug, sequence)["result"]["panel"]
    panel, _ = make.look(town, slug)
    with db.write() as session:
        privacy.expiring(session, municipality_id=town.id, at=AFTER + timedelta(days=61))
    with db.read() as session:
        kept = {one.code for one in queries.everybody(session, town.id, panel.id)}
    assert set(new) <= kept and set(staying) <= kept
    assert not kept & (set(left) - set(new))


def test_an_auditor_opens_the_commitments_of_each_draw(app, towns):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    open_round(town, slug, staying, left)
    make.calculate(town, slug)
    sequence = second_round(town, slug, "promise")
    auditor = Visitor(app, town, town.auditor)
    for number in (1, sequence):
        answer = auditor.post(f"/desk/panels/{slug}/openings.json", {"draw": str(number)}, status=200)
        papers = json.loads(answer.get_data())
        lines = verify.verify(document(town, slug, number), openings=papers)
        assert [line.wrong for line in lines if line.wrong] == []
        assert "targets_met" in [line.check for line in lines]
    auditor.post(f"/desk/panels/{slug}/openings.json", {"draw": "9"}, status=404)


def test_the_public_page_tells_every_draw_and_what_each_was_for(app, towns):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    open_round(town, slug, staying, left)
    make.calculate(town, slug)
    sequence = second_round(town, slug, "promise")
    visitor = Visitor(app, town)
    page = text_of(visitor.get(f"/panels/{slug}?language=en"))
    assert "Draw 1" in page and f"Draw {sequence}" in page
    shown = text_of(visitor.get(f"/panels/{slug}/draws/{sequence}?language=en"))
    assert "for 1 seat that came free" in shown
    assert "This draw is for" not in text_of(visitor.get(f"/panels/{slug}/draws/1?language=en"))


def test_the_desk_prepares_the_round_that_is_open(app, towns):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    open_round(town, slug, staying, left)
    official = Visitor(app, town, town.first)
    assert "for 1 seat that came free" in text_of(official.get(f"/desk/panels/{slug}/calculation?language=en"))
    official.post(f"/desk/panels/{slug}/calculation/start", {}, status=303)
    panel, _ = make.look(town, slug)
    with db.read() as session:
        waiting = queries.calculation(session, town.id, panel.id, 2)
    calculating.calculate(waiting.id)
    assert "for 1 seat that came free" in text_of(official.get(f"/desk/panels/{slug}/fairness?round=2&language=en"))
    official.get(f"/desk/panels/{slug}/fairness?round=7", status=404)
    form = {"kind": "balls", "name": "Council hall", "at": "2199-12-04T20:00"}
    assert "for 1 seat that came free" in text_of(official.get(f"/desk/panels/{slug}/promise?language=en"))
    official.post(f"/desk/panels/{slug}/promise", form, status=303)
    with db.read() as session:
        draws = queries.draws(session, town.id, panel.id)
    assert [(draw.sequence, draw.round, draw.number_of_panels) for draw in draws] == [(2, 2, 1000), (1, 1, 100)]
    assert draws[0].source["highest"] == "999"
    assert "for 1 seat that came free" in text_of(official.get(f"/desk/panels/{slug}/draws/2?language=en"))


def test_a_round_of_a_neighbour_is_not_here(towns):
    town, neighbour = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    open_round(town, slug, staying, left)
    with db.read() as session:
        panel = queries.panel(session, town.id, slug)
        assert queries.rounds(session, neighbour.id, panel.id) == []
        assert queries.whats_left(session, neighbour.id, panel, staying=staying, left=left).people == ()
    with pytest.raises(NotFound), db.write() as session:
        rounds.give_up(session, make.changing(session, town, slug), 5, by=town.first, at=START)


def test_targets_of_the_panel_itself_do_not_change_with_a_round(towns):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    open_round(town, slug, staying, left)
    panel, _ = make.look(town, slug)
    assert panel.targets == [asdict(target) for target in make.TARGETS]
    with pytest.raises(Refused, match="panel_is_frozen"), db.write() as session:
        panels.accept_targets(
            session, make.changing(session, town, slug), [Target("a", "b", 0, 6)], by=town.first, at=START
        )
