"""One's own account: name and language, where we write, and where one is signed in."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from participation import clock, config, db
from participation.journal import queries as journal
from participation.messages.models import Message
from participation.people import actions, queries, sessions
from participation.permissions import Role, Rung
from tests.acts.ways_in import newest_code
from tests.towns import PASSWORD
from tests.visitors import Visitor, text_of

LETTER = {"way": "letter", "street": "Dam 1", "postcode": "9999", "town": "Dorp"}


@pytest.fixture
def dee(app, towns):
    """The citizen of our town, signed in."""
    return Visitor(app, towns[0], towns[0].citizen)


@pytest.fixture
def texts():
    """A gateway for short texts."""
    config.use(replace(config.current(), sms="http://127.0.0.1:9/"))


def account(town):
    with db.read() as session:
        return queries.account(session, town.id, town.citizen.person_id)


def told(town):
    """What was sent, to whom, the newest last; codes are not told."""
    with db.read() as session:
        rows = session.execute(select(Message.kind, Message.to).where(Message.municipality_id == town.id))
        return [(kind, to) for kind, to in rows if kind != "code"]


def move(visitor, way, contact):
    visitor.post(f"/account/{way}", {"contact": contact})
    return visitor.post("/account/new-address", {"code": newest_code(visitor.town)})


def test_the_account_shows_everything_with_its_way_to_change_it(dee, towns):
    page = dee.get("/account")
    for word in ("dee ourtown", "dee@ourtown.example", "Password", "Passkeys", "this one"):
        assert word in text_of(page)
    for address in ("email", "password", "second-factor", "passkeys", "ladder"):
        assert f'href="/ourtown/account/{address}"' in page.text
        dee.get(f"/account/{address}")
    for form in ("contact", "news", "sent"):
        assert f'href="/ourtown/forms/{form}"' in page.text
    assert "nexttown" not in page.text


def test_name_language_and_way_of_writing_are_changed(dee, towns):
    dee.send_form("contact", {"name": " Dee \n Jans ", "language": "fr", **LETTER})
    mine = account(towns[0])
    assert (mine.name, mine.language, mine.way) == ("Dee Jans", "fr", "letter")
    assert mine.address == {"street": "Dam 1", "postcode": "9999", "town": "Dorp"}
    assert account(towns[1]).name == "dee nexttown"


def test_a_name_that_was_checked_with_a_card_is_changed_at_the_desk_alone(dee, towns):
    with db.write() as session:
        person = queries.person_to_change(session, towns[0].id, towns[0].citizen.person_id)
        person.rung, name = Rung.IDENTITY, person.name
    dee.post("/forms/contact", {"name": "Somebody Else", "language": "nl", "way": "email"})
    page = dee.post("/forms/contact/check", status=422)
    assert "Show us your card at the desk" in text_of(page)
    dee.send_form("contact", {"name": name, "language": "fr", "way": "email"})
    assert account(towns[0]).name == name


def test_news_is_turned_off_and_on_again_from_the_account(dee, towns):
    dee.send_form("news", {"wanted": "no"})
    assert "once a day off" in text_of(dee.get("/account"))
    dee.send_form("news", {"wanted": "yes"})
    assert "once a day on" in text_of(dee.get("/account"))


def test_an_address_that_is_no_longer_needed_is_forgotten(dee, towns):
    dee.send_form("contact", {"name": "Dee", "language": "nl", **LETTER})
    dee.send_form("contact", {"name": "Dee", "language": "nl", **LETTER, "way": "email"})
    assert account(towns[0]).address is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": " \u202e "},
        {"name": "x" * 201},
        {"language": "xx"},
        {"way": "pigeon"},
        {"way": "phone"},
        {"way": "letter"},
        {"way": "letter", "street": "Dam 1", "postcode": "9999", "town": "x" * 101},
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_changes_nothing(dee, towns, wrong):
    before = account(towns[0])
    page = dee.post("/forms/contact", {"name": "Dee", "language": "nl", "way": "email", **wrong}, 422)
    assert 'aria-invalid="true"' in page.text or "field--error" in page.text
    assert account(towns[0]) == before


def test_fields_that_are_not_asked_for_change_nothing(dee, towns):
    more = {"email": "eva@ourtown.example", "rung": "3", "municipality_id": towns[1].id, "password": "x", "id": "1"}
    dee.send_form("contact", {"name": "Dee", "language": "nl", "way": "email", **more})
    with db.read() as session:
        person = queries.person(session, towns[0].id, towns[0].citizen.person_id)
        assert (person.email, person.rung, person.password) == ("dee@ourtown.example", 1, None)


def test_a_new_email_address_counts_once_its_code_came_back_and_the_old_one_hears_of_it(dee, towns):
    dee.post("/account/email", {"contact": "Dee@New.example"})
    assert account(towns[0]).email == "dee@ourtown.example"
    code = newest_code(towns[0])
    dee.post("/account/new-address", {"code": "000000" if code != "000000" else "000001"}, 422)
    dee.post("/account/new-address", {"code": code})
    assert account(towns[0]).email == "dee@new.example"
    assert account(towns[1]).email == "dee@nexttown.example"
    assert told(towns[0]) == [("address_changed", "dee@ourtown.example")]


def test_a_mobile_number_is_added_and_the_email_address_hears_of_it(dee, towns, texts):
    move(dee, "phone", "0470 12 34 56")
    assert account(towns[0]).phone == "+32470123456"
    assert told(towns[0]) == [("address_changed", "dee@ourtown.example")]


def test_a_mobile_number_is_removed_and_hears_of_it(dee, towns, texts):
    move(dee, "phone", "0470 12 34 56")
    dee.send_form("contact", {"name": "Dee", "language": "nl", "way": "phone"})
    dee.post("/account/phone/remove")
    mine = account(towns[0])
    assert (mine.phone, mine.way) == (None, "email")
    assert ("address_changed", "+32470123456") in told(towns[0])


def test_a_number_that_is_all_we_have_stays(app, towns, texts):
    with db.write() as session:
        person = queries.person_to_change(session, towns[0].id, towns[0].citizen.person_id)
        person.phone, person.email = "+32470123456", None
    Visitor(app, towns[0], towns[0].citizen).post("/account/phone/remove", status=409)
    assert account(towns[0]).phone == "+32470123456"


def test_changing_an_address_asks_again_after_a_while(app, towns, later):
    with db.write() as session:
        gust = actions.welcome(
            session, email="gust@x.example", name="G", municipality_id=towns[0].id, password=PASSWORD, at=clock.now()
        )
        address = gust.email
    visitor = Visitor(app, towns[0])
    visitor.post("/sign-in", {"email": address, "password": PASSWORD})
    later(minutes=16)
    visitor.post("/account/email", {"contact": "gust@new.example"}, 403)
    assert told(towns[0]) == []
    with db.read() as session:
        assert session.scalars(select(Message.id)).all() == []
    visitor.post("/account/email", {"contact": "gust@new.example", "again_password": PASSWORD})
    visitor.post("/account/new-address", {"code": newest_code(towns[0])})


def test_the_address_of_another_account_stays_theirs(dee, towns):
    dee.post("/account/email", {"contact": "an@ourtown.example"})
    page = dee.post("/account/new-address", {"code": newest_code(towns[0])}, 422)
    assert "Another account here" in text_of(page)
    assert account(towns[0]).email == "dee@ourtown.example"


def test_the_same_address_next_door_is_free(dee, towns):
    move(dee, "email", "an@nexttown.example")
    assert account(towns[0]).email == "an@nexttown.example"


def test_a_code_that_another_person_asked_for_moves_nobody(app, dee, towns):
    dee.post("/account/email", {"contact": "dee@new.example"})
    with dee.client.session_transaction() as cookie:
        asked = cookie["code"]
    thief = Visitor(app, towns[0], towns[0].auditor)
    with thief.client.session_transaction() as cookie:
        cookie["code"] = asked
    thief.post("/account/new-address", {"code": newest_code(towns[0])}, 422)
    with db.read() as session:
        assert queries.person(session, towns[0].id, towns[0].auditor.person_id).email == "cas@ourtown.example"


def test_where_no_texts_can_be_sent_no_number_is_asked(dee):
    assert "Mobile number" not in text_of(dee.get("/account"))
    dee.get("/account/phone", 409)


def test_an_officials_new_address_is_in_the_journal_without_the_address(app, towns):
    move(Visitor(app, towns[0], towns[0].first), "email", "an@new.example")
    move(Visitor(app, towns[0], towns[0].citizen), "email", "dee@new.example")
    with db.read() as session:
        lines, _ = journal.page(session, towns[0].id, 1)
    assert [(line.event, line.by) for line in lines] == [
        ("person.address_changed", f"person:{towns[0].first.person_id}")
    ]
    assert "new.example" not in str(lines)


def two_more(town):
    with db.write() as session:
        person = queries.person(session, town.id, town.citizen.person_id)
        return [
            sessions.open_session(session, person, device=device, at=clock.now())
            for device in ("Firefox, Linux", "Safari, iPhone")
        ]


def own(town):
    with db.read() as session:
        return sessions.sessions_of(session, town.id, town.citizen.person_id)


def test_own_sessions_are_listed_with_device_and_moment_and_one_is_ended(dee, towns):
    two_more(towns[0])
    two_more(towns[1])
    page = text_of(dee.get("/account"))
    assert page.count("Sign out there") == 2
    assert "Firefox, Linux" in page and "Safari, iPhone" in page
    one = next(session for session in own(towns[0]) if session.device == "Firefox, Linux")
    dee.post(f"/account/sessions/{one.id}/end")
    assert sorted(session.device for session in own(towns[0])) == ["", "Safari, iPhone"]
    assert len(own(towns[1])) == 3


def test_all_other_sessions_are_ended_at_once(dee, towns):
    two_more(towns[0])
    two_more(towns[1])
    dee.post("/account/sessions/end-others")
    assert len(own(towns[0])) == 1
    assert len(own(towns[1])) == 3
    dee.get("/account")


def test_ending_this_session_signs_out(dee, towns):
    dee.post(f"/account/sessions/{own(towns[0])[0].id}/end")
    dee.get("/account", 303)


def test_the_session_of_somebody_else_cannot_be_ended(dee, towns):
    with db.read() as session:
        strangers = [
            sessions.sessions_of(session, town.id, who.person_id)[0].id
            for town, who in ((towns[0], towns[0].first), (towns[1], towns[1].citizen))
        ]
    for number in (*strangers, 999_999):
        dee.post(f"/account/sessions/{number}/end", status=404)
    with db.read() as session:
        assert len(sessions.sessions_of(session, towns[0].id, towns[0].first.person_id)) == 1
    assert len(own(towns[1])) == 1


def test_strangers_are_asked_to_sign_in(app, towns):
    visitor = Visitor(app, towns[0])
    for address in ("", "/email", "/phone", "/password", "/new-address"):
        assert "/sign-in" in visitor.get(f"/account{address}", 303).location


def test_pages_of_the_account_are_kept_nowhere(dee):
    for address in ("", "/email", "/password"):
        assert dee.get(f"/account{address}").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.AUDITOR])
def test_whoever_works_here_has_an_account_page_too(app, towns, role):
    who = towns[0].first if role == Role.OFFICIAL else towns[0].auditor
    assert who.name in text_of(Visitor(app, towns[0], who).get("/account"))
