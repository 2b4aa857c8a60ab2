"""From the register to the bookkeeper: after each term nothing of whoever it was about is left, and the counts still are."""

from __future__ import annotations

import json
import zlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from participation import clock, config, db, keys
from participation.invitations.frames import Wishes
from participation.lottery import verify
from participation.members import paying
from participation.members.queries import report
from participation.municipalities.nights import end_day
from participation.panels import queries as panels
from participation.sheets import NO
from tests import holdings, letters, registers
from tests import towns as make
from tests.invitations import makers as answers
from tests.members import meeting
from tests.members.makers import members, take
from tests.members.test_money import account
from tests.registers import number_of
from tests.towns import AFTER

PEOPLE, LETTERS = 60, 40
YES, SAID_NO, ASKED = 24, 1, 1
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
# Pseudonyms by which the next panels leave somebody in peace have a term of their own.
REST = "invited_before"


@pytest.fixture
def open_eyes(app, monkeypatch):
    """Nothing is sealed: whatever is kept can be found by whoever looks for it."""
    assert app
    monkeypatch.setattr(keys, "sealed", lambda text, *_: text)
    monkeypatch.setattr(keys, "unsealed", lambda text, *_: text)
    monkeypatch.setattr(keys, "sealed_bytes", lambda content, *_: zlib.decompress(content))
    monkeypatch.setattr(keys, "unsealed_bytes", lambda content, *_: zlib.compress(content))


@pytest.fixture
def night(monkeypatch):
    """Lets a night pass, at this moment."""

    def pass_night(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)
        end_day()

    return pass_night


@pytest.fixture
def slug(open_eyes, towns):
    """A panel that was drawn from those who said yes to a letter, in a town with a neighbour that did the same."""
    for town in towns[::-1]:
        slug = invite(town)
        answer(town, slug)
        make.calculate(town, slug)
        make.propose(town, slug)
        make.confirm(town, slug)
        make.enter_number(town, slug)
    return slug


@pytest.fixture
def town(towns):
    return towns[0]


def person(town, place: int) -> dict[str, str]:
    """What the register says of somebody that it says of nobody else, as it stands in its columns."""
    return {column: f"{column}{place:03}{town.slug}" for column in ("Naam", "Straat", "Referentie")}


def invite(town) -> str:
    slug = make.make_panel(town, "targets")
    make.write_remit(town, slug)
    lines = [registers.line(place, **person(town, place)) for place in range(PEOPLE)]
    content = registers.register_csv(0, *lines)
    registers.invite(town, slug, Wishes("person", False, "simple", "", LETTERS), content)
    letters.write(town, slug)
    letters.post(town, slug)
    return slug


def answer(town, slug: str) -> None:
    """Those with the first letters say yes; then somebody says no, somebody asks something, and the others are silent."""
    at = letters.MADE_AT + DAY
    codes = answers.codes_of(town, slug)
    for number, code in enumerate(codes[:YES]):
        features = {"feature_1": ("female", "male")[number % 2], "feature_2": ("16-34", "35-64", "65+")[number % 3]}
        told = {"name": f"Roepnaam{number:03}x", "contact": f"mail{number:03}x@{town.slug}.example"}
        answers.answer(town, slug, code, {**answers.YES, **features, **told}, at=at)
    no, question = codes[YES : YES + 2]
    answers.answer(town, slug, no, {**answers.NO, "words": "Nietzaterdagx"}, at=at)
    answers.answer(town, slug, question, {**answers.QUESTION, "question": "Magmijnzusx"}, at=at)


def traces(town, one) -> list[str]:
    """By what somebody with a letter could be found."""
    place = int(json.loads(one.letter)["street"].removeprefix("Straat")[:3])
    return [*person(town, place).values(), one.number_key, one.code]


def found(wanted: list[str], *, besides: str = "") -> set[tuple[str, str]]:
    """In which tables and files one of these stands: (table or file, what)."""
    places = {name: str(rows) for name, rows in holdings.dump().items() if name != besides}
    places |= {path.name: path.read_text("utf-8", "replace") for path in files()}
    return {(name, trace) for name, text in places.items() for trace in wanted if trace in text}


def files() -> list[Path]:
    """What is written beside the database, whose tables are looked through one by one."""
    folder = Path(config.current().instance)
    return [path for path in folder.rglob("*") if path.is_file() and ".db" not in path.name]


def figures(town, slug):
    with db.read() as session:
        return report.figures_now(session, town.id, panels.panel(session, town.id, slug))


def test_of_whoever_was_silent_nothing_is_left_a_month_after_the_draw(town, slug, night):
    everybody = answers.invited(town, slug)
    silent, others = everybody[YES + 2 :], everybody[:YES]
    theirs = [trace for one in silent for trace in traces(town, one)]
    assert len(silent) == LETTERS - YES - SAID_NO - ASKED
    night(AFTER + 29 * DAY)
    assert {name for name, _ in found(theirs)} >= {"register_part", "invited", REST}
    assert found([number_of(place) for place in range(PEOPLE)]) == set()
    before = figures(town, slug)
    night(AFTER + 30 * DAY + HOUR)
    assert found(theirs, besides=REST) == set()
    rows = holdings.dump()
    for table in ("register_part", "frame_part"):
        assert [row for row in rows[table] if row["municipality_id"] == town.id] == []
    assert figures(town, slug) == before
    assert before["letters"]["invited"] == LETTERS
    with db.read() as session:
        lot = registers.lot_of(town, slug)
        published = json.loads(registers.lot_queries.lot_document(session, town.id, lot.id))
    assert [one.wrong for one in verify.verify(published) if one.wrong] == []
    assert {trace for _, trace in found([one.code for one in others])} == {one.code for one in others}


def test_a_no_and_a_question_go_with_the_silent(town, slug, night):
    no, question = answers.invited(town, slug)[YES : YES + 2]
    theirs = [*traces(town, no), *traces(town, question), "Nietzaterdagx", "Magmijnzusx"]
    assert found(["Nietzaterdagx"]) and found(["Magmijnzusx"])
    before = figures(town, slug)
    night(AFTER + 30 * DAY + HOUR)
    assert found(theirs, besides=REST) == set()
    assert figures(town, slug) == before


def test_who_sat_on_the_panel_is_forgotten_when_each_term_is_over_and_the_report_still_counts_them(town, slug, night):
    seated = members(town, slug)
    reached = [trace for number in range(YES) for trace in (f"Roepnaam{number:03}x", f"mail{number:03}x@{town.slug}")]
    for entry, one in enumerate(seated[1:], start=900):
        take(town, slug, one, entry_id=entry)
    take(town, slug, seated[0], coming=NO, entry_id=899)
    meeting.held(town, slug)
    with db.write() as session:
        paying.propose(session, meeting.changing(session, town, slug, 1), by=town.first, at=meeting.NOW)
    account(town, slug, 1, holder="Rekeningx")
    before = figures(town, slug)
    night(meeting.YESTERDAY + YEAR - DAY)
    assert {name for name, _ in found(reached)} >= {"member"}
    night(meeting.NOW + YEAR + 2 * DAY)
    assert found([*reached, "Rekeningx", "BE68539007547034"]) == set()
    assert figures(town, slug) == before
    night(meeting.NOW + 10 * YEAR + 10 * DAY)
    assert [row for row in holdings.dump()["allowance"] if row["municipality_id"] == town.id] == []
    assert figures(town, slug) == before
