"""The desk's first page says what waits in every room, to whoever can do something about it."""

from __future__ import annotations

from participation import clock, db
from participation.messages.actions import send
from participation.messages.recipients import LETTER, Recipient
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
