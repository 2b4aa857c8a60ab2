"""The acts of whoever keeps the accessibility statement."""

from __future__ import annotations

from collections.abc import Mapping

from participation import clock, db
from participation.inclusion import reviewing, statement
from tests.acts import Act
from tests.towns import Town

AT = "/desk/accessibility"
WORDS = {"nl": "De kaart van de buurten kan niet met het toetsenbord."}
INSTEAD = {"nl": "De lijst onder de kaart zegt hetzelfde."}
PROBLEM = {"what_nl": WORDS["nl"], "alternative_nl": INSTEAD["nl"], "reason": "noncompliance"}


def with_problem(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        number = reviewing.note_problem(
            session,
            town.id,
            what=WORDS,
            alternative=INSTEAD,
            reason="noncompliance",
            by=town.first,
            at=clock.now(),
        )
    with db.read() as session:
        return {"problem_id": number, "seen": statement.problem(session, town.id, number).mark}


ACTS = [
    Act("inclusion_desk.note_problem", f"{AT}/problems/new", PROBLEM),
    Act(
        "inclusion_desk.change_problem",
        f"{AT}/problems/{{problem_id}}",
        {**PROBLEM, "reason": "burden", "seen": "{seen}"},
        prepare=with_problem,
    ),
    Act("inclusion_desk.solve_problem", f"{AT}/problems/{{problem_id}}/solved", prepare=with_problem),
    Act(
        "inclusion_desk.review_statement",
        f"{AT}/review",
        {"method": "self", "day": "2026-03-02", "note_nl": "Met het toetsenbord door alle pagina’s gegaan."},
        who="administrator",
    ),
]
