"""National numbers: typed once at the desk, kept nowhere, and still one person has one account."""

import hashlib
import hmac
import threading
from datetime import date

import pytest
from sqlalchemy import MetaData, select

from participation import db
from participation.errors import Refused
from participation.journal.models import JournalEntry
from participation.people import numbers, rules
from participation.people.models import Person
from participation.permissions import Rung
from tests.cards import as_on_the_card, belgian_number
from tests.visitors import Visitor, text_of

BORN = date(1985, 7, 30)
NUMBER = belgian_number(BORN, 33)


def card(town, number=NUMBER, **changes):
    """The form of the desk, filled in for the citizen of a town."""
    fields = {
        "account": "known",
        "reached": f"dee@{town.slug}.example",
        "name": "Dee Card",
        "number": as_on_the_card(number),
        "seen": "y",
    }
    return fields | changes


def newcomer(number=NUMBER, **changes):
    fields = {
        "account": "new",
        "name": "Without Internet",
        "number": number,
        "street": "Dorp 1",
        "postcode": "9999",
        "town": "Dorp",
        "seen": "y",
    }
    return fields | changes


def person(who):
    with db.read() as session:
        found = session.get_one(Person, who.person_id)
        session.expunge(found)
        return found


def everything_in_the_database():
    """Every value in every table, as one text."""
    tables = MetaData()
    with db.engine().connect() as connection:
        tables.reflect(connection)
        return "\n".join(str(row) for table in tables.sorted_tables for row in connection.execute(select(table)))


def test_an_example_of_the_makers_adds_up():
    assert numbers.SCHEMES["be"].digits(belgian_number(date(1985, 7, 30), 33)) == "85073003328"
    assert numbers.SCHEMES["be"].born_on(belgian_number(date(2009, 1, 2), 5)) == date(2009, 1, 2)


def test_an_official_looks_at_a_card_and_the_person_stands_highest(app, towns):
    town, _ = towns
    Visitor(app, town, town.first).post("/desk/check", card(town))
    after = person(town.citizen)
    assert (after.rung, after.name, after.born_on) == (Rung.IDENTITY, "Dee Card", BORN)
    with db.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "person.checked")).one()
        session.expunge(entry)
    assert (entry.subject, entry.by, entry.via, entry.facts) == (
        f"person:{town.citizen.person_id}",
        f"person:{town.first.person_id}",
        "desk",
        {},
    )


def test_somebody_without_internet_gets_an_account_at_the_desk(app, towns):
    town, _ = towns
    Visitor(app, town, town.first).post("/desk/check", newcomer())
    with db.read() as session:
        made = session.scalars(select(Person).where(Person.name == "Without Internet")).one()
        session.expunge(made)
    assert (made.municipality_id, made.email, made.way, made.rung) == (town.id, None, "letter", Rung.IDENTITY)
    assert made.address == {"street": "Dorp 1", "postcode": "9999", "town": "Dorp"}


def test_the_number_is_nowhere_in_the_database_nor_on_any_page(app, towns):
    town, _ = towns
    visitor = Visitor(app, town, town.first)
    done = visitor.post("/desk/check", card(town))
    refused = visitor.post("/desk/check", newcomer(), 422)
    kept = everything_in_the_database() + done.text + refused.text + visitor.get("/desk/check").text
    assert NUMBER not in kept
    assert as_on_the_card(NUMBER) not in kept


def test_the_number_is_in_no_log(app, towns, caplog):
    town, _ = towns
    caplog.set_level("DEBUG")
    visitor = Visitor(app, town, town.first)
    visitor.post("/desk/check", card(town))
    visitor.post("/desk/check", newcomer(), 422)
    assert NUMBER not in caplog.text
    assert as_on_the_card(NUMBER) not in caplog.text


def test_a_hundred_thousand_guesses_without_the_key_find_nobody(app, towns):
    town, _ = towns
    Visitor(app, town, town.first).post("/desk/check", card(town))
    kept = person(town.citizen).number_key
    # Whoever stole the database knows the person's age, and that the number is among these.
    guesses = [f"{int(NUMBER[:9]) - 5000 + guess:09}{NUMBER[9:]}".encode() for guess in range(100_000)]
    assert NUMBER.encode() in guesses
    for salt in (b"", str(town.id).encode()):
        assert kept not in {hashlib.sha256(salt + guess).hexdigest() for guess in guesses}
        assert kept not in {hmac.digest(salt or b"number", guess, "sha256").hex() for guess in guesses}


def test_one_person_in_two_municipalities_has_two_keys_that_nobody_can_lay_side_by_side(app, towns):
    for town in towns:
        Visitor(app, town, town.first).post("/desk/check", card(town))
    ours, theirs = (person(town.citizen).number_key for town in towns)
    assert ours
    assert theirs
    assert ours != theirs


