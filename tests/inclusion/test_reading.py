"""How somebody likes to read: chosen without account or script, remembered in one cookie, and never more than that."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from flask import Flask

from participation.web import reading
from participation.web.reading import CHOICES, Reading, from_cookie
from tests.towns import Town
from tests.visitors import Visitor

EVERYTHING = {name: choice.options[-1][0] for name, choice in CHOICES.items()}


@pytest.fixture
def visitor(app: Flask, towns: tuple[Town, Town]) -> Visitor:
    return Visitor(app, towns[0])


def root_of(page: str) -> str:
    """The opening tag of a page."""
    found = re.search(r"<html[^>]*>", page)
    assert found
    return found.group()


def query(choices: dict[str, str]) -> str:
    return "&".join(["choose=these", *(f"{name}={value}" for name, value in choices.items())])


@pytest.mark.parametrize("name", CHOICES)
def test_each_option_of_each_choice_survives_the_cookie(name: str) -> None:
    for value, _ in CHOICES[name].options:
        chosen = Reading("nl").with_choices({name: value})
        assert getattr(chosen, name) == value
        assert from_cookie(chosen.cookie()) == chosen


def test_all_choices_together_survive_a_cookie_that_stays_short() -> None:
    chosen = Reading("de").with_choices(EVERYTHING)
    assert from_cookie(chosen.cookie()) == chosen
    assert len(chosen.cookie()) < 30
    assert re.fullmatch(r"[a-z0-9.]+", chosen.cookie())


def test_no_two_choices_share_a_letter_in_the_cookie() -> None:
    assert len({choice.sign for choice in CHOICES.values()}) == len(CHOICES)


def test_a_cookie_from_before_there_were_choices_still_says_the_language() -> None:
    assert from_cookie("fr") == Reading("fr")


@pytest.mark.parametrize("text", ["", "xx", "nl.", ".t9", "nl.t1.t", "....", "<script>", "nl.zz9", "nl;t1", "\x00"])
def test_what_is_not_ours_in_a_cookie_says_nothing(text: str) -> None:
    found = from_cookie(text)
    assert found.language in ("", "nl")
    assert found.chosen in ({}, {"size": "large"})


def test_a_choice_that_is_not_made_or_not_offered_is_the_usual() -> None:
    assert Reading("nl", size="large", motion="calm").with_choices({"size": "enormous"}) == Reading("nl")


def test_a_choice_shows_on_the_page_itself_and_on_every_page_after(visitor: Visitor) -> None:
    page = visitor.get("/reading?" + query({"size": "larger", "contrast": "high", "easy": "yes"}))
    for shown in (page, visitor.get("/"), visitor.get("/other-ways")):
        root = root_of(shown.text)
        assert 'data-size="larger"' in root
        assert 'data-contrast="high"' in root
        assert 'data-easy="yes"' in root
        assert "data-motion" not in root


def test_what_is_chosen_is_shown_as_chosen(visitor: Visitor) -> None:
    visitor.get("/reading?" + query({"spacing": "wide"}))
    page = visitor.get("/reading").text
    assert re.search(r'<input checked[^>]*name="spacing"[^>]*value="wide"', page)
    assert not re.search(r'<input checked[^>]*name="spacing"[^>]*value=""', page)


def test_the_choices_hold_in_a_neighbour_too_and_before_one_is_chosen(
    visitor: Visitor, towns: tuple[Town, Town]
) -> None:
    visitor.get("/reading?" + query({"size": "large"}))
    for address in ("/", f"/{towns[1].slug}/", "/reading"):
        page = visitor.client.get(address)
        assert page.status_code == 200
        assert 'data-size="large"' in root_of(page.text)


def test_language_and_reading_share_one_cookie_and_neither_loses_the_other(visitor: Visitor) -> None:
    visitor.get("/?language=fr")
    visitor.get("/reading?" + query({"size": "large"}))
    root = root_of(visitor.get("/?language=de").text)
    assert 'lang="de"' in root
    assert 'data-size="large"' in root
    cookie = visitor.client.get_cookie("reading")
    assert cookie
    assert cookie.value == "de.t1"
    assert cookie.http_only
    assert cookie.max_age == 365 * 24 * 3600


def test_looking_at_the_choices_leaves_nothing_behind(visitor: Visitor) -> None:
    visitor.get("/reading")
    assert visitor.client.get_cookie("reading") is None


def test_everything_as_usual_is_one_press_away(visitor: Visitor) -> None:
    page = visitor.get("/reading?" + query(EVERYTHING))
    usual = re.search(r'href="([^"]*choose=usual[^"]*)"', page.text)
    assert usual
    page = visitor.get(usual.group(1).replace("&amp;", "&"))
    assert "data-" not in root_of(page.text)
    assert "Everything as usual" not in page.text


def test_the_header_leads_to_the_choices_and_the_choices_back_to_the_page(visitor: Visitor) -> None:
    here = f"/{visitor.town.slug}/other-ways?language=fr"
    header = visitor.get(here).text.partition("</header>")[0]
    door = re.search(r'href="([^"]*/reading\?[^"]*)"', header)
    assert door
    page = visitor.get(door.group(1).replace("&amp;", "&"))
    assert f'<input type="hidden" name="back" value="{here}">' in page.text
    page = visitor.get(f"/reading?{query({'size': 'large'})}&back={quote(here, safe='')}")
    assert f'href="{here}"' in page.text


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_elsewhere(visitor: Visitor, elsewhere: str) -> None:
    page = visitor.get(f"/reading?{query({})}&back={quote(elsewhere, safe='')}")
    assert "example.org" not in page.text.partition("</header>")[2]
    assert "javascript:" not in page.text.partition("</header>")[2]


def test_a_browser_that_saves_data_gets_light_pages_without_a_choice_of_its_reader(visitor: Visitor) -> None:
    page = visitor.get("/", headers={"Save-Data": "on"})
    assert 'data-light="yes"' in root_of(page.text)
    assert visitor.client.get_cookie("reading") is None
    visitor.get("/reading?" + query({"size": "large"}), headers={"Save-Data": "on"})
    assert "data-light" not in root_of(visitor.get("/").text)


def test_the_order_of_options_never_changes_because_cookies_count_on_it() -> None:
    assert {name: [value for value, _ in choice.options] for name, choice in reading.CHOICES.items()} == {
        "size": ["", "large", "larger", "largest"],
        "spacing": ["", "wide", "wider"],
        "colours": ["", "light", "dark"],
        "contrast": ["", "high"],
        "motion": ["", "calm"],
        "easy": ["", "yes"],
        "light": ["", "yes"],
    }
