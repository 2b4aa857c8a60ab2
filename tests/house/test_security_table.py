"""What docs/security.md promises is shown by tests that exist, and who may come in is what it says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from participation.permissions import ROLES_WITH
from participation.web import guards

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/security.md").read_text()


def rows(heading: str) -> list[list[str]]:
    """The cells of each row of the table under a heading."""
    section = TEXT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_line_is_there_once_with_a_test():
    promises = rows("The promises")
    assert [int(row[0]) for row in promises] == list(range(1, 49))
    assert all(row[2] and re.findall(r"`tests/\S+::test_\w+`", row[3]) for row in promises)


def test_every_test_that_is_named_exists_and_is_not_skipped():
    missing = []
    for path, name in sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT))):
        file = ROOT / path
        tree = ast.parse(file.read_text()) if file.exists() else ast.Module([], [])
        found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
        if not found or "skip" in " ".join(map(ast.unparse, found[0].decorator_list)):
            missing.append(f"{path}::{name}")
    assert missing == []


def test_who_may_come_in_is_what_the_documentation_says(app):
    with app.app_context():
        endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
        expected = [in_words(app, endpoint) for endpoint in sorted(endpoints)]
    assert rows("Who may come in where") == expected


def in_words(app, endpoint: str) -> list[str]:
    """The row of an address: its name, permission, roles, and whether it asks again."""
    guard = guards.guard_of(endpoint) or ""
    named = {guards.EVERYONE: "everyone", guards.SIGNED_IN: "anybody with an account"}
    who = ", ".join(sorted(ROLES_WITH[guard])) if guard in ROLES_WITH else named.get(guard, "from the rung of the act")
    if hasattr(app.view_functions[endpoint], "guard_of_address"):
        who = "everyone, or from the rung of the form's act"
    again = "yes" if hasattr(app.view_functions[endpoint], "asks_again") else ""
    return [f"`{endpoint}`", "" if guard in named else guard, who, again]
