"""The page on which everybody finds another way than a screen: only those that are open, with what there is here."""

from __future__ import annotations

import re

from tests.municipalities.makers import decide
from tests.visitors import Visitor, text_of

PAGE = "/other-ways"
POINTS = {"nl": ["Digibank: dinsdag"], "fr": ["Espace numérique : mardi"]}


def headings(answer):
    return set(re.findall(r"<h2>([^<]+)</h2>", answer.text.partition("<footer")[0]))


def test_only_the_ways_that_are_open_stand_there(app, towns):
    town, neighbour = towns
    decide(town, "channel.open", ["web", "phone", "text"])
    ours, theirs = (headings(Visitor(app, place).get(PAGE)) for place in (town, neighbour))
    assert {"By telephone", "By text message"} <= ours and not {"At the desk", "On paper"} & ours
    assert {"By telephone", "At the desk", "On paper"} <= theirs and "By text message" not in theirs


def test_help_points_stand_there_in_the_language_of_the_page_or_marked_as_another(app, towns):
    town, neighbour = towns
    decide(town, "contact.help_points", POINTS)
    anybody = Visitor(app, town)
    assert "Espace numérique" in text_of(anybody.get(f"{PAGE}?language=fr"))
    assert '<ul lang="nl">' in anybody.get(f"{PAGE}?language=de").text.replace("  ", " ")
    assert "Help with a screen" not in Visitor(app, neighbour).get(f"{PAGE}?language=en").text


def test_a_help_line_can_be_called_and_is_not_there_where_there_is_none(app, towns):
    town, neighbour = towns
    decide(town, "contact.help_line", "0800 12 345")
    assert 'href="tel:080012345"' in Visitor(app, town).get(PAGE).text
    assert "0800" not in Visitor(app, neighbour).get(PAGE).text


def test_every_form_can_be_printed_from_here_in_two_sizes(app, towns):
    page = Visitor(app, towns[0]).get(PAGE).text
    papers = re.findall(r'href="(/ourtown/forms/[^"]+\.pdf[^"]*)"', page)
    assert len(papers) >= 2 and len(papers) == 2 * len({path.partition("?")[0] for path in papers})
    for path in papers[:2]:
        assert Visitor(app, towns[0]).get(path).content_type == "application/pdf"


def test_the_page_leads_to_being_called_and_to_asking_for_support(app, towns):
    anybody = Visitor(app, towns[0])
    page = anybody.get(PAGE).text
    for name in ("call-back", "support"):
        assert f'href="/ourtown/forms/{name}"' in page
        anybody.get(f"/forms/{name}")
