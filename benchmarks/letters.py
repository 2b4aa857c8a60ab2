"""Makes letters for everybody whom a lot drew, and sets them as files for a print house, beside one document for each.

    python benchmarks/letters.py [--letters 2000]

The peer is what a mail merge does: the same letter, with the same typesetter, set once for each person; a few are set, and
what all would take follows from that. Seconds are those of the processor, memory is the most that one process ever held.
The output is Markdown.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

BY_THE_PEER = 20


def main() -> None:
    """Make them, set them, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--letters", type=int, default=2000)
    letters = parser.parse_args().letters
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(_table(letters, _measure(letters, Path(folder)))))


def _measure(wanted: int, folder: Path) -> dict[str, float]:
    from participation import config, db
    from participation.app import create_app
    from participation.invitations import making, print_house
    from participation.invitations.frames import Wishes
    from participation.invitations.queries import letters as queries
    from participation.panels import queries as panels
    from tests import letters, registers, towns

    settings = config.load({"PARTICIPATION_INSTANCE": str(folder), "PARTICIPATION_DATABASE": f"sqlite:///{folder}/db"})
    db.migrate(settings.database)
    app = create_app(settings)
    town = towns.make_town("bench")
    slug = towns.make_panel(town, "targets")
    registers.invite(town, slug, Wishes("person", False, "simple", "", wanted), registers.register_csv(2 * wanted))
    asked = letters.ask(town, slug)
    found: dict[str, float] = {}
    _, found["make"] = _seconds(lambda: making.make_letters(asked))
    with app.test_request_context(f"/{town.slug}/"), db.read() as session:
        panel = panels.panel(session, town.id, slug)
        batch = queries.batches(session, town.id, panel.id)[0]
        order = print_house.batch_order(session, town.id, panel, batch)
        some = queries.file_of(session, town.id, batch.id, 1)[:BY_THE_PEER]
    began = time.monotonic()
    content, found["set"] = _seconds(lambda: b"".join(print_house.archive(order, town.id, batch)))
    found["waited"] = time.monotonic() - began
    found["megabytes"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    found["files"] = len(zipfile.ZipFile(BytesIO(content)).namelist()) - 1
    found["size"] = len(content) / 1e6
    _, found["peer"] = _seconds(lambda: _one_by_one(order, some))
    found["peer"] *= wanted / len(some)
    return found


def _one_by_one(order: Any, some: list[Any]) -> None:
    from participation.invitations import letters, press

    for letter in some:
        told = {letter.language: order.texts[letter.language]}
        words = {"title": "Letter", "proof": "", "texts": json.dumps(told)}
        press.set_letters(
            {**words, "letters": json.dumps([letters.addressed(order.place, dataclasses.replace(letter))])}
        )


def _seconds(do: Callable[[], Any]) -> tuple[Any, float]:
    before = _processor()
    return do(), _processor() - before


def _processor() -> float:
    """Seconds of the processor so far, of this process and of those it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _table(letters: int, found: dict[str, float]) -> Iterator[str]:
    yield f"{datetime.now(UTC).date()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};"
    yield f"{letters:,} letters of four pages and more, SQLite.\n"
    yield "| step | seconds | most memory |\n|---|--:|--:|"
    yield f"| write down who gets a letter | {found['make']:.1f} | |"
    yield (
        f"| set them, {found['files']:.0f} files and the list, {found['size']:.0f} MB | {found['set']:.1f} | "
        f"{found['megabytes']:.0f} MB |"
    )
    yield f"| one document for each letter (of {BY_THE_PEER}) | {found['peer']:.1f} | |"
    yield f"\n{1000 * found['set'] / letters:.1f} ms for each letter; {found['peer'] / found['set']:.0f} times as fast as one by one."
    yield f"Somebody who presses the button waits {found['waited']:.0f} s for all of it; the first file leaves much sooner."


if __name__ == "__main__":
    main()
