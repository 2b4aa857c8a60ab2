"""The public page of a panel from the start: what is asked and promised, and what each reader can do."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from participation import db, events, wiring
from participation.content import actions as content
from participation.content.rules import SUMMARY
from participation.panels import queries
from participation.panels.queries import Next, Section
from tests import towns as make
from tests.towns import START
from tests.visitors import Visitor, text_of

PAGE = "/panels/dorpskern"
ENGLISH = "?language=en"


@pytest.fixture
def told_by_others():
    """What other rooms add, for as long as a test lasts."""
    added: dict[str, list[Section]] = {"panel.shown": [], "panel.worked": []}
    heard = {name: (lambda _session, *, municipality_id, panel_id, name=name: added[name],) for name in added}
    events.listen({**wiring.LISTENERS, **heard})
    yield added
    events.listen(wiring.LISTENERS)


def test_with_a_summary_a_mandate_and_a_promise_everybody_can_read_it(app, towns):
    town, neighbour = towns
    make.make_panel(town)
    make.write_remit(town, "dorpskern")
    said = text_of(Visitor(app, town).get(PAGE + "?language=nl"))
    for words in (
        "Het panel zegt hoe het dorp veilig wordt.",
        "De raad antwoordt op elke aanbeveling.",
        "Eerste sessie",
    ):
        assert words in said
    for path in ("/", "/panels"):
        assert "Dorpskern" in text_of(Visitor(app, town).get(path))
        assert "Dorpskern" not in text_of(Visitor(app, neighbour).get(path))
    Visitor(app, neighbour).get(PAGE, status=404)


@pytest.mark.parametrize("lacking", ["remit", "mandate", "promise", "summary"])
def test_a_draft_is_nobodys_business(app, towns, lacking):
    town, _ = towns
    make.make_panel(town)
    if lacking == "summary":
        with db.write() as session:
            subject = queries.subject_of(make.changing(session, town, "dorpskern").id)
            content.write(session, town.id, subject, "fr", {SUMMARY: ""}, by=town.first, at=START)
    if lacking != "remit":
        less = {} if lacking == "summary" else {lacking: {"nl": "Alleen Nederlands."}}
        make.write_remit(town, "dorpskern", replace(make.REMIT, **less))
    visitor = Visitor(app, town)
    visitor.get(PAGE, status=404)
    for path in ("/", "/panels"):
        assert "Dorpskern" not in text_of(visitor.get(path))


def test_a_promised_draw_stays_public_where_nobody_ever_wrote_a_remit(app, towns):
    town, _ = towns
    make.make_panel(town, "promised")
    assert "See the draw" in text_of(Visitor(app, town).get(PAGE + ENGLISH))


def test_before_any_draw_the_page_says_who_asks_who_can_be_drawn_and_who_cannot(app, towns):
    town, _ = towns
    make.make_panel(town)
    make.write_remit(town, "dorpskern")
    said = text_of(Visitor(app, town).get(PAGE + ENGLISH))
    for words in (
        "The municipal council",
        "The council answers within 3 months after the advice.",
        "Everybody of 16 years or older who lives in Gemeente ourtown on Sunday",
        "Councillors of this municipality",
        "DPIA 12",
        "I got a letter",
        "I got no letter, and want to know why",
        "I want to follow it",
    ):
        assert words in said
    assert "Experts and organisations" not in said


def test_once_drawn_it_leads_to_the_draw_and_to_ones_own_chance(app, towns):
    town, _ = towns
    make.make_panel(town, "drawn")
    make.write_remit(town, "dorpskern")
    page = Visitor(app, town).get(PAGE + ENGLISH)
    assert f'href="/{town.slug}/panels/dorpskern/draws/1"' in page.text
    assert "Look up my chance with my code" in text_of(page)
    assert "I got a letter" not in text_of(page)


def test_what_is_not_decided_yet_is_not_made_up(app, towns):
    town, _ = towns
    make.make_panel(town)
    bare = queries.RemitView(mandate=make.REMIT.mandate, promise=make.REMIT.promise)
    make.write_remit(town, "dorpskern", bare)
    said = text_of(Visitor(app, town).get(PAGE + ENGLISH))
    assert "From which age stands here as soon as it is decided." in said
    assert "The calendar" not in said
    assert "None" not in said


def test_whoever_needs_something_to_take_part_can_say_so_from_the_start(app, towns):
    town, _ = towns
    make.make_panel(town)
    make.write_remit(town, "dorpskern")
    panel, _ = make.look(town, "dorpskern")
    Visitor(app, town).get(f"/forms/support?subject=panel:{panel.id}")


def test_other_rooms_add_their_piece_to_the_public_page_in_order(app, towns, told_by_others):
    town, _ = towns
    make.make_panel(town)
    make.write_remit(town, "dorpskern")
    piece = "parts/icons.html"
    told_by_others["panel.shown"] += [
        Section("The sessions", piece, {}, 40),
        Section("Who was invited", piece, {}, 10),
    ]
    said = text_of(Visitor(app, town).get(PAGE + ENGLISH))
    assert said.index("Who was invited") < said.index("The sessions")


def test_another_room_says_how_far_its_stretch_is_and_what_comes_next(app, towns, told_by_others):
    town, _ = towns
    make.make_panel(town, "targets")
    make.write_remit(town, "dorpskern")
    act = Next("Bring in the register", "invitations_desk.register", {"slug": "dorpskern"})
    told_by_others["panel.worked"] += [Section("Inviting", "", {}, 30, "now", "No register yet", act)]
    page = Visitor(app, town, town.first).get("/desk/panels/dorpskern" + ENGLISH)
    assert "No register yet" in text_of(page)
    assert len(re.findall(r'class="button *"', page.text)) == 1
    assert "Bring in the register" in text_of(page)
    assert "Upload the people" not in text_of(page)


def test_after_the_draw_what_comes_next_lies_with_the_members_and_not_behind(app, towns, told_by_others):
    town, _ = towns
    make.make_panel(town, "drawn")
    behind = Next("Print the letters", "invitations_desk.register", {"slug": "dorpskern"})
    ahead = Next("Ask who was drawn", "members_desk.seats", {"slug": "dorpskern"})
    told_by_others["panel.worked"] += [
        Section("Letters", "", {}, 31, "now", "Not printed", behind),
        Section("Seats", "", {}, 60, "now", "Open seats", ahead),
    ]
    said = text_of(Visitor(app, town, town.first).get("/desk/panels/dorpskern" + ENGLISH))
    assert "Ask who was drawn" in said
    assert "Print the letters" not in said
