"""Tables of a session: arranged, shown, printed, and mended on the day with as few moves as can be."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from participation import db
from participation.errors import NotFound, Refused
from participation.held import Somebody
from participation.journal.models import JournalEntry
from participation.members import seating_privacy, table_papers, table_rules, tabling
from participation.members.models import Attendance, Member, SeatingWish, TablePlan
from participation.members.table_rules import APART, FIXED, TOGETHER, Wish
from participation.messages import letters
from participation.panels import queries as panels
from tests.members import seating
from tests.members.meeting import (
    HALL_PLAN,
    NOW,
    TOMORROW,
    changing,
    code_of,
    facilitator,
    look,
    meeting_panel,
    members,
    planned,
)
from tests.visitors import Visitor, text_of

DESK = "/desk/panels/dorpskern/sessions"
TABLES = f"{DESK}/1/tables"
SEED = re.compile(r'name="seed"[^>]*value="([0-9a-f]{32})"')


@pytest.fixture
def gus(app, towns):
    """A facilitator, and a session tomorrow with twelve members."""
    town, _ = towns
    planned(town, meeting_panel(town, people=12))
    visitor = Visitor(app, town, facilitator(town))
    visitor.get(f"{DESK}/1?language=en")
    return visitor


def numbers(town):
    return [one.id for one in members(town, "dorpskern")]


def arrange(visitor, status=303, **fields):
    """Press the button of the page as it is now."""
    page = visitor.get(f"{TABLES}/arrange").text
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', page).group(1)
    data = {"tables": "3", "rounds": "3", "seen": seen, "seed": SEED.search(page).group(1), **fields}
    return visitor.post(f"{TABLES}/arrange", data, status=status), data


def plan_of(visitor):
    return seating.plan(visitor.town, "dorpskern")


def events(town):
    with db.read() as session:
        rows = session.scalars(
            select(JournalEntry).where(JournalEntry.municipality_id == town.id).order_by(JournalEntry.seq)
        )
        return [(row.event, row.facts) for row in rows if row.event.startswith(("tables.", "seating."))]


def everybody(tables):
    return sorted(one for table in tables for one in table)


def test_a_facilitator_arranges_tables_and_reads_in_words_how_well_people_meet(gus):
    assert "Arrange the tables" in text_of(gus.get(TABLES))
    arrange(gus, facilitators="Gus\n\nMia\nBo", note_takers="Rik\nAda\nEls")
    plan = plan_of(gus)
    assert [everybody(tables) for tables in plan.seats] == [sorted(numbers(gus.town))] * 3
    assert {len(table) for tables in plan.seats for table in tables} == {4}
    assert sorted(helper["facilitator"] for helper in plan.helpers[0]) == ["Bo", "Gus", "Mia"]
    words = text_of(gus.get(TABLES))
    assert f"Of 54 possible meetings {plan.figures['meetings']} happen." in words
    assert "Round 3" in words
    assert f"Lid 0 {gus.town.slug}" in words
    assert "Members do not see it yet" in words
    assert events(gus.town) == [("tables.arranged", {"session": 1, "tables": 3, "rounds": 3, "members": 12})]


def test_a_button_pressed_twice_makes_one_plan_and_a_second_official_hears_that_the_plan_changed(gus, app):
    _, sent = arrange(gus)
    first = plan_of(gus)
    gus.post(f"{TABLES}/arrange", sent)
    assert plan_of(gus) == first
    other = Visitor(app, gus.town, gus.town.first)
    answer = other.post(f"{TABLES}/arrange", {**sent, "seed": "f" * 32}, status=422)
    assert "Iemand heeft dit veranderd" in text_of(answer) or "Somebody changed this" in text_of(answer)
    assert plan_of(gus) == first
    assert len(events(gus.town)) == 1


def test_who_does_not_come_and_who_was_noted_as_excused_has_no_seat(gus):
    first, second, *_ = numbers(gus.town)
    with db.write() as session:
        session.add(
            Attendance(
                municipality_id=gus.town.id,
                session_id=look(gus.town, "dorpskern").id,
                member_id=first,
                state="excused",
                noted_by=gus.town.first.person_id,
                noted_at=NOW,
            )
        )
    page = gus.get(f"{TABLES}/arrange").text
    assert page.count("checked") == 1
    arrange(gus, away=[first, second])
    assert plan_of(gus).members == set(numbers(gus.town)) - {first, second}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"tables": ""}, "Write how many tables there are."),
        ({"tables": "0"}, "There are between 1 and 100 tables."),
        ({"rounds": "99"}, "There are between 1 and 12 rounds."),
        ({"tables": "20"}, "There are 20 tables for 12 people. Take fewer tables."),
        ({"facilitators": "Gus"}, "There are 3 tables, but only one person to serve at them."),
        ({"facilitators": "Gus\nMia\nGus"}, "named twice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(gus, fields, words):
    answer, _ = arrange(gus, status=422, **fields)
    assert words in text_of(answer)
    assert plan_of(gus) is None


def test_wishes_hold_in_every_round(gus):
    for kind, places, table in ((APART, (0, 1), None), (TOGETHER, (2, 3, 4), None), (FIXED, (5,), 3)):
        seating.ask(gus.town, "dorpskern", kind, *places, table=table)
    arrange(gus)
    asked = seating.wishes(gus.town, "dorpskern")
    assert table_rules.unkept(asked, plan_of(gus).seats) == []
    one = numbers(gus.town)
    seats = [table_rules.seats_of(plan_of(gus).seats, number) for number in one]
    assert seats[5] == [3, 3, 3]
    assert seats[2] == seats[3] == seats[4]
    assert all(first != second for first, second in zip(seats[0], seats[1], strict=True))


def wish(visitor, kind, *who, status=303, **more):
    fields = {f"who_{place}": str(one) for place, one in enumerate(who, start=1)}
    return visitor.post(f"{TABLES}/wishes", {"kind": kind, **fields, **more}, status=status)


def test_a_wish_is_noted_once_without_a_reason_and_taken_away_once(gus):
    first, second, *_ = numbers(gus.town)
    wish(gus, APART, first, second)
    wish(gus, APART, second, first)
    [noted] = seating.wishes(gus.town, "dorpskern")
    assert "never at the same table" in text_of(gus.get(f"{TABLES}/wishes"))
    gus.post(f"{TABLES}/wishes/{noted.id}/remove")
    gus.post(f"{TABLES}/wishes/{noted.id}/remove")
    assert seating.wishes(gus.town, "dorpskern") == []
    assert events(gus.town) == [
        ("seating.asked", {"kind": "apart", "members": 2}),
        ("seating.dropped", {"kind": "apart", "members": 2}),
    ]


def test_a_wish_at_odds_with_another_is_refused_with_who_and_what_to_do(gus):
    first, second, *others = numbers(gus.town)
    wish(gus, APART, first, second)
    words = text_of(wish(gus, TOGETHER, first, second, status=422))
    assert "These two should stay apart, and also together" in words
    assert f"Lid 0 {gus.town.slug}" in words
    assert "Choose one." in words
    wish(gus, FIXED, others[0], table="2")
    assert "has a fixed seat at table 2 and at table 3. Keep one." in text_of(
        wish(gus, FIXED, others[0], table="3", status=422)
    )
    assert len(seating.wishes(gus.town, "dorpskern")) == 2


def test_a_wish_is_looked_at_beside_the_tables_that_there_are(gus):
    first, *_ = numbers(gus.town)
    arrange(gus)
    assert "There is no table 4. The tables are 1 to 3." in text_of(wish(gus, FIXED, first, table="4", status=422))


@pytest.mark.parametrize(
    ("kind", "count", "table", "words"),
    [
        (FIXED, 1, "", "Choose one person and the table at which they always sit."),
        (FIXED, 2, "1", "Choose one person and the table at which they always sit."),
        (APART, 1, "", "Choose at least two different people."),
    ],
)
def test_a_wish_that_is_none_says_what_is_missing(gus, kind, count, table, words):
    answer = wish(gus, kind, *numbers(gus.town)[:count], table=table, status=422)
    assert words in text_of(answer)
    assert seating.wishes(gus.town, "dorpskern") == []


def test_a_plan_that_came_before_a_wish_says_that_it_does_not_keep_to_it(gus):
    arrange(gus)
    first, second = plan_of(gus).seats[0][0][:2]
    wish(gus, APART, first, second)
    assert "This plan does not keep to every wish" in text_of(gus.get(TABLES))
    arrange(gus)
    assert "This plan does not keep to every wish" not in text_of(gus.get(TABLES))


def test_on_the_day_as_few_as_can_be_move_from_that_round_on_and_the_page_says_who(gus):
    arrange(gus)
    before = plan_of(gus)
    gone = before.seats[1][0][0]
    sent = {"since": "2", "missing": [str(gone)], "seen": "1"}
    gus.post(f"{TABLES}/today", sent)
    gus.post(f"{TABLES}/today", sent)
    after = plan_of(gus)
    assert after.seats[0] == before.seats[0]
    assert [table_rules.seats_of(after.seats, gone)[place] for place in (1, 2)] == [0, 0]
    # One table is a person short, which is still even: nobody moves.
    assert [everybody(tables) for tables in after.seats[1:]] == [sorted(set(numbers(gus.town)) - {gone})] * 2
    assert after.changes[-1]["moves"] == []
    assert "Nobody has to move." in text_of(gus.get(TABLES))
    assert events(gus.town)[-1] == (
        "tables.changed",
        {"session": 1, "since": 2, "missing": 1, "come": 0, "moves": 0},
    )
    assert len(events(gus.town)) == 2

    # Two more from that same table: somebody has to fill the places.
    more = after.seats[1][0][:2]
    gus.post(f"{TABLES}/today", {"since": "2", "missing": [str(one) for one in more], "seen": "2"})
    last = plan_of(gus)
    words = text_of(gus.get(TABLES))
    assert last.changes[-1]["moves"]
    for round_, member, old, new in last.changes[-1]["moves"]:
        place = numbers(gus.town).index(member)
        told = f"Round {round_}: Lid {place} {gus.town.slug} moves from table {old} to table {new}."
        assert told in words

    # Whoever came too late sits somewhere again, and nobody else moves for it.
    gus.post(f"{TABLES}/today", {"since": "3", "come": [str(gone)], "seen": "3"})
    end = plan_of(gus)
    assert end.seats[:2] == last.seats[:2]
    assert {move[1] for move in end.changes[-1]["moves"]} == {gone}
    assert table_rules.missing_now(end.changes) == set(more)


def test_on_the_day_somebody_is_chosen_and_the_plan_is_the_one_that_was_seen(gus):
    arrange(gus)
    first, *_ = numbers(gus.town)
    assert "Choose at least one person who is missing" in text_of(
        gus.post(f"{TABLES}/today", {"since": "1", "seen": "1"}, status=422)
    )
    sent = {"since": "1", "missing": [str(first)], "seen": "7"}
    assert "Somebody changed this" in text_of(gus.post(f"{TABLES}/today", sent, status=422))
    assert plan_of(gus).version == 1


def test_who_joined_or_left_the_panel_since_is_told_and_put_right_on_the_day(gus):
    arrange(gus)
    first, *_ = numbers(gus.town)
    with db.write() as session:
        session.execute(update(Member).where(Member.id == first).values(state="withdrawn"))
    assert f"No longer a member, and still at a table: Lid 0 {gus.town.slug}" in text_of(gus.get(TABLES))
    # They begin as missing.
    assert re.search(rf'<input checked id="missing-\d+"[^>]*value="{first}"', gus.get(f"{TABLES}/today").text)
    gus.post(f"{TABLES}/today", {"since": "1", "missing": [str(first)], "seen": "1"})
    assert first not in plan_of(gus).members
    assert "No longer a member" not in text_of(gus.get(TABLES))


def test_members_see_their_table_in_each_round_once_it_is_shown_and_on_no_other_page(gus, app):
    arrange(gus)
    who = members(gus.town, "dorpskern")[0]
    visitor = Visitor(app, gus.town)
    visitor.post("/member", {"code": code_of(who)})
    assert "Your table" not in text_of(visitor.get("/member?language=en"))
    gus.post(f"{TABLES}/show", {"shown": "y", "seen": "1"})
    gus.post(f"{TABLES}/show", {"shown": "y", "seen": "1"})
    # They missed the first round: the others keep their numbers.
    gus.post(f"{TABLES}/today", {"since": "1", "missing": [str(who.id)], "seen": "1"})
    gus.post(f"{TABLES}/today", {"since": "2", "come": [str(who.id)], "seen": "2"})
    tables = table_rules.seats_of(plan_of(gus).seats, who.id)
    words = text_of(visitor.get("/member?language=en"))
    assert "Round 1: table" not in words
    assert f"Round 2: table {tables[1]}" in words
    assert f"Round 3: table {tables[2]}" in words
    assert "Lid 1" not in words
    gus.post(f"{TABLES}/show", {"seen": "3"})
    assert "Your table" not in text_of(visitor.get("/member?language=en"))
    assert [event for event, _ in events(gus.town)][-1] == "tables.hidden"


def test_a_new_plan_is_hidden_until_it_is_shown(gus):
    arrange(gus)
    gus.post(f"{TABLES}/show", {"shown": "y", "seen": "1"})
    arrange(gus)
    assert not plan_of(gus).shown
    gus.post(f"{TABLES}/show", {"shown": "y", "seen": "1"}, status=409)
    assert not plan_of(gus).shown


def test_it_can_be_printed_with_a_card_for_each_table_and_a_slip_for_each_person(gus, monkeypatch):
    gus.get(f"{TABLES}.pdf", status=404)
    arrange(gus, facilitators="Gus\nMia\nBo")
    printed = []

    def typeset(template, words):
        printed.append(json.loads(words["sheet"]))
        return letters.typeset(template, words)

    monkeypatch.setattr(table_papers, "typeset", typeset)
    content = gus.get(f"{TABLES}.pdf").data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content and b"/StructTreeRoot" in content
    [sheet] = printed
    assert [card["title"] for card in sheet["cards"]] == ["Table 1", "Table 2", "Table 3"]
    assert [len(one["people"]) for card in sheet["cards"] for one in card["rounds"]] == [4] * 9
    assert {one["helpers"][0]["name"] for card in sheet["cards"] for one in card["rounds"]} == {"Gus", "Mia", "Bo"}
    first = table_rules.seats_of(plan_of(gus).seats, numbers(gus.town)[0])
    assert len(sheet["slips"]) == 12
    assert sheet["slips"][0] == {
        "name": f"Lid 0 {gus.town.slug}",
        "rows": [f"Round {number}: table {table}" for number, table in enumerate(first, start=1)],
    }


def test_each_table_mirrors_the_panel_and_no_page_shows_a_feature(app, drawn):
    (town, _), slug = drawn
    with db.write() as session:
        session.execute(update(Member).where(Member.municipality_id == town.id).values(state="confirmed"))
    planned(town, slug)
    with db.read() as session:
        panel = panels.panel(session, town.id, slug)
    gus = Visitor(app, town, facilitator(town))
    address = f"/desk/panels/{slug}/sessions/1/tables"
    gus.get(f"{address}/arrange?language=en")
    data = {"tables": "2", "rounds": "2", "seen": "0", "seed": "a" * 32, "balance": panel.categories}
    gus.post(f"{address}/arrange", data)
    plan = seating.plan(town, slug)
    assert plan.balance == panel.categories
    words = text_of(gus.get(address))
    assert f"Each table mirrors the panel in: {', '.join(panel.categories)}" in words
    for target in panel.targets:
        assert target["feature"] not in words


def test_tables_are_for_who_leads_and_for_this_municipality(app, towns):
    town, neighbour = towns
    planned(town, meeting_panel(town, people=6))
    planned(neighbour, meeting_panel(neighbour, people=6))
    seating.arrange(neighbour, "dorpskern")
    for ending in ("", "/arrange", "/wishes", "/today", ".pdf"):
        Visitor(app, town, town.auditor).get(f"{TABLES}{ending}", status=403)
    gus = Visitor(app, town, facilitator(town))
    gus.get(f"{TABLES}/today", status=404)
    assert "Lid 0" not in text_of(gus.get(TABLES))


def test_nobody_of_another_panel_is_in_a_wish(towns):
    town, _ = towns
    slug, other = meeting_panel(town), meeting_panel(town, title="Vijver")
    strangers = tuple(one.id for one in members(town, other)[:2])
    with pytest.raises(NotFound), db.write() as session:
        tabling.ask(session, town.id, slug, Wish(APART, strangers), beside=[], by=town.first, at=NOW)


def test_of_two_wishes_at_once_the_second_is_looked_at_again(towns):
    town, _ = towns
    slug = meeting_panel(town)
    first, second, *_ = (one.id for one in members(town, slug))
    seating.ask(town, slug, APART, 0, 1)
    with pytest.raises(Refused, match="changed_meanwhile"), db.write() as session:
        wanted = Wish(TOGETHER, (first, second))
        tabling.ask(session, town.id, slug, wanted, beside=[], by=town.second, at=NOW)
    assert [one.kind for one in seating.wishes(town, slug)] == [APART]


def test_a_session_that_is_over_keeps_its_tables(towns):
    town, _ = towns
    slug = meeting_panel(town, people=6)
    planned(town, slug)
    plan = seating.arrange(town, slug)
    made = table_rules.Made(plan.balance, plan.seats, plan.helpers, plan.figures, "f" * 32)
    after = TOMORROW + (HALL_PLAN.ends_at - HALL_PLAN.starts_at) + timedelta(minutes=1)
    with pytest.raises(Refused, match="session_is_over"), db.write() as session:
        tabling.keep(session, changing(session, town, slug, 1), made, seen=1, by=town.first, at=after)


def test_two_of_one_name_are_told_apart_by_their_code():
    people = [(1, "KRTW-4071", "An Peeters"), (2, "PMNX-2208", "an  peeters"), (3, "DFHJ-1234", "Bo")]
    assert table_rules.named(people) == {1: "An Peeters (KRTW-4071)", 2: "an  peeters (PMNX-2208)", 3: "Bo"}


def test_whoever_is_forgotten_is_in_no_plan_and_no_wish_and_the_others_stay(gus):
    arrange(gus)
    first, second, third, *_ = members(gus.town, "dorpskern")
    wish(gus, APART, first.id, second.id)
    wish(gus, APART, second.id, third.id)
    gus.post(f"{TABLES}/today", {"since": "2", "missing": [str(first.id)], "seen": "1"})
    before = plan_of(gus)
    who = Somebody(gus.town.id, 0, (), None, NOW)
    with db.write() as session:
        told = seating_privacy.asking(session, [first], who=who)
        assert [one for one in told if "Your table in each round" in one]
        assert [one for one in told if "You sit" in one]
        seating_privacy.forget(session, gus.town.id, [first])
    after = plan_of(gus)
    assert first.id not in after.members
    assert after.changes[-1]["missing"] == []
    assert after.members == before.members - {first.id}
    assert [one.members for one in seating.wishes(gus.town, "dorpskern")] == [(second.id, third.id)]
    with db.read() as session:
        assert session.scalars(select(TablePlan)).one()
        assert session.scalars(select(SeatingWish)).one()
