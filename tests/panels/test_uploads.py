"""Uploading lists: looked at first, every fault at its cell, and nothing changed until the official says so."""

import io

from participation import db
from participation.panels import queries
from tests import towns as make
from tests.acts.panels import PANEL
from tests.visitors import Visitor, seen_in, text_of


def send(visitor, slug, kind, content, status=303, filename="list.csv"):
    return visitor.post(
        f"/desk/panels/{slug}/{kind}/upload",
        {"file": (io.BytesIO(content.encode() if isinstance(content, str) else content), filename)},
        status,
    )


def accept(visitor, slug, kind, status=303):
    """Look at the preview, and press its button."""
    return press_accept(visitor, slug, kind, seen_in(visitor.get(f"/desk/panels/{slug}/{kind}/preview")), status)


def press_accept(visitor, slug, kind, seen, status):
    return visitor.post(f"/desk/panels/{slug}/{kind}/accept", {"seen": seen, "taken_out": "y"}, status)


def test_an_official_uploads_targets_and_people(app, towns):
    town, _ = towns
    slug = make.make_panel(town)
    visitor = Visitor(app, town, town.first)
    send(visitor, slug, "targets", make.targets_csv())
    assert "16-34" in text_of(visitor.get(f"/desk/panels/{slug}/targets/preview"))
    assert make.look(town, slug)[0].targets == []
    accept(visitor, slug, "targets")
    send(visitor, slug, "people", make.people_csv(30))
    visitor.get(f"/desk/panels/{slug}/people/preview")
    accept(visitor, slug, "people")
    panel, _ = make.look(town, slug)
    assert panel.pool["count"] == 30
    assert sum(panel.pool["of"]["age"].values()) == 30
    assert panel.outlook["exists"] is True
    assert 0 < panel.outlook["lowest"] <= 6 / 30


