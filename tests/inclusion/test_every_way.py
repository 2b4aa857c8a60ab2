"""Whatever a citizen can do, they can do in every way; and a new form gets all of them by being defined."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from participation import db, sheets
from participation.inclusion.models import Entry
from participation.inclusion.questions import Kind, asked, filled, kind_of, questions, steps
from participation.sheets import NO, YES, Sheet, always
from tests.house.test_docs import rows
from tests.inclusion import abouts
from tests.municipalities.makers import decide
from tests.visitors import Visitor, text_of

# The pages of the forms themselves, and what follows from them.
FLOW = {f"inclusion.{page}" for page in ("form", "check", "keep", "by_code", "correct", "take_back", "send_receipt")}


class Everything(FlaskForm):
    """A question of each kind, over two pages."""

    STEPS = (("About you", ("name", "born", "sure")), ("About the square", ("trees", "story", "some", "may")))

    name = StringField("What are you called?", description="As you say it.", validators=[DataRequired()])
    born = DateField("On which day were you born?", validators=[Optional()])
    sure = BooleanField("I live here")
    trees = IntegerField("How many trees?", validators=[Optional()])
    story = TextAreaField("Tell us about it")
    some = SelectMultipleField(
        "Which of these?",
        choices=[SelectChoice("bench", "A bench"), SelectChoice("well", "A well")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    may = RadioField(
        "Shall we do it?",
        choices=[SelectChoice(YES, "Yes"), SelectChoice(NO, "No")],
        validators=[InputRequired()],
    )


taken: list[sheets.Sent] = []
NEW = Sheet(
    name="a-new-form",
    title="A form that was only just defined",
    intro="What it is for.",
    after="What happens then.",
    asks=always(Everything),
    take=lambda _session, sent: taken.append(sent),
    yes_no="may",
)
EVERY = [*sheets.sheets(), NEW]
every_form = pytest.mark.parametrize("sheet", EVERY, ids=[one.name for one in EVERY])

# One of these is a good answer to any question that is answered in a line or a text.
LINES = ("Rosa Peeters", "012 34 56 78", "rosa@mail.example", "3299", "BE71 0961 2345 6769")


@pytest.fixture(autouse=True)
def defined() -> Iterator[None]:
    before = sheets.sheets()
    sheets.register([*before, NEW])
    taken.clear()
    yield
    sheets.register(before)


@pytest.fixture
def town(towns):
    decide(towns[0], "language.copy", ["fr"])
    return towns[0]


@pytest.fixture
def dee(app, town):
    return Visitor(app, town, town.citizen)


@pytest.fixture
def desk(app, town):
    return Visitor(app, town, town.first)


@pytest.fixture
def about(app, town, sheet):
    """What a sheet is about: nothing, or a panel with a code that opens it."""
    return abouts.about(town, sheet)


@pytest.fixture
def asks(app, town, sheet, about):
    """The form of a sheet, in the language of the tests."""
    with app.test_request_context(f"/{town.slug}/", headers={"Accept-Language": "en"}), db.read() as session:
        yield sheet.asks(session, town.id, about.subject)


def well(asks, about) -> dict[str, list[str]]:
    """The form filled in well: each question in the first way that is right."""
    empty = filled(asks, {})
    ways = {field.short_name: list(possible(field)) for field in asked(empty)}
    if about.code:
        ways["code"] = [[about.code]]
    for _ in range(len(LINES)):
        typed = {name: possible[0] for name, possible in ways.items()}
        form = filled(asks, typed)
        if form.validate():
            return typed
        for name in form.errors:
            ways[name] = ways[name][1:] or ways[name]
    raise AssertionError(form.errors)


def possible(field) -> Iterator[list[str]]:
    kind = kind_of(field)
    if kind in (Kind.ONE, Kind.SOME):
        yield from ([str(choice[0])] for choice in field.iter_choices())
    elif kind in (Kind.LINE, Kind.TEXT):
        yield from ([line] for line in LINES)
    else:
        yield {Kind.DATE: ["2026-12-24"], Kind.NUMBER: ["7"], Kind.TICK: ["y"]}[kind]


@every_form
def test_on_the_website_page_by_page_without_a_script(dee, town, sheet, about, asks):
    typed, numbers = well(asks, about), {one.name: one.number for one in questions(filled(asks, {}))}
    assert sorted(name for _, names in steps(sheet, filled(asks, {})) for name in names) == sorted(numbers)
    # Which pages there are may follow from the answers.
    pages = steps(sheet, filled(asks, typed))
    numbers = {name: numbers[name] for _, names in pages for name in names}
    address = f"/forms/{sheet.name}{about.path}"
    for _, names in pages:
        page = dee.get(address)
        labels = {one.name: one.label for one in questions(filled(asks, {}))}
        for name in names:
            assert f"{numbers[name]}. {labels[name]}" in text_of(page)
        assert "<script" not in page.text
        address = dee.post(address, {name: typed[name] for name in names}).location
    assert address.endswith("/check")
    checked = text_of(dee.get(address))
    assert [f"{number}." for number in numbers.values() if f"{number}. " not in checked] == []
    receipt = dee.get(dee.post(address).location)
    assert re.search(r"[A-Z]{4}-\d{4}-[A-Z]{4}-\d{4}", text_of(receipt))
    with db.read() as session:
        assert session.scalars(select(Entry.sheet).where(Entry.municipality_id == town.id)).all() == [sheet.name]


@every_form
def test_on_paper_in_both_sizes_with_a_code_that_leads_back(app, dee, town, sheet, about):
    from participation.inclusion.paper_codes import code_of

    for size in ("", "?size=large"):
        answer = dee.get(f"/forms/{sheet.name}{about.path}.pdf{size}")
        assert answer.content_type == "application/pdf"
        assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.data
    with app.test_request_context(f"/{town.slug}/"), db.read() as session:
        code = code_of(session, town.id, sheet, about.subject)
    assert dee.post("/back", {"code": code}).location == f"/{town.slug}/forms/{sheet.name}{about.path}"


@every_form
def test_at_the_desk_and_on_the_telephone_with_the_same_numbers(desk, sheet, about, asks):
    page = text_of(desk.get(f"/desk/counter/forms/{sheet.name}{about.path}"))
    script = text_of(desk.get(f"/desk/counter/forms/{sheet.name}{about.path}?way=phone"))
    for one in questions(filled(asks, {})):
        assert f"{one.number}. {one.label}" in page
        assert f"{one.number}. {one.label}" in script


@every_form
def test_what_a_text_message_answers_is_one_of_its_questions(sheet, asks):
    if sheet.yes_no:
        field = filled(asks, {})[sheet.yes_no]
        assert {str(choice[0]) for choice in field.iter_choices()} == {YES, NO}


def test_a_new_form_is_taken_as_what_it_asks(dee):
    for step, names in enumerate((("name", "born", "sure"), ("trees", "story", "some", "may")), start=1):
        given = {"name": "Rosa", "sure": "y", "trees": "7", "some": ["well"], "may": YES}
        dee.post(f"/forms/a-new-form?step={step}", {name: given.get(name, "") for name in names})
    dee.post("/forms/a-new-form/check")
    [sent] = taken
    assert (sent.channel, sent.person_id, sent.subject) == ("web", dee.town.citizen.person_id, "")
    assert dict(sent.answers) == {
        "name": "Rosa",
        "born": None,
        "sure": True,
        "trees": 7,
        "story": "",
        "some": ["well"],
        "may": YES,
    }


def test_every_act_of_a_citizen_is_a_form_or_says_which_other_way_there_is(app):
    taking = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and "/desk" not in rule.rule
    }
    table = rows("other-ways.md", "What is no form")
    assert {row[0].strip("`") for row in table} == taking - FLOW
    assert len(table) == len({row[0] for row in table})
    assert all(row[1] and row[2] for row in table)
