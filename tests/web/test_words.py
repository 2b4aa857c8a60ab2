"""How a chance is said: in numbers that are easy to picture."""

import pytest

from participation.web import words
from participation.web.words import portion


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (1 / 14, (1, 14)),
        (0.08, (1, 13)),
        (0.001, (1, 1000)),
        (0.143, (1, 7)),
        (0.214, (1, 5)),
        (0.4, (2, 5)),
        (0.66, (2, 3)),
        (0.95, (95, 100)),
    ],
)
def test_a_chance_is_said_in_small_whole_numbers(chance, said):
    assert portion(chance) == said


def test_what_is_said_is_never_far_from_the_chance_and_never_none_or_certain():
    for panels in range(1, 1000):
        part, whole = portion(panels / 1000)
        assert 0 < part < whole
        assert abs(part / whole - panels / 1000) <= 0.0501


@pytest.mark.parametrize("chance", [1.0, 1 - 1e-9])
def test_only_what_is_certain_is_called_certain(app, chance):
    with app.test_request_context():
        assert (words.chance(chance), words.percent(chance)) == ("certain", "100\u00a0%")


def test_what_is_nearly_certain_is_never_a_hundred_percent(app):
    with app.test_request_context():
        assert (words.chance(0.9997), words.percent(0.9997)) == ("99 chances in 100", "99.9\u00a0%")


@pytest.mark.parametrize("highest", [1.0, 1 + 1e-9, 1 - 1e-9])
def test_the_axis_of_chances_ends_at_a_hundred_percent(app, highest):
    with app.test_request_context():
        curve = app.jinja_env.get_template("parts/pictures.html").make_module({}).chance_curve([0.1, highest], [0, 1])
    assert "100\u00a0%" in curve
    assert "125\u00a0%" not in curve
