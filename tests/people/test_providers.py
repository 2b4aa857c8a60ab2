"""Identity providers: the whole exchange over HTTP, with a real one, and with one that lies in every way we know."""

import dataclasses
import socket
import threading
import time
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import OctKey
from requests import Session
from requests.exceptions import RequestException
from sqlalchemy import MetaData, func, select

from participation import clock, config, db
from participation.app import create_app
from participation.demo.provider import running
from participation.people import fetching, numbers, providers
from participation.people.models import OpenSession, Person, ProviderIdentity
from participation.permissions import Rung
from tests.cards import belgian_number
from tests.providers import (
    CLIENT,
    KEY,
    OTHER_KEY,
    SECRET,
    own_provider,
    setting_out,
    shown,
    tell,
    write_file,
)
from tests.visitors import Visitor, text_of

NUMBER = belgian_number(date(1985, 7, 30), 33)
USERS = {
    "jozef": {"name": "Jozef Maes", "email": "jozef@example.org", "national_number": NUMBER},
    "marie": {"name": "Marie Claes", "email": "jozef@example.org"},
}
TO, BACK, ARRIVED = "/sign-in/with/own", "/sign-in/with/own/back", "/sign-in/with/own/arrived"


@pytest.fixture(scope="session")
def real():
    with running(USERS, ready=True) as issuer:
        yield issuer


@pytest.fixture
def own():
    with own_provider() as provider:
        yield provider


@pytest.fixture
def settings(database_url, tmp_path, real, own):
    """Two providers in our town, a strong one, one with numbers, and one of the neighbour's."""
    ours = {"municipality": "ourtown", "words": {"nl": "Met itsme", "en": "With itsme"}}
    path = write_file(
        tmp_path / "providers.toml",
        ours | {"name": "real", "issuer": real, "scopes": ["openid", "profile"], "name_claim": "name"},
        ours | {"name": "own", "issuer": own.issuer},
        ours | {"name": "strong", "issuer": own.issuer, "strong": True},
        ours | {"name": "weak", "issuer": own.issuer, "acr_values": ["high"], "rung": "code"},
        ours | {"name": "numbered", "issuer": own.issuer, "number_claim": "rrn"},
        ours | {"name": "theirs", "issuer": own.issuer, "municipality": "nexttown"},
    )
    return config.load(
        {
            "PARTICIPATION_DATABASE": database_url,
            "PARTICIPATION_INSTANCE": str(tmp_path),
            "PARTICIPATION_PROVIDERS": str(path),
        }
    )


@pytest.fixture
def visitor(app, towns):
    """Somebody who is not signed in."""
    return Visitor(app, towns[0])


def counted(*tables):
    with db.read() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def everything():
    tables = MetaData()
    with db.engine().connect() as connection:
        tables.reflect(connection)
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in tables.sorted_tables
            if table.name != "pace_count"
        }


def nobody_came_in(visitor):
    assert "secret" not in cookie(visitor)
    assert counted(ProviderIdentity) == [0]
    visitor.get("/account/ladder", 303)


def cookie(visitor):
    with visitor.client.session_transaction() as session:
        return dict(session)


def sign_up(visitor, name="Jozef Maes", to=TO):
    """There and back, and a new account."""
    visitor.get(shown(setting_out(visitor, to)), 303)
    return visitor.post(f"{to}/arrived", {"name": name})


def person_named(name):
    with db.read() as session:
        found = session.scalars(select(Person).where(Person.name == name)).one()
        session.expunge(found)
        return found


# With a real provider


def test_somebody_signs_up_and_in_with_a_real_provider(visitor):
    there = setting_out(visitor, "/sign-in/with/real?next=/ourtown/account/ladder")
    assert "scope=openid+profile" in there
    assert visitor.get(shown(there, "jozef"), 303).location.startswith("/ourtown/sign-in/with/real/arrived")
    page = visitor.get("/sign-in/with/real/arrived")
    assert 'value="Jozef Maes"' in page.text
    visitor.post("/sign-in/with/real/arrived", {"name": "Jozef Maes"})
    made = person_named("Jozef Maes")
    assert (made.email, made.rung, made.municipality_id) == (None, Rung.IDENTITY, visitor.town.id)
    assert "Jozef Maes" in visitor.get("/account/ladder").text

    another = Visitor(visitor.app, visitor.town)
    another.get(shown(setting_out(another, "/sign-in/with/real"), "jozef"), 303)
    assert "Welcome back, Jozef Maes" in text_of(another.get("/sign-in/with/real/arrived"))
    another.post("/sign-in/with/real/arrived")
    assert "Jozef Maes" in another.get("/account/ladder").text
    assert counted(ProviderIdentity) == [1]


