"""In which language a letter is, by the rules of the municipality; and a copy in another one, each time somebody asks."""

from __future__ import annotations

import pytest

from participation import clock, db
from participation.errors import Refused
from participation.journal.queries import page as journal_page
from participation.messages import copying, letters, printing
from participation.municipalities.actions import decide
from participation.municipalities.queries import municipality
from tests.messages.writing import messages, recipient, send, send_letter
from tests.towns import START
from tests.visitors import Visitor, text_of

OUTBOX = "/desk/messages"
SOURCE = {"nl": "Besluit", "fr": "Décision"}


def rule(town, communication, languages):
    with db.write() as session:
        decide(
            session,
            town.id,
            f"language.{communication}",
            languages,
            source=SOURCE,
            source_date=START.date(),
            by=town.first,
            at=START,
        )


def as_with_facilities(town):
    """The rules of a municipality with facilities near Brussels."""
    rule(town, "letter", ["nl"])
    rule(town, "copy", ["fr"])


def printed_letter(town, **changes):
    number = send_letter(town, **changes)
    with db.write() as session:
        batch = printing.take_letters(session, town.id, by=town.first, at=START)
        printing.note_printed(session, town.id, batch, by=town.first, at=START)
    return number


def copy(town, number, language="fr", seen=0):
    with db.write() as session:
        copying.copy(session, town.id, number, language, seen=seen, by=town.first, at=clock.now())


def of_language(town, language):
    return [message for message in messages(town) if message.language == language]


@pytest.mark.parametrize(
    ("rules", "own", "expected"),
    [
        (["nl", "fr"], "fr", "fr"),
        (["nl", "fr"], "de", "nl"),
        (["nl"], "fr", "nl"),
        (["fr", "nl"], None, "fr"),
    ],
)
def test_a_letter_is_in_their_own_language_only_where_letters_are_written_in_it(towns, rules, own, expected):
    town, _ = towns
    rule(town, "letter", rules)
    send_letter(town, language=own)
    assert [message.language for message in messages(town)] == [expected]


def test_an_e_mail_is_in_their_own_language(towns):
    town, _ = towns
    as_with_facilities(town)
    send(town, to=recipient(town, language="de"))
    assert [(message.language, message.copies) for message in messages(town)] == [("de", {})]


def test_each_time_somebody_asks_a_copy_waits_and_the_journal_counts_it(app, towns):
    town, neighbour = towns
    as_with_facilities(town)
    number = printed_letter(town, language="fr")
    printed_letter(neighbour)
    desk = Visitor(app, town, town.first)
    assert "Copy in French" in text_of(desk.get(OUTBOX))
    for seen in (0, 1):
        desk.post(f"{OUTBOX}/{number}/copy", {"language": "fr", "seen": seen})
    first, second = of_language(town, "fr")
    original = of_language(town, "nl")[0]
    assert first.state == second.state == "waiting"
    assert first.address == original.address and first.person_id == original.person_id
    assert "2 copies made" in text_of(desk.get(OUTBOX))
    with db.read() as session:
        noted, _pages = journal_page(session, town.id, 1)
    assert [(line.event, line.facts) for line in noted[:2]] == [("letter.copied", {"language": "fr"})] * 2
    assert len(messages(neighbour)) == 1


def test_a_copy_has_no_code_in_it(towns):
    town, _ = towns
    as_with_facilities(town)
    copy(town, printed_letter(town))
    (made,) = of_language(town, "fr")
    assert made.body and "ABCD-EFGH" not in made.body


def test_what_an_official_wrote_in_their_own_words_has_no_copy_that_is_half_a_translation(towns):
    town, _ = towns
    as_with_facilities(town)
    send(town, "request_answered", to=recipient(town, way="letter", email=None), answer="Wij bellen u maandag.")
    assert [(message.channel, message.copies) for message in messages(town)] == [("letter", {})]


def test_two_presses_at_once_are_one_request(towns):
    town, _ = towns
    as_with_facilities(town)
    number = printed_letter(town)
    copy(town, number)
    with pytest.raises(Refused) as refusal:
        copy(town, number)
    assert refusal.value.code == "changed_meanwhile"
    assert len(of_language(town, "fr")) == 1


@pytest.mark.parametrize("language", ["de", "nl", "", "x"])
def test_there_is_no_copy_in_a_language_in_which_none_is_made(app, towns, language):
    town, _ = towns
    as_with_facilities(town)
    number = printed_letter(town)
    Visitor(app, town, town.first).post(f"{OUTBOX}/{number}/copy", {"language": language, "seen": 0}, status=409)
    assert len(messages(town)) == 1


def test_where_no_copies_are_made_none_can_be_asked(app, towns):
    town, _ = towns
    number = printed_letter(town)
    desk = Visitor(app, town, town.first)
    assert "Copy in" not in text_of(desk.get(OUTBOX))
    desk.post(f"{OUTBOX}/{number}/copy", {"language": "fr", "seen": 0}, status=409)
    desk.get("/forms/copy", 404)


def test_what_has_not_been_printed_and_what_is_no_letter_has_no_copy(app, towns):
    town, neighbour = towns
    for place in towns:
        as_with_facilities(place)
    waiting, mail, theirs = send_letter(town), send(town, key="mail"), printed_letter(neighbour)
    desk = Visitor(app, town, town.first)
    data = {"language": "fr", "seen": 0}
    desk.post(f"{OUTBOX}/{waiting}/copy", data, status=409)
    desk.post(f"{OUTBOX}/{mail}/copy", data, status=404)
    desk.post(f"{OUTBOX}/{theirs}/copy", data, status=404)
    Visitor(app, town, town.administrator).post(f"{OUTBOX}/{waiting}/copy", data, status=403)
    assert of_language(town, "fr") == []


def test_the_words_of_copies_go_with_the_words_of_the_letter(towns):
    from datetime import timedelta

    from participation.messages import privacy

    town, neighbour = towns
    for place in towns:
        as_with_facilities(place)
        printed_letter(place)
    with db.write() as session:
        privacy.expiring(session, municipality_id=town.id, at=clock.now() + timedelta(days=31))
    assert [(one.copies, one.address) for one in messages(town)] == [({}, [])]
    assert messages(neighbour)[0].copies


def test_the_file_for_the_printer_is_named_in_the_language_in_which_we_work(towns):
    town, _ = towns
    rule(town, "internal", ["fr"])
    with db.read() as session:
        place = municipality(session, town.slug)
        content = letters.pdf([letters.Letter("nl", ["Dee"], "x", "y", START)], place)
    assert b"Lettres" in content
