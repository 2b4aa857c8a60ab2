"""Signing in with a code by e-mail or text: the same answers whoever asks, few tries, and an account on the way."""

import re
import statistics
import threading
import time
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from participation import clock, config, db, pace
from participation.errors import Refused
from participation.messages.models import Message
from participation.people import actions, addresses, codes, queries
from participation.people.addresses import Contact
from participation.people.models import Person, SentCode
from participation.permissions import Role, Rung
from tests.acts.ways_in import newest_code
from tests.apps import app_of
from tests.post import deliver_all
from tests.visitors import Visitor, text_of

KNOWN, UNKNOWN = "dee@ourtown.example", "nobody@ourtown.example"


@pytest.fixture
def texts():
    """A gateway for short texts."""
    config.use(replace(config.current(), sms="http://127.0.0.1:9/"))


def ask(visitor, contact=KNOWN, status=303):
    return visitor.post("/sign-in/ask", {"contact": contact}, status)


def come_in(visitor, contact=KNOWN):
    ask(visitor, contact)
    return visitor.post("/sign-in/code", {"code": newest_code(visitor.town)})


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def test_somebody_signs_in_with_a_code_that_came_by_mail(app, towns):
    visitor = Visitor(app, towns[0])
    page = visitor.client.get(ask(visitor, " Dee@Ourtown.example ").location)
    assert "We sent an e-mail with six digits to dee@ourtown.example." in text_of(page)
    [mail] = deliver_all()
    assert mail.to == KNOWN
    code = re.search(r"^\d{6}$", mail.body, re.MULTILINE).group()
    visitor.post("/sign-in/code", {"code": f"{code[:3]} {code[3:]}"})
    assert "dee ourtown" in text_of(visitor.get("/account"))


def test_somebody_signs_in_with_a_code_that_came_as_a_text(app, towns, texts):
    with db.write() as session:
        queries.person_to_change(session, towns[0].id, towns[0].citizen.person_id).phone = "+32470123456"
    visitor = Visitor(app, towns[0])
    ask(visitor, "0470/12.34.56")
    assert "text message" in text_of(visitor.get("/sign-in/code"))
    [text] = deliver_all()
    assert text.to == "+32470123456"
    visitor.post("/sign-in/code", {"code": re.search(r"\b\d{6}\b", text.body).group()})
    assert "dee ourtown" in text_of(visitor.get("/account"))


def test_whoever_has_no_account_gets_one_after_their_name(app, towns):
    visitor = Visitor(app, towns[0])
    assert come_in(visitor, UNKNOWN).location == "/ourtown/sign-in/name"
    visitor.get("/account", 303)
    visitor.post("/sign-in/name", {"name": "  Nel \r\n Peeters "})
    assert "Nel Peeters" in text_of(visitor.get("/account"))
    with db.read() as session:
        made = queries.person_with_email(session, towns[0].id, UNKNOWN)
        assert (made.rung, made.way, made.language, made.password) == (Rung.CODE, "email", "en", None)
        assert session.scalar(select(func.count()).where(Person.municipality_id == towns[1].id)) == 6


def test_a_telephone_is_enough_for_an_account(app, towns, texts):
    visitor = Visitor(app, towns[0])
    come_in(visitor, "06 12 34 56 78")
    visitor.post("/sign-in/name", {"name": "Nel"})
    with db.read() as session:
        made = session.scalars(select(Person).where(Person.phone == "+31612345678")).one()
        assert (made.email, made.way, made.municipality_id) == (None, "phone", towns[0].id)


def test_where_no_texts_can_be_sent_the_page_says_so(app, towns):
    page = ask(Visitor(app, towns[0]), "0470 12 34 56", 422)
    assert "We cannot send text messages here" in text_of(page)
    assert "mobile number" not in text_of(Visitor(app, towns[0]).get("/sign-in"))