def test_two_people_with_the_same_email_at_a_real_provider_are_two(app, visitor):
    for subject in USERS:
        one = Visitor(app, visitor.town)
        one.get(shown(setting_out(one, "/sign-in/with/real"), subject), 303)
        one.post("/sign-in/with/real/arrived", {"name": subject})
    assert person_named("jozef").id != person_named("marie").id


def test_a_real_provider_at_which_somebody_stops_changes_nothing(visitor):
    there = setting_out(visitor, "/sign-in/with/real")
    back = urlsplit(requests.post(there, data={"action": "deny"}, allow_redirects=False, timeout=5).headers["Location"])
    page = visitor.get(f"{back.path}?{back.query}", 409)
    assert "You stopped before it was done" in text_of(page)
    assert "/sign-in" in page.text
    assert there.startswith("http://localhost:")
    nobody_came_in(visitor)


def test_two_providers_with_the_same_subject_and_email_do_not_merge(app, visitor, own):
    own.claims = {"sub": "jozef", "email": "jozef@example.org"}
    one, two = Visitor(app, visitor.town), Visitor(app, visitor.town)
    one.get(shown(setting_out(one, "/sign-in/with/real"), "jozef"), 303)
    one.post("/sign-in/with/real/arrived", {"name": "First"})
    sign_up(two, "Second")
    assert person_named("First").id != person_named("Second").id


# What goes out, and what a browser carries


def test_what_is_asked_holds_state_nonce_and_pkce_and_never_a_number(visitor, own):
    there = setting_out(visitor, TO)
    assert there.startswith(f"{own.issuer}/authorize?")
    for part in (
        "state=",
        "nonce=",
        "code_challenge=",
        "code_challenge_method=S256",
        "scope=openid&",
        "ourtown%2Fsign",
    ):
        assert part in there + "&"
    assert "rrn" not in there
    assert SECRET.replace(" ", "+") not in there
    assert setting_out(visitor, TO) != there


def test_coming_back_leaves_no_code_in_the_address_and_changes_nothing(visitor):
    back = shown(setting_out(visitor, TO))
    before = everything()
    answer = visitor.get(back, 303)
    assert "code" not in answer.location
    assert "state" not in answer.location
    visitor.get(ARRIVED)
    assert everything() == before


def test_the_secret_and_the_subject_are_readable_in_no_cookie(visitor):
    visitor.get(shown(setting_out(visitor, TO)), 303)
    assert "jozef" not in str(cookie(visitor))
    assert SECRET not in str(cookie(visitor))


def test_signing_in_starts_a_cookie_afresh(visitor):
    visitor.get(shown(setting_out(visitor, TO)), 303)
    visitor.get(ARRIVED)
    before = cookie(visitor)
    visitor.post(ARRIVED, {"name": "Jozef"})
    assert not set(cookie(visitor)) & set(before) - {"_permanent"} - {"csrf_token"}
    assert cookie(visitor).get("csrf_token") != before["csrf_token"]


def test_the_button_needs_our_own_form(visitor):
    assert visitor.client.post("/ourtown/sign-in/with/own").status_code == 400
    assert visitor.post(TO, status=403, headers={"Sec-Fetch-Site": "cross-site"})
    visitor.get(TO, 405)


def test_the_page_wanted_is_one_of_ours_or_none(visitor):
    visitor.get(shown(setting_out(visitor, f"{TO}?next=/ourtown/account/ladder")), 303)
    assert visitor.post(f"{ARRIVED}?next=/ourtown/account/ladder", {"name": "J"}).location == "/ourtown/account/ladder"
    other = Visitor(visitor.app, visitor.town)
    away = other.get(shown(setting_out(other, f"{TO}?next=//evil.example")), 303)
    assert "evil" not in away.location


