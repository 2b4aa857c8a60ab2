"""Weighs the pages of a citizen in the demo town, as they leave the house: the first visit, and every one after it.

python benchmarks/weights.py > docs/weights.md
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from participation import config, db, demo
from participation.app import create_app
from tests.weighing import AFTERWARDS, FIRST, HEADERS, PAGES, weigh

OPENING = """# What a page weighs

For somebody with an old phone and little data: every byte that a browser fetches to show a page, packed as it leaves the
house, with {headers} bytes of headers for each file. A first visit stays below {first} kB, every later one below
{afterwards} kB; `tests/test_demo.py` sees to it. There is no font, no map and no counter, and nothing comes from
elsewhere. A film is fetched only by who presses on it, and its size stands beside it.

Pages, style and scripts are packed with gzip by Samenspraak itself (`participation/web/light.py`): no proxy needs to be set
up for it, and one that packs better may do so. Weighed in the demo town on {day} by `python benchmarks/weights.py`.

| page | the page itself | style and colours | pictures and scripts | first visit | afterwards |
|---|--:|--:|--:|--:|--:|"""


def main() -> None:
    """Make the demo, weigh every page and print the table."""
    print(
        OPENING.format(
            headers=HEADERS, first=FIRST // 1000, afterwards=AFTERWARDS // 1000, day=f"{datetime.now(UTC):%Y-%m-%d}"
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/weights.sqlite"
        db.migrate(url)
        settings = config.load({"PARTICIPATION_DATABASE": url, "PARTICIPATION_INSTANCE": folder})
        demo.build(settings)
        app = create_app(settings)
        for name, path in PAGES.items():
            weight = weigh(app.test_client(), path)
            style = sum(size for thing, size in weight.things.items() if thing.endswith(".css"))
            rest = sum(weight.things.values()) - style
            sizes = (weight.html, style, rest, weight.first, weight.again)
            print(f"| {name} | {' | '.join(f'{size / 1000:.1f} kB' for size in sizes)} |")


if __name__ == "__main__":
    main()