def test_what_happens_does_not_tell_whether_an_address_has_an_account(app, towns):
    seen = []
    for contact in (KNOWN, UNKNOWN):
        visitor = Visitor(app, towns[0])
        answer = ask(visitor, contact)
        page = visitor.client.get(answer.location)
        mistake = visitor.post("/sign-in/code", {"code": wrong(newest_code(towns[0]))}, 422)
        again = [re.sub(r'value="[^"]*"', "", one.text.replace(contact, "…")) for one in (page, mistake)]
        seen.append([answer.location, *again])
    assert seen[0] == seen[1]
    with db.read() as session:
        sent = session.execute(select(Message.to, Message.kind, Message.state).order_by(Message.id)).all()
    assert sent == [(KNOWN, "code", "waiting"), (UNKNOWN, "code", "waiting")]


def test_how_long_it_takes_does_not_tell_whether_an_address_has_an_account(app, towns):
    contacts = [Contact("email", KNOWN), Contact("email", UNKNOWN)]
    took: dict[Contact, list[float]] = {contact: [] for contact in contacts}
    for _ in range(10):
        for contact in contacts:
            begun = time.perf_counter()
            with db.write() as session:
                codes.send_code(session, towns[0].id, codes.SIGN_IN, contact, language="nl", at=clock.now())
            took[contact].append(time.perf_counter() - begun)
    known, unknown = (sorted(took[contact]) for contact in contacts)
    # The two spread more than they differ.
    assert known[0] < statistics.median(unknown) * 1.5
    assert unknown[0] < statistics.median(known) * 1.5


def test_a_code_works_once(app, towns):
    visitor = Visitor(app, towns[0])
    come_in(visitor)
    with db.read() as session:
        used = session.scalars(select(SentCode.id)).one()
    other = Visitor(app, towns[0])
    with other.client.session_transaction() as cookie:
        cookie["code"] = {"id": used, "for": "sign_in", "way": "email", "to": KNOWN}
    page = other.post("/sign-in/code", {"code": newest_code(towns[0])}, 422)
    assert "it has been used" in text_of(page)


def test_a_code_that_is_typed_twice_at_the_same_time_lets_one_in(towns):
    contact = Contact("email", KNOWN)
    with db.write() as session:
        code_id = codes.send_code(session, towns[0].id, codes.SIGN_IN, contact, language="nl", at=clock.now())
    code = newest_code(towns[0])
    proved = []

    def use():
        with db.write() as session:
            proved.append(codes.try_code(session, towns[0].id, codes.SIGN_IN, code_id, code, at=clock.now()))

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one is None for one in proved].count(False) == 1


def test_a_code_is_dead_after_fifteen_minutes(app, towns, later):
    visitor = Visitor(app, towns[0])
    ask(visitor)
    later(minutes=15)
    visitor.post("/sign-in/code", {"code": newest_code(towns[0])}, 422)


def test_after_five_wrong_tries_a_code_is_dead(app, towns):
    visitor = Visitor(app, towns[0])
    ask(visitor)
    code = newest_code(towns[0])
    for _ in range(codes.TRIES):
        visitor.post("/sign-in/code", {"code": wrong(code)}, 422)
    visitor.post("/sign-in/code", {"code": code}, 422)


def test_a_stranger_who_guesses_does_not_wear_out_somebodys_code(app, towns):
    visitor, stranger = Visitor(app, towns[0]), Visitor(app, towns[0])
    ask(visitor)
    code = newest_code(towns[0])
    ask(stranger)
    for _ in range(codes.TRIES):
        stranger.post("/sign-in/code", {"code": wrong(newest_code(towns[0]))}, 422)
    visitor.post("/sign-in/code", {"code": code})
    visitor.get("/account")


def test_the_code_of_one_browser_opens_nothing_in_another(app, towns):
    ask(Visitor(app, towns[0]))
    other = Visitor(app, towns[0])
    assert other.post("/sign-in/code", {"code": newest_code(towns[0])}).location == "/ourtown/sign-in"
    other.get("/account", 303)


