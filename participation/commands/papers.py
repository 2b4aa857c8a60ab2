"""The papers of a draw: the promise, what is published, what the municipality keeps to itself; for the draw command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.commands import folder
from participation.lottery import codes, commitment
from participation.lottery import draw as lottery
from participation.sortition.calculation import Calculation
from participation.sortition.problem import Person, Problem, Target, categories_of
from participation.text import csv_table, harmless


@dataclass(frozen=True)
class Papers:
    """code_of: id to code; receipts: of everybody, in the order of the codes; published: the draw in state "promised"."""

    calculation: Calculation
    code_of: dict[str, str]
    receipts: list[dict[str, object]]
    published: dict[str, Any]

    def files(self) -> dict[str, bytes]:
        """What is in the folder before there is a number."""
        problem, numbered = self.calculation.distribution.problem, self.calculation.numbered
        ids = [person.id for person in problem.people]
        chances = self.calculation.distribution.chance_of_person.clip(0.0, 1.0).tolist()
        width = len(str(len(numbered.members) - 1))
        panels = [
            (str(number).zfill(width), *(ids[member] for member in members))
            for number, members in enumerate(numbered.members.tolist())
        ]
        return {
            "report.json": folder.as_json(self.calculation.as_dict()),
            "chances.csv": _csv(
                ("id", "chance", "panels"),
                [
                    (*row,)
                    for row in zip(ids, [f"{chance:.9f}" for chance in chances], numbered.counts.tolist(), strict=True)
                ],
            ),
            "panels.csv": _csv(("panel", *(f"person {seat}" for seat in range(1, problem.seats + 1))), panels),
            "commitment.json": folder.as_json(self.published["commitment"]),
            folder.PROMISED: folder.as_json(self.published, indent=None),
            "verify.py": lottery.verifier(),
            folder.CODES: _csv(("id", "code"), [(one, self.code_of[one]) for one in ids]),
            folder.OPENINGS: folder.as_json(self.receipts),
        }


def make_papers(
    calculation: Calculation,
    sources: Sequence[dict[str, Any]],
    *,
    draw: str,
    municipality: str,
    title: str,
    time: datetime,
) -> Papers:
    """Give everyone a code and a commitment, and promise the numbered panels. Raises the lottery's Fault."""
    problem = calculation.distribution.problem
    code_of = dict(zip([person.id for person in problem.people], codes.new_codes(len(problem.people)), strict=True))
    households = _pseudonyms(problem)
    receipts, pool = [], {}
    # In the order of the codes: the order of the people would tell who is who.
    for person in sorted(problem.people, key=lambda person: code_of[person.id]):
        code, salt, features = code_of[person.id], commitment.new_salt(), features_of(person, problem.targets)
        household = households.get(person.household or "", "")
        receipts.append(commitment.receipt(code, salt, features, household))
        pool[code] = commitment.commit(salt, features, household)
    panel_codes = [code_of[person.id] for person in problem.people]
    panels = [[panel_codes[member] for member in members] for members in calculation.numbered.members.tolist()]
    targets = plain_targets(problem.targets)
    promise = lottery.promise(
        draw=draw,
        municipality=municipality,
        title=title,
        pool=pool,
        panels=panels,
        targets=targets,
        seats=problem.seats,
        sources=sources,
        time=time,
        facts=_facts(calculation),
        one_per_household=problem.households,
    )
    return Papers(calculation, code_of, receipts, lottery.publish(promise, pool, panels, targets))


def papers_of_result(drawn: dict[str, Any], id_of: dict[str, str], problem: Problem) -> dict[str, bytes]:
    """What is added once there is a number. id_of: code to id."""
    people = {str(harmless(person.id)): person for person in problem.people}
    selected = [(id_of[code], code) for code in drawn["result"]["panel"]]
    rows = sorted((one, code, *people[str(harmless(one))].features) for one, code in selected)
    return {
        "selected.csv": _csv(("id", "code", *categories_of(problem.targets)), rows),
        folder.DRAWN: folder.as_json(drawn, indent=None),
    }


def features_of(person: Person, targets: Sequence[Target]) -> dict[str, str]:
    """Category to feature."""
    return dict(zip(categories_of(targets), person.features, strict=True))


def plain_targets(targets: Sequence[Target]) -> list[dict[str, Any]]:
    """The targets as they are promised."""
    return [
        {"category": target.category, "feature": target.feature, "min": target.min, "max": target.max}
        for target in targets
    ]


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return csv_table(header, rows).encode()


def _pseudonyms(problem: Problem) -> dict[str, str]:
    """Address to pseudonym, where the rule of one per household holds."""
    if not problem.households:
        return {}
    homes = dict.fromkeys(person.household for person in problem.people if person.household)
    return {home: f"H{number}" for number, home in enumerate(homes, start=1)}


def _facts(calculation: Calculation) -> dict[str, str]:
    report = calculation.report
    gap = report["certified_gap"]
    return {
        "objective": report["objective"],
        "lowest chance": f"{report['lowest_chance']:.9f}",
        "certified gap": "none" if gap is None else f"{gap:.1e}",
    }
