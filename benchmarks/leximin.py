"""Times our exact leximin beside the default algorithm of `sortition-algorithms`, on the same pools, in one run.

    python benchmarks/leximin.py [--pools DIR] [--peer-limit SECONDS] [--only NAME ...] [--prototype DIR]

Each calculation runs alone in a fresh process. Seconds are those of the calculation, without starting Python, importing
and reading files; memory is the peak of the whole process. The peer is installed once, in an environment of its own
under instance/, and is never a dependency. The output is Markdown.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEER = "sortition-algorithms==0.12.15"
PEER_HOME = ROOT / "instance" / "benchmark-peer"
PANELS = 1000


def main() -> None:
    """Run everything that is asked for and print the tables."""
    asked = _arguments()
    if asked.child:
        print(json.dumps(CHILDREN[asked.child](asked.pool)))
        return
    pools = [
        pool
        for pool in sorted(asked.pools.iterdir())
        if (pool / "respondents.csv").is_file() and _wanted(pool, asked.only)
    ]
    if not pools:
        sys.exit(f"no pools in {asked.pools}")
    peer = None if asked.no_peer else _peer_python()
    rows = []
    for pool in pools:
        row = {"pool": pool, "ours": _run("ours", pool)}
        if "impossible" not in row["ours"]:
            row["peer"] = _run("peer", pool, python=peer, limit=asked.peer_limit) if peer else None
            row["households"] = _run("households", pool) if _has_households(pool) else None
            row["prototype"] = _prototype(asked.prototype, pool) if asked.prototype else None
        rows.append(row)
        print(f"{pool.name}: done", file=sys.stderr)
    print(_report(rows, asked))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Our exact leximin beside the peer's default maximin.")
    parser.add_argument("--pools", type=Path, default=ROOT.parent / "shared" / "data" / "pools")
    parser.add_argument("--peer-limit", type=float, default=300.0, help="seconds after which the peer is stopped")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--prototype", type=Path, help="folder with swapfix.py, to time it too")
    parser.add_argument("--child", choices=sorted(CHILDREN), help=argparse.SUPPRESS)
    parser.add_argument("--pool", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _wanted(pool: Path, only: list[str]) -> bool:
    return not only or pool.name in only


def _has_households(pool: Path) -> bool:
    with (pool / "respondents.csv").open() as file:
        return "household" in next(csv.reader(file))


# In a process of its own


def _ours(pool: Path, *, households: bool = False) -> dict[str, object]:
    sys.path.insert(0, str(ROOT))
    import numpy as np

    from participation.sortition.committees import NoPanel
    from participation.sortition.leximin import leximin
    from participation.sortition.pool import read_people
    from participation.sortition.problem import make_problem
    from participation.sortition.quotas import read_targets
    from participation.sortition.tables import read_table
    from participation.sortition.uniform_lottery import numbered_panels

    seats = _seats(pool)
    targets = read_targets(read_table((pool / "categories.csv").read_bytes()))
    table = read_table((pool / "respondents.csv").read_bytes())
    people = read_people(table, targets, household_columns=["household"] if households else [])
    problem = make_problem(targets, people, seats, one_per_household=households)
    about = {"people": len(people), "seats": seats, "categories": problem.rows.shape[1] - households}
    about["types"] = len(problem.sizes)
    start = time.perf_counter()
    try:
        found = leximin(problem)
    except NoPanel:
        return {**about, "impossible": True, "seconds": time.perf_counter() - start}
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    numbered = numbered_panels(problem, found, PANELS)
    chances = found.chance_of_person
    return {
        **about,
        "seconds": seconds,
        "lowest": float(chances.min()),
        "gini": _gini(chances.tolist()),
        "gap": found.gap,
        "panels": len(found.weights),
        "lottery_seconds": time.perf_counter() - start,
        "lottery_lowest": int(numbered.counts.min()),
        "lottery_floor": int(np.floor(PANELS * chances.min() + 1e-6)),
        "outside": numbered.outside,
        "megabytes": _megabytes(),
    }


def _ours_with_households(pool: Path) -> dict[str, object]:
    return _ours(pool, households=True)


def _peer(pool: Path) -> dict[str, object]:
    from sortition_algorithms.committee_generation import find_distribution_maximin
    from sortition_algorithms.features import read_in_features
    from sortition_algorithms.people import read_in_people
    from sortition_algorithms.settings import Settings

    with (pool / "categories.csv").open() as file:
        rows = [
            {"feature": row["category"], "value": row["feature"], "min": row["min"], "max": row["max"]}
            for row in csv.DictReader(file)
        ]
    features, _, _ = read_in_features(["feature", "value", "min", "max"], rows)
    with (pool / "respondents.csv").open() as file:
        reader = csv.DictReader(file)
        settings = Settings(id_column="id", columns_to_keep=[])
        people, _ = read_in_people(list(reader.fieldnames or []), list(reader), features, settings)
    start = time.perf_counter()
    committees, probabilities, _ = find_distribution_maximin(features, people, _seats(pool), [])
    seconds = time.perf_counter() - start
    chance = dict.fromkeys(people, 0.0)
    for committee, probability in zip(committees, probabilities, strict=True):
        for person in committee:
            chance[person] += probability
    chances = list(chance.values())
    return {"seconds": seconds, "lowest": min(chances), "gini": _gini(chances), "megabytes": _megabytes()}


CHILDREN = {"ours": _ours, "households": _ours_with_households, "peer": _peer}


def _seats(pool: Path) -> int:
    return int(pool.name.rsplit("_", 1)[1])


def _gini(chances: list[float]) -> float:
    ordered, count = sorted(chances), len(chances)
    return sum((2 * place - count + 1) * chance for place, chance in enumerate(ordered)) / (count * sum(ordered))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# Starting those processes


def _run(
    child: str, pool: Path, *, python: Path | str = sys.executable, limit: float | None = None
) -> dict[str, object]:
    command = [str(python), str(Path(__file__).resolve()), "--child", child, "--pool", str(pool)]
    return _outcome(command, limit)


def _outcome(command: list[str], limit: float | None, **options: object) -> dict[str, object]:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limit, **options)  # type: ignore[call-overload]
    except subprocess.TimeoutExpired:
        return {"limit": limit}
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _peer_python() -> Path:
    python = PEER_HOME / "bin" / "python"
    if not python.exists():
        print(f"installing {PEER} under instance/", file=sys.stderr)
        venv.create(PEER_HOME, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER], check=True)
    return python


def _prototype(folder: Path, pool: Path) -> dict[str, object]:
    command = [sys.executable, str(folder.resolve() / "swapfix.py"), "-q", pool.name]
    with tempfile.TemporaryDirectory() as scratch:
        found = _outcome(command, None, cwd=scratch, env={**os.environ, "POOLS": str(pool.parent.resolve())})
    return {"seconds": found["time"]}


# The tables


def _report(rows: list[dict], asked: argparse.Namespace) -> str:
    solved = [row for row in rows if "impossible" not in row["ours"]]
    lines = [
        f"{datetime.now(UTC).date()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}.",
        f"The peer is {PEER.replace('==', ' ')}: maximin, its default open solver, stopped after {asked.peer_limit:g} s.",
        "",
        "| pool (people / seats / categories / types) | peer: s | lowest | Gini | MB "
        "| ours, exact leximin: s | lowest | Gini | gap | panels | MB | times faster |"
        + (" prototype: s |" if asked.prototype else ""),
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|" + ("--:|" if asked.prototype else ""),
        *(_first_table(row, bool(asked.prototype)) for row in solved),
    ]
    ratios = [ratio for row in solved if (ratio := _ratio(row)) is not None]
    if ratios:
        lines += ["", f"Times faster: median {statistics.median(ratios):.0f}, least {min(ratios):.1f}."]
    lines += [
        f"{row['pool'].name}: no panel exists, said after {row['ours']['seconds']:.2f} s."
        for row in rows
        if row not in solved
    ]
    lines += [
        "",
        f"{PANELS} numbered panels, and at most one person per household (h):",
        "",
        "| pool | leximin: s | gap | MB | numbered: s | lowest count / most possible | people outside floor and ceiling |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in solved:
        lines.append(_second_table(row["pool"].name, row["ours"]))
        if row["households"]:
            lines.append(_second_table(f"{row['pool'].name} (h)", row["households"]))
    return "\n".join(lines)


def _first_table(row: dict, prototype: bool) -> str:
    ours, peer = row["ours"], row["peer"]
    if not peer:
        theirs = "| | | | "
    elif "limit" in peer:
        theirs = f"| > {peer['limit']:g} | | | "
    else:
        theirs = f"| {peer['seconds']:.2f} | {peer['lowest']:.4f} | {peer['gini']:.3f} | {peer['megabytes']:.0f} "
    ratio = _ratio(row)
    faster = "" if ratio is None else f"{'> ' if 'limit' in peer else ''}{ratio:.{0 if ratio >= 10 else 1}f}"
    size = f"{ours['people']} / {ours['seats']} / {ours['categories']} / {ours['types']}"
    line = (
        f"| {row['pool'].name} ({size}) {theirs}| {ours['seconds']:.2f} | {ours['lowest']:.4f} | {ours['gini']:.3f} "
        f"| {ours['gap']:.0e} | {ours['panels']} | {ours['megabytes']:.0f} | {faster} |"
    )
    return line + (f" {row['prototype']['seconds']:.2f} |" if prototype else "")


def _ratio(row: dict) -> float | None:
    peer = row["peer"]
    return peer.get("seconds", peer.get("limit")) / row["ours"]["seconds"] if peer else None


def _second_table(name: str, ours: dict) -> str:
    return (
        f"| {name} | {ours['seconds']:.2f} | {ours['gap']:.0e} | {ours['megabytes']:.0f} | {ours['lottery_seconds']:.2f} "
        f"| {ours['lottery_lowest']} / {ours['lottery_floor']} | {ours['outside']} |"
    )


if __name__ == "__main__":
    main()
