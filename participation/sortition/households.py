"""Says which people take the seats of numbered panels: everyone of a type equally often, no two of one address at once."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from participation.sortition.problem import Ints, Problem

OUTSIDE = NO_EDGE = -1


def housed(problem: Problem, panels: Ints) -> Ints:
    """(M, seats) people for the (M, t) panels of types; within a type, numbers of panels differ by at most one."""
    people_of = _people_by_type(problem)
    seats: list[list[int]] = [[] for _ in panels]
    shapes = _shapes(problem) if problem.households else {}
    shared = {kind for kinds in shapes.values() for kind in kinds}
    for kind, people in enumerate(people_of):
        if kind in shared:
            continue
        turn = 0
        for panel in np.flatnonzero(panels[:, kind]).tolist():
            for _ in range(panels[panel, kind]):
                seats[panel].append(people[turn % len(people)])
                turn += 1
    for kinds in shapes.values():
        _share_out(problem, panels, kinds, people_of, seats)
    return np.array(seats, dtype=np.int64).reshape(len(panels), problem.seats)


def _people_by_type(problem: Problem) -> list[list[int]]:
    people_of: list[list[int]] = [[] for _ in problem.sizes]
    for person, kind in enumerate(problem.type_of.tolist()):
        people_of[kind].append(person)
    return people_of


def _shapes(problem: Problem) -> dict[int, list[int]]:
    """For each shape of household with several people, the types that live in it."""
    alone = len(problem.targets)
    shapes: dict[int, list[int]] = defaultdict(list)
    for kind, row in enumerate(problem.rows[:, -1].tolist()):
        if row != alone:
            shapes[row].append(kind)
    return dict(shapes)


def _share_out(
    problem: Problem, panels: Ints, kinds: list[int], people_of: list[list[int]], seats: list[list[int]]
) -> None:
    """Give the seats of one shape to its H households: none twice in a panel, each type in each equally often.

    That is an equitable colouring of the edges of the bipartite graph of panels and types with H colours, which always
    exists (de Werra, "Equitable colorations of graphs", 1971).
    """
    homes = sorted({str(problem.people[person].household) for person in people_of[kinds[0]]})
    color_of = {home: color for color, home in enumerate(homes)}
    wanted = [
        (panel, kind)
        for panel in np.flatnonzero(panels[:, kinds].any(axis=1)).tolist()
        for kind in kinds
        for _ in range(panels[panel, kind])
    ]
    colors = _equitable(wanted, kinds, len(homes))
    members: dict[tuple[int, int], list[int]] = defaultdict(list)
    for kind in kinds:
        for person in people_of[kind]:
            members[kind, color_of[str(problem.people[person].household)]].append(person)
    turns: dict[tuple[int, int], int] = defaultdict(int)
    for (panel, kind), color in zip(wanted, colors, strict=True):
        mates = members[kind, color]
        seats[panel].append(mates[turns[kind, color] % len(mates)])
        turns[kind, color] += 1


def _equitable(edges: list[tuple[int, int]], kinds: list[int], count: int) -> list[int]:
    """Colours for (panel, type) edges: no panel sees one twice, each type sees all equally often, give or take one."""
    seen: dict[int, list[int]] = {kind: [0] * count for kind in kinds}
    colors: list[int] = []
    panel, taken = -1, set[int]()
    for here, kind in edges:
        if here != panel:
            panel, taken = here, set()
        tally = seen[kind]
        color = min((c for c in range(count) if c not in taken), key=lambda c: (tally[c], c))
        taken.add(color)
        tally[color] += 1
        colors.append(color)
    while True:
        uneven = [
            (tally.index(max(tally)), tally.index(min(tally))) for tally in seen.values() if max(tally) - min(tally) > 1
        ]
        if not uneven:
            return colors
        _even_out(edges, colors, seen, *uneven[0])


def _even_out(
    edges: list[tuple[int, int]], colors: list[int], seen: dict[int, list[int]], one: int, other: int
) -> None:
    """Share the edges of two colours anew, so that both are as frequent at every type.

    A panel with both colours is a link between two types, one with a single colour a link between a type and OUTSIDE.
    Walk the links in closed trails: a link gives `one` to the type it leaves and `other` to that it enters, and a
    closed trail leaves every type as often as it enters it. Where links are odd in number, a dummy link evens them.
    """
    at_panel: dict[int, list[int]] = defaultdict(list)
    for edge, (panel, _) in enumerate(edges):
        if colors[edge] in (one, other):
            at_panel[panel].append(edge)
    links = [[(edges[edge][1], edge) for edge in pair] for pair in at_panel.values()]
    at_type: dict[int, list[int]] = defaultdict(list)
    for number, link in enumerate(links):
        link += [(OUTSIDE, NO_EDGE)] * (2 - len(link))
        for kind, _ in link:
            at_type[kind].append(number)
    for kind in [kind for kind in at_type if len(at_type[kind]) % 2 and kind != OUTSIDE]:
        at_type[kind].append(len(links))
        at_type[OUTSIDE].append(len(links))
        links.append([(kind, NO_EDGE), (OUTSIDE, NO_EDGE)])
    walked = [False] * len(links)
    for start in list(at_type):
        here = start
        while at_type[here]:
            number = at_type[here].pop()
            if walked[number]:
                continue
            walked[number] = True
            left, entered = links[number] if links[number][0][0] == here else links[number][::-1]
            for (_, edge), color in ((left, one), (entered, other)):
                if edge != NO_EDGE:
                    colors[edge] = color
            here = entered[0]
    for tally in seen.values():
        tally[one] = tally[other] = 0
    for edge, (_, kind) in enumerate(edges):
        if colors[edge] in (one, other):
            seen[kind][colors[edge]] += 1