def test_a_neighbours_provider_is_not_here(visitor):
    visitor.post("/sign-in/with/theirs", status=404)
    visitor.get("/sign-in/with/theirs/back?code=1&state=2", 404)
    visitor.get("/sign-in/with/nobody/arrived", 404)


# What is not believed


LIES = {
    "wrong issuer": {"iss": "http://localhost:1"},
    "no issuer": {"iss": None},
    "wrong audience": {"aud": "another"},
    "no audience": {"aud": None},
    "our audience among others, handed out to another": {"aud": [CLIENT, "another"], "azp": "another"},
    "wrong nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "expired": {"exp": 1_700_000_000},
    "no end": {"exp": None},
    "not yet": {"nbf": 4_000_000_000},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_lies_lets_nobody_in(visitor, own, lie):
    own.claims = lie
    page = visitor.get(shown(setting_out(visitor, TO)), 409)
    assert "we did not let anybody in" in text_of(page)
    nobody_came_in(visitor)


FORGERIES = {
    "tampered signature": lambda claims: signed(claims)[:-6] + "AAAAAA",
    "tampered claims": lambda claims: ".".join(
        (signed(claims).split(".")[0], signed(claims | {"sub": "mayor"}).split(".")[1], signed(claims).split(".")[2])
    ),
    "another key by the same name": lambda claims: jwt.encode({"alg": "RS256", "kid": "first"}, claims, OTHER_KEY),
    "a key nobody knows": lambda claims: jwt.encode({"alg": "RS256", "kid": "third"}, claims, OTHER_KEY),
    "signed with the shared secret": lambda claims: jwt.encode(
        {"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(SECRET * 4)
    ),
    "no signature": lambda claims: unsigned(claims),
    "rubbish": lambda claims: "rubbish",
}


def signed(claims):
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, KEY)


def unsigned(claims):
    import base64
    import json

    def part(told):
        return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none'})}.{part(claims)}."


@pytest.mark.parametrize("sign", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_signature_lets_nobody_in(visitor, own, sign):
    own.sign = sign
    visitor.get(shown(setting_out(visitor, TO)), 409)
    nobody_came_in(visitor)


def test_an_answer_works_once(visitor):
    back = shown(setting_out(visitor, TO))
    visitor.get(back, 303)
    visitor.get(back, 409)


def test_an_answer_replayed_with_the_cookie_of_before_is_refused_by_the_code(visitor):
    back = shown(setting_out(visitor, TO))
    kept = cookie(visitor)
    visitor.get(back, 303)
    with visitor.client.session_transaction() as session:
        session.clear()
        session.update(kept)
    visitor.get(back, 409)
    nobody_came_in(visitor)


def test_a_copy_of_the_cookie_of_before_opens_nothing_after_somebody_came_in(app, towns, visitor, monkeypatch):
    copy = Visitor(app, towns[0])
    visitor.get(shown(setting_out(visitor, TO)), 303)
    with visitor.client.session_transaction() as theirs, copy.client.session_transaction() as stolen:
        stolen.update(theirs)
    visitor.post(ARRIVED, {"name": "Jozef"})
    visitor.post("/sign-out")
    soon = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: soon)
    assert "start again from our own page" in text_of(copy.get(ARRIVED, 409))
    assert copy.client.post(f"/ourtown{ARRIVED}", data={"csrf_token": copy.token()}).status_code == 409


def test_an_answer_in_another_browser_lets_nobody_in(app, visitor):
    back = shown(setting_out(visitor, TO))
    victim = Visitor(app, visitor.town)
    victim.get(back, 409)
    setting_out(victim, TO)
    victim.get(back, 409)
    nobody_came_in(victim)


def test_an_answer_at_another_providers_door_lets_nobody_in(visitor):
    back = shown(setting_out(visitor, TO))
    visitor.get(back.replace("/with/own/", "/with/real/"), 409)
    nobody_came_in(visitor)


def test_an_answer_that_names_another_issuer_lets_nobody_in(visitor):
    visitor.get(f"{shown(setting_out(visitor, TO))}&iss=http://evil.example", 409)
    nobody_came_in(visitor)


def test_an_answer_after_a_quarter_of_an_hour_lets_nobody_in(visitor, monkeypatch):
    back = shown(setting_out(visitor, TO))
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    visitor.get(back, 409)
    nobody_came_in(visitor)


def test_who_came_back_and_waited_too_long_starts_again(visitor, monkeypatch):
    visitor.get(shown(setting_out(visitor, TO)), 303)
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    visitor.post(ARRIVED, {"name": "Late"}, 409)
    nobody_came_in(visitor)


def test_who_was_sent_by_one_provider_does_not_arrive_from_another(visitor):
    visitor.get(shown(setting_out(visitor, TO)), 303)
    visitor.get("/sign-in/with/real/arrived", 409)


def test_a_verifier_of_another_question_is_refused(visitor):
    back = shown(setting_out(visitor, TO))
    with visitor.client.session_transaction() as session:
        asked = session["asked"]
        asked["question"]["verifier"] = "x" * 64
        session["asked"] = asked
    visitor.get(back, 409)
    nobody_came_in(visitor)


def test_a_way_in_that_is_too_weak_is_refused_and_a_strong_enough_one_is_not(visitor, own):
    there = setting_out(visitor, "/sign-in/with/weak")
    assert "acr_values=high" in there
    own.claims = {"acr": "low"}
    assert "not strong enough" in text_of(visitor.get(shown(there), 409))
    own.claims = {"acr": "high"}
    visitor.get(shown(setting_out(visitor, "/sign-in/with/weak")), 303)
    visitor.post("/sign-in/with/weak/arrived", {"name": "Weak"})
    assert person_named("Weak").rung == Rung.CODE


# A provider that is down, or sends us elsewhere


def redirect(handler):
    tell(handler, 302, {}, Location="http://169.254.169.254/latest/meta-data")


SILENCES = {
    "an error": lambda handler: tell(handler, 500, {}),
    "a redirect": redirect,
    "rubbish": lambda handler: tell(handler, 200, b"<html>"),
    "a list": lambda handler: tell(handler, 200, []),
    "far too much": lambda handler: tell(handler, 200, b'{"a": "' + b"a" * 600_000 + b'"}'),
    "nothing for too long": lambda handler: time.sleep(0.6),
}


@pytest.mark.parametrize("silence", SILENCES.values(), ids=SILENCES)
def test_a_provider_that_is_down_shows_the_other_ways(visitor, own, silence, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    own.answers["/.well-known/openid-configuration"] = silence
    page = visitor.post(TO, status=503)
    assert "does not answer at the moment" in text_of(page)
    assert 'href="/ourtown/sign-in"' in page.text
    assert [path for path in own.asked if path != "/.well-known/openid-configuration"] == []


@pytest.mark.parametrize("path", ["/token", "/jwks"])
@pytest.mark.parametrize("silence", SILENCES.values(), ids=SILENCES)
def test_a_provider_that_fails_halfway_lets_nobody_in(visitor, own, path, silence, monkeypatch):
    back = shown(setting_out(visitor, TO))
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    own.answers[path] = silence
    assert visitor.client.get(back).status_code in (409, 503)
    nobody_came_in(visitor)


def test_a_provider_that_is_gone_shows_the_other_ways(visitor, own, monkeypatch):
    with socket.socket() as unused:
        unused.bind(("localhost", 0))
        own.about = {"issuer": own.issuer}
        gone = f"http://localhost:{unused.getsockname()[1]}"
    known = dataclasses.replace(providers.provider("ourtown", "own"), issuer=gone)
    monkeypatch.setattr(providers, "configured", lambda: (known,))
    visitor.post(TO, status=503)


def test_a_provider_that_calls_itself_otherwise_is_not_believed(visitor, own):
    own.about = {"issuer": "http://localhost:1"}
    visitor.post(TO, status=409)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "", "//evil", None])
