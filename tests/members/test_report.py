"""The report of a panel: who may read it and when, what it tells, what it never gives away, and that it stays."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from participation import clock, db
from participation.content import actions as content
from participation.errors import Refused
from participation.journal.models import JournalEntry
from participation.members import costing, privacy, reporting
from participation.members import report_rules as rules
from participation.members.models import Member
from participation.members.queries import report as queries
from participation.members.report_figures import Facts, letters, mirror, register_groups
from participation.panels import privacy as panels_privacy
from participation.panels import queries as panels
from participation.panels.queries import UNSAID, Line
from participation.panels.queries.tallies import INVITED, POOL, REFUSED, UNREACHED, WILLING
from participation.people import queries as people
from tests import races
from tests import towns as make
from tests.members import meeting
from tests.members.makers import members, take
from tests.towns import SUMMARY
from tests.visitors import Visitor, seen_in, text_of

AT = clock.now()
WORDS = {"nl": "Maak de straat autoluw.", "fr": "Rendez la rue calme."}
MINORITY = {"nl": "Drie leden vinden het te duur.", "fr": "Trois membres trouvent cela trop cher."}
VOTES = {"for": 20, "against": 3, "abstained": 1}


@pytest.fixture
def towns(app, drawn):
    return drawn[0]


@pytest.fixture
def town(towns):
    return towns[0]


@pytest.fixture
def slug(towns, drawn):
    """A panel of which everybody took their seat and came to one session, with a remit and figures of the population."""
    for town in towns:
        for number, one in enumerate(members(town, drawn[1]), start=1):
            take(town, drawn[1], one, entry_id=100 * town.id + number)
        meeting.held(town, drawn[1])
        make.write_remit(town, drawn[1])
        make.bring_in_figures(town)
    return drawn[1]


@pytest.fixture
def desk(app, town):
    return Visitor(app, town, town.first)


def recommend(town, slug, number=1, *, words=WORDS, minority=MINORITY, votes=VOTES, at=AT):
    with db.write() as session:
        reporting.recommend(
            session, town.id, slug, number, words=words, minority=minority, votes=votes, by=town.first, at=at
        )


def answer(town, slug, said=rules.PARTLY, *, words=WORDS, on=date(2026, 11, 2)):
    with db.write() as session:
        reporting.answer(session, town.id, slug, 1, said=said, words=words, answered_on=on, by=town.first, at=AT)


def sum_up(town, slug):
    with db.write() as session:
        subject = queries.subject_of(panels.panel(session, town.id, slug).id)
        content.write_summaries(session, town.id, subject, SUMMARY, by=town.first, at=AT)


def publish(town, slug):
    sum_up(town, slug)
    with db.write() as session:
        reporting.publish(session, town.id, slug, by=town.first, at=AT)


def now(town, slug):
    """The figures as they are counted now."""
    with db.read() as session:
        return queries.figures_now(session, town.id, panels.panel(session, town.id, slug))


def refused(code):
    return pytest.raises(Refused, match=code)


def test_only_the_desk_reads_a_report_before_it_is_published(app, towns, town, slug, desk):
    pages = [f"/panels/{slug}/report{kind}" for kind in ("", ".pdf", ".json")]
    citizen, stranger = Visitor(app, town, town.citizen), Visitor(app, town)
    for page in pages:
        citizen.get(page, 404)
        stranger.get(page, 404)
        desk.get(page)
    publish(town, slug)
    for page in pages:
        citizen.get(page)
        stranger.get(page)
        Visitor(app, towns[1]).get(page, 404)


def test_nothing_is_published_without_a_summary_in_each_official_language(town, slug):
    with refused("report_without_summary"), db.write() as session:
        reporting.publish(session, town.id, slug, by=town.first, at=AT)
    with db.write() as session:
        subject = queries.subject_of(panels.panel(session, town.id, slug).id)
        content.write_summaries(session, town.id, subject, {"nl": SUMMARY["nl"]}, by=town.first, at=AT)
    with refused("report_without_summary"), db.write() as session:
        reporting.publish(session, town.id, slug, by=town.first, at=AT)


def test_it_tells_how_the_panel_came_about(app, town, slug):
    publish(town, slug)
    found = now(town, slug)
    assert (found["pool"], found["seats"], found["confirmed"], found["paid"]) == (40, 6, 6, 0)
    assert [(one["round"], one["people"]) for one in found["draws"]] == [(1, 6)]
    assert [(one["mode"], one["there"]) for one in found["sessions"]] == [("hall", 6)]
    gender, age = found["mirror"]
    assert [(one["group"], one["population"], one["drawn"]) for one in gender["groups"]] == [
        ("female", 0.51, 3),
        ("male", 0.49, 3),
    ]
    assert sum(one["confirmed"] for one in age["groups"]) == 6
    page = text_of(Visitor(app, town).get(f"/panels/{slug}/report"))
    assert "Statbel" in page


def test_recommendations_stand_there_with_votes_minority_and_what_the_council_said(app, town, slug):
    recommend(town, slug)
    publish(town, slug)
    page = text_of(Visitor(app, town).get(f"/panels/{slug}/report"))
    assert WORDS["nl"] in page and MINORITY["nl"] in page
    answer(town, slug, words={"nl": "Eerst een proef in de Kerkstraat."})
    page = text_of(Visitor(app, town).get(f"/panels/{slug}/report"))
    assert "Eerst een proef in de Kerkstraat." in page
    told = Visitor(app, town).get(f"/panels/{slug}/report.json").get_json()
    (one,) = told["recommendations"]
    assert (one["votes"], one["answer"], one["answered_on"]) == (VOTES, "partly", "2026-11-02")
    assert told["figures"]["confirmed"] == 6


def test_the_council_has_so_many_months_from_the_day_it_got_the_advice(town, slug, desk):
    recommend(town, slug)
    with db.write() as session:
        reporting.describe(session, town.id, slug, advised_on=date(2026, 11, 30), since={}, by=town.first, at=AT)
    publish(town, slug)
    told = desk.get(f"/panels/{slug}/report.json").get_json()
    assert (told["advised_on"], told["answer_until"]) == ("2026-11-30", "2027-02-28")
    assert "28 February 2027" in text_of(desk.get(f"/desk/panels/{slug}/report"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"words": {}}, "recommendation_empty"),
        ({"votes": {"for": -1, "against": 0, "abstained": 0}}, "votes_odd"),
        ({"votes": {"for": 3}}, "votes_odd"),
    ],
)
def test_a_recommendation_says_something_and_counts_right(town, slug, given, code):
    with refused(code):
        recommend(town, slug, **given)


def test_the_council_never_answers_without_reasons_or_on_a_day_to_come(town, slug):
    recommend(town, slug)
    with refused("answer_without_reasons"):
        answer(town, slug, words={})
    with refused("day_odd"):
        answer(town, slug, on=(AT + timedelta(days=2)).date())
    with refused("answer_missing"):
        answer(town, slug, "perhaps")


def test_only_the_last_unread_recommendation_can_be_taken_back(town, slug):
    def drop(number):
        with db.write() as session:
            reporting.drop(session, town.id, slug, number, by=town.first, at=AT)

    recommend(town, slug)
    recommend(town, slug, 2)
    with refused("recommendation_stays"):
        drop(1)
    drop(2)
    publish(town, slug)
    with refused("recommendation_stays"):
        drop(1)


def test_costs_are_added_up_by_what_they_are_for(app, town, slug):
    with db.write() as session:
        for cents, minutes in ((10_000, 0), (2_550, 90)):
            costing.note(session, town.id, slug, "rooms", cents=cents, minutes=minutes, text="x", by=town.first, at=AT)
    assert now(town, slug)["costs"] == [{"kind": "rooms", "cents": 12_550, "minutes": 90}]
    with refused("cost_empty"), db.write() as session:
        costing.note(session, town.id, slug, "rooms", cents=0, minutes=0, text="", by=town.first, at=AT)


def test_a_line_that_is_sent_twice_is_noted_once(app, town, slug, desk):
    page = f"/desk/panels/{slug}/report/costs"
    line = {"seen": rules.mark_of([]), "kind": "letters", "amount": "12,50", "hours": "", "note": ""}
    desk.post(page, line)
    desk.post(page, line, 422)
    with db.read() as session:
        assert len(queries.costs(session, town.id, panels.panel(session, town.id, slug).id)) == 1


def test_of_two_at_once_only_the_first_writes(app, town, slug, desk):
    recommend(town, slug)
    other = Visitor(app, town, town.second)
    words = {"words_nl": "Anders", "words_fr": "Autrement"}
    said = {"answer": "no", "answer_words_nl": "Nee", "answer_words_fr": "Non", "answered_on": "2026-11-02"}
    report = f"/desk/panels/{slug}/report"
    for page, filled in (
        (f"{report}/costs", {"kind": "letters", "amount": "12,50"}),
        (f"{report}/recommendations/1", words),
        (f"{report}/recommendations/1/answer", said),
        (f"{report}/about", {"since_nl": "Er is een plan."}),
    ):
        seen = {"seen": seen_in(desk.get(page))}
        mine, theirs = (races.pressed(visitor, page, {**filled, **seen}) for visitor in (desk, other))
        assert races.at_once(town, slug, mine, theirs) == [303, 422], page


def test_the_council_gets_an_advice_on_no_day_that_breaks_a_page(town, slug, desk):
    page = f"/desk/panels/{slug}/report/about"
    for day in ("9999-12-31", "0001-01-01"):
        desk.post(page, {"seen": seen_in(desk.get(page)), "advised_on": day})
        for kind in ("", ".json", ".pdf"):
            desk.get(f"/panels/{slug}/report{kind}")
        desk.get(f"/desk/panels/{slug}/report")


def test_who_writes_over_what_they_did_not_see_is_told(town, slug, desk):
    recommend(town, slug)
    page = f"/desk/panels/{slug}/report/recommendations/1"
    desk.post(page, {"seen": "", "words_nl": "Anders", "words_fr": "Autrement"}, 422)
    with db.read() as session:
        (kept,) = queries.recommendations(session, town.id, panels.panel(session, town.id, slug).id)
    assert kept.words == WORDS


def test_figures_stay_as_they_were_published_until_they_are_published_anew(town, slug, desk):
    publish(town, slug)
    with db.write() as session:
        costing.note(session, town.id, slug, "rooms", cents=100, minutes=0, text="", by=town.first, at=AT)
    assert desk.get(f"/panels/{slug}/report.json").get_json()["figures"]["costs"] == []
    desk.post(f"/desk/panels/{slug}/report/publish")
    assert desk.get(f"/panels/{slug}/report.json").get_json()["figures"]["costs"]


def test_the_report_tells_the_same_when_everybody_is_forgotten(town, slug):
    before = now(town, slug)
    at = AT + timedelta(days=4000)
    for _again in range(2):
        with db.write() as session:
            privacy.expiring(session, municipality_id=town.id, at=at)
            panels_privacy.expiring(session, municipality_id=town.id, at=at)
    assert now(town, slug) == before


def test_features_that_go_before_the_attendance_are_counted_before_they_go(town, slug):
    before = now(town, slug)
    with db.write() as session:
        panels_privacy.expiring(session, municipality_id=town.id, at=AT + timedelta(days=366))
    assert now(town, slug) == before
    with db.write() as session:
        privacy.expiring(session, municipality_id=town.id, at=AT + timedelta(days=4000))
    assert now(town, slug) == before


def test_a_member_who_is_forgotten_after_the_last_session_still_counts(town, slug):
    before = now(town, slug)
    one = members(town, slug)[0]
    with db.write() as session:
        session.execute(update(Member).where(Member.id == one.id).values(person_id=town.citizen.person_id))
        privacy.leaving(session, who=people.somebody(session, town.id, town.citizen.person_id, at=AT))
    assert now(town, slug) == before


def test_the_pdf_is_tagged_and_in_the_language_of_the_reader(town, slug, desk):
    recommend(town, slug)
    publish(town, slug)
    answer = desk.get(f"/panels/{slug}/report.pdf")
    content = answer.get_data()
    assert content.startswith(b"%PDF") and b"pdfuaid" in content and b"/Lang" in content


def test_the_page_of_the_panel_leads_to_the_report_once_there_is_one(app, town, slug):
    stranger = Visitor(app, town)
    assert f"/panels/{slug}/report" not in stranger.get(f"/panels/{slug}").get_data(as_text=True)
    recommend(town, slug)
    publish(town, slug)
    led = stranger.get(f"/panels/{slug}?language=en")
    assert led.text.index(f"/panels/{slug}/report") < led.text.index('class="timeline"')
    assert "The council answers (now)" in text_of(led)
    answer(town, slug)
    assert "The council answers (done)" in text_of(stranger.get(f"/panels/{slug}"))


def test_the_journal_tells_that_it_happened_and_not_a_word_of_it(town, slug):
    recommend(town, slug)
    publish(town, slug)
    with db.read() as session:
        rows = session.scalars(select(JournalEntry).where(JournalEntry.municipality_id == town.id))
        told = [(row.event, str(row.facts)) for row in rows]
    assert {"recommendation.written", "report.published"} <= {event for event, _ in told}
    assert not any("straat" in facts for _, facts in told)


def seen_from_outside(rows):
    """Everything that somebody can compute of a column, from what is shown and from its sum."""
    unseen = rules.hidden(rows)
    return [
        (sum(column) - sum(count for place, count in enumerate(column) if place not in unseen), len(unseen))
        for column in zip(*rows, strict=True)
    ]


@pytest.mark.parametrize(
    ("rows", "unseen"),
    [
        ([[10], [20]], set()),
        ([[3], [20], [30]], {0, 1}),
        ([[3], [3], [30]], {0, 1}),
        ([[1], [1], [30]], {0, 1, 2}),
        ([[4], [4], [9], [30]], {0, 1, 2}),
        ([[0], [5], [9], [30]], {0, 1, 2}),
        ([[2], [1]], {0, 1}),
        ([[50, 3], [60, 9], [70, 8]], {0, 1}),
    ],
)
def test_no_small_figure_is_shown_or_can_be_worked_out(rows, unseen):
    assert rules.hidden(rows) == unseen
    for together, how_many in seen_from_outside(rows):
        assert how_many == 0 or how_many > 1
        assert how_many == 0 or together >= rules.FEW or sum(map(sum, rows)) < rules.FEW


@pytest.mark.parametrize(
    ("rows", "whole", "seen"),
    [
        ([[20], [18]], [38], [20, 18]),
        ([[20], [18]], [40], [20, None]),
        ([[20], [3]], [25], [20, "<5"]),
        ([[20], [18]], [60], [20, 18]),
        ([[20], [18]], [30], [20, 18]),
        ([], [4], []),
    ],
)
def test_who_is_in_no_group_cannot_be_worked_out_either(rows, whole, seen):
    assert [row[0] for row in rules.shown(rows, whole)] == seen


def test_how_many_would_rather_not_say_is_not_given_away():
    pool = {"female": 30, "male": 28, UNSAID: 2}
    counts = Counter({Line(POOL): 60, **{Line(POOL, "", "gender", name): many for name, many in pool.items()}})
    asked = [{"category": "gender", "feature": name, "min": 3, "max": 3} for name in ("female", "male")]
    (gender,) = mirror(Facts(counts, 6, None, asked, ()))
    assert [group["pool"] for group in gender["groups"]] == [30, None]


def test_how_many_live_in_no_district_that_we_know_is_not_given_away():
    known = {
        Line(step, "", "district", name): many
        for step, of in ((INVITED, {"Noord": 50, "Zuid": 47}), (WILLING, {"Noord": 20, "Zuid": 10}))
        for name, many in of.items()
    }
    (district,) = register_groups(Counter({Line(INVITED): 100, Line(WILLING): 31, **known}))
    assert [(group["letters"], group["yes"]) for group in district["groups"]] == [(50, 20), (None, None)]


def test_what_became_of_the_letters_hides_what_is_small():
    counts = {Line(INVITED): 2000, Line(WILLING): 90, Line(REFUSED): 3, Line(UNREACHED): 12}
    found = letters(Counter(counts), (1, 20_000))
    assert (found["invited"], found["yes"], found["silent"]) == (2000, 90, 1895)
    assert (found["no"], found["unreached"]) == ("<5", None)


def test_a_panel_of_a_list_has_a_report_without_letters(town, slug):
    publish(town, slug)
    assert now(town, slug)["letters"] == {}
