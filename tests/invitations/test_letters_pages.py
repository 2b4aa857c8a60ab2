"""An official has letters made, printed and posted, and notes what came back."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from participation import clock, db
from participation.invitations import making
from participation.panels import queries as panels
from participation.people import interests
from tests import letters
from tests import towns as make
from tests.invitations import makers
from tests.letters import FAR, WHY
from tests.visitors import Visitor, seen_in, text_of


@pytest.fixture
def desk(app, towns):
    """An official, and the address of the letters of a panel whose lot is drawn."""
    town, _ = towns
    slug = letters.invited(town)
    return Visitor(app, town, town.first), town, slug, f"/desk/panels/{slug}/letters"


def test_before_the_lot_the_page_says_what_will_be_here(app, towns):
    town, _ = towns
    slug = make.make_panel(town)
    page = text_of(Visitor(app, town, town.first).get(f"/desk/panels/{slug}/letters"))
    assert "The lot comes first" in page and "Make the invitations" not in page


def test_from_the_lot_to_the_post(desk):
    visitor, town, slug, address = desk
    page = text_of(visitor.get(address))
    assert "10 people are drawn and have no letter yet" in page
    form = text_of(visitor.get(f"{address}/new/invitation"))
    assert "10 letters, to everybody who is drawn" in form and "Make 10 letters" in form
    batch = visitor.post(f"{address}/new/invitation", {"answers_until": f"{FAR}"}).location
    assert "Being made" in text_of(visitor.get(batch))
    making.make_letters(letters.look(town, slug).id)
    page = visitor.get(batch)
    assert "Ready to print" in text_of(page) and "Letters 1 to 10 (PDF)" in text_of(page)
    taken = visitor.post(f"{batch}/archive", status=200)
    assert taken.mimetype == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(taken.data)).namelist() == ["letters-1-001.pdf", "letters.csv"]
    one = visitor.post(f"{batch}/file", {"file": "1"}, status=200)
    assert one.mimetype == "application/pdf" and one.data.startswith(b"%PDF-")
    visitor.post(f"{batch}/file", {"file": "2"}, status=404)
    visitor.post(f"{batch}/printed")
    assert "On which day did they leave?" in text_of(visitor.get(batch))
    assert "still to come" in text_of(visitor.post(f"{batch}/sent", {"on": "2199-01-01"}, status=422))
    visitor.post(f"{batch}/sent", {"on": f"{letters.today()}"})
    assert "A reminder may go out from" in text_of(visitor.get(address))


def test_who_has_an_interest_writes_no_paragraph_of_the_letter(desk):
    visitor, town, slug, address = desk
    with db.write() as session:
        subject = panels.panel(session, town.id, slug).subject
        interests.declare(session, town.id, subject, "My shop is there.", by=town.first, at=clock.now())
    page = visitor.get(f"{address}/words/nl")
    said = visitor.post(f"{address}/words/nl", {"about": "Stem ja.", "asked": "", "seen": seen_in(page)}, status=422)
    assert "somebody else decides" in text_of(said)
    assert "Stem ja." not in visitor.get(address).text


def test_letters_whose_worker_broke_down_can_be_dropped_and_made_anew(desk):
    visitor, town, slug, address = desk
    broken = letters.ask(town, slug)
    assert "Drop these letters" in text_of(visitor.get(f"{address}/1"))
    visitor.post(f"{address}/1/withdraw")
    making.make_letters(broken)
    assert "10 people are drawn and have no letter yet" in text_of(visitor.get(address))
    assert letters.write(town, slug).letters == 10


@pytest.mark.parametrize("kind", ["invitation", "reminder", "extension"])
def test_a_last_day_at_the_end_of_all_calendars_breaks_no_page(desk, kind):
    visitor, town, slug, address = desk
    makers.set_last_day(town, slug, date.max)
    for page in (address, f"{address}/new/{kind}", f"/desk/panels/{slug}/answers"):
        visitor.get(page)


def test_a_wrong_last_day_is_told_at_its_field(desk):
    visitor, _town, _slug, address = desk
    page = visitor.post(f"{address}/new/invitation", {"answers_until": "2026-03-10"}, status=422)
    assert "People count on that day" in text_of(page)
    assert 'href="#answers_until"' in page.text


def test_more_time_asks_a_reason_in_each_language(desk):
    visitor, town, slug, address = desk
    letters.write(town, slug, until=FAR)
    letters.post(town, slug)
    data = {"answers_until": "2200-02-01", "reason_nl": WHY["nl"]}
    assert "Write why there is more time" in text_of(visitor.post(f"{address}/new/extension", data, status=422))
    batch = visitor.post(f"{address}/new/extension", {**data, "reason_fr": WHY["fr"]}).location
    assert "Being made" in text_of(visitor.get(batch))
    assert "Letters are being made" in text_of(visitor.get(address))


def test_a_reminder_that_is_too_early_says_from_when(desk):
    visitor, town, slug, address = desk
    letters.write(town, slug, until=FAR)
    letters.put_on_paper(town, slug, at=clock.now())
    letters.post_today(town, slug)
    assert "A reminder may go out from" in text_of(visitor.get(f"{address}/new/reminder"))
    assert "before you remind them" in text_of(visitor.post(f"{address}/new/reminder", status=422))


def test_own_words_are_looked_at_before_they_are_kept(desk):
    visitor, _town, _slug, address = desk
    page = visitor.get(f"{address}/words/nl")
    written = {"about": "Het plein voor de kerk wordt heraangelegd.", "seen": seen_in(page)}
    looked = visitor.post(f"{address}/words/nl", {**written, "press": "check"}, status=200)
    assert "How easily it reads" in text_of(looked)
    assert "None: the letter says what stands in the remit" in text_of(visitor.get(address))
    visitor.post(f"{address}/words/nl", written)
    assert "Only about the question" in text_of(visitor.get(address))
    assert "changed" in text_of(visitor.post(f"{address}/words/nl", written, status=422))
    visitor.get(f"{address}/words/de", status=404)


def test_a_proof_can_be_looked_at_by_whoever_may_see(desk, app, towns):
    _visitor, town, _slug, address = desk
    proof = Visitor(app, town, town.auditor).get(f"{address}/proof-invitation.pdf")
    assert proof.mimetype == "application/pdf" and proof.data.startswith(b"%PDF-")
    Visitor(app, town, town.auditor).get(f"{address}/new/invitation", status=403)


def test_letters_come_back_by_code_or_by_file(desk):
    visitor, town, slug, address = desk
    letters.write(town, slug, until=FAR)
    letters.post(town, slug)
    codes = letters.codes(town, slug)
    visitor.post(f"{address}/returned", {"why": "moved", "codes": f"{codes[0]}\n{codes[1].lower()}"})
    listed = (io.BytesIO(f"number,code\n3,{codes[2]}\n4,nothing 1\n".encode()), "back.csv")
    page = text_of(visitor.post(f"{address}/returned", {"why": "unknown", "file": listed}, status=200))
    assert "1 letter is noted as come back" in page and "4,nothing 1" in page
    page = text_of(visitor.get(address))
    assert "Moved away: 2" in page and "Not known at this address: 1" in page
    assert "3 came back" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"why": "moved"}, "Type or scan a code"),
        ({"codes": "KRTW-4071-PMNX-2208"}, "Choose why they came back"),
        ({"why": "hungry", "codes": "KRTW-4071-PMNX-2208"}, "Not a valid choice"),
        ({"why": "moved", "file": (io.BytesIO(b"PK\x00\x00"), "list.xlsx")}, "cannot be read as text"),
    ],
)
def test_what_cannot_be_noted_says_what_to_do(desk, data, said):
    visitor, _town, _slug, address = desk
    assert said in visitor.post(f"{address}/returned", data, status=422).text


def test_a_copy_is_a_pdf_and_a_wrong_code_says_what_to_do(desk):
    visitor, town, slug, address = desk
    letters.write(town, slug, until=FAR)
    letters.post(town, slug)
    wrong = visitor.post(f"{address}/copy", {"code": "nothing", "language": "nl"}, status=422)
    assert 'href="#code"' in wrong.text
    data = {"code": letters.codes(town, slug)[0], "language": "fr", "large": "y"}
    assert visitor.post(f"{address}/copy", data, status=200).mimetype == "application/pdf"
    assert letters.people(town, slug)[0].large_print


def test_a_neighbour_finds_none_of_it(desk, app, towns):
    _visitor, town, slug, address = desk
    _, neighbour = towns
    letters.write(town, slug)
    theirs = Visitor(app, neighbour, neighbour.first)
    theirs.get(address, status=404)
    theirs.get(f"{address}/1", status=404)
    theirs.post(f"{address}/1/archive", status=404)
