"""The second factor: who must have one, how it is set up, shown, replaced and removed."""

import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from participation import clock, config, db
from participation.errors import NotFound, Refused
from participation.journal import queries as journal
from participation.messages.models import Message
from participation.municipalities.models import Municipality
from participation.people import actions, factors, queries, sessions
from participation.people.models import Person, RecoveryCode
from tests.apps import App, app_of, set_up, sign_in, somebody
from tests.visitors import Visitor, text_of


@pytest.fixture
def fie(towns):
    """An official of our town with a password and no second factor yet."""
    return somebody(towns[0])


def test_whoever_works_here_sets_up_a_second_factor_before_anything_else_opens(app, towns, fie):
    visitor = Visitor(app, towns[0])
    entered = sign_in(visitor, fie)
    assert "/sign-in/second" in entered.location
    for address in ("/desk", "/desk/panels/new", "/account/recovery"):
        assert "/sign-in/second" in visitor.get(address, 303).location
    assert "/account/second-factor" in visitor.get("/sign-in/second", 303).location
    page = visitor.get("/account/second-factor")
    assert "You work with other people’s data" in text_of(page)
    set_up(visitor)
    assert "Fie" in text_of(visitor.get("/desk"))


def test_the_page_shows_a_picture_to_scan_and_the_same_as_letters(app, towns, fie):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    page = visitor.get("/account/second-factor")
    assert re.search(r'role="img" aria-label="[^"]+"><svg ', page.text)
    secret = App.shown_on(page).secret
    assert len(secret) == 32
    assert 'href="otpauth://totp/' in page.text
    assert "style=" not in page.text
    with db.read() as session:
        assert session.scalar(select(Person.totp).where(Person.id == fie.id)) is None


def test_a_wrong_code_keeps_the_picture_and_sets_nothing_up(app, towns, fie):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    before = App.shown_on(visitor.get("/account/second-factor"))
    wrong = {"offered": before.offered, "code": before.wrong_code()}
    page = visitor.post("/account/second-factor", wrong, 422)
    assert "This code is not right" in text_of(page)
    assert App.shown_on(page).secret == before.secret
    with db.read() as session:
        assert not factors.ways(session, towns[0].id, fie.id).has_factor


def test_whoever_sets_up_an_app_stays_signed_in_when_the_database_fails_them(app, towns, fie):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    made = App.shown_on(visitor.get("/account/second-factor"))

    def fail(_session):
        raise OSError("disk full")

    event.listen(Session, "before_commit", fail)
    try:
        visitor.post("/account/second-factor", {"offered": made.offered, "code": made.code_now()}, 500)
    finally:
        event.remove(Session, "before_commit", fail)
    visitor.get("/account/second-factor")


def test_an_offer_of_somebody_else_is_not_taken(app, towns, fie):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    for offered in ("nonsense", factors.offer(towns[1].id, fie.id).sealed, factors.offer(towns[0].id, 1).sealed):
        page = visitor.post("/account/second-factor", {"offered": offered, "code": "123456"}, 422)
        assert "open too long" in text_of(page)


def test_ten_recovery_codes_are_shown_once_to_print_or_keep(app, towns, fie):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    codes = set_up(visitor).codes
    assert len(set(codes)) == 10
    page = visitor.get("/account/recovery")
    assert "You have 10 recovery codes left" in text_of(page)
    assert not any(code in page.text for code in codes)
    with db.read() as session:
        kept = " ".join(session.scalars(select(RecoveryCode.digest)))
    assert not any(code.replace(" ", "") in kept for code in codes)


def test_each_time_the_second_step_asks_for_a_code_and_each_code_works_once(app, towns, fie, later):
    first = Visitor(app, towns[0])
    sign_in(first, fie)
    own = set_up(first)
    later(minutes=2)
    code = own.code_now()
    second = Visitor(app, towns[0])
    sign_in(second, fie)
    second.get("/desk", 303)
    second.post("/sign-in/second", {"code": code})
    second.get("/desk")
    third = Visitor(app, towns[0])
    sign_in(third, fie)
    page = third.post("/sign-in/second", {"code": code}, 422)
    assert "it has been used" in text_of(page)
    third.get("/desk", 303)


