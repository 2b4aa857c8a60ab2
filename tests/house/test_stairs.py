"""What the import contracts cannot say: a room is entered through its front door, and the lottery stands alone."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "participation"
ROOMS = {"journal", "municipalities", "people", "council", "panels", "challenges"}
ROOMS |= {"deliberation", "labo", "evaluation", "inclusion", "content", "invitations", "members"}
DOORS = {"actions", "queries"}


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, in full: `participation.people.queries`, `flask`, `datetime`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" if is_package(module) else module for alias in node.names)


def is_package(module: str) -> bool:
    return (PACKAGE.parent / module.replace(".", "/")).is_dir()


def test_a_room_enters_another_only_by_its_actions_and_queries():
    strays = [
        f"{room}/{path.name}: {module}"
        for room in sorted(ROOMS)
        for path in (PACKAGE / room).rglob("*.py")
        for module in imports(path)
        if (parts := module.split("."))[0] == "participation" and len(parts) > 2
        if parts[1] in ROOMS - {room} and parts[2] not in DOORS
    ]
    assert not strays


def test_the_lottery_needs_nothing_but_python():
    strays = [
        f"{path.name}: {module}"
        for path in (PACKAGE / "lottery").rglob("*.py")
        for module in imports(path)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("participation.lottery")
    ]
    assert not strays