def test_every_fault_is_shown_and_nothing_is_kept(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    visitor = Visitor(app, town, town.first)
    send(visitor, slug, "people", "id,gender,age\na,female,16-34\na,femal,16-34\n,male,\n" + "b,male,65+\n" * 9)
    words = text_of(visitor.get(f"/desk/panels/{slug}/people/preview"))
    for piece in ("femal", "female", "row 3", "row 4"):
        assert piece.lower() in words.lower()
    accept(visitor, slug, "people", 409)
    assert make.look(town, slug)[0].pool == {}


def test_uploading_again_shows_what_changes(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "people", volunteers=30)
    visitor = Visitor(app, town, town.first)
    lines = make.people_csv(32).splitlines()
    del lines[5]
    send(visitor, slug, "people", "\n".join(lines))
    panel, _ = make.look(town, slug)
    with db.read() as session:
        changes = queries.upload(session, town.id, panel.id, "people").findings["changes"]
    # Without the address chosen yet, those who gave one count as changed.
    assert (changes["new"], changes["gone"]) == (2, 1)
    visitor.post(f"/desk/panels/{slug}/people/columns", {"id_column": "id", "household_columns": ["address"]})
    with db.read() as session:
        changes = queries.upload(session, town.id, panel.id, "people").findings["changes"]
    assert changes == {"new": 2, "gone": 1, "changed": 0, "same": 29}
    assert make.look(town, slug)[0].pool["count"] == 30


def test_targets_that_do_not_fit_the_people_say_so_and_remove_them(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    visitor = Visitor(app, town, town.first)
    send(visitor, slug, "targets", "category,feature,min,max\ngender,female,3,3\ngender,male,3,3\n")
    panel, _ = make.look(town, slug)
    with db.read() as session:
        assert queries.upload(session, town.id, panel.id, "targets").findings["clears_people"]
    accept(visitor, slug, "targets")
    assert make.look(town, slug)[0].pool == {}


def test_people_before_targets_are_refused_at_the_form(app, towns):
    town, _ = towns
    slug = make.make_panel(town)
    page = send(Visitor(app, town, town.first), slug, "people", make.people_csv(5), 422)
    assert "Upload the targets first" in text_of(page)


def test_a_file_that_is_no_table_is_refused_in_words(app, towns):
    town, _ = towns
    slug = make.make_panel(town)
    visitor = Visitor(app, town, town.first)
    for content in (b"\x00\x01\x02", b"%PDF-1.4", b"PK\x03\x04broken", b""):
        send(visitor, slug, "targets", content)
        visitor.get(f"/desk/panels/{slug}/targets/preview")
        accept(visitor, slug, "targets", 409)
    assert make.look(town, slug)[0].targets == []


def test_two_officials_cannot_accept_over_each_other(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    visitor = Visitor(app, town, town.first)
    send(visitor, slug, "people", make.people_csv(30))
    colleague = Visitor(app, town, town.second)
    seen = seen_in(colleague.get(f"/desk/panels/{slug}/people/preview"))
    accept(visitor, slug, "people")
    press_accept(colleague, slug, "people", seen, 409)


def test_typed_targets_are_kept_and_words_stay_after_a_fault(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    visitor = Visitor(app, town, town.first)
    panel, _ = make.look(town, slug)
    typed = {"version": panel.version}
    for row, target in enumerate(panel.targets):
        typed |= {f"min-{row}": target["min"], f"max-{row}": target["max"]}
    page = visitor.post(f"/desk/panels/{slug}/targets", {**typed, "min-2": "many"}, 422)
    assert 'value="many"' in page.text
    visitor.post(f"/desk/panels/{slug}/targets", {**typed, "min-2": "0"})
    changed, _ = make.look(town, slug)
    assert changed.targets[2]["min"] == 0
    assert changed.version == panel.version + 1
    visitor.post(f"/desk/panels/{slug}/targets", {**typed, "min-2": "2"}, 422)
    assert make.look(town, slug)[0].targets[2]["min"] == 0


def test_the_outlook_follows_what_is_typed_without_keeping_it(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    visitor = Visitor(app, town, town.first)
    panel, _ = make.look(town, slug)
    typed = {f"min-{row}": 0 for row in range(5)} | {f"max-{row}": 6 for row in range(5)}
    visitor.post(f"/desk/panels/{slug}/targets/outlook", typed, 200)
    visitor.post(f"/desk/panels/{slug}/targets/outlook", {**typed, "min-0": "x"}, 422)
    assert make.look(town, slug)[0] == panel


def test_an_auditor_looks_at_the_targets_and_cannot_set_them(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    panel, _ = make.look(town, slug)
    visitor = Visitor(app, town, town.auditor)
    visitor.get(f"/desk/panels/{slug}/targets")
    visitor.post(f"/desk/panels/{slug}/targets", {"version": panel.version}, 403)
    assert make.look(town, slug)[0] == panel


def test_without_people_the_outlook_asks_for_them(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    visitor = Visitor(app, town, town.first)
    typed = {f"min-{row}": 0 for row in range(5)} | {f"max-{row}": 6 for row in range(5)}
    assert "Upload the people first" in text_of(visitor.post(f"/desk/panels/{slug}/targets/outlook", typed, 422))
    visitor.post(f"/desk/panels/{slug}/targets", {**typed, "look": "1"}, 422)


def test_the_outlook_is_there_again_after_another_size_is_chosen(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    visitor = Visitor(app, town, town.first)
    terms = {
        **PANEL,
        "title_nl": "Dorpskern",
        "seats": 7,
        "number_of_panels": 1000,
    }
    visitor.post(f"/desk/panels/{slug}/settings", terms)
    panel, _ = make.look(town, slug)
    assert (panel.seats, panel.outlook["exists"], panel.outlook["seats"]) == (7, False, 6)


def test_words_from_a_file_are_shown_as_words(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    visitor = Visitor(app, town, town.first)
    send(visitor, slug, "people", 'id,gender,age\n<script>alert(1)</script>,"{{7*7}}",65+\n')
    page = visitor.get(f"/desk/panels/{slug}/people/preview")
    assert "<script>alert" not in page.text
    assert "{{7*7}}" in text_of(page)


def test_a_file_that_replaced_the_one_that_was_looked_at_is_not_accepted_unseen(app, towns):
    town, _ = towns
    slug = make.make_panel(town)
    mine, colleague = Visitor(app, town, town.first), Visitor(app, town, town.second)
    send(mine, slug, "targets", make.targets_csv())
    seen = seen_in(mine.get(f"/desk/panels/{slug}/targets/preview"))
    send(colleague, slug, "targets", "category,feature,min,max\ngender,female,6,6\n")
    press_accept(mine, slug, "targets", seen, 409)
    assert make.look(town, slug)[0].targets == []
    accept(mine, slug, "targets")
    assert len(make.look(town, slug)[0].targets) == 1


def test_words_far_too_long_to_keep_are_faults_at_their_cells(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    visitor = Visitor(app, town, town.first)
    lines = make.people_csv(30).splitlines()
    send(visitor, slug, "people", "\n".join([lines[0], "x" * 5000 + lines[1], *lines[2:]]))
    page = visitor.get(f"/desk/panels/{slug}/people/preview")
    assert "Row 2, id: This cell has more than 200 characters." in text_of(page).replace(" :", ":")
    assert "x" * 100 not in page.text


def test_long_addresses_are_kept(app, towns):
    town, _ = towns
    address = "straat " * 25
    slug = make.make_panel(town, "targets")
    visitor = Visitor(app, town, town.first)
    rows = ["id,gender,age,a,b,c"] + [
        f"p{i},{('female', 'male')[i % 2]},{('16-34', '35-64', '65+')[i % 3]},{address},{address},{address}{i}"
        for i in range(30)
    ]
    send(visitor, slug, "people", "\n".join(rows))
    visitor.post(f"/desk/panels/{slug}/people/columns", {"id_column": "id", "household_columns": ["a", "b", "c"]})
    accept(visitor, slug, "people")
    assert make.look(town, slug)[0].pool["households"]


def test_thousands_of_targets_are_the_wrong_file(app, towns):
    town, _ = towns
    slug = make.make_panel(town)
    visitor = Visitor(app, town, town.first)
    rows = "".join(f"age,{number},0,1\n" for number in range(1001))
    send(visitor, slug, "targets", "category,feature,min,max\n" + rows)
    assert "more than 1000 rows" in text_of(visitor.get(f"/desk/panels/{slug}/targets/preview"))


def test_no_address_is_kept_and_neighbours_in_one_house_share_a_pseudonym(app, towns):
    slugs = [make.make_panel(town, "people") for town in towns]
    kept = []
    for town, slug in zip(towns, slugs, strict=True):
        panel, _ = make.look(town, slug)
        with db.read() as session:
            kept.append({one.reference: one.household for one in queries.everybody(session, town.id, panel.id)})
    ours, theirs = kept
    assert ours["r0002"] == ours["r0003"] is not None
    assert ours["r0000"] is None
    assert "lindestraat" not in str(ours).lower()
    assert not set(filter(None, ours.values())) & set(filter(None, theirs.values()))
    opened = Visitor(app, towns[0], towns[0].auditor).post(f"/desk/panels/{slugs[0]}/openings.json", status=200)
    assert "lindestraat" not in opened.text.lower()