def test_a_code_sent_twice_at_the_same_time_works_once(towns, fie):
    town, at = towns[0], clock.now()
    own = app_of(town, fie.id)
    outcomes, both = [], threading.Barrier(2)

    def show():
        both.wait()
        try:
            with db.write() as session:
                factors.check_totp(session, town.id, fie.id, own.code_at(at), at=at)
            outcomes.append("in")
        except Refused as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=show) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["code_wrong", "in"]


def test_a_clock_half_a_minute_off_is_forgiven_and_no_more(towns, fie):
    town, at = towns[0], clock.now()
    own = app_of(town, fie.id)
    for seconds, good in ((-60, False), (-30, True), (30, True), (60, False)):
        with db.write() as session:
            queries.person(session, town.id, fie.id).totp_step = None
        code = own.code_at(at + timedelta(seconds=seconds))
        if good:
            with db.write() as session:
                factors.check_totp(session, town.id, fie.id, f" {code[:3]} {code[3:]} ", at=at)
        else:
            with pytest.raises(Refused, match="code_wrong"), db.write() as session:
                factors.check_totp(session, town.id, fie.id, code, at=at)


def test_the_second_step_gives_a_new_cookie_and_the_old_one_is_dead(app, towns, fie):
    town = towns[0]
    own = app_of(town, fie.id)
    visitor, thief = Visitor(app, town), Visitor(app, town)
    sign_in(visitor, fie)
    with visitor.client.session_transaction() as kept:
        stolen = dict(kept)
    with thief.client.session_transaction() as kept:
        kept.update(stolen)
    thief.get("/sign-in/second")
    visitor.post("/sign-in/second", {"code": own.code_now()})
    visitor.get("/desk")
    assert "/sign-in?" in thief.get("/desk", 303).location


def test_wrong_codes_slow_one_account_and_no_other(app, towns, fie, later):
    town = towns[0]
    own = app_of(town, fie.id)
    visitor = Visitor(app, town)
    sign_in(visitor, fie)
    for _ in range(10):
        visitor.post("/sign-in/second", {"code": own.wrong_code()}, 422)
    visitor.post("/sign-in/second", {"code": own.code_now()}, 429)
    later(minutes=16)
    visitor = Visitor(app, town)
    sign_in(visitor, fie)
    visitor.post("/sign-in/second", {"code": own.code_now()})


def test_nothing_typed_is_a_slip_and_not_a_try(app, towns, fie):
    app_of(towns[0], fie.id)
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    assert "Write the six digits" in text_of(visitor.post("/sign-in/second", {"code": ""}, 422))


def test_a_new_app_takes_the_place_of_the_old_one(app, towns, fie, later):
    town = towns[0]
    visitor = Visitor(app, town)
    sign_in(visitor, fie)
    old = set_up(visitor)
    assert "Set up" in text_of(visitor.get("/account/second-factor"))
    new = set_up(visitor, "/account/second-factor?new=1")
    later(minutes=2)
    again = Visitor(app, town)
    sign_in(again, fie)
    again.post("/sign-in/second", {"code": old.code_now()}, 422)
    again.post("/sign-in/second", {"code": new.code_now()})


def test_a_change_ends_the_other_sessions_and_is_told(app, towns, fie):
    town = towns[0]
    elsewhere, visitor = Visitor(app, town), Visitor(app, town)
    for one in (elsewhere, visitor):
        sign_in(one, fie)
    set_up(visitor)
    visitor.get("/desk")
    assert "/sign-in?" in elsewhere.get("/account/second-factor", 303).location
    with db.read() as session:
        told = session.scalars(select(Message).where(Message.kind == "factor_changed")).all()
        assert [(message.person_id, message.to) for message in told] == [(fie.id, "fie@ourtown.example")]
        lines = journal.page(session, town.id, 1)[0]
    assert "person.factor_changed" in [line.event for line in lines]


def test_changing_a_factor_asks_again(app, towns, fie, later):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    own = set_up(visitor)
    later(minutes=20)
    for address in ("/account/second-factor/remove", "/account/recovery", "/account/passkeys"):
        assert "Is it really you?" in text_of(visitor.post(address, status=403))
    visitor.post("/account/recovery", {"again_code": own.code_now()}, 200)


