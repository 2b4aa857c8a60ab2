"""What whoever leads a session sends about its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.acts import Act
from tests.members import seating
from tests.members.meeting import meeting_panel, members, planned
from tests.towns import Town

Prepare = Callable[[Town], Mapping[str, object]]


def begun(title: str) -> Prepare:
    """A session that lies ahead, with six members."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug = meeting_panel(town, title=f"{title} {town.slug}", people=6)
        planned(town, slug)
        first, second, *_ = (one.id for one in members(town, slug))
        return {"slug": slug, "first": first, "second": second}

    return prepare


def arranged(title: str) -> Prepare:
    """The same with a plan."""

    def prepare(town: Town) -> Mapping[str, object]:
        facts = begun(title)(town)
        seating.arrange(town, str(facts["slug"]))
        return facts

    return prepare


def asked(title: str) -> Prepare:
    """The same with a wish."""

    def prepare(town: Town) -> Mapping[str, object]:
        facts = arranged(title)(town)
        slug = str(facts["slug"])
        seating.ask(town, slug, "apart", 0, 1)
        return {**facts, "wish": seating.wishes(town, slug)[0].id}

    return prepare


TABLES = "/desk/panels/{slug}/sessions/1/tables"

ACTS = [
    Act(
        "members_desk.arrange_tables",
        TABLES + "/arrange",
        {
            "tables": "2",
            "rounds": "2",
            "facilitators": "Gus\nMia",
            "note_takers": "Rik\nAda",
            "seen": "0",
            "seed": "0123456789abcdef0123456789abcdef",
        },
        prepare=begun("Kring"),
    ),
    Act(
        "members_desk.change_tables",
        TABLES + "/today",
        {"since": "2", "missing": "{first}", "seen": "1"},
        prepare=arranged("Ronde"),
    ),
    Act("members_desk.show_tables", TABLES + "/show", {"shown": "y", "seen": "1"}, prepare=arranged("Stoel")),
    Act(
        "members_desk.seating_wishes",
        TABLES + "/wishes",
        {"kind": "apart", "who_1": "{first}", "who_2": "{second}"},
        prepare=begun("Bank"),
    ),
    Act("members_desk.drop_wish", TABLES + "/wishes/{wish}/remove", prepare=asked("Kussen")),
]
