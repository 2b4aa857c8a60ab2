"""The folder in which a draw is kept: there whole or not at all, and never deleted; for the draw command."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROMISED, DRAWN = "promised.json", "draw.json"
CODES, OPENINGS = "private/codes.csv", "private/openings.json"


def write_whole(folder: Path, files: Mapping[str, bytes]) -> Path | None:
    """Make the folder with these files (name to content): all of them, or none if anything goes wrong.

    An earlier folder of this name is kept beside it; returns its new name, if there was one. Raises OSError.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            path = unfinished / name
            path.parent.mkdir(exist_ok=True, mode=0o700)
            path.write_bytes(content)
        unfinished.chmod(0o755)
        earlier = _put_aside(folder) if folder.exists() and any(folder.iterdir()) else None
        unfinished.replace(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return earlier


def add(folder: Path, files: Mapping[str, bytes]) -> None:
    """Add files to the folder, each in one instant; until the last is there, the folder counts as unchanged."""
    for name, content in files.items():
        unfinished = folder / f".{name}.new"
        unfinished.write_bytes(content)
        os.replace(unfinished, folder / name)


def _put_aside(folder: Path) -> Path:
    number = 1
    while (aside := folder.with_name(f"{folder.name}.replaced-{number}")).exists():
        number += 1
    return folder.rename(aside)


def as_json(value: object, *, indent: int | None = 1) -> bytes:
    """JSON in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode()


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def read_codes(folder: Path) -> dict[str, str]:
    """Code to id, the id as it stands in the file."""
    with (folder / CODES).open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["id"] for row in csv.DictReader(file)}
