"""The door of the package tells where each step is, and leaves none out."""

import re
from pathlib import Path

from participation import sortition


def test_the_door_names_every_step():
    folder = Path(sortition.__file__).parent
    steps = {path.stem for path in folder.glob("*.py")} | {path.parent.name for path in folder.glob("*/__init__.py")}
    steps -= {"__init__"}
    assert set(re.findall(r"`(\w+)`", sortition.__doc__)) == steps
