"""Passkeys: made, named and removed by their owner; a way in by themselves, and a second factor."""

import json
import re

import pytest
from sqlalchemy import select

from participation import db
from participation.people import factors
from participation.people.models import Passkey
from tests.apps import App, app_of, set_up, sign_in, somebody
from tests.keyrings import Keyring, asked_on
from tests.visitors import Visitor, text_of


@pytest.fixture
def fie(towns):
    """An official of our town with a password and no second factor yet."""
    return somebody(towns[0])


def make_passkey(visitor, ring=None, name="My telephone", status=200):
    ring = ring or Keyring()
    answer = ring.make(visitor.get("/account/passkeys"))
    return ring, visitor.post("/account/passkeys", {"name": name, "passkey": answer}, status)


def owner(app, town, person):
    """Somebody signed in who just made their first passkey."""
    visitor = Visitor(app, town)
    sign_in(visitor, person)
    ring, _ = make_passkey(visitor)
    return visitor, ring


def test_a_passkey_can_be_the_first_factor_and_brings_recovery_codes(app, towns, fie):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    visitor.get("/desk", 303)
    _, page = make_passkey(visitor)
    assert "Your recovery codes" in text_of(page)
    assert len(re.findall(r"\b(?:[0-9a-z]{4} ){3}[0-9a-z]{4}\b", page.text)) == 10
    visitor.get("/desk")
    assert "My telephone" in text_of(visitor.get("/account/passkeys"))


def test_somebody_comes_in_with_a_passkey_and_nothing_more_is_asked(app, towns, fie):
    _, ring = owner(app, towns[0], fie)
    visitor = Visitor(app, towns[0])
    answer = ring.show(visitor.get("/sign-in"))
    assert visitor.post("/sign-in/passkey", {"passkey": answer}).location.endswith("/desk")
    assert "Fie" in text_of(visitor.get("/desk"))


def test_the_sign_in_page_names_nobody(app, towns, fie):
    owner(app, towns[0], fie)
    assert asked_on(Visitor(app, towns[0]).get("/sign-in"))["allowCredentials"] == []


def test_a_passkey_is_a_second_factor(app, towns, fie):
    _, ring = owner(app, towns[0], fie)
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    visitor.post("/sign-in/second", {"passkey": ring.show(visitor.get("/sign-in/second"))})
    visitor.get("/desk")


def test_a_passkey_of_somebody_else_is_no_second_factor(app, towns, fie):
    town = towns[0]
    owner(app, town, fie)
    citizen = Visitor(app, town, town.citizen)
    foreign, _ = make_passkey(citizen)
    visitor = Visitor(app, town)
    sign_in(visitor, fie)
    page = visitor.post("/sign-in/second", {"passkey": foreign.show(visitor.get("/sign-in/second"))}, 422)
    assert "did not work here" in text_of(page)


def test_an_answer_works_once_even_with_the_cookie_it_was_given_to(app, towns, fie, later):
    _, ring = owner(app, towns[0], fie)
    visitor, thief = Visitor(app, towns[0]), Visitor(app, towns[0])
    # Passkeys that are kept in several places do not count their uses.
    ring.count = -1
    answer = ring.show(visitor.get("/sign-in"))
    token = visitor.token()
    with visitor.client.session_transaction() as kept:
        stolen = dict(kept)
    assert token
    visitor.post("/sign-in/passkey", {"passkey": answer})
    for minutes in (0, 1):
        later(minutes=minutes)
        with thief.client.session_transaction() as kept:
            kept.update(stolen)
        thief.post("/sign-in/passkey", {"passkey": answer}, 409)


def test_a_challenge_is_forgotten_after_five_minutes(app, towns, fie, later):
    _, ring = owner(app, towns[0], fie)
    visitor = Visitor(app, towns[0])
    answer = ring.show(visitor.get("/sign-in"))
    later(minutes=6)
    visitor.post("/sign-in/passkey", {"passkey": answer}, 409)


def test_a_copy_of_a_passkey_shows_by_its_count(app, towns, fie):
    _, ring = owner(app, towns[0], fie)
    ring.count = 7
    visitor = Visitor(app, towns[0])
    visitor.post("/sign-in/passkey", {"passkey": ring.show(visitor.get("/sign-in"))})
    ring.count = 3
    visitor = Visitor(app, towns[0])
    visitor.post("/sign-in/passkey", {"passkey": ring.show(visitor.get("/sign-in"))}, 409)


