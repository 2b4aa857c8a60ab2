"""A published draw can be trusted because nothing in it can be changed unseen."""

from __future__ import annotations

import ast
import copy
import functools
import hashlib
import itertools
import json
import operator
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.lottery import draw, verify
from tests.lottery.draws import (
    CODES,
    EVERY,
    RANDOMNESS,
    RECEIPTS,
    SIGNATURE,
    TARGETS,
    cancelled_with_result,
    drawn,
    promised,
)

Change = tuple[tuple[Any, ...], str, Any]


def wrong(record: Any, **papers: Any) -> list[str]:
    return [line.check for line in verify.verify(record, **papers) if line.wrong]


def resealed(record: dict[str, Any]) -> dict[str, Any]:
    """What a forger would publish: the last digest computed anew."""
    rest = {part: value for part, value in record.items() if part != "digest"}
    return {**rest, "digest": verify.digest("draw", rest)}


def changes(record: Any) -> Iterator[Change]:
    """Every place in a record, with every small change that can be made there: (path, what, changed copy)."""

    def changed(path: tuple[Any, ...], act: Callable[[Any, Any], None]) -> Any:
        other = copy.deepcopy(record)
        holder = other
        for step in path[:-1]:
            holder = holder[step]
        act(holder, path[-1])
        return other

    def walk(value: Any, path: tuple[Any, ...]) -> Iterator[Change]:
        if path:
            yield path, "removed", changed(path, lambda holder, key: holder.pop(key))
        if isinstance(value, dict):
            yield path, "key added", changed((*path, "more"), lambda holder, key: holder.update({key: "x"}))
            for key in value:
                yield from walk(value[key], (*path, key))
        elif isinstance(value, list):
            yield path, "emptied", changed(path, lambda holder, key: holder[key].clear()) if value else record
            for place, part in enumerate(value):
                spot = (*path, place)
                yield spot, "doubled", changed(spot, lambda holder, key: holder.insert(key, copy.deepcopy(holder[key])))
                if place and part != value[place - 1]:
                    yield spot, "moved", changed(spot, lambda holder, key: holder.insert(key - 1, holder.pop(key)))
                yield from walk(part, spot)
        else:
            for other in others(value):
                put = functools.partial(lambda new, holder, key: operator.setitem(holder, key, new), other)
                yield path, f"made {other!r}", changed(path, put)

    def others(value: Any) -> list[Any]:
        if isinstance(value, int):
            return [value + 1, value - 1, str(value), float(value), None, True]
        flipped = value[:-1] + ("1" if value[-1:] != "1" else "2")
        return [
            flipped,
            value + "0",
            "",
            value.upper() if value != value.upper() else value.lower() + "?",
            [value],
            None,
            0,
        ]

    for path, what, other in walk(record, ()):
        if other != record or json.dumps(other) != json.dumps(record):
            yield path, what, other


@pytest.mark.parametrize("name", EVERY)
def test_a_draw_of_every_kind_holds(name: str) -> None:
    assert wrong(EVERY[name]) == []
    assert wrong(json.loads(json.dumps(EVERY[name]))) == []


@pytest.mark.parametrize("name", EVERY)
def test_a_change_of_any_single_leaf_is_caught(name: str) -> None:
    record = EVERY[name]
    tried = 0
    for path, what, other in changes(record):
        assert wrong(other), f"{path} {what}"
        tried += 1
    assert tried > 400


# What comes after the promise and does not follow from it. Hiding what a cancelled draw would have given helps nobody:
# promise and results are public, so that anyone can work it out.
FREE = {("result", "time"), ("cancellation", "reason"), ("cancellation", "time")}
HIDDEN = {"cancelled_with_result": {("result",)}}
RESULT = ("result", "values", 0)


