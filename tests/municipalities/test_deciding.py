"""A municipality decides what holds there; everybody reads it, with where it comes from."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from participation import clock, db
from participation.errors import NotFound
from participation.journal import queries as journal
from participation.municipalities import queries, settings
from participation.municipalities.choices import GROUPS
from participation.municipalities.models import Setting
from participation.people.models import OpenSession
from participation.permissions import Rung
from tests.municipalities.makers import SIGNATURES, SOURCE, decide
from tests.towns import make_panel
from tests.visitors import Visitor, seen_in, text_of

PAGE = "/desk/municipality/rules/petition.signatures"


@pytest.fixture
def administrator(app, towns):
    return Visitor(app, towns[0], towns[0].administrator)


def kept(town):
    with db.read() as session:
        return {
            row.key: row.value["value"]
            for row in session.scalars(select(Setting).where(Setting.municipality_id == town.id))
        }


def events_of(town):
    with db.read() as session:
        return [line.event for line in journal.page(session, town.id, 1)[0]]


def test_everybody_reads_what_is_only_proposed(app, towns):
    page = text_of(Visitor(app, towns[0]).get("/rules"))
    assert "until the municipal council or the college of mayor and aldermen decides" in page
    assert "before it is dealt with. Proposal What many municipalities wrote in their own by-law." in page
    assert "below 15,000 inhabitants: 2 % of the inhabitants" in page
    assert "Decided" not in page.replace("“Decided”", "")


def test_a_decision_stands_on_the_page_with_its_source_and_day(administrator, app, towns):
    administrator.post(PAGE, {**SIGNATURES, **SOURCE, "seen": "proposal"})
    page = text_of(Visitor(app, towns[0]).get("/rules"))
    assert "2.5 % of the inhabitants" in page
    assert "24 June 2025" in page
    dutch = text_of(Visitor(app, towns[0]).get("/rules?language=nl"))
    assert "Reglement participatie, artikel 4, dinsdag 24 juni 2025" in dutch
    french = text_of(Visitor(app, towns[0]).get("/rules?language=fr"))
    assert "Règlement, mardi 24 juin 2025" in french
    assert "Reglement participatie" not in Visitor(app, towns[1]).get("/rules").text
    assert kept(towns[1]) == {}


def test_with_the_inhabitants_known_the_page_counts_the_people(towns, app):
    decide(towns[0], "place.inhabitants", 11_640)
    assert "Here that is 233 people." in text_of(Visitor(app, towns[0]).get("/rules"))
    assert "Here that is" not in text_of(Visitor(app, towns[1]).get("/rules"))


def test_the_journal_says_which_rule_and_only_a_fingerprint_of_it(administrator, towns):
    administrator.post(PAGE, {**SIGNATURES, **SOURCE, "seen": "proposal"})
    with db.read() as session:
        line = journal.page(session, towns[0].id, 1)[0][0]
    assert (line.event, line.by) == ("municipality.setting_changed", f"person:{towns[0].administrator.person_id}")
    assert line.facts["key"] == "petition.signatures"
    assert len(line.facts["digest"]) == 64
    assert set(line.facts) == {"key", "digest"}


def test_a_look_decides_nothing(administrator, towns):
    page = text_of(administrator.post(f"{PAGE}/look", {**SIGNATURES, "seen": "proposal"}, 200))
    assert "This is what people would read" in page
    assert "2.5 % of the inhabitants" in page
    assert kept(towns[0]) == {}


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"value_amount_0": "lots"}, "value_amount_0", "Write a percentage above 0"),
        ({"value_below_0": "15000"}, "value_below_0", "Put the smallest size first."),
        ({"value_unit_0": "cows"}, "value_unit_0", "Choose one of the answers"),
        ({"source_nl": ""}, "source_nl", "Write which decision this comes from"),
        ({"source_date": ""}, "source_date", "Write the day of that decision."),
        ({"source_date": "2999-01-01"}, "source_date", "That day has yet to come."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(administrator, towns, typed, field, words):
    answer = administrator.post(PAGE, {**SIGNATURES, **SOURCE, "seen": "proposal", **typed}, 422)
    assert f'id="{field}-error"' in answer.text
    assert words in text_of(answer)
    assert kept(towns[0]) == {}


def test_every_rule_has_a_page_that_takes_what_it_shows(administrator, towns):
    for key in settings.rules():
        answer = administrator.get(f"/desk/municipality/rules/{key}")
        assert seen_in(answer) == "proposal", key
    administrator.get("/desk/municipality/rules/nothing", 404)
    administrator.get("/desk/municipality/groups/nothing", 404)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("petition.answer_days", {"value": " 60 "}, 60),
        ("place.inhabitants", {"value": "11 640"}, 11_640),
        ("proposal.who", {"value": "involved"}, "involved"),
        ("channel.open", {"value": ["paper", "web"]}, ["web", "paper"]),
        ("language.letter", {"value_0": "fr", "value_1": "nl"}, ["fr", "nl"]),
        ("place.name", {"value_nl": "Groot-Dorp", "value_fr": ""}, {"nl": "Groot-Dorp"}),
        (
            "contact.hours",
            {"value_nl": "Maandag\r\n\r\nDinsdag", "value_en": "Monday"},
            {"nl": ["Maandag", "Dinsdag"], "en": ["Monday"]},
        ),
        ("contact.help_line", {"value": "0800 12 345"}, "0800 12 345"),
        ("rung.voice.give", {"value": "3"}, "3"),
        ("style.theme", {"value": "neudorf"}, "neudorf"),
        ("challenge.supporters", {}, None),
        (
            "proposal.signatures",
            {
                "value_below_0": "15 000",
                "value_amount_0": "2",
                "value_unit_0": "percent",
                "value_amount_1": "300",
                "value_unit_1": "people",
            },
            [
                {"below": 15_000, "amount": 2, "unit": "percent"},
                {"below": None, "amount": 300, "unit": "people"},
            ],
        ),
    ],
)
def test_what_is_typed_is_what_holds(administrator, towns, key, typed, value):
    administrator.post(f"/desk/municipality/rules/{key}", {**typed, **SOURCE, "seen": "proposal"})
    assert kept(towns[0]) == {key: value}
    with db.read() as session:
        assert queries.value(session, towns[0].id, key) == value
        assert queries.value(session, towns[1].id, key) != value or value is None
    administrator.get(f"/desk/municipality/rules/{key}")


def test_two_who_decide_at_once_do_not_overwrite_each_other(administrator, towns):
    administrator.post(PAGE, {**SIGNATURES, **SOURCE, "seen": "proposal"})
    other = {**SIGNATURES, "value_amount_0": "3"}
    answer = administrator.post(PAGE, {**other, **SOURCE, "seen": "proposal"}, 422)
    assert "Somebody changed this while you were looking." in text_of(answer)
    administrator.post(PAGE, {**other, **SOURCE, "seen": seen_in(answer)})
    assert kept(towns[0])["petition.signatures"][0]["amount"] == 3


def test_the_same_decision_twice_is_one(administrator, towns):
    for _ in range(2):
        administrator.post(PAGE, {**SIGNATURES, **SOURCE, "seen": "proposal"})
    assert events_of(towns[0]).count("municipality.setting_changed") == 1


def test_what_was_not_decided_after_all_is_a_proposal_again(administrator, towns):
    administrator.post(PAGE, {**SIGNATURES, **SOURCE, "seen": "proposal"})
    for _ in range(2):
        administrator.post(f"{PAGE}/proposal")
    assert kept(towns[0]) == {}
    assert events_of(towns[0]).count("municipality.setting_withdrawn") == 1


def test_who_has_not_proved_lately_who_they_are_is_asked_first(administrator, towns):
    with db.write() as session:
        session.execute(update(OpenSession).values(confirmed_at=clock.now() - timedelta(hours=2)))
    answer = administrator.post(PAGE, {**SIGNATURES, **SOURCE, "seen": "proposal"}, 403)
    assert "Is it really you?" in text_of(answer)
    assert kept(towns[0]) == {}


def test_only_administrators_decide(app, towns):
    town = towns[0]
    for who in (town.first, town.auditor, town.citizen):
        visitor = Visitor(app, town, who)
        visitor.get("/desk/municipality", 403)
        visitor.post(PAGE, {**SIGNATURES, **SOURCE, "seen": "proposal"}, 403)
    assert kept(town) == {}


def test_the_neighbours_administrator_is_a_stranger_here(app, towns):
    town, neighbour = towns
    stranger = Visitor(app, replace(town, secrets={**town.secrets, **neighbour.secrets}), neighbour.administrator)
    answer = stranger.post(PAGE, {**SIGNATURES, **SOURCE, "seen": "proposal"})
    assert "/sign-in" in answer.location
    assert kept(town) == {}


def test_a_field_that_nobody_asked_for_changes_nothing_else(administrator, towns):
    extra = {"municipality_id": str(towns[1].id), "key": "panel.age", "value": "99", "state": "erased"}
    administrator.post(PAGE, {**SIGNATURES, **SOURCE, "seen": "proposal", **extra})
    assert list(kept(towns[0])) == ["petition.signatures"]
    assert kept(towns[1]) == {}


def test_what_was_typed_is_shown_as_words_and_never_run(administrator, app, towns):
    poison = '<script>alert(1)</script>{{7*7}}"'
    administrator.post(PAGE, {**SIGNATURES, **SOURCE, "source_nl": poison, "seen": "proposal"})
    administrator.post("/desk/municipality/rules/place.name", {"value_nl": poison, "seen": "proposal"})
    for path in ("/rules", "/", "/other-ways"):
        page = Visitor(app, towns[0]).get(f"{path}?language=nl").text
        assert "<script>alert" not in page
        assert "{{7*7}}" in page


def test_the_rung_of_an_act_is_that_of_this_municipality(towns):
    decide(towns[0], "rung.voice.give", "3")
    with db.read() as session:
        assert queries.municipality(session, "ourtown").rungs["voice.give"] == Rung.IDENTITY
        assert queries.municipality(session, "nexttown").rungs["voice.give"] == Rung.LETTER


def test_a_municipality_says_notices_in_its_own_order_and_letters_in_another(app, towns):
    town, neighbour = towns
    decide(town, "language.notice", ["fr", "nl"])
    decide(town, "language.letter", ["nl"], source={"fr": "Décision"})
    with db.read() as session:
        assert queries.languages_for(session, town.id, "notice") == ["fr", "nl"]
        assert queries.languages_for(session, town.id, "letter") == ["nl"]
        assert queries.languages_for(session, town.id, "internal") == ["nl"]
        assert queries.languages_for(session, neighbour.id, "notice") == ["nl", "fr"]
        with pytest.raises(NotFound):
            queries.languages_for(session, town.id, "graffiti")
    client = app.test_client()
    assert '<html lang="fr"' in client.get("/ourtown/rules").text
    assert '<html lang="nl"' in client.get("/nexttown/rules").text


def test_a_term_is_the_municipalitys_own_or_the_one_of_the_kind(towns):
    key = next(key for key in settings.rules() if key.startswith("retention."))
    kind, proposed = key.removeprefix("retention."), settings.rule(key).default
    decide(towns[0], key, proposed + 5)
    with db.read() as session:
        assert queries.term_days(session, towns[0].id, kind) == proposed + 5
        assert queries.term_days(session, towns[1].id, kind) == proposed
        assert queries.term_days(session, towns[1].id, kind, 3) == 3
        assert queries.term_days(session, towns[1].id, "nothing of ours") is None


def test_contact_colours_and_ways_are_those_that_were_decided(app, towns):
    town, neighbour = towns
    office = {"street": "Markt 2", "postcode": "1000", "town": "Stad", "phone": "099 88", "email": "x@y.example"}
    decide(town, "contact.office", office)
    decide(town, "contact.help_line", "0800 11 222")
    decide(town, "channel.open", ["web", "desk"])
    decide(town, "style.theme", "neudorf")
    page = Visitor(app, town).get("/other-ways")
    assert "Verdana" in Visitor(app, town).get("/theme.css").text
    for words in ("Markt 2", "099 88", "0800 11 222"):
        assert words in text_of(page)
    assert "<h2>On paper</h2>" not in page.text
    other = Visitor(app, neighbour).get("/other-ways")
    assert "Verdana" not in Visitor(app, neighbour).get("/theme.css").text
    assert "<h2>On paper</h2>" in other.text
    assert "Markt 2" not in text_of(other)


def test_the_country_decides_what_the_council_is_called(app, towns):
    decide(towns[0], "place.country", "netherlands")
    said = [text_of(Visitor(app, town).get("/rules?language=nl")) for town in towns]
    assert "burgemeester en wethouders" in said[0]
    assert "burgemeester en schepenen" in said[1]


def test_what_holds_costs_a_page_no_more_statements(app, towns):
    from tests.panels.test_lightness import statements

    make_panel(towns[0], "drawn")
    make_panel(towns[1], "drawn")
    for key in ("petition.answer_days", "proposal.age", "panel.age"):
        decide(towns[0], key, 20)
    decided, proposed = (statements(Visitor(app, town), "/panels/dorpskern") for town in towns)
    assert len(decided) == len(proposed)


def test_a_term_is_said_with_what_it_is_counted_from(app, administrator, towns):
    """The moment alone says nothing: "the role ended"."""
    for page in (administrator.get("/desk/municipality/groups/retention"), Visitor(app, towns[0]).get("/rules")):
        assert "1 year, counted from: the role ended" in text_of(page)
        assert "30 days, counted from: the invitation expired" in text_of(page)
        assert text_of(page).count("the invitation expired") == 1


def test_the_rules_are_read_one_subject_at_a_time(app, towns):
    page = Visitor(app, towns[0]).get("/rules").text
    assert page.count("<summary><h2>") == len(GROUPS) - 1  # how the pages look is no rule