@pytest.mark.parametrize(
    "ring",
    [Keyring(origin="https://evil.example"), Keyring(origin="http://localhost:81"), Keyring(verifies=False)],
    ids=["another site", "another port", "nobody verified"],
)
def test_what_was_signed_elsewhere_or_by_whoever_holds_the_telephone_is_refused(app, towns, fie, ring):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    make_passkey(visitor, ring, status=422)
    good = Keyring()
    make_passkey(visitor, good)
    good.origin, good.verifies = ring.origin, ring.verifies
    stranger = Visitor(app, towns[0])
    stranger.post("/sign-in/passkey", {"passkey": good.show(stranger.get("/sign-in"))}, 409)


def test_a_passkey_opens_nothing_at_the_neighbours(app, towns, fie):
    _, ring = owner(app, towns[0], fie)
    visitor = Visitor(app, towns[1])
    visitor.post("/sign-in/passkey", {"passkey": ring.show(visitor.get("/sign-in"))}, 409)


def test_one_passkey_does_not_belong_to_two_people(app, towns, fie):
    town, neighbour = towns
    _, ring = owner(app, town, fie)
    for other in (Visitor(app, town, town.citizen), Visitor(app, neighbour, neighbour.citizen)):
        make_passkey(other, ring, status=422)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "nonsense",
        "{}",
        "[]",
        "null",
        '{"id": "a", "rawId": "a", "response": {}, "type": "public-key"}',
        "7",
        "\ud83d",
    ],
)
def test_strange_answers_are_refused_kindly(app, towns, fie, answer):
    visitor, ring = owner(app, towns[0], fie)
    answer = answer.encode("utf-8", "replace").decode()
    visitor.get("/account/passkeys")
    visitor.post("/account/passkeys", {"name": "x", "passkey": answer}, 422)
    stranger = Visitor(app, towns[0])
    stranger.get("/sign-in")
    stranger.post("/sign-in/passkey", {"passkey": answer}, 409)
    broken = json.loads(ring.show(stranger.get("/sign-in")))
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        told = {**broken, "response": {**broken["response"], part: "AAAA"}}
        stranger.get("/sign-in")
        stranger.post("/sign-in/passkey", {"passkey": json.dumps(told)}, 409)


def test_a_passkey_is_removed_by_its_owner_alone(app, towns, fie):
    town = towns[0]
    visitor, _ = owner(app, town, fie)
    set_up(visitor)
    with db.read() as session:
        passkey = session.scalar(select(Passkey.id))
    Visitor(app, town, town.citizen).post(f"/account/passkeys/{passkey}/remove", status=404)
    visitor.post(f"/account/passkeys/{passkey}/remove")
    assert "You have no passkey yet" in text_of(visitor.get("/account/passkeys"))
    with db.read() as session:
        assert factors.ways(session, town.id, fie.id).app


def test_the_last_passkey_of_whoever_works_here_stays(app, towns, fie):
    visitor, _ = owner(app, towns[0], fie)
    with db.read() as session:
        passkey = session.scalar(select(Passkey.id))
    assert "Add another one first" in text_of(visitor.post(f"/account/passkeys/{passkey}/remove", status=409))


def test_a_browser_that_has_a_passkey_here_makes_no_second_one(app, towns, fie):
    visitor, ring = owner(app, towns[0], fie)
    excluded = asked_on(visitor.get("/account/passkeys"))["excludeCredentials"]
    assert len(excluded) == 1
    assert len(ring.id) == 32


def test_without_a_name_for_the_host_there_is_no_passkey_and_all_else_works(app, towns, fie):
    app_of(towns[0], fie.id)
    visitor = Visitor(app, towns[0])
    page = visitor.get("/sign-in", base_url="http://127.0.0.1:5000")
    assert "data-passkey" not in page.text
    assert "Password" in text_of(page)


def test_a_passkey_proves_it_again(app, towns, fie, later):
    visitor, ring = owner(app, towns[0], fie)
    later(minutes=20)
    page = visitor.post("/account/recovery", status=403)
    visitor.post("/account/recovery", {"again_passkey": ring.show(page)}, 200)


def test_no_name_is_a_slip_and_the_passkey_is_asked_anew(app, towns, fie):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, fie)
    _, page = make_passkey(visitor, name=" ", status=422)
    assert "Write a name for it" in text_of(page)


def test_somebody_with_a_passkey_may_add_an_app(app, towns, fie, later):
    visitor, _ = owner(app, towns[0], fie)
    own = set_up(visitor)
    assert isinstance(own, App)
    later(minutes=2)
    other = Visitor(app, towns[0])
    sign_in(other, fie)
    other.post("/sign-in/second", {"code": own.code_now()})
