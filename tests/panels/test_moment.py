"""The moment of a draw: one page for the hall and for home, that says by itself what is new."""

import re
from datetime import timedelta

import pytest

from participation import clock
from participation.panels.rules import seconds_between_looks
from tests import towns as make
from tests.rounds import drawn_panel, open_round, second_round
from tests.towns import AFTER, SEED_AT
from tests.visitors import Visitor, text_of


@pytest.fixture
def at(monkeypatch):
    """Sets what o'clock it is."""

    def set_to(when):
        monkeypatch.setattr(clock, "now", lambda: when)

    return set_to


def moment(app, town, slug, sequence=1, **query):
    more = "".join(f"&{name}={value}" for name, value in query.items())
    return Visitor(app, town).get(f"/panels/{slug}/draws/{sequence}/moment?language=en{more}")


def test_before_the_number_it_shows_what_was_promised_and_when_the_number_comes(app, towns, at):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    at(SEED_AT - timedelta(days=1))
    answer = moment(app, town, slug)
    page = text_of(answer)
    digest = make.look(town, slug)[1][0].digest
    assert "The draw is promised. The number comes on" in page
    assert "Hoe maken we het dorp veilig?" in page and "Council hall" in page
    assert digest in page.replace(" ", "")
    assert 'data-state="promised"' in answer.text and 'data-every="60"' in answer.text
    assert answer.text.count("<h1") == 1


def test_around_its_moment_it_looks_again_often_and_without_script_half_a_minute_later(app, towns, at):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    at(AFTER)
    answer = moment(app, town, slug)
    assert "The number is drawn about now." in text_of(answer)
    assert 'data-every="5"' in answer.text
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in answer.text
    assert 'role="status"' in answer.text


def test_whoever_reads_slowly_can_let_it_stand_still(app, towns, at):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    at(AFTER)
    assert "still=1" in moment(app, town, slug).text
    still = moment(app, town, slug, still=1)
    assert "http-equiv" not in still.text and "moment.js" not in still.text
    assert "Look again by itself" in text_of(still)


def test_once_drawn_it_shows_the_number_and_every_code_and_stops_looking(app, towns, at):
    town, _ = towns
    slug = make.make_panel(town, "drawn")
    at(AFTER + timedelta(minutes=5))
    answer = moment(app, town, slug)
    page = text_of(answer)
    assert "The number is 42. The panel is known." in page
    assert "The 6 people on the panel" in page
    assert len(re.findall(r"<li>[A-Z]{4}-\d{4}</li>", answer.text)) == make.SEATS
    assert 'data-said="The number is 4 2.' in answer.text
    assert "http-equiv" not in answer.text and 'data-every="0"' in answer.text
    assert "verify.py" in page


def test_a_cancelled_draw_says_so_and_why(app, towns, at):
    town, _ = towns
    slug = make.make_panel(town, "cancelled")
    at(AFTER)
    page = text_of(moment(app, town, slug))
    assert "This draw was cancelled and does not count." in page
    assert "The hall flooded." in page


def test_a_draw_for_free_seats_says_how_many(app, towns, at):
    town, _ = towns
    slug, _, staying, left = drawn_panel(town, leave=1)
    open_round(town, slug, staying, left)
    make.calculate(town, slug)
    sequence = second_round(town, slug, "promise")
    at(SEED_AT - timedelta(hours=1))
    assert "This draw is for 1 seat that came free." in text_of(moment(app, town, slug, sequence))
    make.enter_number(town, slug, "042", sequence, at=AFTER)
    assert "The 1 person drawn for a seat that came free" in text_of(moment(app, town, slug, sequence))


@pytest.mark.parametrize("stage", ["calculated", "proposed"])
def test_nothing_shows_before_the_promise(app, towns, stage):
    town, neighbour = towns
    slug = make.make_panel(town, stage)
    Visitor(app, town).get(f"/panels/{slug}/draws/1/moment", status=404)
    shown = make.make_panel(town, "promised", title="Plein")
    Visitor(app, neighbour).get(f"/panels/{shown}/draws/1/moment", status=404)


def test_it_looks_again_until_there_is_nothing_more_to_see(towns):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    promised = make.look(town, slug)[1][0]
    assert seconds_between_looks(promised, SEED_AT - timedelta(days=2)) == 60
    assert seconds_between_looks(promised, SEED_AT - timedelta(hours=1)) == 5
    assert seconds_between_looks(promised, SEED_AT + timedelta(days=2)) == 60
    make.enter_number(town, slug)
    assert seconds_between_looks(make.look(town, slug)[1][0], AFTER) is None
