"""Who was at a session: noted on one screen, also by a facilitator, who sees names and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from participation import db
from participation.journal.models import JournalEntry
from participation.members.models import Attendance
from tests.members.meeting import (
    HALL_PLAN,
    TOMORROW,
    YESTERDAY,
    facilitator,
    held,
    look,
    meeting_panel,
    members,
    planned,
)
from tests.visitors import Visitor, text_of

DESK = "/desk/panels/dorpskern/sessions"
PAST = replace(HALL_PLAN, starts_at=YESTERDAY, ends_at=YESTERDAY + (HALL_PLAN.ends_at - HALL_PLAN.starts_at))


def noted(town):
    with db.read() as session:
        rows = session.scalars(select(Attendance).where(Attendance.municipality_id == town.id))
        return {row.member_id: (row.state, row.minutes) for row in rows}


@pytest.fixture
def gus(app, towns):
    """A facilitator, and a session that was held yesterday."""
    town, _ = towns
    planned(town, meeting_panel(town), PAST)
    visitor = Visitor(app, town, facilitator(town))
    visitor.get(f"{DESK}/1?language=en")
    return visitor


def test_a_facilitator_notes_everybody_on_one_screen_without_a_script(gus):
    one, two, three = (member.id for member in members(gus.town, "dorpskern"))
    page = gus.get(f"{DESK}/1/attendance")
    assert "<script" not in page.text
    assert f"Lid 0 {gus.town.slug}" in text_of(page)
    fields = {f"was_{one}": "present", f"was_{two}": "part", f"minutes_{two}": "45", f"was_{three}": "excused"}
    gus.post(f"{DESK}/1/attendance", fields)
    assert noted(gus.town) == {one: ("present", None), two: ("part", 45), three: ("excused", None)}
    assert look(gus.town, "dorpskern").state == "held"
    with db.read() as session:
        [entry] = session.scalars(select(JournalEntry).where(JournalEntry.event == "attendance.noted"))
        assert entry.facts == {"session": 1, "present": 1, "part": 1, "excused": 1, "absent": 0}


def test_everybody_can_begin_as_present(gus):
    page = gus.get(f"{DESK}/1/attendance?begin=present")
    assert page.text.count("checked") == 3
    assert gus.get(f"{DESK}/1/attendance").text.count("checked") == 0


def test_what_was_noted_can_be_put_right_and_the_same_twice_says_nothing_new(gus):
    one = members(gus.town, "dorpskern")[0].id
    for state in ("absent", "present", "present"):
        gus.post(f"{DESK}/1/attendance", {f"was_{one}": state})
    assert noted(gus.town) == {one: ("present", None)}
    with db.read() as session:
        assert len(session.scalars(select(JournalEntry).where(JournalEntry.event == "attendance.noted")).all()) == 2


@pytest.mark.parametrize("minutes", ["", "0", "180", "9" * 30, "many"])
def test_a_part_says_how_many_minutes_and_nothing_is_kept_until_it_does(gus, minutes):
    one = members(gus.town, "dorpskern")[0].id
    gus.post(f"{DESK}/1/attendance", {f"was_{one}": "part", f"minutes_{one}": minutes}, status=422)
    assert noted(gus.town) == {}


def test_nobody_is_noted_who_is_no_member_here(app, towns):
    town, neighbour = towns
    planned(town, meeting_panel(town), PAST)
    planned(neighbour, meeting_panel(neighbour), PAST)
    theirs = members(neighbour, "dorpskern")[0].id
    Visitor(app, town, town.first).post(f"{DESK}/1/attendance", {f"was_{theirs}": "present"})
    assert noted(town) == noted(neighbour) == {}


def test_a_session_that_has_not_begun_or_was_cancelled_has_nobody(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug)
    assert look(town, slug).starts_at == TOMORROW
    one = members(town, slug)[0].id
    desk = Visitor(app, town, town.first)
    desk.post(f"{DESK}/1/attendance", {f"was_{one}": "present"}, status=422)
    desk.post(f"{DESK}/1/cancel", {"reason_nl": "Ziek."})
    desk.post(f"{DESK}/1/attendance", {f"was_{one}": "present"}, status=422)
    assert noted(town) == {}


def test_a_session_that_was_held_is_neither_moved_nor_cancelled(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    held(town, slug)
    Visitor(app, town, town.first).post(f"{DESK}/1/cancel", {"reason_nl": "Ziek."}, status=422)
    assert look(town, slug).state == "held"
