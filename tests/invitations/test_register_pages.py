"""An official brings in a register and proposes a lot at the desk; everybody can look at what was promised."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest

from participation import clock, db
from participation.clock import local
from participation.invitations import drawing, reading, register, registering
from participation.invitations.queries import register as queries
from participation.lottery import verify
from tests import registers
from tests import towns as make
from tests.acts.register import PROPOSAL
from tests.registers import COLUMNS, line, register_csv
from tests.visitors import Visitor, seen_in, text_of

TOMORROW = (local(clock.now()) + timedelta(days=1)).date().isoformat()
NAMED = {**COLUMNS, "minimum_age": "16", "resident_on": "2026-03-02"}


def upload(visitor, slug, content, status=303, **changed):
    data = {"file": (io.BytesIO(content), "extract.csv"), "erase_on": TOMORROW, **changed}
    return visitor.post(f"/desk/panels/{slug}/register", data, status)


def number_here(town, slug):
    with db.read() as session:
        return queries.register(session, town.id, registers.panel_id_of(town, slug)).id


@pytest.fixture
def desk(app, towns):
    """An official at the desk of a panel."""
    town, _ = towns
    return Visitor(app, town, town.first), town, make.make_panel(town)


def test_an_official_brings_in_a_register_and_sees_what_it_holds(desk):
    visitor, town, slug = desk
    assert "Bring in an extract" in text_of(visitor.get(f"/desk/panels/{slug}/register"))
    answer = upload(visitor, slug, register_csv(60, line(1), line(70, Geboortedatum="2020-01-01")))
    page = visitor.get(answer.location)
    assert "Peeters-4" in page.text
    assert not any(registers.number_of(place) in page.text for place in range(9))
    assert re.search(r'<option selected value="Rijksregisternummer">', page.text)
    visitor.post(f"/desk/panels/{slug}/register/columns", NAMED)
    assert "Waiting to be read" in text_of(visitor.get(f"/desk/panels/{slug}/register"))
    registering.read_register(number_here(town, slug))
    words = text_of(visitor.get(f"/desk/panels/{slug}/register"))
    assert "60 people of the register can be used" in words
    assert "is there already, further up. left out 1" in words
    assert "Peeters" not in words
    listed = visitor.get(f"/desk/panels/{slug}/register/findings.csv").text
    assert listed.splitlines()[1].startswith("62,Referentie,")
    visitor.get(f"/desk/panels/{slug}/register/columns", 303)


def test_what_the_panel_is_asked_says_who_is_old_enough_and_on_which_day(desk):
    visitor, _, slug = desk
    visitor.post(f"/desk/panels/{slug}/remit", {"seen": "", "minimum_age": "14", "resident_on": "2026-11-01"})
    page = visitor.get(upload(visitor, slug, register_csv(3)).location).text
    assert re.search(r'name="minimum_age"[^>]*value="14"', page)
    assert re.search(r'name="resident_on"[^>]*value="2026-11-01"', page)


def test_with_targets_and_nobody_in_the_pool_the_register_comes_next(app, towns):
    town = towns[0]
    for title, stage, comes in (("Plein", "targets", True), ("Park", "people", False)):
        slug = make.make_panel(town, stage, title=title)
        page = Visitor(app, town, town.first).get(f"/desk/panels/{slug}")
        way = rf'class="button *" href="/{town.slug}/desk/panels/{slug}/register">Bring in the register'
        assert bool(re.search(way, page.text)) is comes


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK\x03\x04", "Excel workbook"), (b"", "no table"), (b"no columns", "no table")],
)
def test_what_is_no_register_is_refused_at_its_field(desk, content, words):
    visitor, _, slug = desk
    assert words in text_of(upload(visitor, slug, content, 422))


def test_a_register_without_a_file_or_a_day_is_refused(desk):
    visitor, _, slug = desk
    assert "Choose a file first." in text_of(visitor.post(f"/desk/panels/{slug}/register", {}, 422))
    assert "within a year" in text_of(upload(visitor, slug, register_csv(3), 422, erase_on="2199-01-01"))


def test_columns_that_are_missing_are_asked_for(desk):
    visitor, _, slug = desk
    upload(visitor, slug, register_csv(3))
    answer = visitor.post(f"/desk/panels/{slug}/register/columns", {**NAMED, "street": ""}, 422)
    assert "Without it nobody can be invited" in text_of(answer)


def test_a_register_takes_files_that_no_other_page_takes(desk, monkeypatch):
    visitor, town, slug = desk
    monkeypatch.setitem(visitor.app.config, "MAX_CONTENT_LENGTH", 10_000)
    large = register_csv(200)
    assert len(large) > 10_000
    upload(visitor, slug, large)
    assert registers.look(town, slug).size == len(large)
    data = {"file": (io.BytesIO(large), "people.csv")}
    visitor.post(f"/desk/panels/{slug}/targets/upload", data, 413)


def test_a_stranger_sends_no_large_file(app, towns, monkeypatch):
    town, _ = towns
    slug = make.make_panel(town)
    strangers = [Visitor(app, town), Visitor(app, town, town.citizen)]
    tokens = [stranger.token() for stranger in strangers]
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10_000)
    for stranger, token in zip(strangers, tokens, strict=True):
        data = {"file": (io.BytesIO(register_csv(200)), "extract.csv"), "csrf_token": token}
        answer = stranger.client.post(f"/{town.slug}/desk/panels/{slug}/register", data=data)
        assert answer.status_code == 413


def test_a_register_beyond_all_bounds_is_refused(desk, monkeypatch):
    visitor, _, slug = desk
    monkeypatch.setattr(register, "LARGEST", 1000)
    assert "larger than" in text_of(upload(visitor, slug, register_csv(60), 422))


def test_a_lot_goes_from_the_counts_to_the_letters(app, desk):
    visitor, town, slug = desk
    registers.bring_in(town, slug)
    second, anybody = Visitor(app, town, town.second), Visitor(app, town)
    words = text_of(visitor.get(f"/desk/panels/{slug}/lot"))
    assert "small panels in Belgium saw" in words
    asked = f"/desk/panels/{slug}/lot?unit=person&method=stratified&feature=district&letters=10"
    page = visitor.get(asked)
    assert "people could get a letter 60" in text_of(page)
    chosen = {**PROPOSAL, "method": "stratified", "feature": "district", "letters": "10"}
    chosen.update({"weight_0": "100", "weight_1": "300", "weight_2": "100", "seen": seen_in(page)})
    again = visitor.post(f"/desk/panels/{slug}/lot", {**chosen, "act": "look"}, 200)
    assert "Noord 20 300 6" in text_of(again)
    wrong = visitor.post(f"/desk/panels/{slug}/lot", {**chosen, "weight_1": "many", "act": "look"}, 422)
    assert "people could get a letter 60" in text_of(wrong) and 'value="many"' in wrong.text
    page = visitor.post(f"/desk/panels/{slug}/lot", chosen).location
    anybody.get(f"/panels/{slug}/invitations/1", 404)
    assert "Ask a colleague" in text_of(visitor.get(page))
    seen = seen_in(second.get(page))
    second.post(f"/desk/panels/{slug}/lots/1/confirm", {"seen": "something else"}, 409)
    second.post(f"/desk/panels/{slug}/lots/1/confirm", {"seen": seen})
    words = text_of(anybody.get(f"/panels/{slug}/invitations/1"))
    assert "Noord 20 300 6" in words and "Peeters" not in words
    visitor.post(f"/desk/panels/{slug}/lots/1/number", {"result": "040517"}, 422)
    published = json.loads(anybody.get(f"/panels/{slug}/invitations/1/lot.json").text)
    assert [one.wrong for one in verify.verify(published) if one.wrong] == []


def test_everybody_sees_the_number_and_an_auditor_takes_the_frame(app, towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.invite(town, slug)
    anybody, auditor = Visitor(app, town), Visitor(app, town, town.auditor)
    assert "0 · 4 · 0 · 5 · 1 · 7" in text_of(anybody.get(f"/panels/{slug}/invitations/1"))
    published = json.loads(anybody.get(f"/panels/{slug}/invitations/1/lot.json").text)
    lines = auditor.post(f"/desk/panels/{slug}/lots/1/frame.csv", {}, 200).text.splitlines()
    frame = [(key, int(group)) for key, group in (one.split(",") for one in lines[1:])]
    assert len(frame) == 60
    assert [one.wrong for one in verify.verify(published, frame=frame) if one.wrong] == []
    Visitor(app, town, town.first).post(f"/desk/panels/{slug}/lots/1/frame.csv", {}, 403)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("unit=person&method=simple&letters=0", "from 1 to 1,000,000"),
        ("unit=person&method=simple&letters=61", "61 letters cannot be sent to 60"),
        ("unit=person&method=stratified&feature=&letters=10", "by what the groups are made"),
        ("unit=address&method=stratified&feature=age&letters=10", "only know the district"),
        ("unit=house&method=simple&letters=10", "valid choice"),
    ],
)
def test_a_lot_that_cannot_be_is_refused_at_its_field(desk, query, words):
    visitor, town, slug = desk
    registers.bring_in(town, slug)
    assert words in text_of(visitor.get(f"/desk/panels/{slug}/lot?{query}", 422))


def test_a_register_that_changed_meanwhile_is_not_proposed(desk):
    visitor, town, slug = desk
    registers.bring_in(town, slug)
    page = visitor.get(f"/desk/panels/{slug}/lot?unit=person&method=simple&letters=5")
    registers.bring_in(town, slug, register_csv(50))
    visitor.post(f"/desk/panels/{slug}/lot", {**PROPOSAL, "seen": seen_in(page)}, 409)


def test_a_register_that_comes_in_while_the_frame_is_laid_out_is_not_drawn_from(desk, monkeypatch):
    visitor, town, slug = desk
    registers.bring_in(town, slug)
    page = visitor.get(f"/desk/panels/{slug}/lot?unit=person&method=simple&letters=5")
    real = drawing.lay_out

    def lay_out(*given, **how):
        frame = real(*given, **how)
        registers.bring_in(town, slug, register_csv(50))
        return frame

    monkeypatch.setattr(drawing, "lay_out", lay_out)
    answer = visitor.post(f"/desk/panels/{slug}/lot", {**PROPOSAL, "seen": seen_in(page)}, 422)
    assert "Somebody changed this" in text_of(answer)


def test_a_neighbour_sees_neither_register_nor_lot(app, towns):
    town, neighbour = towns
    slug = make.make_panel(town)
    registers.invite(town, slug)
    make.make_panel(neighbour, title="Elders")
    visitor = Visitor(app, neighbour, neighbour.first)
    for page in ("register", "register/columns", "register/findings.csv", "lot", "lots/1"):
        visitor.get(f"/desk/panels/{slug}/{page}", 404)
    visitor.get(f"/panels/{slug}/invitations/1", 404)


def test_the_pages_of_a_cancelled_lot_say_so(app, desk):
    visitor, town, slug = desk
    registers.bring_in(town, slug)
    registers.propose(town, slug)
    registers.confirm(town, slug)
    registers.cancel(town, slug)
    for page in (visitor.get(f"/desk/panels/{slug}/lots/1"), Visitor(app, town).get(f"/panels/{slug}/invitations/1")):
        assert "The hall flooded." in text_of(page)
    assert "Cancelled lots" in text_of(visitor.get(f"/desk/panels/{slug}/lot"))
    visitor.post(f"/desk/panels/{slug}/lots/1/number", {"result": "040517"})
    assert "Nobody was invited by it" in text_of(visitor.get(f"/desk/panels/{slug}/lots/1"))


def test_a_register_that_failed_says_why_and_can_be_read_again(desk, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 5)
    visitor, town, slug = desk
    upload(visitor, slug, register_csv(9))
    visitor.post(f"/desk/panels/{slug}/register/columns", NAMED)
    registering.read_register(number_here(town, slug))
    assert "has more than" in text_of(visitor.get(f"/desk/panels/{slug}/register"))
    monkeypatch.setattr(reading, "MOST_ROWS", 50)
    visitor.post(f"/desk/panels/{slug}/register/columns", NAMED)
    registering.read_register(number_here(town, slug))
    assert registers.look(town, slug).is_ready
