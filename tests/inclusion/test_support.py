"""What somebody needs to take part: asked kindly, kept apart, seen by those who arrange it, erased after."""

from __future__ import annotations

from datetime import timedelta

import pytest

from participation import clock, db
from participation.inclusion import requests
from participation.journal.queries import page as journal_page
from participation.permissions import ROLES_WITH, Role
from participation.sheets import sheet
from tests.inclusion.asking import ask, request
from tests.messages.writing import messages
from tests.towns import make_panel
from tests.visitors import Visitor, text_of

SUPPORT = "/desk/support"
ARRANGED = {"outcome": "done", "way": "told", "words": "The interpreter comes"}
NOT_THEIRS = ("first", "second", "auditor", "administrator", "citizen")


def arranger(app, town):
    return Visitor(app, town, town.arranger)


def test_only_who_arranges_support_may_see_it():
    assert ROLES_WITH["support.arrange"] == {Role.ARRANGER}


def test_who_arranges_it_reads_what_helps_in_words(app, towns):
    town, _ = towns
    number = ask(town, "support")
    assert "Support to take part" in text_of(arranger(app, town).get(SUPPORT))
    words = text_of(arranger(app, town).get(f"{SUPPORT}/{number}"))
    assert "Flemish Sign Language" in words and "A hearing loop" in words and "Gluten" in words


@pytest.mark.parametrize("who", NOT_THEIRS)
def test_nobody_else_opens_the_list_or_the_page(app, towns, who):
    town, _ = towns
    number = ask(town, "support")
    visitor = Visitor(app, town, getattr(town, who))
    visitor.get(SUPPORT, 403)
    visitor.get(f"{SUPPORT}/{number}", 403)
    visitor.post(f"{SUPPORT}/{number}", ARRANGED, status=403)
    assert request(number).state == "open"


def test_among_other_requests_it_is_not_there_not_even_by_its_number(app, towns):
    town, _ = towns
    number = ask(town, "support")
    official = Visitor(app, town, town.first)
    page = official.get(f"{SUPPORT.replace('support', 'requests')}?show=all")
    assert "Support" not in text_of(page) and "All (0)" in text_of(page)
    official.get(f"/desk/requests/{number}", 404)
    official.post(f"/desk/requests/{number}", ARRANGED, status=404)
    assert "request waits" not in text_of(official.get("/desk"))


def test_who_arranges_support_sees_no_other_requests(app, towns):
    town, _ = towns
    number = ask(town, "call-back")
    arranger(app, town).get("/desk/requests", 403)
    arranger(app, town).get(f"{SUPPORT}/{number}", 404)


def test_the_database_alone_tells_nobody_what_somebody_needs(towns):
    town, _ = towns
    kept = request(ask(town, "support"))
    assert not any(word in kept.content for word in ("vgt", "loop", "Gluten", "dee@"))
    with pytest.raises(ValueError, match="sealed"):
        from participation import keys

        keys.unsealed(kept.content, "request", "call-back", town.id)


def test_the_journal_says_that_it_was_asked_and_not_by_whom(towns):
    town, _ = towns
    ask(town, "support", person_id=town.citizen.person_id)
    with db.read() as session:
        noted, _pages = journal_page(session, town.id, 1)
    assert (noted[0].event, noted[0].by) == ("entry.made", "somebody")


def test_the_answer_goes_by_e_mail_only_and_its_words_are_wiped_once_it_has_left(app, towns):
    town, _ = towns
    number = ask(town, "support", contact="dee@mail.example")
    arranger(app, town).post(f"{SUPPORT}/{number}", {**ARRANGED, "way": "send"})
    (sent,) = messages(town)
    assert (sent.channel, sent.to) == ("email", "dee@mail.example")
    from participation.messages.kinds import KINDS

    assert KINDS[sent.kind].secret


def test_it_is_kept_for_as_long_as_it_is_needed_and_a_month_after(app, towns):
    town, _ = towns
    today = clock.local(clock.now()).date()
    number = ask(town, "support", person_id=town.citizen.person_id)
    last = today + timedelta(days=60)
    arranger(app, town).post(f"{SUPPORT}/{number}", {**ARRANGED, "last_day": last.isoformat()})
    assert request(number).erase_on == last + timedelta(days=30)
    with db.write() as session:
        requests.expire(session, municipality_id=town.id, at=clock.now() + timedelta(days=89))
    assert request(number).content
    with db.write() as session:
        requests.expire(session, municipality_id=town.id, at=clock.now() + timedelta(days=91))
    kept = request(number)
    assert (kept.content, kept.answer, kept.person_id) == ("", None, None)


def test_the_day_for_which_it_is_needed_stands_in_the_answer_already(app, towns):
    town, _ = towns
    number = ask(town, "support", day="2027-02-01")
    assert 'value="2027-02-01"' in arranger(app, town).get(f"{SUPPORT}/{number}").text


def test_it_is_asked_in_general_or_for_a_panel_that_can_be_followed(towns):
    town, neighbour = towns
    make_panel(town, "promised", title="Plein")
    make_panel(town, title="Still a secret")
    make_panel(neighbour, "promised", title="Plein")
    from participation.panels import queries as panels

    def may_be_about(subject):
        with db.read() as session:
            return subject in sheet("support").about(session, town.id)

    with db.read() as session:
        followed = {f"panel:{panel.id}" for panel, _ in panels.public_panels(session, town.id)}
        every = {f"panel:{row[0].id}" for place in towns for row in panels.panels(session, place.id)}
    assert len(followed) == 1
    assert {subject for subject in every if may_be_about(subject)} == followed
    assert may_be_about("") and not may_be_about("panel:x") and not may_be_about("panel:")


def test_a_colleague_who_opens_a_file_does_not_read_what_helps_somebody(app, towns):
    town, _ = towns
    ask(town, "support", person_id=town.citizen.person_id, more="Gluten")
    ask(town, "data", person_id=town.citizen.person_id, which="My street is wrong")
    official = Visitor(app, town, town.first)
    file = f"/desk/people/{town.citizen.person_id}"
    official.post(file, {"reason": "They asked for a copy of everything we hold"})
    words = text_of(official.get(f"{file}/copy"))
    assert "My street is wrong" in words
    assert not any(word in words for word in ("Gluten", "vgt", "What would help you"))


def test_they_read_it_themselves_and_may_take_it_along(app, towns):
    from participation import events
    from participation.people import queries as people

    town, _ = towns
    ask(town, "support", person_id=town.citizen.person_id, more="Gluten")
    with db.read() as session:
        who = people.somebody(session, town.id, town.citizen.person_id, at=clock.now())
        told = events.tell(session, "person.asking", who=who)
    rows = {holding.kind: holding.rows for room in told for holding in room}
    assert "Gluten" in str(rows["inclusion.support"])
    assert "What would help" not in str([rows["inclusion.entry"], rows["inclusion.answers"]])