def test_a_provider_leads_nowhere_but_to_a_page(visitor, own, address):
    own.about = {"authorization_endpoint": address}
    page = visitor.post(TO, status=503)
    assert "javascript" not in page.text


# A second account, a first account


def test_a_provider_is_added_from_within_ones_account(app, towns, own):
    town, _ = towns
    citizen = Visitor(app, town, town.citizen)
    citizen.get(shown(setting_out(citizen, "/account/ladder/with/own")), 303)
    assert "Add this to your account?" in text_of(citizen.get(ARRIVED))
    assert counted(ProviderIdentity) == [0]
    assert citizen.post(ARRIVED).location == "/ourtown/account/ladder"
    with db.read() as session:
        assert session.get_one(Person, town.citizen.person_id).rung == Rung.IDENTITY
    assert "part of your account since" in text_of(citizen.get("/account/ladder"))

    later = Visitor(app, town)
    later.get(shown(setting_out(later, TO)), 303)
    later.post(ARRIVED)
    assert "dee ourtown" in later.get("/account/ladder").text


def test_adding_asks_again_after_a_while(app, towns, monkeypatch):
    town, _ = towns
    citizen = Visitor(app, town, town.citizen)
    citizen.get("/account/ladder")
    later = clock.now() + timedelta(minutes=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (
        "refresh"
        not in citizen.client.post(
            "/ourtown/account/ladder/with/own", data={"csrf_token": citizen.token()}, follow_redirects=True
        ).text.split("</head>")[0]
    )


def test_an_added_provider_is_no_way_around_the_second_factor(app, towns):
    town, _ = towns
    with db.write() as session:
        person = session.get_one(Person, town.first.person_id)
        from participation import keys

        person.totp = keys.sealed("JBSWY3DPEHPK3PXP", "totp", town.id)
        session.query(OpenSession).filter(OpenSession.person_id == person.id).update({"strong": False})
    official = Visitor(app, town, town.first)
    assert "/sign-in/second" in official.post("/account/ladder/with/strong").location
    assert "asked" not in cookie(official)


def test_what_one_began_another_does_not_finish(app, towns):
    town, _ = towns
    first = Visitor(app, town, town.citizen)
    first.get(shown(setting_out(first, "/account/ladder/with/own")), 303)
    kept = cookie(first)["arrived"]
    second = Visitor(app, town, town.auditor)
    with second.client.session_transaction() as session:
        session["arrived"] = kept
    second.post(ARRIVED, status=409)
    assert counted(ProviderIdentity) == [0]


def test_an_identity_belongs_to_one_account(app, towns, visitor):
    town, _ = towns
    sign_up(visitor)
    citizen = Visitor(app, town, town.citizen)
    citizen.get(shown(setting_out(citizen, "/account/ladder/with/own")), 303)
    assert "another account" in text_of(citizen.post(ARRIVED, status=422))
    with db.read() as session:
        assert session.get_one(Person, town.citizen.person_id).rung == Rung.CODE


def test_the_same_identity_in_a_neighbour_municipality_is_another_person(app, towns, visitor, monkeypatch):
    sign_up(visitor)
    there = Visitor(app, towns[1])
    there.get(shown(setting_out(there, "/sign-in/with/theirs")), 303)
    assert "you are new here" in text_of(there.get("/sign-in/with/theirs/arrived"))


def test_a_provider_can_be_taken_away_but_not_the_only_way_in(app, towns, visitor):
    town, _ = towns
    sign_up(visitor)
    with db.read() as session:
        only = session.scalar(select(ProviderIdentity.id))
    visitor.post(f"/account/ladder/identities/{only}/remove", status=409)
    Visitor(app, town, town.citizen).post(f"/account/ladder/identities/{only}/remove", status=404)
    Visitor(app, towns[1], towns[1].citizen).post(f"/account/ladder/identities/{only}/remove", status=404)
    assert counted(ProviderIdentity) == [1]
    with db.write() as session:
        session.query(Person).filter(Person.name == "Jozef Maes").update({"email": "jozef@ourtown.example"})
    visitor.post(f"/account/ladder/identities/{only}/remove")
    assert counted(ProviderIdentity) == [0]


def test_a_new_account_made_twice_at_once_is_one(app, towns, visitor):
    town, _ = towns
    browsers = [Visitor(app, town), Visitor(app, town)]
    for browser in browsers:
        browser.get(shown(setting_out(browser, TO)), 303)
    tokens = [browser.token() for browser in browsers]
    begin, statuses = threading.Barrier(2), []

    def finish(browser, token):
        begin.wait()
        statuses.append(
            browser.client.post(f"/ourtown{ARRIVED}", data={"name": "Once", "csrf_token": token}).status_code
        )

    threads = [threading.Thread(target=finish, args=pair) for pair in zip(browsers, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303, 303]
    assert person_named("Once").id
    assert counted(ProviderIdentity) == [1]


def test_a_closed_account_stays_closed(visitor):
    sign_up(visitor)
    with db.write() as session:
        session.query(Person).filter(Person.name == "Jozef Maes").update({"disabled_at": clock.now()})
    another = Visitor(visitor.app, visitor.town)
    another.get(shown(setting_out(another, TO)), 303)
    another.post(ARRIVED, status=422)
    assert "secret" not in cookie(another)


def test_a_new_account_has_a_name(visitor):
    visitor.get(shown(setting_out(visitor, TO)), 303)
    page = visitor.post(ARRIVED, {"name": "  "}, 422)
    assert 'id="name-error"' in page.text
    nobody_came_in(visitor)


# The second factor


@pytest.mark.parametrize(("name", "opens"), [("strong", 200), ("own", 303)])
def test_only_a_provider_that_is_strong_counts_as_a_second_factor(app, towns, name, opens):
    town, _ = towns
    official = Visitor(app, town, town.first)
    official.get(shown(setting_out(official, f"/account/ladder/with/{name}")), 303)
    official.post(f"/sign-in/with/{name}/arrived")
    later = Visitor(app, town)
    later.get(shown(setting_out(later, f"/sign-in/with/{name}")), 303)
    later.post(f"/sign-in/with/{name}/arrived")
    later.get("/desk", opens)


# National numbers


def test_a_number_that_was_granted_is_keyed_at_once_and_kept_nowhere(visitor, own):
    own.claims = {"rrn": NUMBER}
    sign_up(visitor, "Numbered", to="/sign-in/with/numbered")
    made = person_named("Numbered")
    assert made.number_key == numbers.number_key(visitor.town.id, NUMBER)
    assert made.born_on == date(1985, 7, 30)
    assert NUMBER not in str(everything())


def test_a_number_from_the_second_window_is_believed_for_the_same_person_only(visitor, own):
    own.userinfo = {"rrn": NUMBER, "sub": "somebody else"}
    visitor.get(shown(setting_out(visitor, "/sign-in/with/numbered")), 409)
    own.userinfo = {"rrn": NUMBER}
    sign_up(visitor, "Numbered", to="/sign-in/with/numbered")
    assert person_named("Numbered").number_key


def test_a_number_that_has_an_account_makes_no_second_one(app, visitor, own):
    own.claims = {"rrn": NUMBER}
    sign_up(visitor, "Numbered", to="/sign-in/with/numbered")
    own.claims = {"rrn": NUMBER, "sub": "other"}
    another = Visitor(app, visitor.town)
    another.get(shown(setting_out(another, "/sign-in/with/numbered")), 303)
    page = another.post("/sign-in/with/numbered/arrived", {"name": "Double"}, 422)
    assert "another account here with this national number" in text_of(page)
    assert counted(ProviderIdentity) == [1]


def test_nothing_of_a_person_is_logged(visitor, own, caplog):
    caplog.set_level("DEBUG")
    own.claims = {"rrn": NUMBER, "sub": "subject-of-jozef"}
    sign_up(visitor, "Numbered", to="/sign-in/with/numbered")
    own.claims = {"rrn": "85073003329", "sub": "subject-of-marie"}
    visitor.get(shown(setting_out(visitor, "/sign-in/with/numbered")), 409)
    for told in (NUMBER, "85073003329", "subject-of", "Numbered", SECRET):
        assert told not in "\n".join(record.getMessage() for record in caplog.records)


# Where we never go


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.0.0.1",
            "172.16.1.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("::1", "fd00::1", "fe80::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254"),
    ],
)
def test_addresses_of_our_own_side_are_not_public(address):
    assert not fetching.is_public(address)


