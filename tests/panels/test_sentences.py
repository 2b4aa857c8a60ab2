"""What the engine found, in words that stay true: every sentence in every language, and no proof where there is none."""

import pytest

from participation.i18n import LANGUAGES
from participation.panels.desk import sentences


@pytest.fixture(params=LANGUAGES)
def language(app, request):
    with app.test_request_context(f"/?language={request.param}"):
        yield request.param


def test_the_cost_of_a_target_names_it_its_partner_and_both_chances(language):
    for bound, partner in sentences.COSTS:
        cost = {"category": "age", "feature": "65+", "bound": bound, "partner": "16-34" if partner else None}
        words = sentences.cost_words({**cost, "one_looser": 0.0123}, 0.05)
        assert "65+" in words and "5" in words and "6" in words and "23" in words
        assert ("16-34" in words) == partner


def test_every_stage_has_words_and_an_unknown_one_too(language):
    said = [sentences.stage_words(stage) for stage in sentences.STAGES]
    assert len(set(said)) == len(said)
    assert sentences.stage_words("something new")


@pytest.mark.parametrize("gap", [0.0, 1e-6, 0.01, None])
@pytest.mark.parametrize("objective", ["leximin", "maximin", "random"])
def test_certainty_is_as_great_as_the_gap_is_small(app, objective, gap):
    with app.test_request_context("/?language=en"):
        words = sentences.certainty_words(objective, gap)
    assert words.startswith("Proven") == (objective != "random" and gap is not None)
    assert ("one in a million" in words) == (objective != "random" and gap is not None and gap <= 1e-6)
    assert ("1 %" in words.replace("\u00a0", " ")) == (objective != "random" and gap == 0.01)
