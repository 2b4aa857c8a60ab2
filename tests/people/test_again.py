"""Proving it again: before what matters and after being away, and nothing that was typed is lost."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.messages.models import Message
from participation.people import queries, sessions
from participation.people.models import Person
from participation.permissions import Role
from tests.apps import app_of, set_up, sign_in, somebody
from tests.towns import PASSWORD, look, make_panel
from tests.visitors import Visitor, text_of


@pytest.fixture
def own(towns):
    """The app on the telephone of our first official."""
    return app_of(towns[0], towns[0].first.person_id)


@pytest.fixture
def visitor(app, towns, own):
    """Our first official, who signed in a moment ago."""
    return Visitor(app, towns[0], towns[0].first)


PROMISE = {
    "kind": "balls",
    "name": "Three balls in the council hall",
    "at": (clock.local(clock.now()) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"),
}


def kept_in(page):
    """What the page sends along, in its order."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    return [(name, value) for name, value in hidden if name != "csrf_token" and not name.startswith("again_")]


def test_a_draw_is_promised_after_proving_it_again_with_all_that_was_typed(visitor, towns, own, later):
    slug = make_panel(towns[0], "calculated")
    later(minutes=16)
    page = visitor.post(f"/desk/panels/{slug}/promise", PROMISE, 403)
    assert dict(kept_in(page)) == PROMISE
    assert look(towns[0], slug)[1] == []
    wrong = visitor.post(f"/desk/panels/{slug}/promise", {**PROMISE, "again_code": own.wrong_code()}, 422)
    assert dict(kept_in(wrong)) == PROMISE
    visitor.post(f"/desk/panels/{slug}/promise", {**PROMISE, "again_code": own.code_now()})
    assert [draw.source["kind"] for draw in look(towns[0], slug)[1]] == ["balls"]


def test_looking_at_the_form_asks_nothing(visitor, towns, later):
    slug = make_panel(towns[0], "calculated")
    later(minutes=16)
    visitor.get(f"/desk/panels/{slug}/promise")


def test_within_a_quarter_of_an_hour_nothing_is_asked(visitor, towns, later):
    slug = make_panel(towns[0], "calculated")
    later(minutes=14)
    visitor.post(f"/desk/panels/{slug}/promise", PROMISE)


@pytest.mark.parametrize("act", ["confirm", "number", "cancel", "cancel/confirm"])
def test_each_step_of_a_draw_asks_again(app, visitor, towns, later, act):
    slug = make_panel(towns[0], "promised")
    later(minutes=16)
    assert "Is it really you?" in text_of(visitor.post(f"/desk/panels/{slug}/draws/1/{act}", status=403))


def test_what_leaves_the_house_asks_again(app, visitor, towns, own, later):
    slug = make_panel(towns[0], "promised")
    auditor = Visitor(app, towns[0], towns[0].auditor)
    later(minutes=16)
    visitor.post(f"/desk/panels/{slug}/codes.csv", status=403)
    auditor.post(f"/desk/panels/{slug}/openings.json", status=403)
    file = visitor.post(f"/desk/panels/{slug}/codes.csv", {"again_code": own.code_now()}, 200)
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_fields_that_repeat_are_all_kept(visitor, later):
    later(minutes=31)
    page = visitor.post("/desk/panels/new", {"columns": ["street", "number"], "seats": "24"}, 403)
    assert kept_in(page) == [("columns", "street"), ("columns", "number"), ("seats", "24")]


def test_what_was_typed_is_text_on_the_page_and_nothing_else(visitor, later):
    later(minutes=31)
    page = visitor.post("/desk/panels/new", {'"><script>': '"><script>alert(1)</script>'}, 403)
    assert "<script>alert" not in page.text


def test_after_half_an_hour_away_a_page_asks_first_and_then_comes(visitor, own, later):
    visitor.get("/desk")
    later(minutes=31)
    asked = visitor.get("/desk/panels/new?language=en", 303)
    assert "Is it really you?" in text_of(visitor.get(asked.location, 403))
    visitor.post(asked.location, {"again_code": own.wrong_code()}, 422)
    visitor.get("/desk", 303)
    came = visitor.post(asked.location, {"again_code": own.code_now()})
    assert came.location.endswith("/desk/panels/new?language=en")
    visitor.get(came.location)


def test_what_was_written_during_half_an_hour_away_is_sent_after_all(visitor, own, later):
    typed = {
        "title_nl": "Een plein",
        "question_nl": "Hoe?",
        "seats": "24",
        "summary_nl": "Kort.",
        "summary_fr": "Bref.",
    }
    later(minutes=31)
    visitor.post("/desk/panels/new", typed, 403)
    done = visitor.post("/desk/panels/new", {**typed, "again_code": own.code_now()})
    assert "een-plein" in done.location


def test_whoever_was_away_may_leave_without_proving_anything(app, visitor, towns, later):
    later(minutes=31)
    visitor.post("/sign-out")
    with db.read() as session:
        assert sessions.sessions_of(session, towns[0].id, towns[0].first.person_id) == []


def test_public_pages_ask_nothing_of_who_was_away(visitor, later):
    later(minutes=31)
    assert "Sign in" in text_of(visitor.get("/panels"))


def test_asking_leads_only_to_pages_of_ours(visitor, own, later):
    later(minutes=31)
    came = visitor.post("/again", {"again_code": own.code_now()}, query_string={"next": "//evil.example"})
    assert came.location.startswith("/ourtown")


def test_nobody_is_asked_again_who_is_not_signed_in(app, towns):
    assert "/sign-in" in Visitor(app, towns[0]).get("/again", 303).location