def test_a_code_of_the_neighbours_opens_nothing_here(app, towns):
    ask(Visitor(app, towns[1]), "dee@nexttown.example")
    with db.read() as session:
        theirs = session.scalars(select(SentCode.id)).one()
    visitor = Visitor(app, towns[0])
    with visitor.client.session_transaction() as cookie:
        cookie["code"] = {"id": theirs, "for": "sign_in", "way": "email", "to": "dee@nexttown.example"}
    visitor.post("/sign-in/code", {"code": newest_code(towns[1])}, 422)


def test_a_code_for_one_purpose_is_none_for_another(towns):
    contact = Contact("email", KNOWN)
    with db.write() as session:
        code_id = codes.send_code(session, towns[0].id, codes.RESET, contact, language="nl", at=clock.now())
        code = newest_code_in(session)
        for purpose in (codes.SIGN_IN, codes.ADDRESS, codes.AGAIN):
            assert codes.try_code(session, towns[0].id, purpose, code_id, code, at=clock.now()) is None


def newest_code_in(session):
    body = session.scalars(select(Message.body).order_by(Message.id.desc()).limit(1)).one()
    return re.search(r"\b\d{6}\b", body).group()


def test_the_code_is_kept_only_as_a_keyed_digest_and_never_stands_in_an_address(app, towns):
    visitor = Visitor(app, towns[0])
    answer = ask(visitor)
    code = newest_code(towns[0])
    assert "dee" not in answer.location
    with db.read() as session:
        sent = session.scalars(select(SentCode)).one()
        assert code not in str(vars(sent))
    config.use(replace(config.current(), identity_key="another key than the one it was made with"))
    visitor.post("/sign-in/code", {"code": code}, 422)


def test_a_code_makes_one_account(app, towns):
    visitor = Visitor(app, towns[0])
    come_in(visitor, UNKNOWN)
    with visitor.client.session_transaction() as cookie:
        kept = dict(cookie)
    visitor.post("/sign-in/name", {"name": "Nel"})
    replayed = Visitor(app, towns[0])
    with replayed.client.session_transaction() as cookie:
        cookie.update(kept)
    replayed.post("/sign-in/name", {"name": "Another"}, 422)
    replayed.get("/account", 303)


