"""A member's own page: opened with a code or an account, with everything of theirs and nothing of anybody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from participation import db
from participation.members import arranging, sessions
from participation.members.models import Member, TablePlan
from tests.members.meeting import (
    HALL_PLAN,
    NOW,
    changing,
    code_of,
    held,
    look,
    meeting_panel,
    members,
    planned,
    secret_number,
)
from tests.members.test_sessions import FLOOD, LINK, ONLINE_PLAN
from tests.visitors import Visitor, text_of

ENGLISH = "?language=en"


def opened(app, town, place=0, slug="dorpskern"):
    """A member's browser with their page open, in English."""
    visitor = Visitor(app, town)
    visitor.get(f"/member{ENGLISH}")
    visitor.post("/member", {"code": code_of(members(town, slug)[place]).lower().replace("-", " ")})
    return visitor


def page(app, town, place=0):
    return text_of(opened(app, town, place).get("/member"))


def test_a_code_opens_the_page_of_its_member_and_of_nobody_else(app, towns):
    town, neighbour = towns
    slug = meeting_panel(town)
    meeting_panel(neighbour)
    planned(town, slug, ONLINE_PLAN)
    words = page(app, town)
    assert f"Hello Lid 0 {town.slug}" in words
    assert f"Lid 1 {town.slug}" not in words
    assert neighbour.slug not in words
    assert LINK in words
    visitor = Visitor(app, neighbour)
    visitor.get(f"/member{ENGLISH}")
    answer = visitor.post("/member", {"code": code_of(members(town, slug)[0])}, status=422)
    assert "No member of a panel has this code" in text_of(answer)


def test_the_link_in_a_message_asks_for_one_press_and_shows_nothing_by_itself(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug, ONLINE_PLAN)
    code = code_of(members(town, slug)[0])
    visitor = Visitor(app, town)
    looked = visitor.get(f"/member/{code}")
    assert f'value="{code}"' in looked.text
    assert LINK not in looked.text
    assert "Lid 0" not in looked.text
    right, wrong = visitor.get(f"/member/{code}").text, visitor.get("/member/KRTW-4071-PMNX-2208").text
    assert right.replace(code, "KRTW-4071-PMNX-2208") == wrong


def test_a_code_typed_on_the_first_page_needs_no_typing_again(app, towns):
    town, _ = towns
    code = code_of(members(town, meeting_panel(town))[0])
    visitor = Visitor(app, town)
    visitor.get("/")
    answer = visitor.post("/code", {"code": code})
    assert f'value="{code}"' in visitor.client.get(answer.location).text


def test_whoever_tries_codes_is_slowed_down(app, towns):
    town, _ = towns
    meeting_panel(town)
    visitor = Visitor(app, town)
    tried = [
        visitor.client.post(
            visitor.address("/member"), data={"code": secret_number(9999), "csrf_token": visitor.token()}
        ).status_code
        for _ in range(21)
    ]
    assert tried[0] == 422
    assert tried[-1] == 429


def test_a_code_that_is_no_code_says_so_and_closing_lets_go(app, towns):
    town, _ = towns
    meeting_panel(town)
    visitor = opened(app, town)
    visitor.post("/member", {"code": "12"}, status=422)
    visitor.post("/member/close")
    assert "Open my page" in text_of(visitor.get("/member"))


def test_a_browser_that_holds_a_code_shows_nothing_once_the_code_is_another(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    visitor = opened(app, town)
    with db.write() as session:
        session.execute(update(Member).where(Member.id == members(town, slug)[0].id).values(key=None, secret=None))
    assert "Open my page" in text_of(visitor.get("/member"))


def test_an_account_opens_it_without_a_code(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    with db.write() as session:
        mine = members(town, slug)[1].id
        session.execute(update(Member).where(Member.id == mine).values(person_id=town.citizen.person_id))
    visitor = Visitor(app, town, town.citizen)
    assert f"Hello Lid 1 {town.slug}" in text_of(visitor.get(f"/member{ENGLISH}"))
    assert "Open my page" in text_of(Visitor(app, town, town.first).get(f"/member{ENGLISH}"))


def test_the_page_says_what_was_arranged_at_which_table_and_what_changed(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug)
    first, second, third = (member.id for member in members(town, slug))
    with db.write() as session:
        found = changing(session, town, slug, 1)
        sessions.move(session, found, ONLINE_PLAN, FLOOD, by=town.first, at=NOW)
        arranging.note(
            session, found, {(first, "loan_device"): "arranged", (second, "telephone"): "wanted"}, by=town.first, at=NOW
        )
        session.add(
            TablePlan(
                municipality_id=town.id,
                session_id=found.id,
                balance=[],
                seats=[[[second], [first, third]], [[first], [second, third]]],
                helpers=[],
                figures={},
                seed="1",
                shown=True,
                made_at=NOW,
            )
        )
    words = page(app, town)
    assert "device on loan: arranged" in words
    assert "taking part by telephone" not in words
    assert "Round 1: table 2 Round 2: table 1" in words
    assert "De zaal staat onder water." in words
    with db.write() as session:
        session.execute(update(TablePlan).values(shown=False))
    assert "Your table" not in page(app, town)


def test_the_page_says_what_they_get_and_asks_where_to_pay_it(app, towns):
    from tests.members.test_money import account, propose

    town, _ = towns
    slug = meeting_panel(town)
    held(town, slug)
    words = page(app, town)
    assert "We do not know yet on which account you want it" in words
    propose(town, slug)
    account(town, slug)
    words = page(app, town)
    assert "€50.00" in words
    assert "You told us on which account you want it" in words
    assert "BE68" not in words
    assert "You were present" in words


@pytest.mark.parametrize(
    ("state", "said", "joins"),
    [
        ("asked", "do you take your seat", False),
        ("withdrawn", "no seat on the panel", False),
        ("confirmed", "Next:", True),
    ],
)
def test_how_to_join_is_for_who_took_their_seat(app, towns, state, said, joins):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug, ONLINE_PLAN)
    with db.write() as session:
        session.execute(update(Member).where(Member.id == members(town, slug)[0].id).values(state=state))
    words = page(app, town)
    assert said in words
    assert (LINK in words) == joins
    assert ("I want to leave the panel" in words) == joins


def test_an_address_ends_before_the_comma_that_follows_it(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug, replace(ONLINE_PLAN, joining={"nl": f"{LINK}, of bel ons."}))
    html = opened(app, town).get("/member").text
    assert f'href="{LINK}"' in html
    assert f"{LINK}</a>, of bel" in html


def test_a_panel_without_sessions_says_what_will_be_here(app, towns):
    town, _ = towns
    meeting_panel(town)
    assert "No session lies ahead" in page(app, town)


def test_how_many_members_there_are_makes_no_page_ask_more(app, towns):
    from sqlalchemy import event

    town, _ = towns
    few, many = meeting_panel(town, people=2), meeting_panel(town, title="Groot", people=30)
    counts = []
    for slug in (few, many):
        planned(town, slug, HALL_PLAN)
        asked = []
        listener = lambda *told, asked=asked: asked.append(told[2])
        event.listen(db.engine(), "before_cursor_execute", listener)
        try:
            Visitor(app, town, town.first).get(f"/desk/panels/{slug}/sessions/{look(town, slug).number}/arrangements")
        finally:
            event.remove(db.engine(), "before_cursor_execute", listener)
        counts.append(len(asked))
    assert counts[0] == counts[1]
