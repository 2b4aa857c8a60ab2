"""The desk's first page says what waits in every room, to whoever can do something about it."""

from __future__ import annotations

from participation import clock, db
from participation.messages.actions import send
from participation.messages.recipients import LETTER, Recipient
from tests import letters, registers
from tests import towns as make
from tests.invitations import makers
from tests.towns import Town
from tests.visitors import Visitor


def letter_in(town: Town, key: str) -> None:
    to = Recipient(
        town.citizen.person_id, "Dee", LETTER, address={"street": "Kerkstraat 1", "postcode": "9999", "town": town.slug}
    )
    with db.write() as session:
        send(session, town.id, "password_changed", to=to, key=key, at=clock.now())


def desk(app: object, town: Town, who: str) -> str:
    answer = Visitor(app, town, getattr(town, who)).client.get(f"/{town.slug}/desk", query_string={"language": "en"})
    assert answer.status_code == 200
    return answer.text


def test_a_letter_that_waits_is_told_to_who_can_print_it(app, towns):
    letter_in(towns[0], "one")
    assert "1 letter waits for the printer" in desk(app, towns[0], "first")
    assert "waits for the printer" not in desk(app, towns[0], "auditor")


def test_the_neighbours_letters_are_the_neighbours_work(app, towns):
    letter_in(towns[1], "one")
    letter_in(towns[1], "two")
    assert "printer" not in desk(app, towns[0], "first")
    assert "2 letters wait for the printer" in desk(app, towns[1], "first")


def test_a_lot_waits_for_the_colleague_of_who_proposed_it_and_then_for_its_number(app, towns):
    town, neighbour = towns
    slug = make.make_panel(town, "targets")
    registers.bring_in(town, slug)
    registers.propose(town, slug)
    waits = "The lot waits for a second official"
    assert waits not in desk(app, town, "first")
    assert waits in desk(app, town, "second")
    assert waits not in desk(app, town, "auditor")
    assert waits not in desk(app, neighbour, "second")
    registers.confirm(town, slug)
    assert waits not in desk(app, town, "second")
    assert "The lot waits for its number" in desk(app, town, "first")
    assert "Enter the number" in Visitor(app, town, town.first).get(f"/desk/panels/{slug}?language=en").text
    registers.enter_number(town, slug)
    assert "The lot waits for its number" not in desk(app, town, "first")


def test_while_answers_come_in_nobody_is_asked_for_a_list_of_volunteers(app, towns):
    town, _ = towns
    slug = makers.invite(town)
    official = Visitor(app, town, town.first)
    assert "Upload the people" not in desk(app, town, "first")
    letters.write(town, slug)
    letters.put_on_paper(town, slug)
    letters.post_today(town, slug)
    page = official.get(f"/desk/panels/{slug}?language=en").text
    assert "Upload the people" not in page
    assert f'href="/{town.slug}/desk/panels/{slug}/answers">See how far it is' in page
