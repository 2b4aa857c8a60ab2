"""The lottery stands on its own: the standard library, and a sentence for everything that it refuses."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import participation.lottery
from participation.lottery.faults import SENTENCES

MODULES = sorted(Path(participation.lottery.__file__).parent.glob("*.py"))


def test_the_lottery_needs_only_the_standard_library() -> None:
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                ours = name.startswith("participation.lottery")
                assert ours or name.split(".")[0] in sys.stdlib_module_names, f"{module.name} imports {name}"


def test_chance_comes_from_secrets_and_digests_are_sha_256() -> None:
    for module in MODULES:
        assert not re.search(r"\b(import random|random\.|md5|sha1)\b", module.read_text(encoding="utf-8"))


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    text = "".join(module.read_text(encoding="utf-8") for module in MODULES)
    assert set(re.findall(r'Fault\(\s*"(\w+)"', text)) == set(SENTENCES)