def test_two_browsers_with_the_same_new_address_make_one_account(towns):
    contact, made = Contact("email", UNKNOWN), []
    ids = []
    for _ in range(2):
        with db.write() as session:
            ids.append(codes.send_code(session, towns[0].id, codes.SIGN_IN, contact, language="nl", at=clock.now()))
        with db.write() as session:
            code = newest_code_in(session)
            codes.try_code(session, towns[0].id, codes.SIGN_IN, ids[-1], code, at=clock.now())

    def make(code_id):
        with db.write() as session:
            made.append(actions.make_account(session, towns[0].id, code_id, name="Nel", language="nl", at=clock.now()))

    threads = [threading.Thread(target=make, args=(code_id,)) for code_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert made[0] == made[1]


def test_nobody_makes_an_account_without_a_code_that_came_back(app, towns):
    visitor = Visitor(app, towns[0])
    ask(visitor, UNKNOWN)
    assert visitor.post("/sign-in/name", {"name": "Nel"}).location == "/ourtown/sign-in"
    with visitor.client.session_transaction() as cookie:
        cookie["code"] = {**cookie["code"], "proved": True}
    visitor.post("/sign-in/name", {"name": "Nel"}, 422)


def test_a_code_does_not_skip_the_second_factor(app, towns):
    app_of(towns[0], towns[0].first.person_id)
    visitor = Visitor(app, towns[0])
    come_in(visitor, "an@ourtown.example")
    assert "/sign-in/second" in visitor.get("/desk", 303).location


def test_signing_in_with_a_code_gives_a_fresh_cookie(app, towns):
    visitor = Visitor(app, towns[0])
    ask(visitor)
    with visitor.client.session_transaction() as cookie:
        token = cookie["csrf_token"]
    visitor.post("/sign-in/code", {"code": newest_code(towns[0])})
    with visitor.client.session_transaction() as cookie:
        assert cookie.get("csrf_token") != token
        assert "code" not in cookie


def test_asking_for_codes_is_paced_alike_whoever_asks(app, towns):
    for contact in (KNOWN, UNKNOWN):
        for _ in range(pace.PACES["code_asked"].account.times):
            ask(Visitor(app, towns[0]), contact)
        page = ask(Visitor(app, towns[0]), contact, 429)
        assert "Wait 60 minutes" in text_of(page)
    ask(Visitor(app, towns[0]), "somebody.else@ourtown.example")


def test_one_mailbox_is_one_however_its_address_is_decorated(app, towns):
    for number in range(pace.PACES["code_asked"].account.times):
        ask(Visitor(app, towns[0]), f" Some.Body+{number}@Work.example ")
    ask(Visitor(app, towns[0]), "some.body+more@work.example", 429)
    ask(Visitor(app, towns[0]), "body@work.example")


def test_guessing_codes_is_paced_by_address(app, towns):
    visitor = Visitor(app, towns[0])
    ask(visitor)
    code = newest_code(towns[0])
    for _ in range(pace.PACES["code"].address.times):
        visitor.post("/sign-in/code", {"code": wrong(code)}, 422)
    visitor.post("/sign-in/code", {"code": wrong(code)}, 429)


def test_the_page_that_was_wanted_is_remembered_all_the_way(app, towns):
    visitor = Visitor(app, towns[0])
    answer = visitor.post("/sign-in/ask", {"contact": UNKNOWN}, query_string={"next": "/ourtown/account"})
    answer = visitor.post(answer.location, {"code": newest_code(towns[0])})
    answer = visitor.post(answer.location, {"name": "Nel"})
    assert answer.location == "/ourtown/account"


def test_citizens_get_no_more_than_the_role_of_a_citizen(app, towns):
    visitor = Visitor(app, towns[0])
    come_in(visitor, UNKNOWN)
    visitor.post("/sign-in/name", {"name": "Nel", "role": Role.ADMINISTRATOR.value, "rung": "3"})
    visitor.get("/desk", 403)
    with db.read() as session:
        assert queries.person_with_email(session, towns[0].id, UNKNOWN).rung == Rung.CODE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0470 12 34 56", "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("+32 (0)470 12 34 56", "+32470123456"),
        ("0032470123456", "+32470123456"),
        ("06-12345678", "+31612345678"),
        ("+31 6 12345678", "+31612345678"),
        ("+49 1511 2345678", "+4915112345678"),
        ("+352 621 123 456", "+352621123456"),
    ],
)
def test_a_mobile_number_is_kept_in_one_way_however_it_is_written(typed, kept):
    assert addresses.as_contact(typed) == Contact("phone", kept)


@pytest.mark.parametrize(
    "typed", ["", "12", "016 01 23 45", "0900 12 345", "+1 900 123 4567", "+32470123456789", "+32 470 12 34 5६", "dee"]
)
def test_what_is_no_mobile_number_nearby_gets_no_text(typed):
    with pytest.raises(Refused, match="phone_odd"):
        addresses.as_contact(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "@",
        "a@b",
        "a b@c.example",
        "a@b@c.example",
        "a@b.example\r\nBcc: x@y.example",
        "a@b.",
        "<a@b.example>",
        "a(1)@b.example",
        '"a"@b.example',
        "=?utf-8?q?a?=@b.example",
        "a@b.example(1)",
        "a..b@c.example",
        "a@-b.example",
        "\u00e9@b.example",
    ],
)
def test_what_is_no_email_address_gets_no_mail(app, towns, typed):
    ask(Visitor(app, towns[0]), typed, 422)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 0