def test_addresses_of_the_internet_are_public():
    assert fetching.is_public("193.191.208.1")
    assert fetching.is_public("2a02:a000::1")


@pytest.fixture
def listener():
    """A machine of our own side that writes down the first word anybody says to it."""
    said = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def listen():
            connection, _ = server.accept()
            with connection:
                connection.settimeout(5)
                said.append(connection.recv(1000))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield server.getsockname()[1], said, thread


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "provider.example"])
def test_in_production_nothing_is_said_to_our_own_side_whatever_its_name(listener, host, monkeypatch):
    port, said, thread = listener
    ours = socket.getaddrinfo("127.0.0.1", port, type=socket.SOCK_STREAM)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ours)
    with fetching.careful(Session(), production=True) as session, pytest.raises(RequestException):
        session.get(f"https://{host}:{port}/")
    thread.join(5)
    assert said == [b""]


@pytest.mark.parametrize("address", ["http://provider.example/", "https://user:pass@provider.example/", "https:///x"])
def test_in_production_only_https_is_spoken(address):
    with fetching.careful(Session(), production=True) as session, pytest.raises(RequestException):
        session.get(address)


# The operator's file


def load(tmp_path, *, production, **changes):
    entry = {"municipality": "ourtown", "name": "acm", "words": {"nl": "Met itsme"}, "issuer": "https://idp.example"}
    path = write_file(tmp_path / "file.toml", {k: v for k, v in (entry | changes).items() if v is not None})
    return providers._read.__wrapped__(path, production=production)


