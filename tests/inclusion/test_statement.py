"""The accessibility statement says what is known, no more and no less; and somebody looks each year."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.inclusion import enforcement, reviewing, statement
from participation.inclusion.statement import BURDEN, NONCOMPLIANCE, SCOPE, Problem, Status
from participation.journal.models import JournalEntry
from participation.messages.models import Message
from participation.municipalities import actions as municipalities
from tests.acts.statement import PROBLEM, with_problem
from tests.municipalities.makers import decide
from tests.visitors import Visitor, text_of

TODAY = date(2026, 11, 23)
CLEAN = replace(statement.results(), pages=200, pages_with=0, violations={})


def problem(reason: str) -> Problem:
    return Problem(1, {"nl": "x"}, {"nl": "y"}, reason, datetime(2026, 1, 1, tzinfo=UTC), "")


@pytest.mark.parametrize(
    ("found", "known", "reviewed", "status"),
    [
        (CLEAN, [], TODAY, Status.FULLY),
        (CLEAN, [problem(SCOPE)], TODAY, Status.FULLY),
        (CLEAN, [problem(NONCOMPLIANCE)], TODAY, Status.PARTIALLY),
        (CLEAN, [problem(BURDEN)], TODAY, Status.PARTIALLY),
        (CLEAN, [], None, Status.PARTIALLY),
        (CLEAN, [], TODAY - timedelta(days=366), Status.PARTIALLY),
        (replace(CLEAN, pages_with=1), [], TODAY, Status.PARTIALLY),
        (replace(CLEAN, pages_with=101), [], TODAY, Status.NOT),
    ],
    ids=["all well", "out of scope", "known", "burden", "nobody looked", "looked long ago", "one page", "most pages"],
)
def test_how_far_we_are_follows_from_what_is_known(found, known, reviewed, status):
    assert statement.status(found, known, reviewed, today=TODAY) == status


def test_the_results_that_are_shipped_are_whole():
    found = statement.results()
    assert found.languages == ["nl", "fr", "de", "en"]
    assert found.pages_with == 0
    assert found.violations == {}


def test_a_new_municipality_does_not_say_that_all_is_well(app, towns):
    page = text_of(Visitor(app, towns[0]).get("/accessibility"))
    assert "Partially compliant" in page
    assert "Nobody of the municipality has gone through these pages by hand yet" in page
    assert "Flemish Ombudsman Service" in page
    assert "012 34 56 78" in page


def test_what_is_noted_stands_in_the_statement_and_goes_when_it_is_solved(app, towns):
    official, anybody = Visitor(app, towns[0], towns[0].first), Visitor(app, towns[0])
    official.post("/desk/accessibility/problems/new", PROBLEM)
    page = anybody.get("/accessibility")
    assert PROBLEM["what_nl"] in text_of(page)
    assert PROBLEM["alternative_nl"] in text_of(page)
    assert f'<span lang="nl">{PROBLEM["what_nl"]}</span>' in page.text
    with db.read() as session:
        (known,) = statement.problems(session, towns[0].id)
        assert statement.problems(session, towns[1].id) == []
    official.post(f"/desk/accessibility/problems/{known.id}/solved")
    assert PROBLEM["what_nl"] not in text_of(anybody.get("/accessibility"))
    with db.read() as session:
        events = session.scalars(
            select(JournalEntry.event).where(JournalEntry.municipality_id == towns[0].id).order_by(JournalEntry.seq)
        ).all()
    assert events[-2:] == ["statement.problem_noted", "statement.problem_solved"]


def test_a_problem_without_another_way_is_not_taken(app, towns):
    official = Visitor(app, towns[0], towns[0].first)
    answer = official.post("/desk/accessibility/problems/new", {**PROBLEM, "alternative_nl": " "}, status=422)
    assert "Write what people can do instead" in text_of(answer)
    assert PROBLEM["what_nl"] in answer.text


def test_two_who_describe_the_same_problem_do_not_overwrite_each_other(app, towns):
    town, _ = towns
    facts = with_problem(town)
    path = f"/desk/accessibility/problems/{facts['problem_id']}"
    form = {**PROBLEM, "seen": facts["seen"]}
    Visitor(app, town, town.first).post(path, {**form, "reason": "scope"})
    answer = Visitor(app, town, town.second).post(path, {**form, "reason": "burden"}, status=422)
    assert "Somebody changed this" in text_of(answer)
    with db.read() as session:
        assert statement.problem(session, town.id, int(facts["problem_id"])).reason == "scope"


def test_a_review_makes_it_fully_compliant_and_nobody_reviews_tomorrow(app, towns, monkeypatch):
    monkeypatch.setattr(statement, "results", lambda: CLEAN)
    town, _ = towns
    administrator = Visitor(app, town, town.administrator)
    today = clock.local(clock.now()).date()
    note = {"method": "other", "note_nl": "Een bureau keek met een schermlezer."}
    tomorrow = administrator.post(
        "/desk/accessibility/review", {**note, "day": str(today + timedelta(days=1))}, status=422
    )
    assert "This day is still to come" in text_of(tomorrow)
    administrator.post("/desk/accessibility/review", {**note, "day": str(today)})
    page = text_of(Visitor(app, town).get("/accessibility"))
    assert "Fully compliant" in page
    assert note["note_nl"] in page
    assert "Somebody from outside looked" in page


def test_programs_read_the_same(app, towns):
    town, _ = towns
    with_problem(town)
    answer = Visitor(app, town).get("/accessibility.json")
    told = json.loads(answer.text)
    assert told["status"] == "partially"
    assert told["not_accessible"] == [
        {
            "reason": "noncompliance",
            "what": {"nl": PROBLEM["what_nl"]},
            "alternative": {"nl": PROBLEM["alternative_nl"]},
        }
    ]
    assert told["enforcement"]["address"] == "https://www.vlaamseombudsdienst.be"
    assert told["feedback"]["telephone"] == "012 34 56 78"
    assert told["scope"] == f"http://localhost/{town.slug}/"


def test_a_municipality_may_name_another_body(app, towns):
    town, _ = towns
    decide(
        town,
        "contact.enforcement",
        {"nl": ["Ombudsdienst van Ourtown", "https://ombuds.ourtown.example"], "fr": ["Médiatrice d’Ourtown"]},
    )
    page = Visitor(app, town).get("/accessibility")
    assert '<a href="https://ombuds.ourtown.example">' in page.text
    assert "Ombudsdienst van Ourtown" in page.text
    assert "Vlaamse Ombudsdienst" not in page.text


def test_every_region_has_a_body_in_every_language():
    for body in enforcement.BODIES.values():
        assert set(body.name) == {"nl", "fr", "de", "en"}
        assert body.address.startswith("https://")
        assert body.source


def due(town) -> list[str]:
    with db.read() as session:
        return list(
            session.scalars(
                select(Message.to).where(Message.kind == "statement_due", Message.municipality_id == town.id)
            )
        )


def night(town, at: datetime) -> None:
    with db.within(town.id), db.write() as session:
        reviewing.remind(session, municipality_id=town.id, at=at)


def looked(town, at: datetime) -> None:
    with db.write() as session:
        reviewing.review(
            session,
            town.id,
            method="self",
            note={"nl": "Alles bekeken."},
            day=clock.local(at).date(),
            by=town.administrator,
            at=at,
        )


def test_those_who_keep_it_are_reminded_once_before_the_year_is_over(towns):
    town, neighbour = towns
    now = clock.now().replace(hour=12)  # late in the evening, summer time would make it the day after
    looked(town, now)
    night(town, now + timedelta(days=335))
    assert due(town) == []
    for days in (336, 337, 400):
        night(town, now + timedelta(days=days))
    keepers = [f"{name}@{town.slug}.example" for name in ("an", "bo", "eva")]
    assert sorted(due(town)) == keepers
    assert due(neighbour) == []
    looked(town, now + timedelta(days=401))
    night(town, now + timedelta(days=402))
    assert len(due(town)) == 3
    night(town, now + timedelta(days=401 + 336))
    assert sorted(due(town)) == sorted(keepers * 2)


def test_whoever_never_looked_is_reminded_too_but_not_on_the_first_day(towns):
    town, _ = towns
    with_problem(town)  # the first thing that happened here
    night(town, clock.now() + timedelta(days=1))
    assert due(town) == []
    night(town, clock.now() + timedelta(days=336))
    assert len(due(town)) == 3


def test_nobody_is_reminded_where_the_doors_are_closed(towns):
    town, _ = towns
    looked(town, clock.now())
    with db.write() as session:
        municipalities.suspend(session, town.id, at=clock.now())
    night(town, clock.now() + timedelta(days=336))
    assert due(town) == []


def test_the_desk_says_that_it_is_time(app, towns):
    town, _ = towns
    official = Visitor(app, town, town.first)
    assert "It is time to look" in text_of(official.get("/desk/accessibility"))
    looked(town, clock.now())
    assert "It is time to look" not in text_of(official.get("/desk/accessibility"))
