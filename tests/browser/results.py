"""The parts of what was found on every page, put together as the accessibility statement shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from participation.config import ROOT
from participation.i18n import LANGUAGES

SHIPPED = ROOT / "participation" / "inclusion" / "accessibility_results.json"
FOLDER = "PAGES_RESULTS"  # where the parts put what they found


def put_together(parts: Sequence[Mapping[str, Any]], rules: Sequence[str]) -> dict[str, Any]:
    """The results as `inclusion.statement.Results` reads them."""

    def all_of(what: str) -> set[str]:
        return {one for part in parts for one in part[what]}

    broken = [(page, rule) for part in parts for page, broken in part["broken"].items() for rule in broken]
    return {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "version": version("participation"),
        "pages": len(all_of("pages")),
        "looks": sum(part["looks"] for part in parts),
        "roles": sorted(all_of("roles")),
        "languages": [code for code in LANGUAGES if code in all_of("languages")],
        "renderings": sorted(all_of("renderings")),
        "rules": list(rules),
        "checks": max(part["checks"] for part in parts),
        "pages_with": len({page for page, _ in broken}),
        "violations": {
            rule: len({page for page, own in broken if own == rule}) for rule in sorted({rule for _, rule in broken})
        },
    }


def ship(folder: Path, expected: int, rules: Sequence[str]) -> bool:
    """Put the parts of a whole run where the statement finds them. Returns whether all of them were there."""
    parts = [json.loads(file.read_text()) for file in sorted(folder.glob("part-*.json"))]
    if len(parts) < expected:
        return False
    told = put_together(parts, rules)
    SHIPPED.write_text(json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    return True
