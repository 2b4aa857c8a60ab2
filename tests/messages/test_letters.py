"""Letters on paper, and the desk where they are printed."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from participation import clock, db, events
from participation.errors import Refused
from participation.journal.queries import page as journal_page
from participation.messages import letters, printing, queries
from participation.messages.actions import send as send_to
from participation.messages.letters import Letter
from participation.municipalities.queries import municipality
from participation.people import queries as queries_of_people
from tests.messages.writing import HOME, messages, recipient, send, send_letter, states
from tests.towns import START
from tests.visitors import Visitor, text_of

OUTBOX = "/desk/messages"


def letter(**changes):
    words = {"language": "nl", "lines": ["Dee", "Dreef 1"], "subject": "Your code", "body": "Hello,\n\nABCD-EFGH"}
    return Letter(made_at=START, **{**words, **changes})


def as_pdf(town, *written, large=False):
    with db.read() as session:
        return letters.pdf(written, municipality(session, town.slug), large=large)


def test_letters_become_one_accessible_file_each_on_its_own_page(towns):
    content = as_pdf(towns[0], letter(), letter(language="fr"))
    assert content.startswith(b"%PDF-")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content and b"<xmpTPg:NPages>2</xmpTPg:NPages>" in content
    assert b"/StructTreeRoot" in content and b"/Lang" in content


def test_large_print_is_another_file(towns):
    assert as_pdf(towns[0], letter()) != as_pdf(towns[0], letter(), large=True)


def test_each_letter_has_the_size_that_its_reader_asked_for(towns):
    mixed = as_pdf(towns[0], letter(), letter(large=True))
    assert mixed not in (as_pdf(towns[0], letter(), letter()), as_pdf(towns[0], letter(), letter(), large=True))
    assert b"<xmpTPg:NPages>2</xmpTPg:NPages>" in mixed


def test_who_asked_for_large_print_gets_every_letter_so_and_nobody_else(towns):
    town, _ = towns
    with db.write() as session:
        queries_of_people.person(session, town.id, town.citizen.person_id).large_print = True
    for number, who in enumerate((town.citizen, town.auditor)):
        with db.write() as session:
            to = replace(queries_of_people.recipient(session, town.id, who.person_id), way="letter", address=HOME)
            send_to(session, town.id, "checked", to=to, key=str(number), at=START)
    with db.write() as session:
        batch = printing.take_letters(session, town.id, by=town.first, at=START)
    with db.read() as session:
        assert [one.large for one in queries.letters_in(session, town.id, batch)] == [True, False]


@pytest.mark.parametrize(
    "hostile", ['#panic("x")', "*bold* $x$ @ref <label>", "🎉 王小明", "محمد", "\\", '"', "x" * 2000]
)
def test_whatever_people_are_called_the_letter_is_printed(towns, hostile):
    written = letter(lines=[hostile, hostile], subject=hostile, body=f"Hello {hostile},\n\n{hostile}")
    assert as_pdf(towns[0], written).startswith(b"%PDF-")


def printing_desk(app, town):
    return Visitor(app, town, town.first)


def batch_of(town):
    return next(message.batch for message in messages(town) if message.batch)


def test_letters_that_wait_are_taken_printed_and_noted(app, towns):
    town, neighbour = towns
    for key in ("one", "two"):
        send_letter(town, key)
        send_letter(neighbour, key)
    desk = printing_desk(app, town)
    assert "2 letters wait." in text_of(desk.get(OUTBOX))
    desk.post(f"{OUTBOX}/letters")
    assert states(town) == ["printing", "printing"]
    batch = batch_of(town)
    for query in ("", "?print=large"):
        answer = desk.get(f"{OUTBOX}/letters/{batch}.pdf{query}")
        assert (answer.content_type, answer.data[:5]) == ("application/pdf", b"%PDF-")
        assert answer.headers["Content-Disposition"].startswith("attachment")
    desk.post(f"{OUTBOX}/letters/{batch}/printed")
    assert states(town) == ["printed", "printed"]
    assert [message.body for message in messages(town)] == ["", ""]
    assert states(neighbour) == ["waiting", "waiting"]
    desk.get(f"{OUTBOX}/letters/{batch}.pdf", 404)
    with db.read() as session:
        noted, _pages = journal_page(session, town.id, 1)
    assert [line.event for line in noted[:2]] == ["letters.printed", "letters.taken"]


def test_a_letter_is_in_one_batch_only_even_when_two_officials_take_at_once(towns):
    town, _ = towns
    for number in range(6):
        send_letter(town, str(number))
    outcomes = []

    def take(who):
        try:
            with db.write() as session:
                outcomes.append(printing.take_letters(session, town.id, by=who, at=START))
        except Refused as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=take, args=(who,)) for who in (town.first, town.second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == sorted([str(batch_of(town)), "no_letters_waiting"])
    with db.read() as session:
        assert list(queries.batches(session, town.id).values()) == [6]


def test_what_did_not_get_onto_paper_waits_again(app, towns):
    town, _ = towns
    send_letter(town)
    desk = printing_desk(app, town)
    desk.post(f"{OUTBOX}/letters")
    batch = batch_of(town)
    desk.post(f"{OUTBOX}/letters/{batch}/back")
    assert states(town) == ["waiting"]
    desk.post(f"{OUTBOX}/letters/{batch}/back", status=404)
    desk.post(f"{OUTBOX}/letters")
    desk.post(f"{OUTBOX}/letters/{batch}/printed")
    desk.post(f"{OUTBOX}/letters/{batch}/printed", status=409)
    desk.post(f"{OUTBOX}/letters", status=409)
    assert states(town) == ["printed"]


def test_a_letter_that_came_back_is_noted_once(app, towns):
    town, _ = towns
    number = send_letter(town)
    desk = printing_desk(app, town)
    desk.post(f"{OUTBOX}/{number}/returned", status=409)
    desk.post(f"{OUTBOX}/letters")
    desk.post(f"{OUTBOX}/letters/{number}/printed")
    desk.post(f"{OUTBOX}/{number}/returned")
    desk.post(f"{OUTBOX}/{number}/returned", status=409)
    assert states(town) == ["returned"]


def test_a_letter_that_nobody_printed_in_time_has_failed(towns):
    town, neighbour = towns
    send_letter(town)
    send_letter(neighbour)
    later = clock.now() + timedelta(days=40)
    with db.within(town.id), db.write() as session:
        events.tell(session, "day.ended", municipality_id=town.id, at=later)
    (message,) = messages(town)
    assert (message.state, message.trouble, message.body) == ("failed", "late", "")
    assert states(neighbour) == ["waiting"]


def test_the_desk_shows_what_became_of_each_message_and_never_its_words(app, towns):
    town, neighbour = towns
    send(town)
    send_letter(town)
    send(neighbour, "data_exported")
    send(neighbour, "data_exported", key="two", to=recipient(neighbour, email="stranger@nexttown.example"))
    for who in (town.first, town.administrator):
        page = text_of(Visitor(app, town, who).get(OUTBOX))
        assert "Your code" in page and "d…@ourtown.example" in page and "Dee" in page
        assert "123456" not in page and "ABCD-EFGH" not in page and "dee@" not in page
        assert "downloaded" not in page and "nexttown" not in page
    Visitor(app, town, town.auditor).get(OUTBOX, 403)
    Visitor(app, town, town.citizen).get(OUTBOX, 403)


def test_the_list_can_be_narrowed(app, towns):
    town, _ = towns
    send(town)
    send_letter(town)
    desk = printing_desk(app, town)
    shown = {
        query: desk.get(f"{OUTBOX}{query}").text.count('<th scope="row">')
        for query in ("", "?channel=letter", "?state=failed", "?state=rubbish", "?page=9")
    }
    assert list(shown.values()) == [2, 1, 0, 2, 0]


def test_only_officials_print(app, towns):
    town, _ = towns
    number = send_letter(town)
    admin = Visitor(app, town, town.administrator)
    assert "Print these letters" not in admin.get(OUTBOX).text
    for path in ("letters", "letters/1/printed", "letters/1/back", f"{number}/returned", f"{number}/retry"):
        admin.post(f"{OUTBOX}/{path}", status=403)
    admin.get(f"{OUTBOX}/letters/1.pdf", 403)
    assert states(town) == ["waiting"]


def test_the_neighbours_letters_are_not_here(app, towns):
    town, neighbour = towns
    number = send_letter(neighbour)
    with db.write() as session:
        batch = printing.take_letters(session, neighbour.id, by=neighbour.first, at=START)
    desk = printing_desk(app, town)
    desk.get(f"{OUTBOX}/letters/{batch}.pdf", 404)
    for path in (f"letters/{batch}/printed", f"letters/{batch}/back", f"{number}/returned", f"{number}/retry"):
        desk.post(f"{OUTBOX}/{path}", status=404)
    assert states(neighbour) == ["printing"]