def test_the_cookie_of_before_is_dead_after_proving_it_again(app, visitor, towns, own, later):
    thief = Visitor(app, towns[0])
    with visitor.client.session_transaction() as kept, thief.client.session_transaction() as copied:
        copied.update(dict(kept))
    later(minutes=16)
    visitor.post("/account/recovery", {"again_code": own.code_now()}, 200)
    visitor.get("/desk")
    assert "/sign-in?" in thief.get("/desk", 303).location


def test_a_file_cannot_be_kept_and_the_page_says_so_and_brings_one_back(visitor, towns, own, later):
    slug = make_panel(towns[0])
    address = f"/desk/panels/{slug}/targets/upload"
    later(minutes=31)
    page = visitor.post(address, {"file": (io.BytesIO(b"category,feature"), "targets.csv")}, 403)
    assert "could not be kept" in text_of(page)
    assert 'name="again_files"' in page.text
    came = visitor.post(address, {"again_files": "1", "again_code": own.code_now()})
    assert came.location.endswith(address)
    assert "choose your file again" in text_of(visitor.get(address))


def test_whoever_has_a_factor_does_not_prove_it_with_a_password(app, towns, later):
    person = somebody(towns[0], Role.CITIZEN)
    visitor = Visitor(app, towns[0])
    sign_in(visitor, person)
    set_up(visitor)
    later(minutes=16)
    page = visitor.post("/account/recovery", {"again_password": PASSWORD}, 422)
    assert 'name="again_password"' not in page.text


def test_a_citizen_without_a_factor_proves_it_with_their_password(app, towns, later):
    person = somebody(towns[0], Role.CITIZEN)
    visitor = Visitor(app, towns[0])
    sign_in(visitor, person)
    later(minutes=16)
    assert 'name="again_password"' in visitor.post("/account/second-factor/remove", status=403).text
    wrong = visitor.post("/account/second-factor/remove", {"again_password": "a wrong password"}, 422)
    assert PASSWORD not in wrong.text
    visitor.post("/account/second-factor/remove", {"again_password": PASSWORD})


def test_a_citizen_with_neither_gets_a_code_when_they_ask_for_it(app, towns, later):
    town = towns[0]
    visitor = Visitor(app, town, town.citizen)
    later(minutes=16)
    address, typed = "/account/second-factor/remove", {"kept": "this"}
    asked = visitor.post(address, typed, 403)
    assert "We send you a code, to dee@ourtown.example" in text_of(asked)
    assert code_sent_to(town.citizen) is None
    sent = visitor.post(address, {**typed, "again_send": "1"}, 403)
    assert kept_in(sent) == [("kept", "this")]
    code = code_sent_to(town.citizen)
    visitor.post(address, {**typed, "again_code": "000000" if code != "000000" else "111111"}, 422)
    visitor.post(address, {**typed, "again_code": code})
    later(minutes=16)
    visitor.post(address, {**typed, "again_code": code}, 422)


def code_sent_to(who):
    with db.read() as session:
        body = session.scalar(select(Message.body).where(Message.kind == "code", Message.person_id == who.person_id))
    return re.search(r"\b\d{6}\b", str(body)).group() if body else None


def test_a_code_that_came_to_somebody_else_proves_nothing(app, towns, later):
    town = towns[0]
    with db.write() as session:
        person = queries.person(session, town.id, town.citizen.person_id)
        person.email = "dee@ourtown.example"
    other, visitor = Visitor(app, town, town.second), Visitor(app, town, town.citizen)
    later(minutes=16)
    address = "/account/second-factor/remove"
    other.post(address, {"again_send": "1"}, 403)
    with db.read() as session:
        body = session.scalar(select(Message.body).where(Message.person_id == town.second.person_id))
    code = re.search(r"\b\d{6}\b", str(body)).group()
    with other.client.session_transaction() as kept:
        number = kept["again"]
    with visitor.client.session_transaction() as kept:
        kept["again"] = number
    visitor.post(address, {"again_code": code}, 422)


def test_too_many_wrong_answers_are_slowed_down_with_all_that_was_typed(visitor, own, later):
    later(minutes=16)
    for _ in range(10):
        visitor.post("/account/recovery", {"kept": "this", "again_code": own.wrong_code()}, 422)
    page = visitor.post("/account/recovery", {"kept": "this", "again_code": own.code_now()}, 429)
    assert kept_in(page) == [("kept", "this")]


def test_a_weak_session_that_was_away_shows_a_factor_and_its_roles_come_back(app, towns, later):
    person = somebody(towns[0], Role.OFFICIAL)
    own = app_of(towns[0], person.id)
    visitor = Visitor(app, towns[0])
    sign_in(visitor, person)
    later(minutes=31)
    asked = visitor.get("/desk", 303)
    visitor.post(asked.location, {"again_code": own.code_now()})
    visitor.get("/desk")


def test_a_weak_session_without_a_factor_is_still_led_to_make_one(app, towns, later):
    person = somebody(towns[0], Role.OFFICIAL)
    visitor = Visitor(app, towns[0])
    sign_in(visitor, person)
    later(minutes=31)
    asked = visitor.post("/account/recovery", {"again_password": PASSWORD})
    assert "/sign-in/second" in asked.location
    with db.read() as session:
        assert session.scalar(select(Person.totp).where(Person.id == person.id)) is None


def test_the_page_that_asks_is_kept_by_no_browser(visitor, later):
    """It holds what was typed before somebody went away."""
    later(minutes=31)
    asked = visitor.post("/desk/panels/new", {"name": "Not yet public"}, 403)
    assert "Not yet public" in asked.text
    assert asked.headers["Cache-Control"] == "no-store"
