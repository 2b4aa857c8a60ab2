"""The door of the package tells where each step is, and leaves none out."""

import re
from pathlib import Path

from participation import sortition


def test_the_door_names_every_step():
    steps = {path.stem for path in Path(sortition.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(re.findall(r"`(\w+)`", sortition.__doc__)) == steps