def test_whoever_works_here_cannot_remove_their_last_factor(app, towns, fie):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    set_up(visitor)
    page = visitor.post("/account/second-factor/remove", status=409)
    assert "Add another one first" in text_of(page)
    with db.read() as session:
        assert factors.ways(session, towns[0].id, fie.id).app


def test_a_citizen_may_have_an_app_and_remove_it_and_no_code_outlives_it(app, towns):
    town = towns[0]
    visitor = Visitor(app, town, town.citizen)
    set_up(visitor)
    visitor.post("/account/second-factor/remove")
    with db.read() as session:
        ways = factors.ways(session, town.id, town.citizen.person_id)
    assert (ways.has_factor, ways.recovery_codes) == (False, 0)


def test_a_citizen_with_an_app_is_asked_for_it_too(app, towns):
    town = towns[0]
    own = app_of(town, town.citizen.person_id)
    with db.write() as session:
        person = queries.person(session, town.id, town.citizen.person_id)
        secret = sessions.open_session(session, person, device="", at=clock.now())
    visitor = Visitor(app, town)
    with visitor.client.session_transaction() as kept:
        kept.update(secret=secret, seen=clock.now().isoformat())
    assert "/sign-in/second" in visitor.get("/account/recovery", 303).location
    visitor.post("/sign-in/second", {"code": own.code_now()})
    visitor.get("/account/recovery")


def test_an_administrator_removes_what_somebody_lost_and_they_set_up_anew(app, towns, fie):
    town = towns[0]
    visitor = Visitor(app, town)
    sign_in(visitor, fie)
    set_up(visitor)
    with db.write() as session:
        factors.remove_all(session, town.id, fie.id, by=town.administrator, at=clock.now())
    assert "/sign-in?" in visitor.get("/desk", 303).location
    with db.read() as session:
        ways = factors.ways(session, town.id, fie.id)
        newest = journal.page(session, town.id, 1)[0][0]
    assert (ways.has_factor, ways.recovery_codes) == (False, 0)
    assert (newest.event, newest.subject, newest.by) == (
        "person.factors_removed",
        f"person:{fie.id}",
        f"person:{town.administrator.person_id}",
    )
    with db.write() as session:
        link = actions.make_sign_in_link(session, queries.person(session, town.id, fie.id), at=clock.now())
    visitor.post(f"/sign-in/{link}")
    set_up(visitor)
    visitor.get("/desk")


def test_the_neighbours_person_is_not_found(towns, fie):
    with pytest.raises(NotFound), db.write() as session:
        factors.remove_all(session, towns[1].id, fie.id, by=towns[1].administrator, at=clock.now())


def test_the_demo_shows_what_the_app_would_show_and_nothing_else_does(app, towns, fie, later):
    town = towns[0]
    own = app_of(town, fie.id)
    visitor = Visitor(app, town)
    sign_in(visitor, fie)
    page = visitor.get("/sign-in/second")
    assert "Only in this demo" not in page.text
    assert own.code_now() not in page.text
    with db.write() as session:
        session.scalars(select(Municipality).where(Municipality.id == town.id)).one().is_demo = True
    shown = re.search(r"\b\d{6}\b", text_of(visitor.get("/sign-in/second")))
    assert shown
    visitor.post("/sign-in/second", {"code": shown.group()})
    # A code works once, so within the same half minute the next one is shown.
    other = Visitor(app, town)
    sign_in(other, fie)
    shown = re.search(r"\b\d{6}\b", text_of(other.get("/sign-in/second")))
    assert shown
    other.post("/sign-in/second", {"code": shown.group()})


def test_production_never_shows_a_code(app, towns, fie, monkeypatch):
    town = towns[0]
    app_of(town, fie.id)
    with db.write() as session:
        session.scalars(select(Municipality).where(Municipality.id == town.id)).one().is_demo = True
    visitor = Visitor(app, town)
    sign_in(visitor, fie)
    assert "Only in this demo" in visitor.get("/sign-in/second").text
    config.use(replace(config.current(), production=True))
    assert "Only in this demo" not in visitor.get("/sign-in/second").text


def test_the_secret_of_an_app_is_sealed_in_the_database(towns, fie):
    own = app_of(towns[0], fie.id)
    with db.read() as session:
        kept = session.scalar(select(Person.totp).where(Person.id == fie.id))
    assert own.secret not in kept
