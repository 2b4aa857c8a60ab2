"""Measures what each page of a panel costs, with a small pool and with a large one: the ratio should stay near one.

    python benchmarks/pages.py [--few 100] [--many 5000] [--times 30]

CPU is that of the whole request in this process (median of the runs), without the network. The output is Markdown.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import event

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from participation import config, db
from participation.app import create_app
from tests.panels.test_lightness import PAGES
from tests.towns import make_panel, make_two_towns
from tests.visitors import Visitor


def main() -> None:
    """Build a small and a large pool, ask for every page of both, and print the table."""
    parser = argparse.ArgumentParser(description="What each page costs, with few people and with thousands.")
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=5000)
    parser.add_argument("--times", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/pages.sqlite"
        db.migrate(url)
        app = create_app(config.load({"PARTICIPATION_DATABASE": url, "PARTICIPATION_INSTANCE": folder}))
        few, many = make_two_towns()
        make_panel(few, "drawn", volunteers=asked.few)
        make_panel(many, "drawn", volunteers=asked.many)
        print(f"| page | statements | CPU ms, {asked.few} people | CPU ms, {asked.many} people | ratio |")
        print("|---|--:|--:|--:|--:|")
        for path in PAGES:
            small, large = (Visitor(app, town, town.first) for town in (few, many))
            little, much = _cost(small, path, asked.times), _cost(large, path, asked.times)
            name = path.replace("dorpskern", "…")
            print(f"| `{name}` | {_statements(large, path)} | {little:.1f} | {much:.1f} | {much / little:.2f} |")
        db.unbind()


def _cost(visitor: Visitor, path: str, times: int) -> float:
    """Median milliseconds of CPU of one request."""
    for _ in range(3):
        visitor.get(path)
    spent = []
    for _ in range(times):
        start = time.process_time()
        visitor.get(path)
        spent.append(time.process_time() - start)
    return 1000 * statistics.median(spent)


def _statements(visitor: Visitor, path: str) -> int:
    """How many statements the database is asked, without those that begin and end a transaction."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
            asked.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    visitor.get(path)
    event.remove(db.engine(), "before_cursor_execute", note)
    return len(asked)


if __name__ == "__main__":
    main()
