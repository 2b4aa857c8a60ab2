"""Forms on paper: the same questions as on the screen, a code that says which form it is, and a receipt to take home."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import g
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from participation import db, sheets
from participation.errors import Refused
from participation.i18n import LANGUAGES
from participation.inclusion import paper_codes, papers
from participation.inclusion.questions import answers, questions
from participation.lottery.faults import Fault
from participation.panels import queries as panels
from participation.sheets import Sheet, always
from tests.inclusion.abouts import MAKERS
from tests.municipalities.makers import decide
from tests.towns import START, make_panel
from tests.visitors import Visitor, text_of

UA = b"<pdfuaid:part>1</pdfuaid:part>"
LINKED = [sheet.name for sheet in sheets.sheets() if sheet.linked and sheet.name != "copy"]


class Everything(FlaskForm):
    """A question of each kind."""

    name = StringField("Your name", description="As you are called.", validators=[DataRequired()])
    story = TextAreaField("Your story")
    born = DateField("Born on")
    many = IntegerField("How many?")
    way = RadioField(
        "Which way?", choices=[SelectChoice("left", '#panic("x")'), SelectChoice("right", "*Right* $x$ 王")]
    )
    some = SelectMultipleField("Which?", choices=[SelectChoice(str(one), f"Number {one}") for one in range(9)])
    sure = BooleanField("I am sure")


class Reworded(Everything):
    name = StringField("The name of your dog", description="As you are called.", validators=[DataRequired()])


def nothing(_session, _sent) -> None:
    """What a form of a test is for."""


PLAIN = Sheet(
    "test-plain",
    "A form",
    "What it is for.",
    "What happens next.",
    asks=always(Everything),
    take=nothing,
    about=lambda _session, _id: ("", "panel:7"),
    was_about=lambda _session, _id: ("panel:6",),
)
KNOWN = replace(PLAIN, name="test-known", act="data.see")


@pytest.fixture
def extra():
    """Two forms more, for as long as a test runs."""
    before = sheets.sheets()
    sheets.register([*before, PLAIN, KNOWN])
    yield
    sheets.register(before)


@pytest.fixture
def on_page(app, towns):
    """Stands on a page of a town, in a language."""

    def stand(town, language="en"):
        return app.test_request_context(f"/{town.slug}/forms?language={language}")

    return stand


def told(app, town, sheet, about=None):
    """What is printed on a form."""
    app.preprocess_request()
    form = sheet.asks(None, town.id, "")(formdata=None, meta={"csrf": False})
    return papers.form_words(g.place, sheet, form, "KRTW-4071", about or {})


def code(app, town, sheet, subject=""):
    app.preprocess_request()
    with db.read() as session:
        return paper_codes.code_of(session, town.id, sheet, subject)


def meant(town, typed):
    with db.read() as session:
        return paper_codes.form_of_code(session, town.id, typed)


@pytest.mark.parametrize("name", LINKED)
@pytest.mark.parametrize("size", ["", "?size=large"])
def test_every_form_can_be_printed_in_two_sizes_for_a_screen_reader_too(app, towns, name, size):
    answer = Visitor(app, towns[0]).get(f"/forms/{name}.pdf{size}")
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF-") and UA in answer.data and b"/StructTreeRoot" in answer.data


def test_the_two_sizes_differ_and_every_language_has_its_own(app, towns):
    anybody = Visitor(app, towns[0])
    printed = {
        anybody.get(f"/forms/call-back.pdf?language={language}&size={size}").data
        for language in LANGUAGES
        for size in ("", "large")
    }
    assert len(printed) == 2 * len(LANGUAGES)


def test_a_question_of_every_kind_can_be_printed_whatever_is_written_in_it(app, towns, extra):
    for path in ("test-plain.pdf", "test-known.pdf", "test-plain/about/panel:7.pdf"):
        assert Visitor(app, towns[0]).get(f"/forms/{path}").data.startswith(b"%PDF-")


def test_the_paper_asks_what_the_screen_asks_with_the_same_numbers(app, towns, on_page):
    with on_page(towns[0]):
        for sheet in sheets.sheets():
            if sheet.name not in LINKED:
                continue
            asked = questions(sheet.asks(None, towns[0].id, "")(formdata=None, meta={"csrf": False}))
            printed = [one for step in told(app, towns[0], sheet)["steps"] for one in step["questions"]]
            assert [(one["number"], one["label"], one["hint"], one["kind"]) for one in printed] == [
                (str(one.number), one.label, one.hint, str(one.kind)) for one in asked
            ]


def test_what_must_be_answered_and_what_may_stay_empty_stands_there_in_words(app, towns, on_page):
    with on_page(towns[0]):
        asked = told(app, towns[0], PLAIN)["steps"][0]["questions"]
    assert [one["must"] for one in asked[:2]] == ["needed", "may stay empty"]
    assert asked[4]["choices"] == ['#panic("x")', "*Right* $x$ 王"]
    assert asked[6]["choices"] == ["Yes"]


def test_what_it_is_about_stands_on_it_in_a_language_that_there_is(app, towns, on_page):
    with on_page(towns[0], "de"):
        assert told(app, towns[0], PLAIN, {"fr": "Place", "nl": "Plein"})["about"] == {
            "text": "Plein",
            "language": "nl",
        }
        assert told(app, towns[0], PLAIN)["about"]["text"] == ""


def test_the_support_that_a_panel_asks_for_has_its_paper(app, towns, on_page):
    town, neighbour = towns
    make_panel(town, "promised")
    with db.read() as session:
        [(panel, _)] = panels.public_panels(session, town.id)
    subject = panels.subject_of(panel.id)
    assert UA in Visitor(app, town).get(f"/forms/support/about/{subject}.pdf").data
    Visitor(app, neighbour).get(f"/forms/support/about/{subject}.pdf", 404)
    with on_page(town):
        found = meant(town, code(app, town, sheets.sheet("support"), subject))
    assert (found.sheet.name, found.subject, found.same_version) == ("support", subject, True)


def test_only_who_must_be_known_says_who_they_are_and_signs(app, towns, on_page):
    with on_page(towns[0]):
        assert not told(app, towns[0], PLAIN)["signed"]
        assert "Address" in told(app, towns[0], KNOWN)["signed"]


def test_a_language_that_is_not_official_says_that_it_helps(app, towns, on_page):
    town, _ = towns
    notes = {}
    for language in LANGUAGES:
        with on_page(town, language):
            notes[language] = told(app, town, PLAIN)["note"]
    assert notes["nl"] == notes["fr"] == ""
    assert "Nederlands, Français" in notes["de"] and "Nederlands, Français" in notes["en"]


def test_the_code_stays_the_same_in_every_language_and_whoever_asks(app, towns, on_page):
    codes = set()
    for language in LANGUAGES:
        with on_page(towns[0], language):
            codes.add(code(app, towns[0], PLAIN))
    assert len(codes) == 1


def test_every_form_and_everything_it_is_about_has_a_code_of_its_own_and_so_has_the_neighbour(
    app, towns, on_page, extra
):
    codes = []
    for town in towns:
        with on_page(town):
            panel = MAKERS["reply"](town).subject
            codes += [code(app, town, one, panel if one.name in MAKERS else "") for one in sheets.sheets()]
            codes.append(code(app, town, PLAIN, panel))
    assert len(set(codes)) == len(codes)


def test_a_code_says_which_form_it_is_however_it_is_typed(app, towns, on_page, extra):
    town, neighbour = towns
    with on_page(town):
        printed = code(app, town, PLAIN, "panel:7")
        for typed in (printed, printed.lower(), f" {printed.replace('-', ' ')} "):
            found = meant(town, typed)
            assert (found.sheet, found.subject, found.same_version) == (PLAIN, "panel:7", True)
        with pytest.raises(Refused, match="paper_code_unknown"):
            meant(neighbour, printed)


def test_a_slip_is_noticed_and_what_nobody_printed_is_refused(app, towns, on_page, extra):
    town, _ = towns
    with on_page(town):
        printed = code(app, town, PLAIN)
        slip = printed[:-1] + str((int(printed[-1]) + 1) % 10)
        with pytest.raises(Fault) as told_so:
            meant(town, slip)
        assert told_so.value.code == "code_slip"
        sheets.register([])
        with pytest.raises(Refused, match="paper_code_unknown"):
            meant(town, printed)


def test_an_older_version_is_known_by_its_letters(app, towns, on_page, extra):
    town, _ = towns
    with on_page(town):
        printed = code(app, town, PLAIN)
        sheets.register([replace(PLAIN, asks=always(Reworded))])
        found = meant(town, printed)
        assert (found.sheet.name, found.same_version) == ("test-plain", False)
        assert code(app, town, sheets.sheet("test-plain"))[:4] == printed[:4]


def test_the_language_of_the_page_stays_after_a_code_was_made(app, towns, on_page):
    with on_page(towns[0], "fr"):
        code(app, towns[0], PLAIN)
        assert g.language == "fr" and told(app, towns[0], PLAIN)["language"] == "fr"


def test_what_is_no_form_here_has_no_paper(app, towns, extra):
    anybody = Visitor(app, towns[0])
    for path in ("rubbish.pdf", "test-plain/about/panel:6.pdf", "call-back/about/panel:7.pdf", "copy.pdf"):
        anybody.get(f"/forms/{path}", 404)


def test_all_forms_stand_in_one_list_with_their_papers(app, towns):
    page = Visitor(app, towns[0]).get("/forms").text
    for name in LINKED:
        assert f'/forms/{name}"' in page and f'/forms/{name}.pdf"' in page and f"/forms/{name}.pdf?size=large" in page
    assert "/forms/copy" not in page


def test_where_no_paper_is_taken_none_is_offered(app, towns):
    town, _ = towns
    decide(town, "channel.open", ["web", "phone"])
    assert ".pdf" not in Visitor(app, town).get("/forms").text


def test_a_receipt_says_what_came_in_and_names_nobody_in_full(app, towns, on_page):
    town, _ = towns
    with on_page(town):
        app.preprocess_request()
        form = Everything(formdata=None, data={"name": "Dee Ourtown", "sure": True}, meta={"csrf": False})
        receipt = papers.Receipt(
            PLAIN, answers(form)[1:], "KRTW-4071-PMNX-2208", "Dee", "phone", START, START + timedelta(days=14)
        )
        words = json.dumps(papers.receipt_words(g.place, receipt))
        assert UA in papers.receipt_pdf(g.place, receipt)
        assert papers.receipt_pdf(g.place, receipt) != papers.receipt_pdf(g.place, receipt, large=True)
    assert "Hello Dee," in words and "KRTW-4071-PMNX-2208" in words and "by telephone" in words
    assert "Monday, 2 March 2026" in words or "Monday 2 March 2026" in words
    assert "Monday 16 March 2026" in words or "Monday, 16 March 2026" in words


def test_the_list_of_forms_can_be_read_by_everybody(app, towns):
    assert "the same questions, with the same numbers" in text_of(Visitor(app, towns[0]).get("/forms"))


def test_who_sent_a_form_prints_its_receipt_and_nobody_else_does(app, towns):
    rosa, stranger = Visitor(app, towns[0]), Visitor(app, towns[0])
    page = rosa.send_form(
        "call-back", {"name": "Rosa Peeters", "phone": "012 34 56 78", "moment": "any", "language": "nl"}
    )
    address = page.request.path
    printed = rosa.get(f"{address}.pdf")
    assert UA in printed.data and printed.headers["Cache-Control"] == "no-store"
    stranger.get(f"{address}.pdf", 303)
    Visitor(app, towns[0], towns[0].citizen).get(f"{address}.pdf", 404)