@pytest.mark.parametrize(
    "typed", ["85073003329", "8507300332", "", "abc", "85.13.30-033.28", "85073003328 1", "DROP TABLE", "٨٥٠٧٣٠٠٣٣٢٨"]
)
def test_a_number_with_a_slip_is_an_error_at_its_field(app, towns, typed):
    town, _ = towns
    page = Visitor(app, town, town.first).post("/desk/check", card(town, number="") | {"number": typed}, 422)
    assert 'id="number-error"' in page.text
    assert not typed or typed not in page.text
    assert person(town.citizen).rung == Rung.CODE


def test_a_number_that_another_account_has_is_refused_and_tells_nothing_of_it(app, towns):
    town, _ = towns
    visitor = Visitor(app, town, town.first)
    visitor.post("/desk/check", card(town))
    page = visitor.post("/desk/check", newcomer(), 422)
    assert "another account" in text_of(page)
    assert "dee" not in text_of(page).lower()
    with db.read() as session:
        assert session.scalars(select(Person).where(Person.name == "Without Internet")).all() == []


def test_an_account_that_has_a_number_takes_no_other(app, towns):
    town, _ = towns
    visitor = Visitor(app, town, town.first)
    visitor.post("/desk/check", card(town))
    visitor.post("/desk/check", card(town, belgian_number(BORN, 35)), 422)
    visitor.post("/desk/check", card(town))
    assert person(town.citizen).number_key == numbers.number_key(town.id, NUMBER)


def test_officials_do_not_check_themselves(app, towns):
    town, _ = towns
    Visitor(app, town, town.first).post("/desk/check", card(town, reached=f"an@{town.slug}.example"), 422)
    assert person(town.first).rung == Rung.CODE


def test_a_neighbours_account_is_nobodys_here(app, towns):
    town, neighbour = towns
    Visitor(app, town, town.first).post("/desk/check", card(town, reached=f"dee@{neighbour.slug}.example"), 422)
    assert person(neighbour.citizen).rung == Rung.CODE


@pytest.mark.parametrize("missing", ["account", "reached", "name", "number", "seen"])
def test_what_is_missing_is_said_at_its_field(app, towns, missing):
    town, _ = towns
    page = Visitor(app, town, town.first).post("/desk/check", card(town, **{missing: ""}), 422)
    assert f'id="{missing}-error"' in page.text
    assert person(town.citizen).rung == Rung.CODE


@pytest.mark.parametrize("who", ["citizen", "auditor", "administrator"])
def test_only_officials_check(app, towns, who):
    town, _ = towns
    Visitor(app, town, getattr(town, who)).post("/desk/check", card(town), 403)
    assert person(town.citizen).rung == Rung.CODE


def test_two_desks_at_once_make_one_account(towns):
    from participation.people import checking
    from tests.towns import START

    town, _ = towns
    begin, outcomes = threading.Barrier(2), []

    def check(by):
        begin.wait()
        try:
            with db.write() as session:
                number = numbers.read(town.id, NUMBER, country="be")
                address = {"street": "Dorp 1", "postcode": "9999", "town": "Dorp"}
                checking.check_newcomer(session, town.id, name="Twice", number=number, address=address, by=by, at=START)
            outcomes.append("made")
        except Refused as refusal:
            outcomes.append(refusal.code)

    desks = [threading.Thread(target=check, args=(by,)) for by in (town.first, town.second)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert sorted(outcomes) == ["made", "number_taken"]
    with db.read() as session:
        assert len(session.scalars(select(Person).where(Person.name == "Twice")).all()) == 1


def test_a_dutch_number_says_no_birthday_so_the_card_does():
    kept = numbers.read(1, "1112.22.333", country="nl")
    assert kept == numbers.Number(numbers.number_key(1, "111222333"), None)
    with pytest.raises(Refused, match="number_wrong"):
        numbers.read(1, "111252333", country="nl")


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2010, 5, 17), date(2026, 5, 16), 15),
        (date(2010, 5, 17), date(2026, 5, 17), 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(1926, 11, 23), date(2026, 11, 23), 100),
    ],
)
def test_age_counts_birthdays(born_on, day, age):
    assert rules.age_on(born_on, day) == age


def test_who_is_too_young_or_of_unknown_age_is_refused():
    rules.check_old_enough(date(2010, 5, 17), 16, day=date(2026, 5, 17))
    with pytest.raises(Refused, match="too_young"):
        rules.check_old_enough(date(2010, 5, 17), 16, day=date(2026, 5, 16))
    with pytest.raises(Refused, match="age_unknown"):
        rules.check_old_enough(None, 16, day=date(2026, 5, 17))


def test_a_foreigners_number_in_place_of_a_national_one_is_taken_too(towns):
    read = numbers.read(towns[0].id, "98.47.28-997.65", country="be")
    assert read.born_on == date(1998, 7, 28)
