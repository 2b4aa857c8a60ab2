"""Passwords: which ones we take, how one is changed, and how a forgotten one is replaced."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from participation import clock, db
from participation.errors import Refused
from participation.journal import queries as journal
from participation.messages.models import Message
from participation.people import actions, passwords, queries, sessions
from participation.permissions import Role
from tests.acts.ways_in import newest_code
from tests.apps import app_of, sign_in
from tests.towns import PASSWORD
from tests.visitors import Visitor, text_of

NEW = "paarse olifant eet rustig soep"
ABOUT = ["Fie Peeters", "fie.peeters@ourtown.example", "Lindedorp"]


@pytest.fixture
def fie(towns):
    """A citizen of our town with a password."""
    with db.write() as session:
        return actions.welcome(
            session,
            email="fie@ourtown.example",
            name="Fie Peeters",
            municipality_id=towns[0].id,
            roles=[Role.CITIZEN],
            password=PASSWORD,
            at=clock.now(),
        )


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("eleven sig!", "password_too_short"),
        ("x9f!Kq2#mmLp" * 11, "password_too_long"),
        ("wachtwoord12345", "password_common"),
        ("P@ssw0rd1234", "password_common"),
        ("Summer2026!Winter", "password_common"),
        ("qwertyuiop1234", "password_common"),
        ("azertyqsdfgh", "password_common"),
        ("123456789012", "password_common"),
        ("aaaaaaaaaaaaaaaa", "password_common"),
        ("abababababab", "password_common"),
        ("iloveyou iloveyou", "password_common"),
        ("correct horse battery staple", "password_common"),
        ("Lindedorp2026!!", "password_common"),
        ("fie.peeters1975", "password_common"),
        ("Peeters-Fie-007", "password_common"),
        ("fie.peeters@ourtown.example", "password_common"),
    ],
)
def test_a_password_that_is_short_or_soon_guessed_is_refused(password, why):
    with pytest.raises(Refused) as refused:
        passwords.check_new_password(password, about=ABOUT)
    assert (refused.value.code, refused.value.field) == (why, "password")


@pytest.mark.parametrize(
    "password",
    [
        "a long enough password",
        "x9f!Kq2#mmLp",
        "x9f!Kq2#mmL " * 10,
        "de kat krabt de krullen",
        "trein wolk puree vijver",
        "flower tiger guitar school",
        "zwanenvijverstoel",
        "日本語のパスワードは長いです",
        "ÀÉÎÕÜ çñß øåæ",
        "   spaces   count   ",
    ],
)
def test_no_rule_says_which_signs_a_password_has(password):
    passwords.check_new_password(password, about=ABOUT)


@given(st.integers(min_value=0), st.integers(16, 128))
def test_chance_makes_passwords_that_are_taken(seed, length):
    signs = string.ascii_letters + string.digits + string.punctuation
    passwords.check_new_password("".join(random.Random(seed).choices(signs, k=length)), about=ABOUT)


def test_signs_count_unless_they_lie_in_a_row_of_keys():
    passwords.check_new_password("aB1!#%&'*+,-./", about=ABOUT)
    with pytest.raises(Refused, match="password_common"):
        passwords.check_new_password("welkom2026!@#$%^&*()", about=ABOUT)


def test_the_list_of_common_ones_is_long_and_written_as_it_is_compared():
    lines = [line for line in passwords.COMMON.read_text().splitlines() if not line.startswith("#")]
    assert len(set(lines)) > 1000
    assert all(line.isalnum() and line == line.lower() and len(line) >= 4 for line in lines)


def test_a_password_is_taken_letter_by_letter(app, towns, fie):
    with db.write() as session:
        passwords.set_password(session, towns[0].id, fie.id, passwords.hash_of(" Zwaan Vijver 7é "), at=clock.now())
    for typed in ("Zwaan Vijver 7é", " zwaan vijver 7é ", " Zwaan Vijver 7é", " Zwaan Vijver 7e "):
        Visitor(app, towns[0]).post("/sign-in", {"email": fie.email, "password": typed}, 422)
    sign_in(Visitor(app, towns[0]), fie, " Zwaan Vijver 7é ")


def test_a_long_password_counts_to_its_last_sign(app, towns, fie):
    long = "x9f!Kq2#mmL " * 10 + "the end."
    assert len(long) == passwords.LONGEST
    passwords.check_new_password(long)
    with db.write() as session:
        passwords.set_password(session, towns[0].id, fie.id, passwords.hash_of(long), at=clock.now())
    Visitor(app, towns[0]).post("/sign-in", {"email": fie.email, "password": long[:-1]}, 422)
    sign_in(Visitor(app, towns[0]), fie, long)


def test_password_fields_take_what_is_pasted_and_help_a_password_manager(app, towns, fie):
    visitor = Visitor(app, towns[0])
    page = visitor.get("/sign-in").text
    assert 'autocomplete="current-password"' in page
    sign_in(visitor, fie)
    page = visitor.get("/account/password").text
    assert 'autocomplete="new-password"' in page
    for word in ("onpaste", "maxlength", "pattern="):
        assert word not in page


def test_changing_a_password_asks_for_the_one_of_today_and_ends_every_other_session(app, towns, fie):
    visitor, elsewhere = Visitor(app, towns[0]), Visitor(app, towns[0])
    for one in (visitor, elsewhere):
        sign_in(one, fie)
    page = visitor.post("/account/password", {"current": "a wrong password", "password": NEW}, 422)
    assert "not the password that you have now" in text_of(page)
    visitor.post("/account/password", {"password": NEW}, 422)
    visitor.post("/account/password", {"current": PASSWORD, "password": NEW})
    visitor.get("/account")
    elsewhere.get("/account", 303)
    Visitor(app, towns[0]).post("/sign-in", {"email": fie.email, "password": PASSWORD}, 422)
    sign_in(Visitor(app, towns[0]), fie, NEW)
    assert messages(towns[0]) == [("password_changed", fie.email)]


def test_the_session_in_which_a_password_was_changed_goes_on_under_a_new_secret(app, towns, fie):
    visitor, thief = Visitor(app, towns[0]), Visitor(app, towns[0])
    sign_in(visitor, fie)
    with visitor.client.session_transaction() as mine, thief.client.session_transaction() as stolen:
        stolen.update(mine)
    visitor.post("/account/password", {"current": PASSWORD, "password": NEW})
    visitor.get("/account")
    thief.get("/account", 303)


def test_changing_a_password_asks_again_after_a_while(app, towns, fie, later):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    later(minutes=16)
    visitor.post("/account/password", {"current": PASSWORD, "password": NEW}, 403)
    sign_in(Visitor(app, towns[0]), fie)


def test_wrong_guesses_at_the_password_of_today_are_paced(app, towns, fie):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    for _ in range(10):
        visitor.post("/account/password", {"current": "a wrong password", "password": NEW}, 422)
    visitor.post("/account/password", {"current": PASSWORD, "password": NEW}, 429)


def test_whoever_has_none_chooses_one(app, towns):
    visitor = Visitor(app, towns[0], towns[0].citizen)
    visitor.post("/account/password", {"password": "dee@ourtown.example"}, 422)
    visitor.post("/account/password", {"password": NEW})
    Visitor(app, towns[0]).post("/sign-in", {"email": "dee@ourtown.example", "password": NEW})
    Visitor(app, towns[1]).post("/sign-in", {"email": "dee@nexttown.example", "password": NEW}, 422)


def ask(visitor, contact):
    visitor.post("/password/forgotten", {"contact": contact})
    return newest_code(visitor.town)


def test_a_forgotten_password_is_replaced_with_a_code_and_every_session_ends(app, towns, fie):
    visitor, elsewhere = Visitor(app, towns[0]), Visitor(app, towns[0])
    sign_in(elsewhere, fie)
    code = ask(visitor, fie.email)
    visitor.post("/password/new", {"code": code, "password": NEW})
    elsewhere.get("/account", 303)
    visitor.get("/account", 303)
    sign_in(visitor, fie, NEW)
    Visitor(app, towns[0]).post("/sign-in", {"email": fie.email, "password": PASSWORD}, 422)
    assert messages(towns[0]) == [("password_reset", fie.email), ("password_changed", fie.email)]


def test_a_reset_never_skips_the_second_factor(app, towns):
    official = towns[0].first
    phone = app_of(towns[0], official.person_id)
    visitor = Visitor(app, towns[0])
    visitor.post("/password/new", {"code": ask(visitor, "an@ourtown.example"), "password": NEW})
    visitor.get("/desk", 303)
    visitor.post("/sign-in", {"email": "an@ourtown.example", "password": NEW})
    assert "/sign-in/second" in visitor.get("/desk", 303).location
    visitor.post("/sign-in/second", {"code": phone.code_now()})
    visitor.get("/desk")
    with db.read() as session:
        lines, _ = journal.page(session, towns[0].id, 1)
    assert "person.password_changed" in [line.event for line in lines]


def test_a_reset_code_works_once(app, towns, fie):
    visitor = Visitor(app, towns[0])
    code = ask(visitor, fie.email)
    with visitor.client.session_transaction() as cookie:
        kept = dict(cookie)
    visitor.post("/password/new", {"code": code, "password": NEW})
    again = Visitor(app, towns[0])
    with again.client.session_transaction() as cookie:
        cookie.update(kept)
    again.post("/password/new", {"code": code, "password": PASSWORD}, 422)
    sign_in(Visitor(app, towns[0]), fie, NEW)


def test_a_reset_code_is_dead_after_fifteen_minutes(app, towns, fie, later):
    visitor = Visitor(app, towns[0])
    code = ask(visitor, fie.email)
    later(minutes=15)
    visitor.post("/password/new", {"code": code, "password": NEW}, 422)
    sign_in(Visitor(app, towns[0]), fie)


def test_a_password_that_is_refused_does_not_use_the_code_up(app, towns, fie):
    visitor = Visitor(app, towns[0])
    code = ask(visitor, fie.email)
    for refused in ("too short", "wachtwoord12345", "Fie Peeters 1975"):
        visitor.post("/password/new", {"code": code, "password": refused}, 422)
    visitor.post("/password/new", {"code": code, "password": NEW})
    sign_in(visitor, fie, NEW)


def test_what_somebody_is_called_is_not_told_before_their_code_came_back(app, towns, fie):
    page = [ask(visitor := Visitor(app, towns[0]), contact) and visitor for contact in (fie.email, "no@x.example")]
    wrong = {"code": "no code", "password": "Fie Peeters 1975"}
    told = [text_of(visitor.post("/password/new", wrong, 422)) for visitor in page]
    assert told[0].replace(fie.email, "…") == told[1].replace("no@x.example", "…")


def test_asking_for_a_new_password_answers_alike_whoever_asks(app, towns, fie):
    answers = []
    for contact in (fie.email, "nobody@ourtown.example"):
        visitor = Visitor(app, towns[0])
        answer = visitor.post("/password/forgotten", {"contact": contact})
        answers.append((answer.location, text_of(visitor.get("/password/new")).replace(contact, "…")))
    assert answers[0] == answers[1]
    assert messages(towns[0]) == [("password_reset", fie.email), ("password_reset", "nobody@ourtown.example")]


def test_whoever_has_no_account_may_make_one_once_their_code_came_back(app, towns):
    visitor = Visitor(app, towns[0])
    code = ask(visitor, "nel@x.example")
    assert visitor.post("/password/new", {"code": code, "password": NEW}).location == "/ourtown/sign-in/name"
    visitor.post("/sign-in/name", {"name": "Nel"})
    assert "Nel" in text_of(visitor.get("/account"))


def test_an_account_of_the_neighbours_keeps_its_password(app, towns, fie):
    visitor = Visitor(app, towns[1])
    code = ask(visitor, fie.email)
    assert visitor.post("/password/new", {"code": code, "password": NEW}).location == "/nexttown/sign-in/name"
    sign_in(Visitor(app, towns[0]), fie)


def test_a_new_password_ends_sessions_of_nobody_else(towns, fie):
    with db.write() as session:
        passwords.set_password(session, towns[0].id, fie.id, passwords.hash_of(NEW), at=clock.now())
    with db.read() as session:
        for town in towns:
            assert len(sessions.sessions_of(session, town.id, town.citizen.person_id)) == 1
            assert queries.account(session, town.id, town.citizen.person_id).has_password is False


def messages(town):
    with db.read() as session:
        rows = session.execute(
            select(Message.kind, Message.to).where(Message.municipality_id == town.id).order_by(Message.id)
        )
        return [tuple(row) for row in rows]
