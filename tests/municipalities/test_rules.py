"""What may be decided, what it comes to, and that every rule says what it is."""

from datetime import date

import pytest

from participation.errors import Refused
from participation.i18n import LANGUAGES
from participation.municipalities import rules, settings, vocabulary
from participation.municipalities.choices import GROUPS
from participation.municipalities.kinds import Kind
from participation.permissions import ACTS

BANDED = settings.rule("proposal.signatures").default


def refused(key, value, languages=("nl", "fr")):
    with pytest.raises(Refused) as refusal:
        rules.checked(settings.rule(key), value, languages)
    return refusal.value.code


@pytest.mark.parametrize(
    ("inhabitants", "people"),
    [(1, 1), (14_999, 300), (15_000, 300), (29_999, 300), (30_000, 300), (30_001, 301), (200_000, 2000), (None, None)],
)
def test_a_threshold_by_size_comes_to_what_the_band_of_the_size_says(inhabitants, people):
    assert rules.people_needed(BANDED, inhabitants) == people


def test_a_percentage_is_rounded_up_to_whole_people():
    band = [{"below": None, "amount": 1.5, "unit": "percent"}]
    assert rules.people_needed(band, 1000) == 15
    assert rules.people_needed(band, 1001) == 16
    assert rules.people_needed(band, None) is None


def test_a_number_needs_no_inhabitants_and_nothing_asks_nobody():
    assert rules.people_needed([{"below": None, "amount": 25, "unit": "people"}], None) == 25
    assert rules.people_needed(None, 9000) == 0


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        ([(15_000, 2, "percent")], "threshold_order"),
        ([(None, 2, "percent"), (None, 1, "percent")], "threshold_order"),
        ([(30_000, 2, "percent"), (15_000, 300, "people"), (None, 1, "percent")], "threshold_order"),
        ([(None, 0, "percent")], "threshold_percent"),
        ([(None, 101, "percent")], "threshold_percent"),
        ([(None, float("nan"), "percent")], "threshold_percent"),
        ([(None, float("nan"), "people")], "threshold_people"),
        ([(None, 2.5, "people")], "threshold_people"),
        ([(None, 0, "people")], "threshold_people"),
        ([(None, 2, "cows")], "setting_not_offered"),
    ],
)
def test_a_threshold_that_leaves_a_size_out_or_asks_nothing_is_refused(bands, code):
    named = [{"below": below, "amount": amount, "unit": unit} for below, amount, unit in bands]
    assert refused("proposal.signatures", named) == code


@pytest.mark.parametrize("value", [0, -1, 36_501, "soon", "12", True, 1.5, None])
def test_a_term_is_a_whole_number_of_days_within_bounds(value):
    assert refused("petition.answer_days", value) == "setting_out_of_range"


def test_one_way_without_a_screen_always_stays_open():
    assert refused("channel.open", ["web", "text"]) == "way_without_screen"
    rule = settings.rule("channel.open")
    assert rules.checked(rule, ["paper", "web"], ["nl"]) == ["web", "paper"]
    assert refused("channel.open", ["web", "paper", "pigeon"]) == "setting_not_offered"


def test_languages_are_known_and_named_once_and_only_a_copy_may_have_none():
    assert refused("language.notice", ["nl", "nl"]) == "language_twice"
    assert refused("language.notice", []) == "language_missing"
    assert refused("language.notice", ["nl", "xx"]) == "setting_not_offered"
    assert rules.checked(settings.rule("language.copy"), ["", ""], ["nl"]) == []


def test_the_first_language_is_always_written():
    assert refused("place.name", {"fr": "Commune"}) == "words_missing"
    assert refused("contact.hours", {"fr": ["Lundi"], "nl": [" "]}) == "words_missing"
    assert refused("place.name", {"nl": "x" * 301}) == "words_too_long"


@pytest.mark.parametrize(
    ("part", "typed", "code"),
    [
        ("street", "", "contact_missing"),
        ("email", "nobody", "contact_email_wrong"),
        ("phone", "ring me", "contact_phone_wrong"),
        ("phone", "012 34\r\nBcc: x", "contact_phone_wrong"),
    ],
)
def test_an_office_can_be_reached(part, typed, code):
    office = {"street": "Kerkstraat 1", "postcode": "9999", "town": "Dorp", "phone": "012 34", "email": "a@b.example"}
    assert refused("contact.office", {**office, part: typed}) == code


def test_a_decision_has_a_name_and_a_day_that_has_been():
    rule, today = settings.rule("petition.answer_days"), date(2026, 11, 23)
    for source, day, code in (
        ({"fr": "Règlement"}, today, "source_missing"),
        ({"nl": " "}, today, "source_missing"),
        ({"nl": "Reglement"}, None, "source_day_missing"),
        ({"nl": "Reglement"}, date(2026, 11, 24), "source_day_ahead"),
        ({"nl": "x" * 301}, today, "words_too_long"),
    ):
        with pytest.raises(Refused) as refusal:
            rules.checked_source(rule, source, day, ["nl", "fr"], today=today)
        assert refusal.value.code == code
    theme = settings.rule("style.theme")
    assert rules.checked_source(theme, {"nl": "whim"}, today, ["nl"], today=today) == ({}, None)


def test_every_proposal_could_be_decided_as_it_is():
    begun = {"contact", "language", "place"}  # these begin with what the municipality was founded with
    for rule in settings.rules().values():
        if rule.group not in begun:
            assert rules.checked(rule, rule.default, ["nl"]) == rule.default, rule.key


def test_every_rule_has_a_group_and_every_act_a_rung():
    assert {rule.group for rule in settings.rules().values()} <= set(GROUPS)
    assert all(len(key) <= 60 for key in settings.rules())
    assert {key for key in settings.rules() if key.startswith("rung.")} == {f"rung.{act}" for act in ACTS}


def test_institutions_have_a_name_in_every_country_and_language():
    countries = {value for value, _ in settings.rule("place.country").choices}
    assert countries == set(vocabulary.WORDS)
    for country in countries:
        for institution in vocabulary.WORDS["flanders"]:
            for language in LANGUAGES:
                assert vocabulary.word(country, institution, language)
    assert vocabulary.word("netherlands", "alderman", "nl") == "wethouder"
    assert vocabulary.word("flanders", "alderman", "nl") == "schepen"
    assert vocabulary.word("brussels", "alderman", "nl") == "schepen"


def test_every_kind_of_value_can_be_checked():
    assert {rule.kind for rule in settings.rules().values()} == set(Kind)
