"""What a citizen sees of a draw: before the number, after it, cancelled, and with one's own code."""

import re

import pytest

from participation import db
from participation.panels import queries
from participation.web.words import chance
from tests.towns import AFTER, cancel, confirm, enter_number, look, make_panel, propose
from tests.visitors import Visitor, text_of

DRAW = "/panels/dorpskern/draws/1"
ENGLISH = "?language=en"


def codes_of(town, slug="dorpskern"):
    """The codes that were drawn, and those that were not."""
    _, (draw, *_) = look(town, slug)
    with db.read() as session:
        everybody = {row.code for row in queries.all_chances(session, town.id, draw.calculation_id)}
        drawn = (
            set() if draw.number is None else set(queries.members(session, town.id, draw.calculation_id, draw.number))
        )
    return sorted(drawn), sorted(everybody - drawn)


def asked(app, town, code):
    """The page that a code leads to, in words."""
    visitor = Visitor(app, town)
    visitor.get(f"/code{ENGLISH}")
    return text_of(visitor.post("/code", {"code": code}, status=200))


def test_before_the_number_the_page_says_when_it_comes_and_shows_no_panel(app, towns):
    town, _ = towns
    make_panel(town, "promised")
    page = Visitor(app, town).get(DRAW + ENGLISH)
    assert "The number is expected" in text_of(page)
    assert "What happens when" in text_of(page)
    assert 'class="codes"' not in page.text


def test_after_the_number_the_page_shows_its_digits_and_the_whole_panel(app, towns):
    town, _ = towns
    make_panel(town, "drawn")
    drawn, others = codes_of(town)
    page = Visitor(app, town).get(DRAW + ENGLISH)
    assert "The number that was drawn 4 2" in text_of(page)
    assert all(code in page.text for code in drawn)
    assert not any(code in page.text for code in others)


def test_the_digest_stands_in_groups_of_four_on_the_page_and_on_the_sheet(app, towns):
    town, _ = towns
    make_panel(town, "promised")
    _, (draw, *_) = look(town, "dorpskern")
    groups = " ".join(re.findall("....", draw.digest))
    for path in (DRAW, f"{DRAW}/notice"):
        assert groups in text_of(Visitor(app, town).get(path))


def test_a_cancelled_draw_says_why_and_what_it_would_have_given(app, towns):
    town, _ = towns
    make_panel(town, "drawn")
    cancel(town, "dorpskern")
    words = text_of(Visitor(app, town).get(DRAW + ENGLISH))
    assert "This draw was cancelled and does not count" in words
    assert "The hall flooded." in words
    assert "Panel 42 of the 100 panels would have been drawn." in words


def test_a_panel_whose_next_promise_is_only_proposed_can_still_be_followed(app, towns):
    town, _ = towns
    make_panel(town, "cancelled")
    assert propose(town, "dorpskern") == 2
    for path in ("/", "/panels", "/panels/dorpskern"):
        assert "Cancelled" in text_of(Visitor(app, town).get(path + ENGLISH))
    Visitor(app, town).get("/panels/dorpskern/draws/2", status=404)


def test_of_two_draws_each_leads_to_the_other(app, towns):
    town, _ = towns
    make_panel(town, "cancelled")
    confirm(town, "dorpskern", propose(town, "dorpskern"))
    for shown, other in (("1", "2"), ("2", "1")):
        page = Visitor(app, town).get(f"/panels/dorpskern/draws/{shown}")
        assert f'href="/{town.slug}/panels/dorpskern/draws/{other}"' in page.text


def test_whoever_was_drawn_and_whoever_was_not_hear_it_first_of_all(app, towns):
    town, _ = towns
    make_panel(town, "drawn")
    (seated, *_), (other, *_) = codes_of(town)
    assert "You were drawn" in asked(app, town, seated)
    assert "You were not drawn this time" in asked(app, town, other)


def test_a_chance_is_said_as_the_number_of_panels_that_hold_the_code(app, towns):
    town, _ = towns
    make_panel(town, "promised")
    _, (code, *_) = codes_of(town)
    _, (draw, *_) = look(town, "dorpskern")
    with db.read() as session:
        panels = queries.chance(session, town.id, draw.calculation_id, code).panels
    assert f"You are in {panels} of the 100 panels" in asked(app, town, code.lower().replace("-", " "))


@pytest.mark.parametrize("stage", ["promised", "drawn", "cancelled"])
def test_the_sheet_for_witnesses_names_both_officials_whatever_came_after(app, towns, stage):
    town, _ = towns
    make_panel(town, stage)
    words = text_of(Visitor(app, town).get(f"{DRAW}/notice"))
    assert town.first.name in words
    assert town.second.name in words


def test_an_address_in_no_municipality_is_a_page_that_says_so(app, towns):
    answer = app.test_client().get("/nowhere/panels?language=en")
    assert answer.status_code == 404
    assert "We cannot find this page" in text_of(answer)


def test_a_neighbour_knows_nothing_of_the_draw_or_its_codes(app, towns):
    town, neighbour = towns
    make_panel(town, "drawn")
    (seated, *_), _ = codes_of(town)
    Visitor(app, neighbour).get(DRAW, status=404)
    visitor = Visitor(app, neighbour)
    assert seated in visitor.post("/code", {"code": seated}, status=422).text
    assert "You were drawn" not in text_of(visitor.post("/code", {"code": seated}, status=422))


def test_a_result_stands_on_the_front_page_with_its_number(app, towns):
    town, _ = towns
    make_panel(town, "promised")
    enter_number(town, "dorpskern", "07", at=AFTER)
    assert "Number 07 was drawn." in text_of(Visitor(app, town).get(f"/{ENGLISH}"))


def test_the_lowest_chance_is_the_same_at_the_desk_and_in_public(app, towns):
    town, _ = towns
    make_panel(town, "drawn")
    panel, (draw, *_) = look(town, "dorpskern")
    with db.read() as session:
        lowest = queries.report(session, town.id, draw.calculation_id)["lottery"]["lowest"]
        assert queries.done_calculation(session, town.id, panel.id).bound == lowest
    with app.test_request_context():
        said = chance(lowest)
    assert said in text_of(Visitor(app, town).get(f"{DRAW}{ENGLISH}"))
    official = Visitor(app, town, town.first)
    for page in ("", "/draws/1", "/fairness"):
        assert said in text_of(official.get(f"/desk/panels/dorpskern{page}{ENGLISH}"))
