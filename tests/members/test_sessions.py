"""Sessions: planned, moved with notice to everybody once, cancelled; what is arranged; what there is to read; calendars."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from participation import db
from participation.errors import Refused
from participation.journal.models import JournalEntry
from participation.members import arranging, calendars, materials, sessions
from participation.members import session_rules as rules
from participation.members.calendars import Event
from participation.members.models import Arrangement, Material, Member, PanelSession, SessionChange
from participation.members.queries import sessions as queries
from participation.members.session_rules import ONLINE, About, Plan
from participation.messages.models import Message
from participation.panels import queries as panels
from tests.members.meeting import (
    ABOUT,
    HALL_PLAN,
    NOW,
    TOMORROW,
    changing,
    code_of,
    facilitator,
    held,
    look,
    meeting_panel,
    members,
    planned,
    token_of,
)
from tests.visitors import Visitor, text_of

ENGLISH = "?language=en"
DESK = "/desk/panels/dorpskern/sessions"
LINK = "https://meet.ourtown.example/zaal"
ONLINE_PLAN = replace(HALL_PLAN, mode=ONLINE, place={}, joining={"nl": f"Klik op {LINK}"})
FLOOD = {"nl": "De zaal staat onder water.", "fr": "La salle est inondée."}


def messages(town, kind):
    with db.read() as session:
        found = session.scalars(
            select(Message).where(Message.municipality_id == town.id, Message.kind == kind).order_by(Message.id)
        ).all()
        session.expunge_all()
        return found


def move(town, slug, plan, reason=FLOOD, number=1):
    with db.write() as session:
        return sessions.move(session, changing(session, town, slug, number), plan, reason, by=town.first, at=NOW)


def form_of(plan=HALL_PLAN, **fields):
    local = {"starts": "2027-01-16T19:00", "ends": "2027-01-16T22:00"}
    return {"title_nl": "Avond", "mode": plan.mode, "place_nl": "Zaal", **local, **fields}


# Planning


def test_an_official_plans_a_session_and_nobody_is_written_to(app, towns):
    town, _ = towns
    meeting_panel(town)
    desk = Visitor(app, town, town.first)
    page = desk.get(f"{DESK}/new{ENGLISH}")
    number = re.search(r'name="number"[^>]*value="(\d+)"', page.text)[1]
    answer = desk.post(f"{DESK}/new", form_of(number=number, agenda_nl="19:00 Welkom\nVragen"))
    assert answer.location.endswith(f"{DESK}/1")
    view = look(town, "dorpskern")
    assert view.starts_at == datetime(2027, 1, 16, 18, tzinfo=UTC)
    assert view.agenda == [{"at": "19:00", "words": {"nl": "Welkom"}}, {"at": "", "words": {"nl": "Vragen"}}]
    assert "Avond" in text_of(desk.get(f"{DESK}/1"))
    assert messages(town, "session_invited") == []


def test_the_same_form_sent_twice_plans_one_session(app, towns):
    town, _ = towns
    meeting_panel(town)
    desk = Visitor(app, town, town.first)
    desk.post(f"{DESK}/new", form_of(number="1"))
    assert "planned a moment ago" in text_of(desk.post(f"{DESK}/new", form_of(number="1"), status=422))
    with db.read() as session:
        assert len(session.scalars(select(PanelSession)).all()) == 1


@pytest.mark.parametrize("number", ["0", "-1", "7", "9" * 5000, "٣", "²", "1.0", ""])
def test_a_number_that_the_form_did_not_have_is_the_one_that_follows(app, towns, number):
    town, _ = towns
    slug = meeting_panel(town)
    desk = Visitor(app, town, town.first)
    desk.post(f"{DESK}/new", form_of(number=number))
    assert look(town, slug, 1).title == {"nl": "Avond"}


def test_the_days_of_the_calendar_begin_a_session_with_their_words(app, towns):
    from participation.panels.models import Remit

    town, _ = towns
    slug = meeting_panel(town)
    with db.write() as session:
        panel = panels.panel(session, town.id, slug)
        told = {name: {} for name in ("mandate", "promise", "output", "funding", "evaluation")}
        columns = {column.name for column in Remit.__table__.columns}
        row = {name: words for name, words in told.items() if name in columns}
        row |= {"model": "", "commissioner": "", "left_out": [], "assessment": ""}
        calendar = [{"on": "2027-01-16", "words": {"nl": "Startdag"}}]
        session.add(Remit(municipality_id=town.id, panel_id=panel.id, calendar=calendar, **row))
    desk = Visitor(app, town, town.first)
    assert "Plan a session on Saturday, 16 January 2027" in text_of(desk.get(DESK + ENGLISH))
    page = desk.get(f"{DESK}/new?on=2027-01-16")
    assert 'value="Startdag"' in page.text
    assert 'value="2027-01-16T19:00"' in page.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ends": "2027-01-16T18:00"}, "ends after it begins"),
        ({"place_nl": ""}, "where people come together"),
        ({"fallback": "hall"}, "another way"),
        ({"agenda_nl": "Welkom", "agenda_fr": "Bienvenue\nQuestions"}, "as many lines"),
        ({"starts": "soon"}, "valid datetime"),
        ({"mode": "moon"}, "valid choice"),
    ],
)
def test_a_session_that_cannot_be_says_what_to_do_and_keeps_the_words(app, towns, changed, said):
    town, _ = towns
    meeting_panel(town)
    desk = Visitor(app, town, town.first)
    desk.get(DESK + ENGLISH)
    page = desk.post(f"{DESK}/new", form_of(number="1", **changed), status=422)
    assert said in text_of(page)
    assert 'value="Avond"' in page.text


def test_an_agenda_is_the_same_when_it_is_read_and_shown_again():
    lines = {"nl": "9.30 Koffie\n10:00 Wie zijn we?\nPauze", "fr": "Café\nQui sommes-nous ?\nPause"}
    agenda = rules.agenda_of(lines)
    assert [point["at"] for point in agenda] == ["09:30", "10:00", ""]
    assert rules.agenda_of({code: rules.agenda_lines(agenda, code) for code in lines}) == agenda


# Moving


def test_every_member_is_told_once_in_their_way_when_a_session_moves_online(app, towns):
    town, neighbour = towns
    slug = meeting_panel(town)
    meeting_panel(neighbour)
    planned(town, slug)
    planned(neighbour, slug)
    assert move(town, slug, ONLINE_PLAN) == 3
    assert move(town, slug, ONLINE_PLAN) is None
    sent = messages(town, "session_changed")
    assert sorted(one.to for one in sent) == sorted(
        f"lid{members(town, slug)[0].panel_id}-{n}@ourtown.example" for n in range(3)
    )
    [body] = {re.sub(r"/member/\S+|Lid \d", "", one.body) for one in sent}
    assert "De zaal staat onder water." in body
    assert LINK in body
    assert [code_of(one) in message.body for one, message in zip(members(town, slug), sent, strict=True)] == [True] * 3
    assert messages(neighbour, "session_changed") == []
    with db.read() as session:
        [change] = session.scalars(select(SessionChange))
        assert (change.told, change.before["mode"], change.after["mode"]) == (3, "hall", "online")
        assert "joining" not in change.after
        [entry] = session.scalars(select(JournalEntry).where(JournalEntry.event == "session.moved"))
        assert entry.facts == {"session": 1, "mode": "online", "told": 3}


def test_the_hall_goes_with_the_move_online_though_it_still_stood_in_the_form(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug)
    sent = form_of(ONLINE_PLAN, joining_nl=LINK, reason_nl=FLOOD["nl"])
    Visitor(app, town, town.first).post(f"{DESK}/1/move", sent)
    view = look(town, slug)
    assert (view.mode, view.place, view.joining) == (ONLINE, {}, {"nl": LINK})


def test_everybody_can_read_what_a_session_was_what_it_is_and_why_but_not_how_members_join(app, towns):
    town, _ = towns
    slug = meeting_panel(town, stage="promised")
    planned(town, slug)
    move(town, slug, ONLINE_PLAN)
    page = Visitor(app, town).get(f"/panels/{slug}/sessions?language=nl")
    words = text_of(page)
    assert "Feestzaal, Kerkstraat 1" in words
    assert "De zaal staat onder water." in words
    assert LINK not in page.text


def test_a_move_without_a_reason_is_refused_and_nobody_is_told(towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug)
    with pytest.raises(Refused, match="reason_missing"):
        move(town, slug, ONLINE_PLAN, {})
    assert look(town, slug).mode == "hall"
    assert messages(town, "session_changed") == []


def test_what_was_held_ready_is_used_and_no_longer_ready(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug, about=replace(ABOUT, fallback=ONLINE, fallback_plan={"nl": "We bellen rond."}))
    desk = Visitor(app, town, town.first)
    assert 'value="online" checked' in re.sub(r"\s+", " ", _sorted_inputs(desk.get(f"{DESK}/1/move?mode=online").text))
    move(town, slug, ONLINE_PLAN)
    assert look(town, slug).fallback == ""


def _sorted_inputs(markup):
    """Inputs with their value before whether they are chosen."""
    return re.sub(r"<input([^>]*?) checked([^>]*?)( value=\"[^\"]*\")", r"<input\1\2\3 checked", markup)


def test_a_cancelled_session_tells_everybody_and_stays_with_its_reason(app, towns):
    town, _ = towns
    slug = meeting_panel(town, stage="promised")
    planned(town, slug)
    desk = Visitor(app, town, town.first)
    desk.post(f"{DESK}/1/cancel", {"reason_nl": "De begeleider is ziek.", "reason_fr": ""})
    desk.post(f"{DESK}/1/cancel", {"reason_nl": "Nog eens."}, status=422)
    assert len(messages(town, "session_cancelled")) == 3
    assert "De begeleider is ziek." in text_of(Visitor(app, town).get(f"/panels/{slug}/sessions"))
    assert look(town, slug).is_cancelled


def test_whoever_heard_of_a_session_hears_of_it_no_second_time(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug)
    desk = Visitor(app, town, town.first)
    for _press in range(2):
        desk.post(f"{DESK}/1/invite")
    assert len(messages(town, "session_invited")) == 3
    with db.read() as session:
        assert len(session.scalars(select(JournalEntry).where(JournalEntry.event == "session.invited")).all()) == 1


# Arranging


def test_a_session_online_says_how_many_members_are_still_without_a_technical_check(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug, ONLINE_PLAN)
    first, second, _ = members(town, slug)
    desk = Visitor(app, town, town.first)
    desk.get(DESK + ENGLISH)
    fields = {f"technical_check_{first.id}": "done", f"loan_device_{second.id}": "wanted"}
    desk.post(f"{DESK}/1/arrangements", fields)
    assert "2 of 3 still without: technical check" in text_of(desk.get(f"{DESK}/1/arrangements"))
    assert "device on loan: 1 wanted, 0 arranged or done" in text_of(desk.get(f"{DESK}/1/arrangements"))
    shown = text_of(desk.get(f"{DESK}/1/arrangements?show=open"))
    assert f"Lid 0 {town.slug}" not in shown
    assert f"Lid 1 {town.slug}" in shown
    assert "2 of 3 still without: technical check" in text_of(desk.get(f"{DESK}/1"))


def test_arrangements_are_kept_once_and_can_be_taken_back(towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug, ONLINE_PLAN)
    who = members(town, slug)[0].id
    for state, changed in (("wanted", 1), ("wanted", 0), ("done", 1), ("", 1)):
        with db.write() as session:
            found = changing(session, town, slug, 1)
            assert arranging.note(session, found, {(who, "loan_device"): state}, by=town.first, at=NOW) == changed
    with db.read() as session:
        assert session.scalars(select(Arrangement)).all() == []


# To read


def test_a_file_for_members_is_for_members_and_what_is_no_file_for_everybody_is_refused(app, towns):
    town, _ = towns
    slug = meeting_panel(town, stage="promised")
    planned(town, slug)
    desk = Visitor(app, town, town.first)
    desk.get(DESK + ENGLISH)
    paper = b"%PDF-1.7 a paper"
    told = {"title": "Nota", "language": "nl", "link": ""}
    desk.post(f"{DESK}/1/materials", {**told, "file": (io.BytesIO(paper), "Nota van het college.exe")})
    desk.post(f"{DESK}/1/materials", {**told, "public": "y", "file": (io.BytesIO(b"in words"), "x.txt")})
    wrong = desk.post(f"{DESK}/1/materials", {**told, "file": (io.BytesIO(b"MZ\x00\x01"), "a.pdf")}, status=422)
    assert "Choose a PDF" in text_of(wrong)
    assert "one of the two" in text_of(desk.post(f"{DESK}/1/materials", told, status=422))
    with db.read() as session:
        hidden, open_ = session.scalars(select(Material.id).order_by(Material.id))
    address = f"/panels/{slug}/sessions/1/materials"
    stranger, member = Visitor(app, town), Visitor(app, town)
    stranger.get(f"{address}/{hidden}", status=404)
    answer = stranger.get(f"{address}/{open_}")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    member.post("/member", {"code": code_of(members(town, slug)[0])})
    taken = member.get(f"{address}/{hidden}")
    assert taken.data == paper
    assert 'filename="Nota-van-het-college.pdf"' in taken.headers["Content-Disposition"]
    desk.post(f"{DESK}/1/materials/{hidden}/remove")
    member.get(f"{address}/{hidden}", status=404)


@pytest.mark.one_database
def test_a_file_is_what_it_begins_with_whatever_its_name_says():
    assert materials.kind_of(b"\x89PNG\r\n\x1a\n...") == "png"
    assert materials.kind_of("één regel\n".encode()) == "txt"
    for content in (b"\x00\x01", b"  ", b"\xff\xfe", b"x\x1b[2J"):
        with pytest.raises(Refused, match="material_odd"):
            materials.kind_of(content)
    with pytest.raises(Refused, match="material_too_large"):
        materials.kind_of(b"x" * (materials.LARGEST + 1))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://a.example", "https://a.example/ b", "//a.example"])
def test_a_link_to_read_is_a_whole_address(app, towns, link):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug)
    desk = Visitor(app, town, town.first)
    desk.post(f"{DESK}/1/materials", {"title": "X", "language": "nl", "link": link}, status=422)


# Who may


def test_a_facilitator_sees_sessions_and_plans_none(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug)
    gus = Visitor(app, town, facilitator(town))
    assert "Eerste avond" in text_of(gus.get(DESK))
    gus.get(f"{DESK}/1")
    gus.get(f"{DESK}/1/attendance")
    for path in (f"{DESK}/new", f"{DESK}/1/move", f"{DESK}/1/arrangements", "/desk/panels/dorpskern/allowances"):
        gus.get(path, status=403)


# Calendars


def unfolded(content):
    """The lines of a calendar, each at most 75 octets as it is sent."""
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_the_public_calendar_follows_a_move_and_a_cancellation_under_the_same_uid(app, towns):
    town, _ = towns
    slug = meeting_panel(town, stage="promised")
    planned(town, slug)
    address = f"/panels/{slug}/sessions.ics?language=nl"
    before = Visitor(app, town).get(address)
    assert before.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    lines = unfolded(before.data)
    assert f"DTSTART:{TOMORROW:%Y%m%dT%H%M%SZ}" in lines
    assert "LOCATION:Feestzaal\\, Kerkstraat 1" in lines
    later = replace(ONLINE_PLAN, starts_at=TOMORROW + timedelta(days=1), ends_at=TOMORROW + timedelta(days=1, hours=2))
    move(town, slug, later)
    with db.write() as session:
        sessions.cancel(session, changing(session, town, slug, 1), FLOOD, by=town.first, at=NOW)
    after = unfolded(Visitor(app, town).get(address).data)
    uid = [line for line in lines if line.startswith("UID:")]
    assert uid == [line for line in after if line.startswith("UID:")]
    assert {"SEQUENCE:2", "STATUS:CANCELLED", "METHOD:PUBLISH"} <= set(after)
    assert {"SEQUENCE:0", "STATUS:CONFIRMED"} <= set(lines)
    assert LINK not in "\n".join(after)


def test_a_members_own_calendar_says_how_to_join_and_its_address_cannot_be_made_up(app, towns):
    town, neighbour = towns
    slug = meeting_panel(town)
    meeting_panel(neighbour)
    planned(town, slug, ONLINE_PLAN)
    mine, other = members(town, slug)[:2]
    member = Visitor(app, town)
    member.post("/member", {"code": code_of(mine)})
    token = re.search(r"/member/calendar/([^\"]+)\.ics", member.get("/member").text)[1]
    stranger = Visitor(app, town)
    assert LINK in "\n".join(unfolded(stranger.get(f"/member/calendar/{token}.ics").data))
    number, _, secret = token.partition("-")
    for wrong in (f"{other.id}-{secret}", f"{number}-{secret[:-1]}0", number, f"{number}-", "9" * 40, "é-é"):
        if wrong != token:
            stranger.get(f"/member/calendar/{wrong}.ics", status=404)
    Visitor(app, neighbour).get(f"/member/calendar/{token}.ics", status=404)


def test_who_left_no_longer_hears_how_to_join_nor_reads_what_is_for_members(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug, ONLINE_PLAN)
    desk, member = Visitor(app, town, town.first), Visitor(app, town)
    paper = {"title": "Nota", "language": "nl", "link": "", "file": (io.BytesIO(b"%PDF-1.7 a paper"), "nota.pdf")}
    desk.post(f"{DESK}/1/materials", paper)
    with db.read() as session:
        paper_id = session.scalars(select(Material.id)).one()
    member.post("/member", {"code": code_of(members(town, slug)[0])})
    token = token_of(town, slug)
    reading, calendar = f"/panels/{slug}/sessions/1/materials/{paper_id}", f"/member/calendar/{token}.ics"
    member.get(reading)
    for state in ("withdrawn", "declined", "silent", "asked"):
        with db.write() as session:
            session.execute(update(Member).where(Member.panel_id == look(town, slug).panel_id).values(state=state))
        words = "\n".join(unfolded(member.get(calendar).data))
        assert "SUMMARY:" in words
        assert LINK not in words
        member.get(reading, status=200 if state == "asked" else 404)


@pytest.mark.one_database
def test_words_that_would_break_a_calendar_are_written_so_that_they_do_not():
    title = "Zaal; a, b\\c\nBEGIN:VALARM\r\u2028é" + "é" * 90 + "\x00"
    event = Event("u@x", 0, NOW, NOW, title, "", "", "https://x.example/")
    lines = unfolded(calendars.calendar("Naam", [event], at=NOW))
    [summary] = [line for line in lines if line.startswith("SUMMARY:")]
    assert summary == "SUMMARY:Zaal\\; a\\, b\\\\c\\nBEGIN:VALARM\\né" + "é" * 90
    assert [line for line in lines if line.startswith("BEGIN:")] == ["BEGIN:VCALENDAR", "BEGIN:VEVENT"]


def test_a_session_of_a_panel_that_is_not_public_is_nobodys_business(app, towns):
    town, _ = towns
    slug = meeting_panel(town)
    planned(town, slug)
    visitor = Visitor(app, town)
    visitor.get(f"/panels/{slug}/sessions", status=404)
    visitor.get(f"/panels/{slug}/sessions.ics", status=404)


def test_a_neighbours_session_is_not_here(app, towns):
    town, neighbour = towns
    meeting_panel(town)
    slug = meeting_panel(neighbour, title="Elders")
    planned(neighbour, slug)
    desk = Visitor(app, town, town.first)
    for path in ("", "/1", "/1/move", "/1/attendance"):
        desk.get(f"/desk/panels/{slug}/sessions{path}", status=404)


def test_the_number_of_a_session_is_looked_up_for_its_own_panel(towns):
    town, _ = towns
    one, other = meeting_panel(town, people=0), meeting_panel(town, title="Ander", people=0)
    planned(town, one)
    planned(town, other, about=About({"nl": "Van de ander"}, []))
    assert look(town, one).title["nl"] == "Eerste avond"
    assert look(town, other).title["nl"] == "Van de ander"
    with db.read() as session:
        panel = panels.panel(session, town.id, one)
        assert queries.next_number(session, town.id, panel.id) == 2


def test_a_plan_says_what_it_lacks():
    for plan, code in (
        (Plan(NOW, NOW, ONLINE, {}, {}), "session_ends_first"),
        (Plan(NOW, NOW + timedelta(days=61), ONLINE, {}, {}), "session_too_long"),
        (Plan(NOW, NOW + timedelta(hours=1), rules.HYBRID, {}, {}), "session_place_missing"),
    ):
        with pytest.raises(Refused, match=code):
            rules.check_plan(plan)


# On other pages


def test_the_page_of_a_panel_says_when_it_meets_next_and_the_desk_how_many_were_held(app, towns):
    town, _ = towns
    slug = meeting_panel(town, stage="promised")
    planned(town, slug)
    page = Visitor(app, town).get(f"/panels/{slug}{ENGLISH}")
    assert "Eerste avond" in text_of(page)
    assert f'href="/{town.slug}/panels/{slug}/sessions"' in page.text
    assert "0 of 1 sessions held." in text_of(Visitor(app, town, town.first).get(f"/desk/panels/{slug}{ENGLISH}"))


def test_what_waits_on_the_desk_is_for_who_may_do_it(app, towns):
    from tests.members.test_money import propose

    town, neighbour = towns
    for one in towns:
        slug = meeting_panel(one)
        planned(one, slug, replace(HALL_PLAN, starts_at=NOW - timedelta(hours=4), ends_at=NOW - timedelta(hours=1)))
    unnoted, waits = "1 session was held, and nobody noted who was there", "3 lines of what members are paid wait"
    desk = f"/desk{ENGLISH}"
    assert unnoted in text_of(Visitor(app, town, town.first).get(desk))
    assert unnoted not in text_of(Visitor(app, town, town.administrator).get(desk))
    held(town, slug)
    propose(town, slug, 2)
    assert waits not in text_of(Visitor(app, town, town.first).get(desk))
    assert waits in text_of(Visitor(app, town, town.second).get(desk))
    assert waits not in text_of(Visitor(app, neighbour, neighbour.second).get(desk))
