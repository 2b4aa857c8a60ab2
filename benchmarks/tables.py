"""Divides people over tables beside seats drawn at random, what can at most be had and, where it is there, the peer.

    python benchmarks/tables.py [--seeds 3] [--peer FOLDER] [--large]

FOLDER is where a copy of the source of `groupselect` stands, the library that such tables are made with today. Each
calculation runs alone in a fresh process, on one core; seconds are those of the processor, for the calculation alone. The
output is Markdown.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from participation.sortition.mixing import Fixed, Plan, Wishes, arrange
from tests.sortition.mixes import crowd

SETTINGS = [(100, 12, 5)]
LARGE = [(24, 4, 6), (50, 7, 4), (200, 25, 6), (1000, 100, 5)]
FIXED = 40


def main() -> None:
    """Run everything that is asked for and print the table."""
    asked = _arguments()
    if asked.child:
        print(json.dumps(CHILDREN[asked.child](asked)))
        return
    lines = [
        f"{datetime.now(UTC).date()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};",
        f"each figure is the median of {asked.seeds} seeds, and in brackets the least and the most.",
        "",
        "| people, tables, rounds | how | different meetings | of at most | mean gap | fixed seats kept | seconds |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for setting in SETTINGS + (LARGE if asked.large else []):
        hows = ["random", "ours", "ours with fixed seats"]
        if asked.peer and setting in SETTINGS:
            hows += ["peer", "peer with fixed seats"]
        for how in hows:
            lines.append(_row(setting, how, [_run(how, setting, seed, asked.peer) for seed in range(asked.seeds)]))
            print(f"{setting}: {how}", file=sys.stderr)
    print("\n".join(lines))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Tables over several rounds, beside random seats and the peer.")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--peer", type=Path, help="folder that holds the package groupselect")
    parser.add_argument("--large", action="store_true", help="fewer and more people too")
    parser.add_argument("--child", choices=sorted(CHILDREN), help=argparse.SUPPRESS)
    parser.add_argument("--setting", type=int, nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


# In a process of its own


def _random(asked: argparse.Namespace) -> dict[str, float]:
    people, tables, rounds = asked.setting
    rng = np.random.default_rng(asked.seed)
    start = time.process_time()
    seats = np.array([rng.permutation(np.arange(people) % tables) for _ in range(rounds)])
    return _figures(Plan(tuple(crowd(people, asked.seed)), tables, seats), time.process_time() - start)


def _ours(asked: argparse.Namespace, fixed: bool = False) -> dict[str, float]:
    people, tables, rounds = asked.setting
    guests = crowd(people, asked.seed)
    wishes = Wishes(fixed=tuple(Fixed(guests[one].id, table + 1) for one, table in _fixed(people, tables).items()))
    start = time.process_time()
    plan = arrange(guests, tables=tables, rounds=rounds, wishes=wishes if fixed else None, seed=asked.seed)
    return _figures(plan, time.process_time() - start)


def _peer(asked: argparse.Namespace, fixed: bool = False) -> dict[str, float]:
    """The peer with its own defaults; what it prints is left out."""
    sys.path.insert(0, str(asked.peer))
    from groupselect import Algorithm, FieldMode, allocate_numpy

    people, tables, rounds = asked.setting
    guests = crowd(people, asked.seed)
    columns = [
        np.unique(values, return_inverse=True)[1] for values in zip(*(one.features for one in guests), strict=True)
    ]
    start = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        result = allocate_numpy(
            np.array(columns).T.copy(),
            dict.fromkeys(range(len(columns)), FieldMode.Diversify),
            [ceil(people / tables)] * rounds,
            manuals=_fixed(people, tables) if fixed else None,
            algorithm=Algorithm.Legacy,
            settings={"seed": asked.seed},
        )
    seconds = time.process_time() - start
    seats = np.full((rounds, people), -1)
    for row, allocation in zip(seats, result.ensemble, strict=True):
        for table, group in enumerate(allocation):
            row[list(group)] = table
    return _figures(Plan(tuple(guests), tables, seats), seconds)


CHILDREN = {
    "random": _random,
    "ours": _ours,
    "ours with fixed seats": lambda asked: _ours(asked, fixed=True),
    "peer": _peer,
    "peer with fixed seats": lambda asked: _peer(asked, fixed=True),
}


def _fixed(people: int, tables: int) -> dict[int, int]:
    """A table for some of the people, two in five of them at most."""
    return {one: one % tables for one in range(min(FIXED, people * 2 // 5))}


def _figures(plan: Plan, seconds: float) -> dict[str, float]:
    fixed = _fixed(len(plan.people), plan.tables)
    kept = sum(all(plan.seats[:, one] == table) for one, table in fixed.items())
    figures = {"meetings": plan.meetings, "most": plan.most_meetings, "gap": plan.gap, "kept": kept}
    return {**figures, "fixed": len(fixed), "seconds": seconds}


# Starting those processes, and the table


def _run(how: str, setting: tuple[int, int, int], seed: int, peer: Path | None) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", how, "--seed", str(seed), "--setting", *map(str, setting)]
    done = subprocess.run(
        command + (["--peer", str(peer)] if peer else []), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _row(setting: tuple[int, int, int], how: str, runs: list[dict[str, float]]) -> str:
    def spread(name: str, form: str) -> str:
        values = sorted(run[name] for run in runs)
        return f"{statistics.median(values):{form}} ({values[0]:{form}}–{values[-1]:{form}})"

    kept = f"{statistics.median(run['kept'] for run in runs):.0f} of {runs[0]['fixed']:.0f}" if "fixed" in how else ""
    most = f"{statistics.median(run['most'] for run in runs):.0f}"
    cells = [spread("meetings", ".0f"), most, spread("gap", ".3f"), kept, spread("seconds", ".2f")]
    return f"| {', '.join(map(str, setting))} | {how} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