def test_a_file_is_read(tmp_path):
    [found] = load(tmp_path, production=True, scopes=["openid", "profile"], rung="letter")
    assert (found.scopes, found.rung, found.strong, found.number_claim) == (
        ("openid", "profile"),
        Rung.LETTER,
        False,
        "",
    )


def test_nothing_more_than_openid_is_asked_unless_the_file_says_so(tmp_path):
    [found] = load(tmp_path, production=True)
    assert (found.scopes, found.rung) == (("openid",), Rung.IDENTITY)


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "http://idp.example"},
        {"issuer": "https://localhost"},
        {"issuer": "https://127.0.0.1"},
        {"issuer": "https://169.254.169.254"},
        {"issuer": "https://10.1.2.3/realm"},
        {"issuer": "https://[::1]"},
        {"issuer": None},
        {"name": "A B"},
        {"words": {}},
        {"words": {"xx": "?"}},
        {"scopes": ["profile"]},
        {"rung": "highest"},
        {"client_auth": "none"},
        {"client_secret": ""},
        {"number_country": "xx"},
        {"demo": True},
        {"typo": 1},
    ],
    ids=str,
)
def test_production_does_not_start_with_a_file_that_endangers_people(tmp_path, changes):
    with pytest.raises(config.UnsafeStart) as refusal:
        load(tmp_path, production=True, **changes)
    assert SECRET not in str(refusal.value)


def test_a_file_that_is_no_file_is_refused_without_its_words(tmp_path):
    path = tmp_path / "file.toml"
    path.write_text(f'client_secret = "{SECRET}')
    for wrong in (path, tmp_path / "none.toml"):
        with pytest.raises(config.UnsafeStart) as refusal:
            providers._read.__wrapped__(wrong, production=False)
        assert SECRET not in str(refusal.value)


def test_two_providers_of_one_municipality_have_two_names(tmp_path):
    entry = {"municipality": "ourtown", "name": "acm", "words": {"nl": "?"}, "issuer": "https://idp.example"}
    with pytest.raises(config.UnsafeStart):
        providers._read.__wrapped__(write_file(tmp_path / "file.toml", entry, entry), production=True)


def test_the_app_does_not_start_with_a_wrong_file(settings, tmp_path):
    path = write_file(tmp_path / "wrong.toml", {"municipality": "ourtown", "name": "acm"})
    with pytest.raises(config.UnsafeStart):
        create_app(dataclasses.replace(settings, providers=str(path)))
