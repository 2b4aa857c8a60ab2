"""Brings in a register of a million fictional people and draws ten thousand letters, beside what anyone would write.

    python benchmarks/register.py [--rows 1000000] [--letters 10000] [--folder FOLDER]

The peer reads the same file with pandas and takes a sample, or, where pandas is not installed, reads it with `csv` and
takes `random.sample`. It keeps everybody readable, finds no doubles, leaves nobody out, proves nothing and forgets it all
when it ends; that is the price that is measured. Each step runs alone in a fresh process; seconds are those of the
processor, memory is the most that the process ever held. The output is Markdown.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import importlib.util
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

STEPS = {
    "take_in": "take the file in, sealed",
    "read": "read it: every row checked and sealed",
    "propose": "lay out the frame and propose",
    "draw": "confirm and draw, a code and a sealed letter each",
}
PEERS = {"pandas": "`pandas.read_csv` and `sample`", "plain": "`csv.DictReader` and `random.sample`"}


def main() -> None:
    """Run every step and print the table."""
    asked = _arguments()
    if asked.child:
        print(json.dumps(_measured(partial(CHILDREN[asked.child], asked))))
        return
    with tempfile.TemporaryDirectory() as own:
        asked.folder = asked.folder or own
        _make_file(asked)
        _run("prepare", asked)
        ours = {step: _run(step, asked) for step in STEPS}
        peers = {name: _run(name, asked) for name in PEERS if name == "plain" or importlib.util.find_spec("pandas")}
    print("\n".join(_table(asked, ours, peers)))


def _table(
    asked: argparse.Namespace, ours: dict[str, dict[str, float]], peers: dict[str, dict[str, float]]
) -> Iterator[str]:
    yield f"{datetime.now(UTC).date()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};"
    yield f"{asked.rows:,} rows, {asked.letters:,} letters, SQLite.\n"
    yield "| step | seconds | most memory |\n|---|--:|--:|"
    for step, words in STEPS.items():
        yield f"| {words} | {ours[step]['seconds']:.1f} | {ours[step]['megabytes']:.0f} MB |"
    seconds = sum(one["seconds"] for one in ours.values())
    megabytes = max(one["megabytes"] for one in ours.values())
    yield f"| **all of it** | **{seconds:.1f}** | **{megabytes:.0f} MB** |"
    for name, found in peers.items():
        yield f"| {PEERS[name]} | {found['seconds']:.1f} | {found['megabytes']:.0f} MB |"
    for name, found in peers.items():
        yield (
            f"\nBeside {PEERS[name]}: {seconds / found['seconds']:.1f} times the seconds, "
            f"{megabytes / found['megabytes']:.2f} times the memory."
        )


# The steps of ours, each in a process of its own.


def prepare(asked: argparse.Namespace) -> None:
    """A database with a municipality and a panel."""
    _open(asked, fresh=True)
    from tests import towns

    towns.make_panel(towns.make_town("bench"))


def take_in(asked: argparse.Namespace) -> None:
    from participation import db
    from participation.invitations import register
    from tests.registers import ERASE_ON
    from tests.towns import START

    _open(asked)
    with _file(asked).open("rb") as file, db.write() as session:
        pieces = iter(partial(file.read, 1_000_000), b"")
        register.keep(session, 1, 1, "register.csv", pieces, erase_on=ERASE_ON, by="operator", via="command", at=START)


def read(asked: argparse.Namespace) -> None:
    from participation import db
    from participation.invitations import register, registering
    from participation.invitations.queries import register as queries
    from tests.registers import RESIDENT_ON

    _open(asked)
    with db.write() as session:
        found = queries.register_here(session, 1, 1)
        register.settle_columns(session, found, found.columns["of"], minimum_age=16, resident_on=RESIDENT_ON)
    registering.read_register(found.id)


def propose(asked: argparse.Namespace) -> None:
    from participation import db
    from participation.invitations import drawing
    from participation.invitations.frames import Wishes
    from participation.invitations.outcomes import declare_source
    from participation.invitations.queries import register as queries
    from participation.permissions import Actor, Role
    from tests.registers import ANSWERS_UNTIL, LOT_AT
    from tests.towns import START

    _open(asked)
    wishes = Wishes("person", False, "stratified", "district", asked.letters)
    with db.read() as session:
        frame = drawing.lay_out(session, 1, 1, wishes, at=START)
    with db.write() as session:
        drawing.propose(
            session,
            queries.register_here(session, 1, 1),
            frame,
            wishes,
            source=declare_source("balls", "Council hall", LOT_AT),
            seed_at=LOT_AT,
            answers_until=ANSWERS_UNTIL,
            by=Actor(1, "an", 1, frozenset({Role.OFFICIAL})),
            at=START,
        )


def draw(asked: argparse.Namespace) -> None:
    from participation import db
    from participation.invitations import drawing
    from participation.invitations.queries import lots
    from participation.permissions import Actor, Role
    from tests.registers import BALLS, DRAWN_AT
    from tests.towns import START

    _open(asked)
    first, second = (Actor(number, "", 1, frozenset({Role.OFFICIAL})) for number in (1, 2))
    with db.write() as session:
        lot = lots.lot_to_change(session, 1, 1, 1)
        drawing.confirm(session, lot, municipality="Bench", title="Bench", name="bench", by=second, at=START)
    with db.write() as session:
        lot = lots.lot_to_change(session, 1, 1, 1)
        letters = drawing.enter_number(session, lot, BALLS, by=first, at=DRAWN_AT)
    assert letters == asked.letters


def _open(asked: argparse.Namespace, *, fresh: bool = False) -> None:
    from participation import config, db, wiring

    assert wiring.MODELS
    url = f"sqlite:///{asked.folder}/register.sqlite"
    if fresh:
        db.migrate(url)
    config.use(config.load({"PARTICIPATION_DATABASE": url, "PARTICIPATION_INSTANCE": str(asked.folder)}))
    db.bind(url)
    _Watch.began = time.process_time()


# What anyone would write.


def pandas(asked: argparse.Namespace) -> None:
    read_csv = importlib.import_module("pandas").read_csv
    _Watch.began = time.process_time()
    people = read_csv(_file(asked), sep=";", dtype=str)
    people.sample(asked.letters).to_csv(Path(asked.folder) / "peer.csv", index=False)


def plain(asked: argparse.Namespace) -> None:
    with _file(asked).open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file, delimiter=";"))
    with (Path(asked.folder) / "peer.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, people[0])
        writer.writeheader()
        writer.writerows(random.sample(people, asked.letters))


CHILDREN: dict[str, Callable[[argparse.Namespace], None]] = {
    one.__name__: one for one in (prepare, take_in, read, propose, draw, pandas, plain)
}


class _Watch:
    """Counts from when everything is loaded and open: starting a program is not what is measured."""

    began = 0.0


def _measured(child: Callable[[], None]) -> dict[str, float]:
    _Watch.began = time.process_time()
    child()
    return {
        "seconds": time.process_time() - _Watch.began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _run(child: str, asked: argparse.Namespace) -> dict[str, float]:
    options = ["--rows", str(asked.rows), "--letters", str(asked.letters), "--folder", str(asked.folder)]
    told = subprocess.run(
        [sys.executable, __file__, "--child", child, *options], check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, float] = json.loads(told.stdout)
    print(f"{child}: {found['seconds']:.1f} s, {found['megabytes']:.0f} MB", file=sys.stderr)
    return found


def _file(asked: argparse.Namespace) -> Path:
    return Path(asked.folder) / "register.csv"


def _make_file(asked: argparse.Namespace) -> None:
    """Fictional people with national numbers that add up; one in a hundred rows has a fault."""
    from tests.cards import belgian_number
    from tests.registers import HEADER

    chooser = random.Random(1)
    first_day = datetime(1930, 1, 1, tzinfo=UTC).date()
    with _file(asked).open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for place in range(asked.rows):
            born = first_day + timedelta(days=place % 33_000)
            number = belgian_number(born, 1 + place // 33_000)
            street = "" if chooser.random() < 0.01 else f"Straat {place % 900}"
            file.write(
                f"P{place:07};{number};Familie{place % 40_000};Noa;{street};{place % 300};;{9000 + place % 60};Dorp;"
                f"{born:%d/%m/%Y};{'MV'[place % 2]};Wijk {place % 25};{'NF'[place % 8 == 0]};B\n"
            )


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--letters", type=int, default=10_000)
    asked.add_argument("--folder", help="where to work; a folder that goes away if not given")
    asked.add_argument("--child", choices=sorted(CHILDREN), help=argparse.SUPPRESS)
    return asked.parse_args()


if __name__ == "__main__":
    main()
