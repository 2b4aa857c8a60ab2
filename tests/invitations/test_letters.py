"""Letters to whoever is invited: once each, whatever breaks off; reminded, given more time, come back, copied."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from participation import awaiting, db
from participation.errors import NotFound, Refused
from participation.invitations import batches, letter_rules, letters_awaiting, making, seals
from participation.invitations.models import Lot
from participation.invitations.queries import letters as queries
from participation.journal.queries import page as journal_page
from participation.lottery.codes import new_long_codes, with_check
from participation.municipalities import queries as municipalities
from participation.municipalities.actions import decide
from participation.panels import queries as panels
from tests import letters, registers
from tests import towns as make
from tests.letters import LATER, MADE_AT, REMINDED_AT, SENT_ON, WHY
from tests.registers import ANSWERS_UNTIL
from tests.towns import START

CODE = next(code for start in range(900) if (code := with_check(f"KRTW4071PMNX{start:03}")))
# Another last digit, so that a sign must be wrong.
SLIP = f"{CODE[:-1]}{(int(CODE[-1]) + 1) % 10}"


def refused(code, do, *given, **how):
    with pytest.raises(Refused) as refusal:
        do(*given, **how)
    assert refusal.value.code == code
    return refusal.value


def events(town):
    with db.read() as session:
        return [line.event for line in journal_page(session, town.id, 1)[0]]


def copy(town, slug, code="", language="nl", *, large=False, **who):
    with db.write() as session:
        panel_id = panels.panel(session, town.id, slug).id
        return batches.copy(
            session, town.id, panel_id, language, code=code, large=large, by=town.first, at=REMINDED_AT, **who
        )


def waiting(town, at):
    with db.read() as session:
        place = municipalities.place(session, town.id)
        found = awaiting.found(session, letters_awaiting.awaiting(session, place=place, who=town.first, at=at))
    return {work.asked.act: work.count for work in found}


def test_everybody_who_is_drawn_gets_one_letter_in_the_order_of_the_lot(towns):
    town, neighbour = towns
    slug, other = letters.invited(town), letters.invited(neighbour)
    batch = letters.write(town, slug)
    assert batch.state == "made" and batch.letters == batch.written == 10
    assert letters.written_to(town, batch) == [one.id for one in letters.people(town, slug)]
    with db.read() as session:
        found = queries.file_of(session, town.id, batch.id, 1)
        assert queries.batches(session, neighbour.id, panels.panel(session, neighbour.id, other).id) == []
    assert [one.number for one in found] == list(range(1, 11))
    assert [one.code for one in found] == letters.codes(town, slug)
    assert all(one.address["street"] == "Kerkstraat" for one in found)
    assert events(town)[0] == "batch.made"


def test_letters_that_break_off_half_way_go_on_without_a_second_for_anybody(towns, monkeypatch):
    town, _ = towns
    slug = letters.invited(town)
    number = letters.ask(town, slug)
    monkeypatch.setattr(making, "AT_ONCE", 3)
    pieces = iter([False, False, True])

    def write_some(session, batch, real=making._write_some):
        found = real(session, batch)
        if next(pieces, False):
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(making, "_write_some", write_some)
    with pytest.raises(KeyboardInterrupt):
        making.make_letters(number)
    broken = letters.look(town, slug)
    assert broken.state == "making" and broken.written == 6
    making.make_letters(number)
    making.make_letters(number)
    batch = letters.look(town, slug)
    assert batch.state == "made" and batch.letters == 10
    assert sorted(letters.written_to(town, batch)) == sorted({one.id for one in letters.people(town, slug)})


def test_two_workers_write_to_nobody_twice(towns):
    town, _ = towns
    slug = letters.invited(town)
    batch = letters.write(town, slug)
    with pytest.raises(Exception, match="once"), db.write() as session:
        found = session.get(batches.Batch, batch.id)
        found.state = "making"
        session.execute(
            making.insert(making.BatchLetter),
            {
                "municipality_id": town.id,
                "batch_id": batch.id,
                "number": 11,
                "invited_id": letters.people(town, slug)[0].id,
                "once": letter_rules.once_of("invitation", ANSWERS_UNTIL, letters.people(town, slug)[0].id),
            },
        )


def test_letters_wait_for_the_lot_and_for_the_letters_that_are_being_made(towns):
    town, _ = towns
    empty = make.make_panel(town, title="Nog niet")
    refused("letters_before_lot", letters.ask, town, empty, until=LATER)
    slug = letters.invited(town)
    letters.ask(town, slug)
    refused("letters_in_the_making", letters.ask, town, slug)


def test_nobody_is_invited_twice(towns):
    town, _ = towns
    slug = letters.invite_by_post(town)
    refused("letters_nobody", letters.ask, town, slug)


def test_letters_leave_time_to_answer_and_never_less_than_was_told(towns):
    town, _ = towns
    slug = letters.invited(town)
    early = ANSWERS_UNTIL - timedelta(days=1)
    assert refused("letters_until_earlier", letters.ask, town, slug, until=early).field == "answers_until"
    late = datetime(ANSWERS_UNTIL.year, ANSWERS_UNTIL.month, ANSWERS_UNTIL.day, 12, tzinfo=UTC)
    refused("letters_until_soon", letters.ask, town, slug, at=late)
    assert letters.write(town, slug, until=LATER, at=late - timedelta(days=10)).answers_until == LATER


def test_a_reminder_goes_after_ten_days_to_the_silent_who_were_reached(towns):
    town, _ = towns
    slug = letters.invited(town)
    letters.write(town, slug)
    refused("letters_not_sent", letters.ask, town, slug, "reminder", at=REMINDED_AT)
    letters.post(town, slug)
    letters.answer(town, slug, 1, said="yes")
    letters.answer(town, slug, 2)
    letters.come_back(town, slug, [letters.codes(town, slug)[2]])
    assert refused("reminder_early", letters.ask, town, slug, "reminder", at=MADE_AT + timedelta(days=9)).facts == {
        "days": 10
    }
    batch = letters.write(town, slug, "reminder", at=MADE_AT + timedelta(days=10))
    assert batch.letters == 7
    silent = [one.id for one in letters.people(town, slug)][3:]
    assert letters.written_to(town, batch) == silent
    letters.post(town, slug, REMINDED_AT.date(), at=REMINDED_AT)
    refused("letters_nobody", letters.ask, town, slug, "reminder", at=REMINDED_AT + timedelta(days=10))
    over = MADE_AT + timedelta(days=60)
    refused("reminder_late", letters.ask, town, slug, "reminder", at=over)


def test_how_long_people_have_before_a_reminder_is_the_municipality_s_to_say(towns):
    town, _ = towns
    slug = letters.invite_by_post(town)
    with db.write() as session:
        decide(
            session,
            town.id,
            "panel.reminder_days",
            14,
            source={"nl": "Besluit"},
            source_date=START.date(),
            by=town.first,
            at=START,
        )
    refused("reminder_early", letters.ask, town, slug, "reminder", at=REMINDED_AT)
    assert letters.write(town, slug, "reminder", at=MADE_AT + timedelta(days=14)).letters == 10


def test_more_time_needs_a_reason_in_each_language_and_holds_for_everybody(towns):
    town, _ = towns
    slug = letters.invite_by_post(town)
    letters.answer(town, slug, 1, 2, said="yes")
    refused("extension_no_later", letters.ask, town, slug, "extension", until=ANSWERS_UNTIL, reason=WHY)
    missing = refused("extension_reason_missing", letters.ask, town, slug, "extension", until=LATER, reason={"nl": "x"})
    assert missing.field == "reason_fr"
    batch = letters.write(town, slug, "extension", until=LATER, reason=WHY)
    assert batch.letters == 8 and batch.reason == WHY
    with db.read() as session:
        assert session.scalars(select(Lot.answers_until).where(Lot.municipality_id == town.id)).one() == LATER
    assert "lot.extended" in events(town)


def test_more_time_may_be_given_again_to_another_day_only(towns):
    town, _ = towns
    slug = letters.invite_by_post(town)
    letters.write(town, slug, "extension", until=LATER, reason=WHY)
    refused("extension_no_later", letters.ask, town, slug, "extension", until=LATER, reason=WHY)
    again = letters.write(town, slug, "extension", until=LATER + timedelta(days=7), reason=WHY)
    assert again.letters == 10


def test_once_a_draw_is_proposed_nobody_is_asked_any_more(towns):
    town, _ = towns
    slug = make.make_panel(town, "proposed")
    registers.invite(town, slug)
    refused("letters_too_late", letters.ask, town, slug)


def test_letters_are_printed_before_they_are_sent_and_each_only_once(towns):
    town, _ = towns
    slug = letters.invited(town)
    letters.write(town, slug)
    with db.write() as session:
        refused(
            "batch_not_printed",
            batches.note_sent,
            session,
            letters.changing(session, town, slug),
            SENT_ON,
            by=town.first,
            at=MADE_AT,
        )
    assert letters.put_on_paper(town, slug).state == "printed"
    refused("batch_not_made", letters.put_on_paper, town, slug)
    with db.write() as session:
        found = letters.changing(session, town, slug)
        for code, on in (("letters_sent_ahead", 1), ("letters_sent_before", -1)):
            day = SENT_ON + timedelta(days=on)
            assert refused(code, batches.note_sent, session, found, day, by=town.first, at=MADE_AT).field == "on"
        batches.note_sent(session, found, SENT_ON, by=town.first, at=MADE_AT)
    assert letters.look(town, slug).state == "sent"
    assert events(town)[:2] == ["batch.sent", "batch.printed"]


def test_letters_that_never_left_can_be_made_anew(towns):
    town, _ = towns
    slug = letters.invited(town)
    letters.write(town, slug)
    with db.write() as session:
        batches.withdraw(session, letters.changing(session, town, slug), by=town.first, at=MADE_AT)
    assert letters.write(town, slug).letters == 10
    letters.put_on_paper(town, slug)
    with db.write() as session:
        found = letters.changing(session, town, slug)
        refused("batch_not_made", batches.withdraw, session, found, by=town.first, at=MADE_AT)


def test_a_letter_that_came_back_counts_as_not_reached_unless_they_answered(towns):
    town, neighbour = towns
    slug, other = letters.invite_by_post(town), letters.invite_by_post(neighbour)
    letters.answer(town, slug, 2, said="yes")
    known, theirs = letters.codes(town, slug), letters.codes(neighbour, other)
    outcome = letters.come_back(town, slug, [known[0], known[1], theirs[0]], "moved")
    assert (outcome.noted, outcome.known, list(outcome.unknown)) == (2, 0, [theirs[0]])
    assert [one.state for one in letters.people(town, slug)[:3]] == ["moved", "", ""]
    assert letters.come_back(town, slug, [known[0]]).known == 1
    assert letters.look(town, slug).returned == 2
    assert all(one.state == "" for one in letters.people(neighbour, other))
    assert events(town)[0] == "letter.returned"


def test_a_letter_that_is_not_on_paper_cannot_come_back(towns):
    town, _ = towns
    slug = letters.invited(town)
    letters.write(town, slug)
    code = letters.codes(town, slug)[0]
    assert list(letters.come_back(town, slug, [code]).not_printed) == [code]
    assert letters.people(town, slug)[0].state == ""


@pytest.mark.parametrize(
    ("text", "found", "without"),
    [
        (SLIP, [], [SLIP]),
        ("{code}\n{code}", ["{code}"], []),
        ("\ufeffnumber,code,name\n12,{code},Jan Peeters", ["{code}"], []),
        ("12;{lower};nl\r\n\r\n 13;nothing", ["{code}"], ["13;nothing"]),
        ("{spaced}", ["{code}"], []),
        ("", [], []),
    ],
)
def test_codes_are_found_however_they_are_typed_scanned_or_listed(text, found, without):
    text = text.format(code=CODE, lower=CODE.lower(), spaced=CODE.replace("-", " "))
    assert letter_rules.codes_in(text) == ([one.format(code=CODE) for one in found], without)


def test_more_codes_than_anybody_scans_are_refused(monkeypatch):
    monkeypatch.setattr(letter_rules, "MOST_CODES", 1)
    codes = new_long_codes(2)
    refused("codes_too_many", letter_rules.codes_in, "\n".join(codes))


def test_what_is_no_text_is_no_list_of_codes():
    refused("codes_file", letter_rules.text_of, b"PK\x03\x04\x00\x00")


def test_a_copy_in_our_own_languages_is_theirs_from_now_on_and_another_is_made_each_time(towns):
    town, _ = towns
    slug = letters.invite_by_post(town)
    code = letters.codes(town, slug)[0]
    refused("letter_no_copy", copy, town, slug, code, "de")
    with db.write() as session:
        decide(
            session,
            town.id,
            "language.copy",
            ["de"],
            source={"nl": "Besluit"},
            source_date=START.date(),
            by=town.first,
            at=START,
        )
    before = letters.people(town, slug)[0].language
    copy(town, slug, code, "de", large=True)
    assert (letters.people(town, slug)[0].language, letters.people(town, slug)[0].large_print) == (before, True)
    copy(town, slug, code, "fr")
    assert (letters.people(town, slug)[0].language, letters.people(town, slug)[0].large_print) == ("fr", False)
    assert events(town)[:2] == ["letter.copied", "letter.copied"]


def test_the_journal_names_a_letter_by_its_number(towns):
    town, _ = towns
    letters.invited(town)
    slug = letters.invite_by_post(town, "Klimaat")
    third = letters.people(town, slug)[2]
    copy(town, slug, letters.codes(town, slug)[2])
    with db.read() as session:
        line = journal_page(session, town.id, 1)[0][0]
    assert (third.id, third.number) == (13, 3)
    assert line.subject == f"panel:{third.panel_id}/invited:3"


def test_a_copy_needs_a_code_of_a_letter_that_left(towns):
    town, neighbour = towns
    slug, other = letters.invited(town), letters.invite_by_post(neighbour)
    letters.write(town, slug)
    assert refused("letter_not_out", copy, town, slug, letters.codes(town, slug)[0]).field == "code"
    refused("code_on_no_letter", copy, town, slug, letters.codes(neighbour, other)[0])


def test_a_letter_that_is_lost_with_its_code_is_found_by_name_and_house(towns):
    town, _ = towns
    slug = letters.invite_by_post(town)
    first = letters.people(town, slug)[0]
    to = seals.letter_of(town.id, first.letter)
    assert copy(town, slug, name=to["name"].upper().replace("NOË", "noe"), house=to["number"]) == first.id
    assert refused("copy_nobody", copy, town, slug, name="Iemand Anders", house=to["number"]).field == "name"
    refused("copy_nobody", copy, town, slug, name=to["name"], house="9999")
    refused("copy_of_whom", copy, town, slug, name=to["name"])
    refused("copy_of_whom", copy, town, slug, house=to["number"])
    with db.write() as session:
        second = session.get(making.Invited, letters.people(town, slug)[1].id)
        second.letter = first.letter
    refused("copy_several", copy, town, slug, name=to["name"], house=to["number"])


def test_whoever_was_forgotten_is_on_no_letter_and_the_others_keep_their_place(towns):
    town, _ = towns
    slug = letters.invited(town)
    batch = letters.write(town, slug)
    with db.write() as session:
        found = session.get(making.Invited, letters.people(town, slug)[1].id)
        found.letter = found.code = found.code_key = None
    with db.read() as session:
        numbers = [one.number for one in queries.file_of(session, town.id, batch.id, 1)]
    assert numbers == [1, *range(3, 11)]


def test_words_of_our_own_are_written_until_letters_are_made(towns):
    town, _ = towns
    slug = letters.invited(town)

    def write(about, seen):
        with db.write() as session:
            panel_id = make.changing(session, town, slug).id
            batches.write_words(
                session, town.id, panel_id, "nl", {"about": about}, seen=seen, by=town.first, at=MADE_AT
            )

    nothing = batches.mark_of({})
    write("Het plein.", nothing)
    refused("changed_meanwhile", write, "Iets anders.", nothing)
    write("De straat.", batches.mark_of({"about": "Het plein."}))
    with db.read() as session:
        panel_id = panels.panel(session, town.id, slug).id
        assert queries.words(session, town.id, panel_id) == {"nl": {"about": "De straat.", "asked": ""}}
    letters.write(town, slug)
    refused("letter_words_fixed", write, "Te laat.", batches.mark_of({"about": "De straat."}))
    assert events(town).count("letters.worded") == 2


def test_the_desk_says_what_waits_to_be_made_printed_sent_and_reminded(towns):
    town, neighbour = towns
    slug = letters.invited(town)
    assert waiting(town, MADE_AT) == {"Make the letters": 10}
    letters.write(town, slug)
    assert waiting(town, MADE_AT) == {"Print": 10}
    letters.put_on_paper(town, slug)
    assert waiting(town, MADE_AT) == {"Note that they were sent": 10}
    with db.write() as session:
        found = letters.changing(session, town, slug)
        batches.note_sent(session, found, SENT_ON, by=town.first, at=MADE_AT)
    assert waiting(town, MADE_AT) == {}
    letters.answer(town, slug, 1, 2, 3)
    assert waiting(town, REMINDED_AT) == {"Remind them": 7}
    assert waiting(neighbour, REMINDED_AT) == {}
    with db.read() as session:
        place = municipalities.place(session, town.id)
        assert letters_awaiting.awaiting(session, place=place, who=town.auditor, at=REMINDED_AT) == []


def test_the_page_of_the_panel_says_how_far_its_letters_are(towns):
    town, _ = towns
    slug = letters.invited(town)

    def stretch(at):
        with db.read() as session:
            panel_id = panels.panel(session, town.id, slug).id
            found = letters_awaiting.on_the_road(session, town.id, panel_id, slug, order=30, at=at)
        return found.words, found.act and found.act.words

    assert stretch(MADE_AT) == ("Nobody has a letter yet", "Make the letters")
    letters.write(town, slug)
    assert stretch(MADE_AT) == ("Letters wait to be printed", "Print the letters")
    letters.put_on_paper(town, slug)
    assert stretch(MADE_AT) == ("Letters are on paper", "Note that they were sent")
    with db.write() as session:
        batches.note_sent(session, letters.changing(session, town, slug), SENT_ON, by=town.first, at=MADE_AT)
    assert stretch(MADE_AT) == ("The letters are out", None)
    assert stretch(REMINDED_AT) == ("Some have not answered yet", "Remind them")


def test_an_official_who_is_forgotten_leaves_the_moments_only(towns):
    town, _ = towns
    slug = letters.invite_by_post(town)
    with db.write() as session:
        batches.leave_batches(session, town.id, town.first.person_id)
    with db.write() as session:
        found = letters.changing(session, town, slug)
        assert (found.made_by, found.printed_by, found.sent_by) == (None, None, None)
    assert letters.look(town, slug).sent_at is not None


def test_a_neighbour_finds_no_batch_of_ours(towns):
    town, neighbour = towns
    slug = letters.invited(town)
    batch = letters.write(town, slug)
    with db.read() as session:
        assert queries.file_of(session, neighbour.id, batch.id, 1) == []
        with pytest.raises(NotFound):
            queries.batch(session, neighbour.id, batch.panel_id, batch.sequence)
