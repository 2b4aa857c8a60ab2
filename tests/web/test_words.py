"""How a chance is said: in numbers that are easy to picture."""

import pytest

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
