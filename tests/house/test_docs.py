"""What the documentation lists is what the code has."""

import re
from pathlib import Path

from participation import config
from participation.cli import main
from participation.journal.actions import EVENTS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def rows(file, heading):
    """The cells of each row of the table under a heading."""
    text = (DOCS / file).read_text().split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return found[2:]


def test_the_settings_are_those_of_the_code():
    listed = [
        (name.strip("`"), default.strip("`"), meaning) for name, default, meaning in rows("operators.md", "Settings")
    ]
    assert listed == [(setting.name, setting.default, setting.meaning) for setting in config.SETTINGS]


def test_the_commands_are_those_of_the_code():
    listed = {re.match(r"`participation ([a-z-]+)", row[0]).group(1) for row in rows("operators.md", "Commands")}
    assert listed == set(main.commands)


def test_the_events_of_the_journal_are_those_of_the_code():
    assert [(event.strip("`"), meaning) for event, meaning in rows("journal.md", "Events")] == list(EVENTS.items())


def test_the_links_between_the_documents_lead_somewhere():
    for document in [*DOCS.glob("*.md"), DOCS.parent / "README.md"]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", document.read_text()):
            linked = document.parent / target
            assert linked.is_dir() or linked.stat().st_size > 0, (document.name, target)
