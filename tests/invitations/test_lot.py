"""Who is invited is promised by two officials, decided by a public number, and can be checked by everybody."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participation import db
from participation.errors import Refused
from participation.invitations import drawing, frames, register, seals
from participation.invitations.frames import Wishes, age_band
from participation.invitations.models import FramePart, Invited, InvitedBefore, Lot
from participation.invitations.queries import lots as queries
from participation.invitations.queries import register as register_queries
from participation.invitations.queries.counts import group_in_words
from participation.invitations.reading import FINDINGS, NOTED
from participation.lottery import codes, verify
from participation.lottery.faults import Fault
from participation.people import leaving
from participation.people import queries as people
from participation.people.models import Objection
from tests import letters as posted
from tests import registers
from tests import towns as make
from tests.invitations import makers
from tests.registers import line, register_csv
from tests.towns import START

PEOPLE = Wishes("person", False, "simple", "", 10)
ONE_EACH = Wishes("person", True, "simple", "", 10)
ADDRESSES = Wishes("address", False, "simple", "", 10)
EVERY_SO_MANY = Wishes("person", False, "systematic", "", 10)
DISTRICTS = Wishes("person", False, "stratified", "district", 10, {"Noord": 300})


def key_of(town, place):
    return people.keyed_number(town.id, registers.number_of(place), place="flanders")


def invited(town, slug):
    with db.read() as session:
        return session.execute(
            select(*Invited.__table__.columns)
            .where(Invited.municipality_id == town.id, Invited.panel_id == registers.panel_id_of(town, slug))
            .order_by(Invited.number)
        ).all()


def letters(town, slug):
    return [seals.letter_of(town.id, one.letter) for one in invited(town, slug)]


def document(town, slug):
    with db.read() as session:
        return json.loads(queries.lot_document(session, town.id, registers.lot_of(town, slug).id))


def frame(town, slug):
    with db.read() as session:
        return [(line.key, line.group) for line in queries.frame(session, town.id, registers.lot_of(town, slug).id)]


def lay_out(town, slug, wishes):
    with db.read() as session:
        return drawing.lay_out(session, town.id, registers.panel_id_of(town, slug), wishes, at=START)


@pytest.mark.parametrize("wishes", [PEOPLE, ONE_EACH, ADDRESSES, EVERY_SO_MANY, DISTRICTS])
def test_a_lot_of_every_kind_invites_as_many_as_promised_and_verifies_with_its_frame(towns, wishes):
    town, neighbour = towns
    slug = make.make_panel(town)
    registers.invite(town, slug, wishes)
    found = document(town, slug)
    assert [one.wrong for one in verify.verify(found, frame=frame(town, slug))] == [""] * 8
    assert found["commitment"]["size"] == (30 if wishes in (ONE_EACH, ADDRESSES) else 60)
    assert len(invited(town, slug)) == 10
    assert [one.number for one in invited(town, slug)] == list(range(1, 11))
    with db.read() as session:
        assert session.scalar(select(func.count()).where(Invited.municipality_id == neighbour.id)) == 0


def test_a_letter_has_a_code_of_its_own_that_only_we_can_read(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.invite(town, slug)
    people = invited(town, slug)
    given = [seals.code_of(town.id, one.code) for one in people]
    assert len(set(given)) == 10
    assert all(codes.read_long_code(code) == code for code in given)
    assert [seals.code_key(town.id, code) for code in given] == [one.code_key for one in people]
    assert {letter["street"] for letter in letters(town, slug)} == {"Kerkstraat"}
    assert all(letter["name"].startswith("Noë Peeters-") for letter in letters(town, slug))
    assert set(people[0].known) == {"district", "age", "sex", "language"}
    assert {one.language for one in people} <= {"nl", "fr"}


def test_who_lives_together_has_the_same_household_as_in_the_pool(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.invite(town, slug, Wishes("person", False, "simple", "", 60))
    homes = Counter(one.household for one in invited(town, slug))
    assert set(homes.values()) == {2} and len(homes) == 30


def test_of_each_address_one_person_at_most(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.invite(town, slug, Wishes("person", True, "simple", "", 30))
    assert len({letter["number"] for letter in letters(town, slug)}) == 30
    assert registers.lot_of(town, slug).left_out == {"same_address": 30}


def test_a_letter_to_an_address_names_and_remembers_nobody(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.invite(town, slug, ADDRESSES)
    assert {letter["name"] for letter in letters(town, slug)} == {""}
    assert {one.number_key for one in invited(town, slug)} == {None}
    assert {tuple(one.known) for one in invited(town, slug)} == {("district",)}


def test_a_group_that_answers_less_gets_more_letters(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.invite(town, slug, DISTRICTS)
    strata = registers.lot_of(town, slug).strata
    assert [(one["name"], one["size"], one["weight"], one["letters"]) for one in strata] == [
        ("Centrum", 20, 100, 2),
        ("Noord", 20, 300, 6),
        ("Zuid", 20, 100, 2),
    ]
    assert Counter(one.known["district"] for one in invited(town, slug)) == {"Noord": 6, "Centrum": 2, "Zuid": 2}


def test_a_systematic_lot_is_spread_over_the_register(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.invite(town, slug, EVERY_SO_MANY)
    places = sorted(int(letter["name"].rpartition("-")[2]) for letter in letters(town, slug))
    assert {after - before for before, after in itertools.pairwise(places)} == {6}


def test_who_objects_works_here_was_invited_lately_or_has_no_name_is_left_out_and_counted(towns):
    town, neighbour = towns
    slug = make.make_panel(town)
    registers.bring_in(
        town, slug, register_csv(20, line(30, Naam="", Voornaam=""), line(31, Geboortedatum="2020-01-01"))
    )
    at = START.date()
    with db.write() as session:
        session.add_all(
            [
                InvitedBefore(municipality_id=town.id, number_key=key_of(town, 1), invited_on=at - timedelta(days=300)),
                InvitedBefore(municipality_id=town.id, number_key=key_of(town, 2), invited_on=at - timedelta(days=400)),
                InvitedBefore(municipality_id=neighbour.id, number_key=key_of(town, 3), invited_on=at),
            ]
        )
        # As from before the register came in: an objection that comes later empties the row.
        session.add(Objection(municipality_id=town.id, number_key=key_of(town, 4), made_at=START))
    found = lay_out(town, slug, PEOPLE)
    assert found.left_out == {"invited_lately": 1, "objects": 1, "nameless": 1}
    assert len(found.lines) == 18
    lot = registers.propose(town, slug)
    assert lot.left_out == {"too_young": 1, "invited_lately": 1, "objects": 1, "nameless": 1}
    assert lay_out(town, slug, ADDRESSES).left_out["same_address"] > 0


def test_who_was_invited_is_left_in_peace_by_the_next_panel(towns):
    town, _ = towns
    first, second = make.make_panel(town), make.make_panel(town, title="Marktplein")
    registers.invite(town, first)
    registers.bring_in(town, second)
    with db.read() as session:
        at = registers.DRAWN_AT + timedelta(days=1)
        found = drawing.lay_out(session, town.id, registers.panel_id_of(town, second), PEOPLE, at=at)
        later = drawing.lay_out(
            session, town.id, registers.panel_id_of(town, second), PEOPLE, at=at + timedelta(days=366)
        )
    assert found.left_out == {"invited_lately": 10}
    assert later.left_out == {}


def test_who_objects_after_the_promise_gets_no_letter_and_the_promise_still_holds(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    registers.propose(town, slug, Wishes("person", False, "simple", "", 60))
    registers.confirm(town, slug)
    with db.write() as session:
        leaving.object_without_account(session, town.id, key_of(town, 7), by="person:1", at=START)
    assert registers.enter_number(town, slug) == 59
    assert "Noë Peeters-7" not in [letter["name"] for letter in letters(town, slug)]
    assert not [one.wrong for one in verify.verify(document(town, slug), frame=frame(town, slug)) if one.wrong]


def test_the_same_official_cannot_confirm_and_nobody_confirms_twice(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    registers.propose(town, slug)
    with pytest.raises(Refused, match="second_official_needed"):
        registers.confirm(town, slug, by=town.first)
    registers.confirm(town, slug)
    with pytest.raises(Refused, match="not_waiting_for_confirmation"):
        registers.confirm(town, slug)


def test_a_lot_is_drawn_once_after_its_promise_and_not_before_its_moment(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    registers.propose(town, slug)
    with pytest.raises(Refused, match="not_promised_yet"):
        registers.enter_number(town, slug)
    registers.confirm(town, slug)
    with pytest.raises(Fault, match="Enter it then"):
        registers.enter_number(town, slug, at=START + timedelta(hours=1))
    with pytest.raises(Fault, match="Balls promised: 6"):
        registers.enter_number(town, slug, "042")
    assert invited(town, slug) == []
    registers.enter_number(town, slug)
    with pytest.raises(Refused, match="already_drawn"):
        registers.enter_number(town, slug)
    assert len(invited(town, slug)) == 10


def test_there_is_one_lot_at_a_time(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    registers.propose(town, slug)
    with pytest.raises(Refused, match="lot_exists"):
        registers.propose(town, slug)


def test_a_proposal_can_be_taken_back_and_leaves_nothing(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    registers.propose(town, slug)
    with db.write() as session:
        panel = make.changing(session, town, slug)
        drawing.withdraw(session, queries.lot_to_change(session, town.id, panel.id, 1), by=town.first, at=START)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Lot)) == 0
        assert session.scalar(select(func.count()).select_from(FramePart)) == 0
    registers.propose(town, slug)


def test_a_cancelled_lot_stays_public_tells_what_it_would_have_given_and_invites_nobody(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    registers.propose(town, slug)
    registers.confirm(town, slug)
    registers.cancel(town, slug)
    assert registers.enter_number(town, slug) == 0
    found = document(town, slug)
    assert found["state"] == "cancelled" and found["result"]["values"] == [registers.BALLS]
    assert not [one.wrong for one in verify.verify(found) if one.wrong]
    assert invited(town, slug) == []
    registers.propose(town, slug)
    assert registers.lot_of(town, slug).sequence == 2


def test_a_drawn_lot_cannot_be_cancelled(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.invite(town, slug)
    with pytest.raises(Refused, match="lot_is_drawn"):
        registers.cancel(town, slug)


def test_a_lot_whose_register_was_erased_is_not_drawn(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    registers.propose(town, slug)
    registers.confirm(town, slug)
    with db.write() as session:
        found = register_queries.register_here(session, town.id, registers.panel_id_of(town, slug))
        register.erase(session, found, by="worker", via="job", at=START, is_due=True)
    with pytest.raises(Refused, match="register_gone"):
        registers.enter_number(town, slug)


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        (Wishes("house", False, "simple", "", 10), "lot_kind_missing"),
        (Wishes("person", False, "by hand", "", 10), "lot_kind_missing"),
        (Wishes("person", False, "stratified", "", 10), "lot_feature_missing"),
        (Wishes("address", False, "stratified", "age", 10), "lot_address_feature"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(towns, wishes, code):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    with pytest.raises(Refused, match=code):
        registers.propose(town, slug, wishes)


def test_more_groups_than_anybody_can_weigh_are_refused(towns, monkeypatch):
    monkeypatch.setattr(frames, "MOST_GROUPS", 2)
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    with pytest.raises(Refused, match="lot_too_many_groups"):
        lay_out(town, slug, DISTRICTS)


def test_without_a_register_there_is_no_lot(towns):
    town, _ = towns
    slug = make.make_panel(town)
    with pytest.raises(Refused, match="register_first"):
        lay_out(town, slug, PEOPLE)
    registers.take_in(town, slug, register_csv())
    with pytest.raises(Refused, match="register_first"):
        lay_out(town, slug, PEOPLE)


def test_an_official_who_leaves_is_forgotten_in_the_lot(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.invite(town, slug)
    with db.write() as session:
        drawing.leave_lots(session, town.id, town.first.person_id, at=START)
    lot = registers.lot_of(town, slug)
    assert lot.proposed_by is None and lot.promised_by == town.second.person_id


@pytest.mark.parametrize(
    ("age", "band"), [("16", "-29"), ("29", "-29"), ("30", "30-44"), ("74", "60-74"), ("75", "75+"), ("", "")]
)
def test_ages_come_in_bands(age, band):
    assert age_band(age) == band


def test_groups_of_a_register_are_called_what_people_call_them():
    assert [
        group_in_words(*group, "en")
        for group in (
            ("age", "-29"),
            ("age", "75+"),
            ("sex", "V"),
            ("sex", "X"),
            ("language", "fr"),
            ("district", "-1"),
        )
    ] == ["up to 29 years", "75+", "women", "X", "French", "-1"]


def test_every_reason_to_leave_somebody_out_has_words():
    assert set(FINDINGS) - NOTED <= set(frames.LEFT_OUT)


def test_how_many_letters_are_needed_is_learned_from_panels_for_which_nobody_answers_any_more(towns):
    town, neighbour = towns
    for one in towns:
        makers.drawn_with_hopes(one, "Dorpskern")
    posted.invited(town, "Klimaat")
    with db.read() as session:
        assert queries.past_answers(session, town.id) == queries.past_answers(session, neighbour.id) == [(10, 10)]
