"""What members are paid: from who was there, approved by another, in one file, and told; and where, known to nobody else."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import select

from participation import db
from participation.inclusion import actions as forms
from participation.inclusion.models import Entry
from participation.journal.models import JournalEntry
from participation.members import paying
from participation.members import session_rules as rules
from participation.members.models import Allowance, BankDetail
from participation.members.queries import money
from participation.messages.models import Message
from participation.panels import queries as panels
from participation.sheets import NO, YES, sheet
from tests.members.meeting import NOW, changing, code_of, facilitator, held, meeting_panel, members
from tests.municipalities.makers import decide
from tests.visitors import Visitor, text_of

MONEY = "/desk/panels/dorpskern/allowances"
IBAN = "BE68 5390 0754 7034"


def account(town, slug, place=0, *, wanted=YES, holder="Lid", iban=IBAN):
    """A member tells where to be paid, with the form."""
    with db.write() as session:
        answers = {"code": code_of(members(town, slug)[place]), "wanted": wanted, "holder": holder, "iban": iban}
        subject = panels.panel(session, town.id, slug).subject
        typed = {name: [value] for name, value in answers.items()}
        forms.enter(
            session, town.id, sheet("bank"), subject=subject, typed=typed, answers=answers, language="nl", at=NOW
        )


def lines(town, slug="dorpskern"):
    with db.read() as session:
        panel = panels.panel(session, town.id, slug)
        return money.lines(session, town.id, panel.id, seen_by=town.first.person_id)


def written(town):
    return sorted((line.kind, line.cents, line.state) for line in lines(town))


def propose(town, slug, number=1):
    with db.write() as session:
        return paying.propose(session, changing(session, town, slug, number), by=town.first, at=NOW)


@pytest.fixture
def town(towns):
    """A panel of which one session was held: one member was there, one for a part, one not."""
    for one in towns:
        slug = meeting_panel(one)
        held(one, slug, m1="part", m2="absent")
    return towns[0]


def test_who_was_there_is_noted_once_for_the_amount_that_was_decided(town):
    decide(town, "panel.session_cents", 4500)
    decide(town, "panel.part_percent", 50)
    assert propose(town, "dorpskern") == 2
    assert propose(town, "dorpskern") == 0
    assert written(town) == [("session", 2250, "noted"), ("session", 4500, "noted")]


def test_whoever_wants_no_money_is_left_out(town):
    account(town, "dorpskern", wanted=NO, holder="", iban="")
    assert propose(town, "dorpskern") == 1
    assert {line.name for line in lines(town)} == {f"Lid 1 {town.slug}"}


def test_nobody_approves_what_they_noted_themselves(app, town):
    propose(town, "dorpskern")
    ids = [str(line.id) for line in lines(town)]
    first, second = Visitor(app, town, town.first), Visitor(app, town, town.second)
    first.post(f"{MONEY}/approve", {"lines": ids}, status=422)
    assert {line.state for line in lines(town)} == {"noted"}
    assert "is right" not in text_of(first.get(f"{MONEY}?language=en"))
    assert "is right" in text_of(second.get(f"{MONEY}?language=en"))
    second.post(f"{MONEY}/approve", {"lines": ids})
    assert {line.state for line in lines(town)} == {"approved"}


def test_from_the_hall_to_the_bank_and_the_member_hears_of_it_once(app, town):
    account(town, "dorpskern", 0, holder="=HYPERLINK(1)")
    account(town, "dorpskern", 1)
    propose(town, "dorpskern")
    first, second = Visitor(app, town, town.first), Visitor(app, town, town.second)
    eva = Visitor(app, town, town.administrator)
    mine = members(town, "dorpskern")[0]
    told = {"member": str(mine.id), "session": "1", "kind": "travel", "amount": "7,50", "note": "Trein"}
    second.post(f"{MONEY}/new", told)
    again = second.post(f"{MONEY}/new?language=en", told, status=422)
    assert "for this member and this session already" in text_of(again)
    theirs = [str(line.id) for line in lines(town) if line.mine]
    second.post(f"{MONEY}/approve", {"lines": theirs})
    first.post(f"{MONEY}/approve", {"lines": [str(line.id) for line in lines(town) if not line.mine]})
    first.post(f"{MONEY}/export", status=403)
    eva.post(f"{MONEY}/export")
    eva.post(f"{MONEY}/export", status=409)
    answer = eva.post(f"{MONEY}/files/1.csv", status=200)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["holder"], row["iban"], row["amount"]) for row in rows] == [
        ("'=HYPERLINK(1)", "BE68539007547034", "57.50"),
        ("Lid", "BE68539007547034", "25.00"),
    ]
    for _press in range(2):
        eva.post(f"{MONEY}/files/1/paid")
    with db.read() as session:
        paid = session.scalars(select(Message).where(Message.kind == "allowance_paid")).all()
        assert len(paid) == 2
        assert "57,50" in paid[0].body
        told = select(JournalEntry).where(JournalEntry.event.startswith("allowances.")).order_by(JournalEntry.seq)
        events = session.scalars(told).all()
        assert [one.event for one in events] == [
            "allowances.proposed",
            "allowances.approved",
            "allowances.approved",
            "allowances.exported",
            "allowances.taken_along",
            "allowances.paid",
        ]
        assert "BE68" not in str([one.facts for one in events])


def test_what_is_approved_waits_for_an_account_and_goes_in_the_next_file(app, town):
    account(town, "dorpskern", 0)
    propose(town, "dorpskern")
    second, eva = Visitor(app, town, town.second), Visitor(app, town, town.administrator)
    second.post(f"{MONEY}/approve", {"lines": [str(line.id) for line in lines(town)]})
    eva.post(f"{MONEY}/export")
    assert f"Of these we have no account. Ask them, or enter it with them at the counter: Lid 1 {town.slug}" in text_of(
        eva.get(f"{MONEY}?language=en")
    )
    account(town, "dorpskern", 1)
    eva.post(f"{MONEY}/export")
    assert sorted((line.export, line.cents) for line in lines(town)) == [(1, 5000), (2, 2500)]


def test_what_was_noted_can_be_taken_back_until_it_is_approved(app, town):
    propose(town, "dorpskern")
    first, second = Visitor(app, town, town.first), Visitor(app, town, town.second)
    one, other = lines(town)
    first.post(f"{MONEY}/{one.id}/drop")
    second.post(f"{MONEY}/approve", {"lines": [str(other.id)]})
    first.post(f"{MONEY}/{other.id}/drop", status=409)
    first.post(f"{MONEY}/{one.id}/drop", status=404)
    assert [line.id for line in lines(town)] == [other.id]


def test_the_neighbours_lines_are_not_ours(app, towns, town):
    _, neighbour = towns
    propose(neighbour, "dorpskern")
    [theirs, *_] = lines(neighbour)
    second = Visitor(app, town, town.second)
    second.post(f"{MONEY}/approve", {"lines": [str(theirs.id)]}, status=422)
    Visitor(app, town, town.first).post(f"{MONEY}/{theirs.id}/drop", status=404)
    Visitor(app, town, town.administrator).post(f"{MONEY}/files/1.csv", status=404)
    assert {line.state for line in lines(neighbour)} == {"noted"}
    assert lines(town) == []


def test_a_file_is_taken_along_only_by_who_proved_it_lately(app, town):
    view = app.view_functions
    assert all(hasattr(view[f"members_desk.{name}"], "asks_again") for name in ("export_allowances", "take_file"))
    gus = Visitor(app, town, facilitator(town))
    for path in (MONEY, f"{MONEY}/new"):
        gus.get(path, status=403)


# Where to pay it


def form(app, town, **answers):
    """Somebody fills in the form on the website, page by page; what the last page says."""
    with db.read() as session:
        subject = panels.panel(session, town.id, "dorpskern").subject
    visitor, address = Visitor(app, town), f"/forms/bank/about/{subject}"
    visitor.get(f"{address}?language=en")
    told = {"code": code_of(members(town, "dorpskern")[0]), "wanted": YES, "holder": "Lid", "iban": IBAN, **answers}
    answer = visitor.post(address, {name: told[name] for name in ("code", "wanted")}, status=answers.pop("status", 303))
    return visitor, address, told, answer


def test_a_member_tells_an_account_on_the_website_that_only_the_file_shows(app, town):
    visitor, address, told, answer = form(app, town)
    visitor.post(answer.location, {name: told[name] for name in ("holder", "iban")})
    visitor.post(f"{address}/check")
    with db.read() as session:
        [kept] = session.scalars(select(BankDetail))
        assert kept.account
        assert "BE68" not in kept.account
        assert money.opened(town.id, kept.account) == {"holder": "Lid", "iban": "BE68539007547034"}
        [entry] = session.scalars(select(JournalEntry).where(JournalEntry.event == "entry.made"))
        assert entry.by == "somebody"
        assert "BE68" not in str(session.scalars(select(Entry.answers)).all())
    for who in (town.first, town.administrator):
        assert "BE68" not in Visitor(app, town, who).get(MONEY).text


@pytest.mark.parametrize(
    "iban",
    [
        "BE68 5390 0754 7035",
        # Its first two digits are right for the rest, its last two, by which Belgium checks a number, are not.
        "BE41 5390 0754 7035",
        "BE68 5390 0754 70",
        "XX68 5390 0754 7034",
    ],
)
def test_an_account_number_with_a_slip_is_refused(app, town, iban):
    visitor, _, _, answer = form(app, town)
    page = visitor.post(answer.location, {"holder": "Lid", "iban": iban}, status=422)
    assert "This is no account number" in text_of(page)


def test_whoever_wants_no_money_is_asked_no_account(app, town):
    visitor, address, _, answer = form(app, town, wanted=NO)
    assert answer.location.endswith("/check")
    visitor.post(f"{address}/check")
    with db.read() as session:
        assert session.scalars(select(BankDetail.account)).all() == [None]


def test_the_newest_answer_counts(town):
    account(town, "dorpskern", wanted=NO, holder="", iban="")
    account(town, "dorpskern")
    with db.read() as session:
        [kept] = session.scalars(select(BankDetail))
        assert kept.account


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "cents"), [("12", 1200), ("12,5", 1250), ("€ 12.50", 1250), ("0,01", 1), ("10000", 1_000_000)]
)
def test_an_amount_is_read_as_people_write_it(typed, cents):
    assert rules.cents_of(typed) == cents


@pytest.mark.one_database
@pytest.mark.parametrize("typed", ["", "0", "-5", "1,234", "1.2.3", "ten", "10000,01", "1e3", "٣"])
def test_what_is_no_amount_is_refused(typed):
    from participation.errors import Refused

    with pytest.raises(Refused, match="amount_odd"):
        rules.cents_of(typed)


def test_a_line_is_there_once_whatever_two_officials_do(town):
    propose(town, "dorpskern")
    with db.read() as session:
        every = session.scalars(select(Allowance.once)).all()
    assert len(every) == len(set(every))