def same_number(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two records with different results come to the same panel."""
    try:
        return verify.panel_number(one["commitment"], one["result"]["values"]) == other["result"]["number"]
    except (verify.Wrong, TypeError, AttributeError, ValueError):
        return False


@pytest.mark.parametrize("name", EVERY)
def test_a_forger_who_mends_the_last_digest_can_only_change_when_and_why(name: str) -> None:
    unseen = set()
    for path, _what, other in changes(EVERY[name]):
        try:
            forged = resealed(other)
        except ValueError:
            continue  # no draw could be written like this
        if path == RESULT and same_number(forged, EVERY[name]):
            continue  # another result that happens to give the same panel
        if path != ("digest",) and not wrong(forged):
            unseen.add(path)
    assert unseen <= FREE | HIDDEN.get(name.split()[0], set())


def test_a_forger_who_mends_every_digest_is_caught_by_the_notice() -> None:
    record = drawn("numbers")
    notice = record["commitment_digest"]
    assert wrong(record, notice=notice) == []
    assert wrong(record, notice=notice.upper()[:32] + " " + notice[32:] + "\n") == []
    forged = copy.deepcopy(record)
    forged["commitment"]["title"] = "Een ander plein"
    forged["commitment_digest"] = verify.digest("commitment", forged["commitment"])
    result = forged["result"]
    result["number"] = verify.panel_number(forged["commitment"], result["values"])
    result["panel"] = forged["panels"][result["number"]]
    forged = resealed(forged)
    assert wrong(forged) == []
    assert wrong(forged, notice=notice) == ["noticed"]


def test_a_source_cannot_be_called_another_kind() -> None:
    for kind, other in itertools.permutations(["balls", "numbers", "beacon"], 2):
        record = drawn(kind)
        record["commitment"] = copy.deepcopy(record["commitment"])
        record["commitment"]["sources"][0]["kind"] = other
        record["commitment_digest"] = verify.digest("commitment", record["commitment"])
        assert "sources_sound" in wrong(resealed(record))


@pytest.mark.parametrize(
    ("part", "value"), [("pool", {}), ("panels", []), ("targets", []), ("pool", dict.fromkeys(CODES, ""))]
)
def test_an_empty_commitment_is_no_commitment(part: str, value: Any) -> None:
    record = copy.deepcopy(promised())
    record[part] = value
    record["commitment"][part] = verify.digest(part, value)
    record["commitment"]["people"] = len(record["pool"])
    record["commitment"]["panel_count"] = len(record["panels"])
    record["commitment_digest"] = verify.digest("commitment", record["commitment"])
    assert f"{part}_kept" in wrong(resealed(record))


def test_a_key_said_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "draw.json"
    file.write_text('{"state": "drawn", "state": "cancelled"}')
    with pytest.raises(verify.Wrong):
        verify.read(str(file))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(CODES),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(anything)
def test_anything_that_is_no_draw_fails_without_a_crash(record: Any) -> None:
    assert wrong(record)


@given(st.sampled_from(sorted(EVERY)), st.integers(0), anything)
def test_nonsense_in_any_place_fails_without_a_crash(name: str, which: int, nonsense: Any) -> None:
    record = copy.deepcopy(EVERY[name])
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
            places.append((value, key))
            walk(value[key])

    walk(record)
    holder, key = places[which % len(places)]
    same = type(holder[key]) is type(nonsense) and holder[key] == nonsense
    holder[key] = nonsense
    assert same or wrong(record, notice="x", receipt=nonsense, openings=nonsense)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"{}",
        b"null",
        b"NaN",
        b'{"state": []}',
        b"9" * 5000,
        b'"\\ud800"',
        b'{"a":1,"a":1}',
    ],
)
def test_a_hostile_file_gets_a_failed_line(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "draw.json"
    file.write_bytes(content)
    assert verify.main([str(file)]) == 1
    assert "FAILED" in capsys.readouterr().out


def test_no_sign_from_a_file_plays_tricks_on_the_screen() -> None:
    assert verify.shown("a\x1b[2Jb\u202ec\ud800") == "a?[2Jb?c?"


# The published file, run as a stranger runs it.


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "verify.py", "draw.json", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "verify.py").write_bytes(draw.verifier())
    (tmp_path / "draw.json").write_text(json.dumps(drawn(), indent=1))
    (tmp_path / "all.json").write_text(json.dumps(RECEIPTS))
    return tmp_path


def test_a_stranger_sees_one_line_for_each_check(folder: Path) -> None:
    seen = run(folder, "--code", "dfhj 0007", "--openings", "all.json", "--notice", drawn()["commitment_digest"])
    assert seen.returncode == 0, seen.stdout + seen.stderr
    lines = seen.stdout.split("\n\n")[0].splitlines()
    assert len(lines) == 14 and all(line.startswith("ok ") for line in lines)
    assert "DFHJ-0007 is in 5 of the 10 panels: a chance of 50.00 %. It was not drawn." in seen.stdout
    assert "Panel 7, of 0 to 9, was drawn" in seen.stdout
    assert "Mind:" not in seen.stdout


def test_a_stranger_sees_that_a_draw_does_not_hold(folder: Path) -> None:
    record = drawn()
    record["result"] = {**record["result"], "number": 8}
    (folder / "draw.json").write_text(json.dumps(record))
    seen = run(folder)
    assert seen.returncode == 1
    assert (
        "FAILED  The results are written as promised and give this number. No: the results give number 7."
        in seen.stdout
    )
    assert seen.stderr == ""


def test_a_cancelled_draw_says_so_and_what_it_would_have_given(folder: Path) -> None:
    (folder / "draw.json").write_text(json.dumps(cancelled_with_result()))
    seen = run(folder, "--code", "PRTW-2001")
    assert seen.returncode == 0
    assert "CANCELLED on 2026-11-24T09:00:00+01:00: The ball machine broke." in seen.stdout
    assert "It would have been drawn." in seen.stdout


def test_another_verifier_than_the_promised_one_says_so(folder: Path) -> None:
    (folder / "verify.py").write_bytes(draw.verifier() + b"\n")
    assert "another verify.py" in run(folder).stdout


def test_a_person_opens_the_own_receipt(folder: Path) -> None:
    (folder / "mine.json").write_text(json.dumps(RECEIPTS[1]))
    assert run(folder, "--receipt", "mine.json").returncode == 0
    (folder / "mine.json").write_text(json.dumps({**RECEIPTS[1], "features": RECEIPTS[0]["features"]}))
    assert run(folder, "--receipt", "mine.json").returncode == 1


def test_the_verifier_needs_only_python_3_8_and_its_library() -> None:
    tree = ast.parse(draw.verifier(), feature_version=(3, 8))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def test_the_promise_names_the_verifier_byte_for_byte() -> None:
    assert promised()["commitment"]["verifier"] == hashlib.sha256(Path(verify.__file__).read_bytes()).hexdigest()


# Sworn auditors.


def test_an_auditor_sees_that_every_panel_meets_the_targets() -> None:
    assert wrong(drawn(), openings=RECEIPTS) == []


def test_an_auditor_misses_nobody() -> None:
    assert "all_open" in wrong(drawn(), openings=RECEIPTS[1:])
    assert "all_open" in wrong(drawn(), openings=[*RECEIPTS, RECEIPTS[0]])


def test_a_salt_of_another_length_opens_nothing() -> None:
    features = RECEIPTS[0]["features"]
    pool = {**promised()["pool"], CODES[0]: verify.leaf(b"s" * 15, features)}
    receipt = {"code": CODES[0], "salt": (b"s" * 15).hex(), "features": features, "household": ""}
    assert wrong(promised(pool=pool), receipt=receipt) == ["receipt_opens"]


def test_an_auditor_sees_a_feature_without_a_target() -> None:
    assert "targets_met" in wrong(promised(targets=TARGETS[1:]), openings=RECEIPTS)


def test_an_auditor_sees_a_panel_that_misses_a_target() -> None:
    panels = [*drawn()["panels"], [CODES[0], CODES[2]], [CODES[1], CODES[3]]]
    faults = wrong(promised("beacon", panels=panels, one_per_household=False), openings=RECEIPTS)
    assert faults == ["targets_met"]


def test_an_auditor_sees_two_people_of_one_household() -> None:
    household = [{**one, "household": "h9"} for one in RECEIPTS]
    pool = {one["code"]: verify.leaf(bytes.fromhex(one["salt"]), one["features"], "h9") for one in household}
    assert wrong(promised(pool=pool), openings=household) == ["households_apart"]
    assert wrong(promised(pool=pool, one_per_household=False), openings=household) == []


def test_a_blank_address_is_nobodys_neighbour() -> None:
    blank = [{**one, "household": ""} for one in RECEIPTS]
    pool = {one["code"]: verify.leaf(bytes.fromhex(one["salt"]), one["features"]) for one in blank}
    assert wrong(promised(pool=pool), openings=blank) == []


def test_a_beacons_round_is_worth_the_digest_of_its_signature() -> None:
    assert verify.seed_value({"kind": "beacon"}, SIGNATURE) == RANDOMNESS
