"""Two officials, or two tabs of one: what was agreed to is what was on the page when the button was pressed."""

import pytest

from tests import towns as make
from tests.acts import panels as acts
from tests.visitors import Visitor, seen_in, text_of

PANEL = {**acts.PANEL, "number_of_panels": "1000"}


@pytest.fixture
def first(app, towns):
    return Visitor(app, towns[0], towns[0].first)


@pytest.fixture
def second(app, towns):
    return Visitor(app, towns[0], towns[0].second)


def promise(visitor, slug, name):
    visitor.post(f"/desk/panels/{slug}/promise", {"kind": "balls", "name": name, "at": "2199-12-04T20:00"})


def test_a_proposal_that_was_exchanged_is_not_confirmed_unseen(towns, first, second):
    slug = make.make_panel(towns[0], "calculated")
    promise(first, slug, "Balls in the council hall")
    page = f"/desk/panels/{slug}/draws/1"
    seen = seen_in(second.get(page))
    first.post(f"{page}/withdraw")
    promise(first, slug, "Balls in my kitchen")
    assert "Somebody changed this" in text_of(second.post(f"{page}/confirm", {"seen": seen}, 409))
    assert not make.look(towns[0], slug)[1][0].is_promised
    second.post(f"{page}/confirm", {"seen": seen_in(second.get(page))})
    assert make.look(towns[0], slug)[1][0].is_promised


def test_a_reason_that_was_rewritten_is_not_published_unseen(towns, first, second):
    slug = make.make_panel(towns[0], "promised")
    page = f"/desk/panels/{slug}/draws/1"
    first.post(f"{page}/cancel", {"reason": "The balls were lost."})
    seen = seen_in(second.get(page))
    first.post(f"{page}/cancel", {"reason": "We did not like it."})
    second.post(f"{page}/cancel/confirm", {"seen": seen}, 409)
    second.post(f"{page}/cancel/confirm", {"seen": seen_in(second.get(page))})
    assert make.look(towns[0], slug)[1][0].reason == "We did not like it."


@pytest.mark.parametrize("field", ["title_nl", "question_nl", "summary_nl", "summary_fr"])
def test_a_name_a_question_and_a_summary_of_blanks_are_refused_at_their_field(towns, first, field):
    filled = {**PANEL, "title_nl": "A"}
    answer = first.post("/desk/panels/new", {**filled, field: " \t "}, 422)
    assert f'id="{field}-error"' in answer.text


def test_a_name_that_is_taken_is_refused_at_its_field(towns, first):
    make.make_panel(towns[0], title="Dorpskern")
    answer = first.post("/desk/panels/new", {**PANEL, "title_nl": "Dorpskern!"}, 422)
    assert 'id="title_nl-error"' in answer.text


def test_a_panel_can_be_called_new(towns, first):
    where = first.post("/desk/panels/new", {**PANEL, "title_nl": "New"}).headers["Location"]
    assert "Make a panel" not in text_of(first.get(where))
