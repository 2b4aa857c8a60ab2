"""The sheet for witnesses is in the languages of the law, in their order, whatever language the page is read in."""

from __future__ import annotations

import re

import pytest

from participation import db
from participation.municipalities.actions import decide
from tests.towns import START, make_panel
from tests.visitors import Visitor, text_of

HELPS = "This page is offered as a translation to help you."


def sheet(app, town, language="en"):
    slug = make_panel(town, "promised")
    return Visitor(app, town).get(f"/panels/{slug}/draws/1/notice?language={language}")


def pieces(answer):
    """The words of each language on the sheet, in order."""
    body = answer.text[answer.text.index('class="languages') :]
    return re.findall(r'<div lang="(\w\w)">(.*?)</div>\s*(?=<div lang|</div>)', body, re.DOTALL)


def notices_in(town, languages):
    with db.write() as session:
        source = {"nl": "Besluit", "fr": "Décision"}
        decide(
            session,
            town.id,
            "language.notice",
            languages,
            source=source,
            source_date=START.date(),
            by=town.first,
            at=START,
        )


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_sheet_is_in_every_language_of_notices_whoever_reads_the_page(app, towns, language):
    answer = sheet(app, towns[0], language)
    (first, dutch), (second, french) = pieces(answer)
    assert (first, second) == ("nl", "fr")
    assert "Dorpskern" in dutch and "Dorpskern (fr)" in french
    assert "maart 2026" in dutch and "mars 2026" in french
    assert answer.text.count("<h1") == 1 and '<span lang="fr">' in answer.text


def test_a_municipality_with_one_language_has_a_sheet_in_that_one(app, towns):
    town, neighbour = towns
    notices_in(town, ["nl"])
    assert [language for language, _ in pieces(sheet(app, town))] == ["nl"]
    assert [language for language, _ in pieces(sheet(app, neighbour))] == ["nl", "fr"]


def test_the_order_is_the_order_of_the_rule(app, towns):
    town, _ = towns
    notices_in(town, ["fr", "nl"])
    assert [language for language, _ in pieces(sheet(app, town))] == ["fr", "nl"]


@pytest.mark.parametrize(("language", "helps"), [("nl", False), ("fr", False), ("de", True), ("en", True)])
def test_a_page_in_another_language_says_that_it_is_there_to_help(app, towns, language, helps):
    from participation.i18n import say

    page = text_of(Visitor(app, towns[0]).get(f"/panels?language={language}"))
    assert (say(HELPS, language) in page) is helps


def test_the_desk_is_where_one_works_in_whatever_language(app, towns):
    town, _ = towns
    assert HELPS not in text_of(Visitor(app, town, town.first).get("/desk?language=en"))
