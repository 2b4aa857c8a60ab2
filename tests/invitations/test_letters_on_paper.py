"""What stands in a letter, in whose language, and the files that a print house gets."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from participation import db
from participation.i18n import say
from participation.invitations import letter_rules, print_house, seals
from participation.invitations import letter_sentences as sentences
from participation.invitations import letters as wording
from participation.invitations.models import Invited
from participation.invitations.queries import letters as queries
from participation.invitations.queries.letters import Addressed
from participation.municipalities import queries as municipalities
from participation.municipalities.actions import decide
from participation.panels import queries as panels
from participation.panels.remit_rules import RemitView
from tests import letters
from tests.letters import LATER, MADE_AT, REMINDED_AT, WHY
from tests.towns import START

HOME = {"name": "Jan Peeters", "street": "Dreef", "number": "1", "box": "2", "postcode": "9999", "town": "Lindedorp"}


def rule(town, key, value):
    with db.write() as session:
        source = {"nl": "Besluit"}
        decide(session, town.id, key, value, source=source, source_date=START.date(), by=town.first, at=START)


def order_of(app, town, slug, kind="invitation"):
    """What letters of this kind would say, by language, and the occasion."""
    with app.test_request_context(f"/{town.slug}/"), db.read() as session:
        panel = panels.panel(session, town.id, slug)
        place = municipalities.place(session, town.id)
        occasion = wording.occasion(session, town.id, panel, kind, at=MADE_AT)
        return print_house.order(session, place, occasion), occasion


def order_of_batch(app, town, slug):
    with app.test_request_context(f"/{town.slug}/"), db.read() as session:
        panel = panels.panel(session, town.id, slug)
        batch = queries.batches(session, town.id, panel.id)[0]
        return print_house.batch_order(session, town.id, panel, batch), batch


def all_words(told):
    """Every text that stands in a letter, one after the other."""
    if isinstance(told, dict):
        return " ".join(all_words(one) for one in told.values())
    return " ".join(all_words(one) for one in told) if isinstance(told, list) else str(told)


def addressed(number=1, *, language="nl", large=False, **changed):
    return Addressed(number, "KRTW-4071-PMNX-2209", language, large, {**HOME, **changed})


def test_a_letter_says_who_invites_why_you_what_for_how_until_when_and_what_happens_with_your_data(app, towns):
    town, _ = towns
    order, _occasion = order_of(app, town, letters.invited(town))
    said = order.texts["fr"]
    words = all_words(said)
    for part in (
        "Commune ourtown",
        "Dorpskern (fr)",
        say(sentences.WHY_YOU, "fr", {"letters": 10, "units": 60}),
        "Hoe maken we het dorp veilig?",
        "012 34 56 78",
        "/ourtown/invitation",
        "samedi 11 avril 2026",
        "6.1.e",
        " 30 ",
        "/ourtown/privacy",
        "balie@ourtown.example",
    ):
        assert part in words, part
    # The question is written in Dutch only, and is marked so for who hears it read aloud.
    assert said["question"] == {"text": "Hoe maken we het dorp veilig?", "language": "nl"}


def test_the_card_has_the_questions_of_the_form_with_their_numbers(app, towns):
    town, _ = towns
    order, _occasion = order_of(app, town, letters.invited(town))
    asked = [question for step in order.texts["nl"]["card"]["steps"] for question in step["questions"]]
    assert [question["number"] for question in asked] == [str(number + 1) for number in range(len(asked))]
    assert asked[0]["name"] == "code" and asked[1]["name"] == "answer"
    gender = next(question for question in asked if question["label"] == "gender")
    assert {"female", "male"} < set(gender["choices"])
    assert re.search(r"[A-Z]{4}-\d{4}", order.texts["nl"]["card"]["form"])


def test_only_the_ways_that_are_open_stand_in_a_letter(app, towns):
    town, _ = towns
    slug = letters.invited(town)

    def ways():
        return [way["name"] for way in order_of(app, town, slug)[0].texts["fr"]["ways"]]

    before = ways()
    rule(town, "channel.open", ["phone", "desk", "paper", "text"])
    assert len(ways()) == len(before) - 1
    rule(town, "contact.texts", "0470 00 00 00")
    assert len(ways()) == len(before)
    assert "0470 00 00 00" in all_words(order_of(app, town, slug)[0].texts["fr"]["ways"])


def test_a_reminder_says_that_we_wrote_before_and_more_time_says_why(app, towns):
    town, _ = towns
    slug = letters.invite_by_post(town)
    letters.write(town, slug, "reminder", at=REMINDED_AT)
    reminder, _batch = order_of_batch(app, town, slug)
    assert say(sentences.OPENINGS["reminder"][0], "fr") in all_words(reminder.texts["fr"]["opening"])
    letters.write(town, slug, "extension", until=LATER, reason=WHY, at=REMINDED_AT)
    extension, _batch = order_of_batch(app, town, slug)
    assert WHY["fr"] in all_words(extension.texts["fr"]["opening"])
    assert WHY["nl"] in all_words(extension.texts["nl"]["opening"])
    assert "samedi 25 avril 2026" in extension.texts["fr"]["until"]


def test_words_of_our_own_stand_in_the_letter_in_their_language(app, towns):
    town, _ = towns
    slug = letters.invited(town)
    letters.word(town, slug, about="Het plein.\n\nDe straat.", asked="Vier zaterdagen.")
    order, _occasion = order_of(app, town, slug)
    assert [piece["text"] for piece in order.texts["nl"]["about"]] == ["Het plein.", "De straat."]
    assert order.texts["nl"]["asked"][1] == {"text": "Vier zaterdagen.", "language": "nl"}
    assert order.texts["fr"]["about"] == []


def test_a_letter_to_an_address_greets_everybody_who_lives_there(app, towns):
    town, _ = towns
    order, _occasion = order_of(app, town, letters.invited(town))
    to = wording.addressed(order.place, addressed(name="", language="en"))
    assert to["address"] == ["To the residents of", "Dreef 1 / 2", "9999 Lindedorp"]
    assert to["greeting"] == "Hello to everybody who lives here,"
    person = wording.addressed(order.place, addressed(language="en"))
    assert person["address"][0] == "Jan Peeters" and person["greeting"] == "Hello Jan Peeters,"


def test_letters_are_accessible_and_each_begins_on_a_sheet_of_its_own(app, towns):
    town, _ = towns
    order, _occasion = order_of(app, town, letters.invited(town))
    printed = print_house.set_letters(order, [addressed(), addressed(2, language="fr", large=True)])
    assert b"<pdfuaid:part>1</pdfuaid:part>" in printed.content and b"/StructTreeRoot" in printed.content
    (first, last), (second, end) = printed.pages
    assert first == 1 and second % 2 == 1 and second > last and end > second
    # In large print a letter takes more paper.
    assert end - second > last - first


@pytest.mark.parametrize(
    "hostile", ['#panic("x")', "*bold* $x$ @ref <label>", "🎉 王小明", "محمد", "\\", '"', "x" * 300]
)
def test_whatever_people_are_called_their_letter_is_printed(app, towns, hostile):
    town, _ = towns
    order, _occasion = order_of(app, town, letters.invited(town))
    printed = print_house.set_letters(order, [addressed(name=hostile, street=hostile)])
    assert printed.content.startswith(b"%PDF-") and len(printed.pages) == 1


def test_a_print_house_gets_all_letters_once_with_a_list_that_is_no_formula(app, towns, monkeypatch):
    town, _ = towns
    slug = letters.invited(town)
    with db.write() as session:
        one = session.get(Invited, letters.people(town, slug)[0].id)
        one.letter = seals.sealed_letter(town.id, {**HOME, "name": "=HYPERLINK(1)"})
    letters.write(town, slug)
    for module in (letter_rules, queries):
        monkeypatch.setattr(module, "IN_A_FILE", 4)
    order, batch = order_of_batch(app, town, slug)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(print_house.archive(order, town.id, batch))))
    assert archive.testzip() is None
    assert archive.namelist() == [*(f"letters-1-00{file}.pdf" for file in (1, 2, 3)), "letters.csv"]
    rows = list(csv.DictReader(io.StringIO(archive.read("letters.csv").decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == letters.codes(town, slug)
    assert [row["number"] for row in rows] == [str(number) for number in range(1, 11)]
    assert rows[0]["line_1"] == "'=HYPERLINK(1)" and rows[1]["line_2"].startswith("Kerkstraat ")
    assert next(row["first_page"] for row in rows if row["file"].endswith("002.pdf")) == "1"
    assert all(int(row["pages"]) >= 3 for row in rows)


def test_the_same_letters_are_made_again_from_the_same_rows(app, towns):
    town, _ = towns
    slug = letters.invited(town)
    letters.write(town, slug)
    order, batch = order_of_batch(app, town, slug)
    again, _batch = order_of_batch(app, town, slug)
    assert order.texts == again.texts
    with db.read() as session:
        once, twice = (queries.file_of(session, town.id, batch.id, 1) for _ in range(2))
    assert [wording.addressed(order.place, one) for one in once] == [
        wording.addressed(again.place, one) for one in twice
    ]


def test_a_proof_is_to_nobody_in_each_language_and_size(app, towns):
    town, _ = towns
    order, occasion = order_of(app, town, letters.invited(town))
    samples = wording.samples(order.place, occasion, ["nl", "fr"])
    assert [(one.language, one.large) for one in samples] == [
        ("nl", False),
        ("nl", True),
        ("fr", False),
        ("fr", True),
    ]
    with pytest.raises(Exception, match="slipped"):
        letter_rules.one_code(samples[0].code)
    proof = print_house.set_letters(order, samples[:1], proof=True)
    assert proof.content != print_house.set_letters(order, samples[:1]).content


def test_dates_of_the_remit_stand_in_the_letter_when_nobody_wrote_others(app, towns):
    town, _ = towns
    order, occasion = order_of(app, town, letters.invited(town))
    calendar = [{"on": date(2026, 5, 9).isoformat(), "words": {"nl": "Eerste dag"}}]
    remit = RemitView(days=4, calendar=calendar, promise={"nl": "De raad antwoordt."}, answer_months=3)
    card = {"steps": [], "code": "KRTW-4071-PMNX-2209"}
    said = wording.said(order.place, replace(occasion, remit=remit), "en", card)
    words = all_words(said)
    assert "for 4 days in all" in words and "Saturday, 9 May 2026: Eerste dag" in words
    assert "De raad antwoordt." in words and "within 3 months" in words
