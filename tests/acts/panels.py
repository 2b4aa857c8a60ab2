"""What officials and citizens send about panels and draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from participation import db
from participation.panels import actions, drawing, queries, uploads
from participation.sortition.problem import Target
from tests import towns as make
from tests.acts import Act
from tests.towns import Town

Prepare = Callable[[Town], Mapping[str, object]]

COMES = datetime(2199, 12, 4, 19, tzinfo=UTC)
PANEL = {
    "title_nl": "Nieuw plein",
    "question_nl": "Hoe?",
    "summary_nl": "We maken een plein.",
    "summary_fr": "Nous faisons une place.",
    "seats": "6",
    "objective": "leximin",
}
PEOPLE = (make.people_csv(40), "people.csv")
TARGETS = (make.targets_csv(), "targets.csv")


def panel(stage: str, title: str) -> Prepare:
    """A panel as far as `stage`."""

    def prepare(town: Town) -> Mapping[str, object]:
        return facts(town, make.make_panel(town, stage, title=f"{title} {town.slug}"))

    return prepare


def facts(town: Town, slug: str) -> Mapping[str, object]:
    """What the addresses and forms of this panel name."""
    found, draws = make.look(town, slug)
    return {"slug": slug, "sequence": 1, "version": found.version, "seen": draws[0].mark if draws else ""}


def uploaded(kind: str, title: str) -> Prepare:
    """A panel with a file that waits to be accepted."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug = make.make_panel(town, "targets", title=f"{title} {town.slug}")
        content = (PEOPLE if kind == uploads.PEOPLE else TARGETS)[0].encode()
        with db.write() as session:
            found = make.changing(session, town, slug)
            if kind == uploads.TARGETS:
                findings, _ = uploads.look_at_targets(content, make.SEATS, found.targets, {})
            else:
                findings, _ = uploads.look_at_people(
                    content,
                    [Target(**target) for target in found.targets],
                    make.SEATS,
                    {},
                    id_column=None,
                    household_columns=[],
                    household_key=found.household_key,
                )
            actions.put_upload(
                session,
                found,
                kind,
                filename="file.csv",
                content=content,
                options={"id_column": "", "household_columns": []},
                findings=findings,
                at=make.START,
            )
        with db.read() as session:
            waiting = queries.upload(session, town.id, queries.panel(session, town.id, slug).id, kind)
        assert waiting
        return {**facts(town, slug), "seen": waiting.findings["mark"]}

    return prepare


def proposed(title: str) -> Prepare:
    """A panel with a draw that is proposed and whose number is still to come."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug = make.make_panel(town, "calculated", title=f"{title} {town.slug}")
        with db.write() as session:
            found = make.changing(session, town, slug)
            source = drawing.declare_source("balls", "Council hall", COMES, found.number_of_panels)
            drawing.propose(session, found, source=source, seed_at=COMES, by=town.first, at=make.START)
        return facts(town, slug)

    return prepare


def asked_to_cancel(town: Town) -> Mapping[str, object]:
    slug = make.make_panel(town, "promised", title=f"Kade {town.slug}")
    with db.write() as session:
        drawing.ask_cancellation(
            session, make.changing(session, town, slug), 1, "The hall flooded.", by=town.first, at=make.START
        )
    return facts(town, slug)


def calculating(town: Town) -> Mapping[str, object]:
    slug = make.make_panel(town, "people", title=f"Brug {town.slug}")
    with db.write() as session:
        actions.ask_calculation(session, make.changing(session, town, slug), by=town.first, at=make.START)
    return facts(town, slug)


def drawn(town: Town) -> Mapping[str, object]:
    """A drawn panel and the code of somebody in its pool."""
    slug = make.make_panel(town, "drawn", title=f"Hof {town.slug}")
    with db.read() as session:
        code = queries.everybody(session, town.id, queries.panel(session, town.id, slug).id)[0].code
    return {**facts(town, slug), "code": code}


DESK = "/desk/panels/{slug}"
DRAW = DESK + "/draws/{sequence}"
SEEN = {"seen": "{seen}"}
NUMBERS = {
    f"{bound}-{row}": str(one) for row, t in enumerate(make.TARGETS) for bound, one in (("min", t.min), ("max", t.max))
}

ACTS = [
    Act("desk.new_panel", "/desk/panels/new", {**PANEL, "number_of_panels": "100"}),
    Act("desk.settings", DESK + "/settings", {**PANEL, "number_of_panels": "100"}, prepare=panel("empty", "Markt")),
    Act("desk.upload", DESK + "/people/upload", {"file": PEOPLE}, prepare=panel("targets", "Straat")),
    Act("desk.upload", DESK + "/targets/upload", {"file": TARGETS}, prepare=panel("empty", "Laan")),
    Act(
        "desk.choose_columns",
        DESK + "/people/columns",
        {"id_column": "id", "household_columns": "address"},
        prepare=uploaded("people", "Steeg"),
    ),
    Act("desk.accept", DESK + "/people/accept", {**SEEN, "taken_out": "y"}, prepare=uploaded("people", "Dijk")),
    Act("desk.accept", DESK + "/targets/accept", SEEN, prepare=uploaded("targets", "Park")),
    Act("desk.drop", DESK + "/people/drop", prepare=uploaded("people", "Bos")),
    Act("desk.set_targets", DESK + "/targets", {**NUMBERS, "version": "{version}"}, prepare=panel("people", "Veld")),
    Act("desk.outlook_of_typed", DESK + "/targets/outlook", NUMBERS, prepare=panel("people", "Wei"), status=200),
    Act("desk.start_calculation", DESK + "/calculation/start", prepare=panel("people", "Haven")),
    Act("desk.stop_calculation", DESK + "/calculation/stop", prepare=calculating),
    Act(
        "desk.propose",
        DESK + "/promise",
        {
            "kind": "balls",
            "name": "Council hall",
            "at": "2199-12-04T20:00",
            "count": "6",
            "lowest": "1",
            "highest": "45",
        },
        prepare=panel("calculated", "Toren"),
    ),
    Act("desk.confirm", DRAW + "/confirm", SEEN, "second", prepare=proposed("Poort")),
    Act("desk.withdraw", DRAW + "/withdraw", prepare=proposed("Wal")),
    Act("desk.enter_number", DRAW + "/number", {"result": "42"}, prepare=panel("promised", "Plein")),
    # Whoever asks again writes the reason anew, which the journal tells each time.
    Act(
        "desk.ask_cancellation",
        DRAW + "/cancel",
        {"reason": "The hall flooded."},
        prepare=panel("promised", "Berg"),
        once=False,
    ),
    Act("desk.confirm_cancellation", DRAW + "/cancel/confirm", SEEN, "second", prepare=asked_to_cancel),
    # Every copy that leaves the house is in the journal.
    Act("desk.all_lists", DESK + "/lists.zip", prepare=panel("people", "Kouter"), status=200, once=False),
    Act("desk.codes", DESK + "/codes.csv", prepare=panel("people", "Dal"), status=200, once=False),
    Act("desk.openings", DESK + "/openings.json", {}, "auditor", panel("people", "Heide"), 200, once=False),
    Act("panels.by_code", "/code", {"code": "{code}"}, None, drawn, 200),
]
