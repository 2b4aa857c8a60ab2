"""A neighbour on the same server: nothing of theirs is seen, found, counted, sent or changed from our town."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from participation import db
from participation.panels.models import Panel
from participation.people.models import Person
from tests import towns as make
from tests.acts import Act
from tests.house.pages import SECRETS, WORD, Walked
from tests.house.scenes import ACTS, IDS, everybody, fill, fill_all, send

# Tables of which a town may have no row while it works as usual.
MAY_BE_EMPTY: set[str] = set()


def test_the_neighbour_has_something_in_every_table(walked: Walked):
    """Else a page that forgets to ask whose rows it wants would not show."""
    empty = set()
    for name, table in db.Base.metadata.tables.items():
        if "municipality_id" in table.columns and not walked.left[name]:
            empty.add(name)
    assert empty - MAY_BE_EMPTY == set()
    assert walked.acts_done > len(ACTS) // 3
    assert any(WORD in row for kept in walked.left.values() for row in kept)


def test_no_page_list_search_export_or_feed_shows_a_word_of_the_neighbour(walked: Walked):
    told = [
        (look.path, look.viewer)
        for look in walked.looks
        if look.path.startswith(f"/{walked.town.slug}/")
        and look.endpoint not in ECHOES
        and any(word in look.answer.get_data().lower() for word in (b"nexttown", WORD.encode()))
    ]
    assert told == []


# The way back to what was asked for, which says again what the visitor typed.
ECHOES = {"people.sign_in"}


def test_the_neighbours_numbers_lead_nowhere(walked: Walked):
    """Whoever has the role asks for it below our own name."""
    found = [
        (look.path, look.viewer, look.answer.status_code)
        for look in walked.strange
        if look.answer.status_code not in (303, 403, 404) and not SECRETS & set(look.path.split("/"))
        if look.endpoint not in OPEN_ALIKE
    ]
    assert found == []


# The same page for whoever comes, whatever the secret in the address: it tells nobody whether the secret is one.
OPEN_ALIKE = {"people.sign_in_by_link", "invitations.invitation", "members.own"}


def test_no_message_and_no_journal_of_ours_has_a_word_of_the_neighbour(walked: Walked):
    for name in ("message", "journal_entry", "file_opened", "invitation", "interest"):
        table = db.Base.metadata.tables[name]
        place = list(table.columns.keys()).index("municipality_id")
        for row in walked.left[name]:
            values = row.strip("()").split(", ")
            if values[place] == str(walked.town.id):
                assert "nexttown" not in row.lower()
                assert WORD not in row


def test_every_look_into_a_shared_table_names_the_municipality(walked: Walked):
    assert walked.unscoped == set()


every_act = pytest.mark.parametrize(("act", "name"), list(zip(ACTS, IDS, strict=True)), ids=IDS)


@every_act
def test_an_act_with_the_neighbours_numbers_finds_nothing(stages, act: Act, name: str):
    if "{" not in act.path and not any("{" in str(value) for value in act.data.values()):
        return
    with stages.next_door(act, name) as (scene, theirs):
        before = of_municipality(scene.neighbour.id)
        path = f"/{scene.town.slug}{fill(act.path, theirs)}"
        data = {fill(field, theirs): fill_all(value, theirs) for field, value in act.data.items()}
        answer = send(scene.actor(), path, data)
        assert of_municipality(scene.neighbour.id) == before
        if "{" in act.path:
            assert answer.status_code in (404, 409, 422), answer.status_code
        else:
            assert answer.status_code != act.status or act.status == 200


def of_municipality(municipality_id: int) -> dict[str, list[str]]:
    """Every row of one municipality."""
    kept = {}
    with db.engine().connect() as connection:
        for name, table in db.Base.metadata.tables.items():
            if "municipality_id" in table.columns:
                found = connection.execute(select(table).where(table.c.municipality_id == municipality_id))
                kept[name] = sorted(map(repr, found.all()))
    return kept


# The net below the queries


def test_within_a_municipality_a_forgotten_filter_finds_only_its_rows(towns):
    town, neighbour = towns
    make.make_panel(town)
    make.make_panel(neighbour)
    with db.within(town.id), db.read() as session:
        assert {panel.municipality_id for panel in session.scalars(select(Panel))} == {town.id}
        assert session.get(Person, neighbour.first.person_id) is None
        assert len(session.scalars(select(Person)).all()) == len(everybody(town))


def test_within_a_municipality_a_forgotten_filter_changes_only_its_rows(towns):
    town, neighbour = towns
    with db.within(town.id), db.write() as session:
        session.execute(update(Person).values(name="Everybody"))
    with db.read() as session:
        assert session.get_one(Person, neighbour.first.person_id).name == "an nexttown"
        assert session.get_one(Person, town.first.person_id).name == "Everybody"


def test_within_a_municipality_nothing_is_written_for_another(towns):
    town, neighbour = towns
    with pytest.raises(db.NeighboursRow), db.within(town.id), db.write() as session:
        session.add(
            Panel(municipality_id=neighbour.id, slug="x", title={}, question={}, seats=2, created_at=make.START)
        )
    with db.read() as session:
        theirs = session.get_one(Person, neighbour.first.person_id)
    with pytest.raises(db.NeighboursRow), db.within(town.id), db.write() as session:
        session.merge(theirs).name = "Ours now"
        session.add(theirs)
    with db.read() as session:
        assert session.get_one(Person, neighbour.first.person_id).name == "an nexttown"


def test_a_row_cannot_point_at_a_neighbours_row(towns):
    from sqlalchemy.exc import IntegrityError

    from participation.people.models import HeldRole

    town, neighbour = towns
    with pytest.raises(IntegrityError), db.write() as session:
        session.add(
            HeldRole(
                municipality_id=town.id,
                person_id=neighbour.first.person_id,
                role="official",
                starts_on=make.START.date(),
            )
        )
