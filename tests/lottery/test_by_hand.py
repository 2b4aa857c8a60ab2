"""What docs/lottery.md tells people to do by hand gives what the lottery says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from participation.lottery import verify
from tests.lottery.draws import drawn

PAGE = (Path(__file__).parents[2] / "docs" / "lottery.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
TOOLS = ("bash", "jq", "sha256sum", "openssl", "python3")

by_hand = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs " + ", ".join(TOOLS))


@by_hand
@pytest.mark.parametrize("kind", ["balls", "numbers", "beacon"])
def test_the_recipes_give_what_was_published(kind: str, tmp_path: Path) -> None:
    record = drawn(kind)
    (tmp_path / "draw.json").write_text(json.dumps(record, indent=2, ensure_ascii=False), encoding="utf-8")
    promise, panels, chance, number = (
        subprocess.run(["bash", "-c", recipe], cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()[
            0
        ]
        for recipe in RECIPES
    )
    assert promise == record["commitment_digest"]
    assert panels == record["commitment"]["panels"]
    assert int(chance) == record["chances"]["WXDF-4410"]
    if kind == "numbers":
        assert int(number) == record["result"]["number"]


@pytest.mark.parametrize("name", sorted(verify.ALWAYS | verify.COMMITMENT | {"result", "cancellation"}))
def test_every_part_of_the_file_is_explained(name: str) -> None:
    assert re.search(rf"^\|[^|]*`{name}`", PAGE, re.MULTILINE)


@pytest.mark.parametrize("kind", verify.SOURCE_PARTS)
def test_every_kind_of_source_is_explained(kind: str) -> None:
    line = re.search(rf"^\| `{kind}` .*$", PAGE, re.MULTILINE)
    assert line and all(f"`{part}`" in line[0] for part in verify.SOURCE_PARTS[kind] - {"kind", "name", "date"})


def test_every_option_of_the_verifier_is_explained() -> None:
    for option in re.findall(r'add_argument\("(--[a-z]+)"', Path(verify.__file__).read_text(encoding="utf-8")):
        assert f"`{option} " in PAGE
