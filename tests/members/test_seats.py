"""Seats after the draw: who is asked, what they answer in any way, what becomes of those who do not, and the next draw."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import db
from participation.errors import NotFound, Refused
from participation.invitations import queries as invitations
from participation.journal.models import JournalEntry
from participation.members import answering, queries, rules, seats, thanking
from participation.members.queries import own
from participation.panels import actions, calculating, drawing
from participation.panels import queries as panels
from participation.sheets import NO, YES
from tests.members.makers import (
    NOTED,
    SOON,
    board_of,
    drawn_panel,
    hold_sessions,
    leave,
    member,
    members,
    reach,
    secret_of,
    sent,
    take,
)
from tests.messages.writing import messages
from tests.municipalities.makers import decide
from tests.towns import AFTER, SEATS, cancel, changing, make_panel
from tests.visitors import Visitor, seen_in, text_of


@pytest.fixture
def towns(drawn):
    return drawn[0]


@pytest.fixture
def town(towns):
    return towns[0]


@pytest.fixture
def slug(drawn):
    """A drawn panel of the town; its neighbour has the same."""
    return drawn[1]


@pytest.fixture
def desk(app, town):
    return Visitor(app, town, town.first)


def kinds(town):
    return [message.kind for message in messages(town)]


def journal(town, event):
    with db.read() as session:
        return session.scalars(
            select(JournalEntry.subject).where(JournalEntry.municipality_id == town.id, JournalEntry.event == event)
        ).all()


# Asked


def test_everybody_on_a_drawn_panel_is_asked_and_waits_until_we_know_how_to_reach_them(town):
    before = len(messages(town))
    slug = make_panel(town, "drawn", title="Markt")
    found = members(town, slug)
    assert [one.state for one in found] == ["asked"] * SEATS
    with db.read() as session:
        panel = panels.panel(session, town.id, slug)
        drawn = panels.draw(session, town.id, panel.id, 1)
        assert [one.code for one in found] == panels.members(session, town.id, drawn.calculation_id, drawn.number)
    assert board_of(town, slug).unreached == SEATS
    assert len(messages(town)) == before
    assert len({secret_of(one) for one in found} | {one.code for one in found}) == 2 * SEATS


def test_who_is_reached_later_is_asked_then_and_has_as_many_days(town, slug):
    for one in members(town, slug):
        assert one.answer_by == NOTED.date() + timedelta(days=10)
    assert kinds(town) == ["seat_asked"] * SEATS
    first = messages(town)[0]
    codes = [secret_of(one) for one in members(town, slug)]
    assert any(code in first.body for code in codes)


def test_nothing_of_how_somebody_is_reached_stands_open_in_the_table(town, slug):
    row = member(town, slug)
    assert row.reach and row.secret and row.key
    for open_text in ("Lid", "mail.example", secret_of(row)):
        assert open_text not in row.reach + row.secret + row.key


def test_the_message_goes_out_once_however_often_the_address_is_noted(town, slug):
    reach(town, slug, member(town, slug).code, phone="+32470123456")
    assert kinds(town) == ["seat_asked"] * SEATS


def test_it_can_be_sent_once_more_a_day_and_the_last_day_stays(town, slug):
    one = member(town, slug)
    for _ in range(2):
        with db.write() as session:
            seats.ask_again(session, town.id, slug, one.code, by=town.first, at=SOON)
    assert kinds(town) == ["seat_asked"] * (SEATS + 1)
    assert member(town, slug).answer_by == one.answer_by


# Answering


def test_yes_takes_the_seat_and_names_only_who_wants_to_be_named(town, slug):
    first, second = member(town, slug), member(town, slug, 1)
    take(town, slug, first, named=True, public_name="Rosa P.")
    take(town, slug, second, named=False, public_name="Nobody", entry_id=2)
    assert [one.state for one in members(town, slug)[:2]] == ["confirmed", "confirmed"]
    with db.read() as session:
        assert queries.public_names(session, town.id, first.panel_id) == ["Rosa P."]
    assert kinds(town)[SEATS:] == ["seat_confirmed", "seat_confirmed"]
    assert journal(town, "member.confirmed") == [f"panel:{one.panel_id}/member:{one.id}" for one in (first, second)]


def test_no_frees_the_seat_and_keeps_the_reason_and_sealed_words(town, slug):
    one = member(town, slug)
    take(town, slug, one, coming=NO, reason="care", words="My mother needs me.")
    now = member(town, slug)
    assert (now.state, now.reason) == ("declined", "care")
    assert "mother" not in now.words
    assert board_of(town, slug).filled.open == 1
    assert kinds(town)[-1] == "seat_declined"


def test_the_newest_answer_counts_and_the_same_one_twice_changes_nothing(town, slug):
    one = member(town, slug)
    take(town, slug, one)
    take(town, slug, one, entry_id=2)
    assert kinds(town).count("seat_confirmed") == 1
    assert len(journal(town, "member.confirmed")) == 1
    take(town, slug, one, entry_id=3, coming=NO)
    assert member(town, slug).state == "declined"
    take(town, slug, one, entry_id=4)
    assert member(town, slug).state == "confirmed"


def test_who_said_no_cannot_come_back_once_the_seat_is_being_drawn(town, slug):
    one = member(town, slug)
    take(town, slug, one, coming=NO)
    begin_round(town, slug)
    with pytest.raises(Refused) as refused:
        take(town, slug, one, entry_id=2)
    assert refused.value.code == "seat_gone"


def test_whoever_leads_the_sessions_takes_the_contacts_along_and_the_journal_says_so(app, town, slug):
    one, other = members(town, slug)[:2]
    reach(town, slug, one.code, name="=SUM(A1:A9)", phone="+32470123456")
    take(town, slug, one)
    answer = Visitor(app, town, town.first).post(f"/desk/panels/{slug}/members.csv", {}, 200)
    [row] = csv.DictReader(answer.text.splitlines())
    assert row == {
        "code": one.code,
        "name": "'=SUM(A1:A9)",
        "email": f"{one.code.lower()}@mail.example",
        "phone": "0032470123456",
        "way": "email",
        "language": "nl",
    }
    assert other.code not in answer.text and secret_of(one) not in answer.text
    with db.read() as session:
        [entry] = session.scalars(select(JournalEntry).where(JournalEntry.event == "members.exported"))
        assert entry.facts == {"people": 1}


def test_a_wrong_code_and_the_public_one_and_the_neighbours_say_what_to_do(towns, town, slug):
    one = member(town, slug)
    theirs = secret_of(member(towns[1], slug))
    for code, said in (
        ("KRTW-4068", "seat_code_unknown"),
        (one.code, "seat_code_public"),
        (theirs, "seat_code_unknown"),
    ):
        with pytest.raises(Refused) as refused:
            take(town, slug, one, code=code)
        assert refused.value.code == said


def test_an_answer_can_be_taken_back_until_there_is_a_newer_one(town, slug):
    one = member(town, slug)
    take(town, slug, one, coming=NO)
    with db.write() as session:
        answering.answer_no_more(session, sent(town, slug, one))
    assert member(town, slug).state == "asked"
    take(town, slug, one, entry_id=2)
    with db.write() as session, pytest.raises(Refused) as refused:
        answering.answer_no_more(session, sent(town, slug, one, entry_id=1))
    assert refused.value.code == "answered_since"
    assert member(town, slug).state == "confirmed"


# Leaving


def test_a_member_leaves_later_is_thanked_and_the_journal_says_nothing_of_why(town, slug):
    one = member(town, slug)
    take(town, slug, one)
    leave(town, slug, one, entry_id=2, reason="health", words="I am ill.")
    now = member(town, slug)
    assert (now.state, now.reason, now.named) == ("withdrawn", "health", False)
    assert kinds(town)[-1] == "seat_left"
    with db.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "member.left")).one()
        assert (entry.by, entry.facts) == ("somebody", {"round": 1})
    with pytest.raises(Refused) as refused:
        leave(town, slug, one, entry_id=3)
    assert refused.value.code == "seat_not_theirs"


def test_leaving_can_be_taken_back_while_the_seat_is_open(town, slug):
    one = member(town, slug)
    take(town, slug, one)
    leave(town, slug, one, entry_id=2)
    with db.write() as session:
        answering.stay_after_all(session, sent(town, slug, one, entry_id=2))
    assert member(town, slug).state == "confirmed"
    leave(town, slug, one, entry_id=3)
    begin_round(town, slug)
    with db.write() as session, pytest.raises(Refused) as refused:
        answering.stay_after_all(session, sent(town, slug, one, entry_id=3))
    assert refused.value.code == "seat_gone"


# No answer


def at_days_end(town, at):
    with db.write() as session:
        seats.at_days_end(session, municipality_id=town.id, at=at)


def test_who_has_few_days_left_is_reminded_once(town, slug):
    take(town, slug, member(town, slug))
    for day in (6, 7, 8, 11):
        at_days_end(town, NOTED + timedelta(days=day))
    assert kinds(town).count("seat_reminder") == SEATS - 1


def test_an_official_counts_who_did_not_answer_as_silent_and_never_who_was_not_reached(town):
    slug = drawn_panel(town, title="Markt", reached=False)
    one, other = members(town, slug)[:2]
    reach(town, slug, one.code)
    reach(town, slug, other.code)
    take(town, slug, other)
    at = NOTED + timedelta(days=11)
    with db.write() as session:
        assert seats.count_as_silent(session, town.id, slug, by="person:1", via="web", at=at) == 1
    states = {now.code: now.state for now in members(town, slug)}
    assert (states[one.code], states[other.code]) == ("silent", "confirmed")
    assert list(states.values()).count("asked") == SEATS - 2
    assert kinds(town)[-1] == "seat_lapsed"


def test_the_seat_comes_free_by_itself_only_where_the_municipality_chose_that(towns, town, slug):
    decide(town, rules.SILENCE, rules.BY_ITSELF)
    at = NOTED + timedelta(days=11)
    for one in towns:
        at_days_end(one, at)
    assert {one.state for one in members(town, slug)} == {"silent"}
    assert {one.state for one in members(towns[1], slug)} == {"asked"}


def test_who_answers_too_late_still_has_the_seat_while_nobody_else_is_drawn(town, slug):
    decide(town, rules.SILENCE, rules.BY_ITSELF)
    at_days_end(town, NOTED + timedelta(days=11))
    take(town, slug, member(town, slug), at=NOTED + timedelta(days=12))
    assert member(town, slug).state == "confirmed"


# The draw for open seats


def begin_round(town, slug, at=SOON):
    with db.write() as session:
        return seats.draw_for_open_seats(session, town.id, slug, by=town.first, at=at)


def test_a_draw_for_open_seats_keeps_the_targets_and_takes_nobody_who_was_drawn_before(town, slug):
    first, second = members(town, slug)[:2]
    take(town, slug, first, coming=NO)
    take(town, slug, second, entry_id=2)
    leave(town, slug, second, entry_id=3)
    assert begin_round(town, slug) == 2
    with db.read() as session:
        [opened] = panels.rounds(session, town.id, first.panel_id)
    assert opened.seats == 2
    assert not {one.code for one in members(town, slug)} & set(opened.pool)
    board = board_of(town, slug)
    assert (board.filled.taken, board.filled.being_drawn, board.filled.open) == (SEATS - 2, 2, 0)
    for one, target in zip(board.mirrors, opened.targets, strict=True):
        assert target["min"] == max(0, one.least - one.seated) or opened.relaxed


def test_no_second_draw_begins_while_one_is_under_way_nor_without_open_seats(town, slug):
    for code in ("no_open_seats", "round_is_open"):
        with pytest.raises(Refused) as refused:
            begin_round(town, slug)
        assert refused.value.code == code
        if code == "no_open_seats":
            take(town, slug, member(town, slug), coming=NO)
            begin_round(town, slug)


def test_after_the_second_session_nobody_new_comes_in(town, slug):
    take(town, slug, member(town, slug), coming=NO)
    hold_sessions(town, slug, 2)
    with pytest.raises(Refused) as refused:
        begin_round(town, slug)
    assert refused.value.code == "too_late_to_replace"


def test_when_a_draw_is_cancelled_nobody_has_a_seat_and_the_next_draw_asks_anew(town, slug):
    take(town, slug, member(town, slug))
    cancel(town, slug)
    assert {(one.state, one.reason) for one in members(town, slug)} == {("withdrawn", "cancelled")}
    assert kinds(town).count("seat_cancelled") == SEATS
    one = member(town, slug)
    with pytest.raises(Refused):
        take(town, slug, one, entry_id=2)
    with db.write() as session:
        seats.ask(
            session,
            municipality_id=town.id,
            panel_id=one.panel_id,
            round=1,
            codes=[one.code],
            by=town.first,
            at=SOON,
        )
    again = member(town, slug)
    assert (again.state, again.reason, again.id) == ("asked", None, one.id)


# Thanks


def test_whoever_was_not_drawn_is_thanked_once_and_the_journal_counts(town, slug, monkeypatch):
    told = invitations.Reach("Rik", "rik@mail.example", "", "email", {}, "nl", False, "")
    with db.read() as session:
        codes = [one.code for one in queries.not_drawn(session, town.id, member(town, slug).panel_id)[1]]
    monkeypatch.setattr(invitations, "reach", lambda *_: {codes[0]: told})
    panel_id = member(town, slug).panel_id
    thanking.thank(panel_id, town.id)
    assert [message for message in messages(town) if message.kind == "not_drawn"] == []  # nobody asked for it yet
    with db.write() as session:
        assert thanking.ask_thanks(session, town.id, slug, by=town.first, at=SOON) == 1
    for _ in range(2):
        thanking.thank(panel_id, town.id)
    thanks = [message for message in messages(town) if message.kind == "not_drawn"]
    assert [message.to for message in thanks] == ["rik@mail.example"]
    assert codes[0] in thanks[0].body
    assert not {one.code for one in members(town, slug)} & set(codes)
    with db.read() as session:
        [entry] = session.scalars(select(JournalEntry).where(JournalEntry.event == "unselected.thanked")).all()
        assert entry.facts == {"people": 40 - SEATS, "reached": 1}
    with db.write() as session, pytest.raises(Refused) as refused:
        thanking.ask_thanks(session, town.id, slug, by=town.first, at=SOON)
    assert refused.value.code == "unselected_thanked"


def test_before_the_draw_there_is_nobody_to_thank(town):
    slug = make_panel(town, "empty", title="Leeg")
    with db.write() as session, pytest.raises(NotFound):
        thanking.ask_thanks(session, town.id, slug, by=town.first, at=SOON)


# The pages


def test_a_drawn_person_takes_the_seat_on_the_website_with_the_code_alone(app, town, slug):
    one, rosa = member(town, slug), Visitor(app, town)
    form = f"/forms/seat/about/panel:{one.panel_id}"
    assert "Do you take your seat" in text_of(rosa.get(form))
    rosa.post(form, {"code": "KRTW 4068", "coming": YES}, 422)
    rosa.post(form, {"code": secret_of(one).lower().replace("-", " "), "coming": YES})
    rosa.post(f"{form}?step=2", {"named": "y", "public_name": "Rosa"})
    rosa.get(rosa.post(f"{form}/check").location)
    now = member(town, slug)
    assert (now.state, now.public_name, now.channel) == ("confirmed", "Rosa", "web")


def test_who_is_signed_in_finds_the_seat_in_their_account_afterwards(app, town, slug):
    one, dee = member(town, slug), Visitor(app, town, town.citizen)
    form = f"/forms/seat/about/panel:{one.panel_id}"
    dee.post(form, {"code": secret_of(one), "coming": YES})
    dee.post(f"{form}?step=2", {"public_name": ""})
    dee.post(f"{form}/check")
    with db.read() as session:
        mine = own.of_person(session, town.id, town.citizen.person_id)
        assert mine and mine.id == one.id


def test_the_desk_sees_whose_seats_they_are_what_waits_and_what_is_open(desk, town, slug):
    take(town, slug, member(town, slug))
    take(town, slug, member(town, slug, 1), coming=NO, entry_id=2)
    page = text_of(desk.get(f"/desk/panels/{slug}/members"))
    assert "1 seat is open" in page
    assert f"Lid {member(town, slug).code}" in page
    assert "Takes the seat" in page
    assert "34 people said yes and were not drawn." in page
    assert "next door" not in page


def test_the_desk_looks_at_what_a_draw_would_be_about_before_it_begins(desk, town, slug):
    take(town, slug, member(town, slug), coming=NO)
    look = desk.get(f"/desk/panels/{slug}/members/open")
    assert "seat to draw" in text_of(look)
    take(town, slug, member(town, slug, 1), coming=NO, entry_id=2)
    desk.post(f"/desk/panels/{slug}/members/open/draw", {"seen": seen_in(look)}, 409)
    look = desk.get(f"/desk/panels/{slug}/members/open")
    desk.post(f"/desk/panels/{slug}/members/open/draw", {"seen": seen_in(look)})
    assert board_of(town, slug).filled.being_drawn == 2


def test_an_official_fills_in_how_to_reach_somebody_and_the_first_page_says_that_it_waits(desk, town):
    slug = drawn_panel(town, title="Markt", reached=False)
    assert f"{SEATS} people have a seat" in text_of(desk.get("/desk"))
    code = member(town, slug).code
    page = f"/desk/panels/{slug}/members/{code}"
    given = {"name": "Rosa Peeters", "way": "letter", "language": "nl"}
    desk.post(page, given, 422)
    desk.post(page, {**given, "street": "Dreef", "number": "7", "postcode": "9999", "town": "Dorp"})
    letter = messages(town)[-1]
    assert letter.address == ["Rosa Peeters", "Dreef 7", "9999 Dorp"]
    assert f"{SEATS - 1} people have a seat" in text_of(desk.get("/desk"))


def test_a_neighbours_panel_has_no_seats_here(app, towns):
    slug = drawn_panel(towns[1], title="Elders")
    desk = Visitor(app, towns[0], towns[0].first)
    desk.get(f"/desk/panels/{slug}/members", 404)
    desk.get(f"/desk/panels/{slug}/members/{member(towns[1], slug).code}", 404)


def test_a_new_draw_puts_its_people_on_the_panel(town, slug):
    """Through the promise and the number of a second round, as two officials do it."""
    one = member(town, slug)
    take(town, slug, one, coming=NO)
    begin_round(town, slug)
    with db.write() as session:
        found = actions.ask_calculation(session, changing(session, town, slug), by=town.first, at=SOON).id
    calculating.calculate(found)
    comes = AFTER + timedelta(days=20)
    with db.write() as session:
        panel = changing(session, town, slug)
        source = drawing.declare_source("balls", "Council hall", comes, drawing.panels_to_draw_from(session, panel))
        sequence = drawing.propose(session, panel, source=source, seed_at=comes, by=town.first, at=SOON).sequence
    with db.write() as session:
        drawing.confirm(
            session, changing(session, town, slug), sequence, municipality="x", title="y", by=town.second, at=SOON
        )
    with db.write() as session:
        typed = "0" * len(source["highest"])
        drawing.enter_number(
            session, changing(session, town, slug), sequence, typed, by=town.first, at=comes + timedelta(hours=1)
        )
    new = [now for now in members(town, slug) if now.round == 2]
    assert [now.state for now in new] == ["asked"]
    board = board_of(town, slug)
    assert (board.filled.taken, board.filled.open, board.filled.being_drawn) == (SEATS, 0, 0)
