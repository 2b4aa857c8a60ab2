"""What a message says: every kind in every language, and nothing that people typed steers it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from datetime import date

import pytest

from participation import config, i18n
from participation.i18n import LANGUAGES, say
from participation.messages import links, wording
from participation.messages.kinds import KINDS
from participation.messages.recipients import EMAIL, LETTER, PHONE, Recipient
from tests.messages.writing import FACTS

HOSTILE = "Eve\r\nBcc: all@evil.example\r\n\r\nPay here\u2028now\x00\x1b[2J"
ADVERTISEMENTS = ["Win at www.evil.example", "http://evil.example", "call 0900 123", "eve@evil.example", "x" * 80]


@dataclass
class Place:
    """What is said of a municipality in its messages."""

    id: int = 1
    slug: str = "ourtown"
    host: str | None = None
    languages: tuple[str, ...] = ("nl", "fr")
    names: dict[str, str] = field(default_factory=lambda: {"nl": "Gemeente ourtown"})
    office: dict[str, str] = field(
        default_factory=lambda: {"phone": "012", "street": "Kerkstraat 1", "postcode": "9999", "town": "ourtown"}
    )


def facts_in(kind, written):
    """The facts of a kind that must stand in its words."""
    needed = ("title", "news") if KINDS[kind].news else ("code", "minutes")
    given = {name: fact for name, fact in FACTS.get(kind, {}).items() if name in needed}
    return [str(fact) for fact in given.values() if str(fact) not in written]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_said_in_every_language_with_all_its_facts(kind, language):
    what = KINDS[kind]
    if what.news:
        assert facts_in(kind, wording.write_news(what, Place(), language, FACTS[kind]).body) == []
        return
    for channel in what.channels:
        written = wording.write(what, channel, Place(), language, name="Dee", facts=FACTS.get(kind))
        assert "%(" not in written.subject + written.body
        assert facts_in(kind, written.body) == []
        if channel == PHONE:
            assert len(written.body) <= 160, len(written.body)
        if channel == EMAIL:
            assert "Gemeente ourtown" in written.body and "012" in written.body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["seat_asked", "seat_reminder"])
def test_a_text_about_a_seat_fits_with_a_long_name_a_whole_number_and_the_longest_day(kind, language):
    place = Place(names={"nl": "Sint-Linde-Rode"})
    place.office["phone"] = "02 012 34 56"
    facts = {**FACTS[kind], "until": date(2026, 9, 30)}
    written = wording.write(KINDS[kind], PHONE, place, language, name="Dee", facts=facts)
    assert str(facts["code"]) in written.body
    assert len(written.body) <= 160, len(written.body)


def test_the_first_sentence_after_a_fresh_copy_is_in_its_own_language(tmp_path, monkeypatch):
    copy = tmp_path / "translations"
    shutil.copytree(i18n.CATALOGUES, copy, ignore=shutil.ignore_patterns("*.mo"))
    monkeypatch.setattr(i18n, "CATALOGUES", copy)
    i18n.catalogue.cache_clear()
    try:
        assert say("Call me", "nl") == "Bel mij"
    finally:
        i18n.catalogue.cache_clear()


@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_says_nothing_of_anybody(kind):
    assert set(re.findall(r"%\((\w+)\)", KINDS[kind].subject)) <= {"municipality"}


def test_every_kind_has_words_for_each_way_it_goes():
    for name, kind in KINDS.items():
        assert kind.paragraphs
        assert bool(kind.short) == (PHONE in kind.channels), name
        assert bool(kind.title) == kind.news


def test_a_name_stays_a_name_on_one_line():
    written = wording.write(KINDS["data_exported"], EMAIL, Place(), "en", name="Zoë O'Neil-D'Hondt Jr.")
    assert written.body.startswith("Hello Zoë O'Neil-D'Hondt Jr.,\n\n")
    written = wording.write(KINDS["data_exported"], EMAIL, Place(), "en", name="Eve\r\n\r\nPay now\u2028\x1b")
    assert written.body.startswith("Hello Eve Pay now,\n\n")


@pytest.mark.parametrize("name", ["", *ADVERTISEMENTS, HOSTILE])
def test_an_advertisement_is_no_name_to_greet(name):
    written = wording.write(KINDS["data_exported"], EMAIL, Place(), "en", name=name)
    assert written.body.startswith("Hello,\n\n")
    assert "evil" not in written.body


def test_what_is_filled_in_stays_on_its_line():
    facts = {"title": HOSTILE, "news": "%(code)s 100 %", "link": "/panels/square"}
    written = wording.write_news(KINDS["panel_news"], Place(), "en", facts)
    assert written.body.splitlines()[0].endswith(": %(code)s 100 %")
    assert len(written.body.split("\n")) == 2


def test_an_envelope_has_one_line_for_each_part():
    lines = Recipient(None, HOSTILE, LETTER, address={"street": "A\nB", "postcode": "1", "town": "T\r\nU"}).lines()
    assert lines[1:] == ["A B", "1 T U"] and len(lines) == 3
    assert all(line.isprintable() for line in lines)


def test_a_day_is_said_in_the_language_of_the_message():
    written = wording.write(KINDS["letter_code"], LETTER, Place(), "fr", facts=FACTS["letter_code"])
    assert "dimanche 31 janvier 2027" in written.body


def test_without_an_end_it_is_until_further_notice():
    written = wording.write(KINDS["invitation"], EMAIL, Place(), "en", facts=FACTS["invitation"])
    assert "Until: further notice." in written.body and "Your role: official." in written.body


def test_links_are_built_from_the_settings():
    assert links.address(Place(), "/desk") == "http://127.0.0.1:5000/ourtown/desk"
    assert links.address(Place(), "/ourtown/desk") == "http://127.0.0.1:5000/ourtown/desk"
    in_production()
    assert links.address(Place(), "/desk") == "https://samen.example/ourtown/desk"
    assert links.address(Place(host="ourtown.example"), "/desk") == "https://ourtown.example/desk"


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "evil", "javascript:alert(1)", ""])
def test_a_link_leads_nowhere_else(path):
    with pytest.raises(ValueError, match="path below"):
        links.address(Place(), path)


def test_a_link_to_unsubscribe_says_who_and_what_and_cannot_be_forged():
    token = links.unsubscribe_token(1, 7, "news")
    assert links.read_unsubscribe_token(1, token) == (7, "news")
    assert links.read_unsubscribe_token(2, token) is None
    assert links.read_unsubscribe_token(1, token.replace("7-", "8-", 1)) is None
    assert links.read_unsubscribe_token(1, token.replace("news", "code")) is None
    for rubbish in ("", "7", "7-news", "7-news-", "x-news-y", "٧-news-y", "-".join("9" * 99), token + "é"):
        assert links.read_unsubscribe_token(1, rubbish) is None


def test_the_sentence_of_every_role_is_there():
    from participation.permissions import ROLE_NAMES, Role

    said = {role: say(ROLE_NAMES[role], "en") for role in Role}
    assert len(set(said.values())) == len(Role)
    assert all(role.value in said[role] for role in list(Role)[1:])


def in_production():
    config.use(
        config.load(
            {
                "PARTICIPATION_MODE": "production",
                "PARTICIPATION_SECRET_KEY": "abcdefgh" * 4,
                "PARTICIPATION_IDENTITY_KEY": "ijklmnop" * 4,
                "PARTICIPATION_HOSTS": "samen.example,ourtown.example",
                "PARTICIPATION_DATABASE": "sqlite:////nowhere/town.sqlite",
                "PARTICIPATION_SMTP": "smtps://mail.example",
                "PARTICIPATION_PROXIES": "1",
            }
        )
    )


def test_the_documentation_lists_every_kind_and_state():
    from participation.messages.desk import STATES

    page = (config.ROOT / "docs" / "messages.md").read_text()
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:3] == "| `"
    ]
    ways = {EMAIL: "e-mail", PHONE: "text message", LETTER: "letter"}
    assert [row for row in rows if len(row) == 5] == [
        [
            name,
            kind.subject.replace("%(municipality)s", "…"),
            ", ".join(ways[channel] for channel in kind.channels),
            "yes" if kind.secret else "",
            "yes" if kind.news else "",
        ]
        for name, kind in KINDS.items()
    ]
    assert {row[0] for row in rows if len(row) == 2} == set(STATES)
