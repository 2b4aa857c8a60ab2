"""Who gets a letter is decided by a lot that was promised before, and that everybody can check without the register."""

from __future__ import annotations

import copy
import itertools
import json
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.lottery import draw as panel_draw
from participation.lottery import invitations, sources, verify
from participation.lottery.faults import Fault
from tests.lottery.draws import BEACON, DRAWN, PROMISED, SIGNATURE
from tests.lottery.test_verify import changes, resealed, wrong

SALT = bytes(range(16))
BALLS = [sources.declare_balls("Six balls, council hall", "2026-12-05", invitations.FEWEST_OUTCOMES)]
LOTTO = [sources.declare_numbers("National lotto", "2026-12-05T20:00:00+01:00")]
RESULTS = {"balls": "040 517", "numbers": "9.18.26.34.41.45", "beacon": SIGNATURE}
SOURCES = {"balls": BALLS, "numbers": LOTTO, "beacon": BEACON}
SIZES = {"simple": {"": 40}, "systematic": {"": 40}, "stratified": {"Centrum": 25, "Noord": 12, "Zuid": 3}}


def frame_of(method: str) -> list[tuple[str, int]]:
    """Forty people; for a systematic lot in the order of the register."""
    groups = [place for place, size in enumerate(SIZES[method].values()) for _ in range(size)]
    lines = [(invitations.key_of(SALT, str(1000 + place)), group) for place, group in enumerate(groups)]
    return lines if method == "systematic" else sorted(lines)


def promised(method: str = "stratified", kind: str = "balls", changed: dict[str, Any] | None = None) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "lot": "plein-1",
        "municipality": "Lindedorp",
        "title": "Een plein voor iedereen",
        "frame": verify.frame_digest(frame_of(method)),
        "unit": "person",
        "method": method,
        "feature": "district" if method == "stratified" else "",
        "groups": invitations.strata(SIZES[method], 10, {"Noord": 200} if method == "stratified" else None),
        "left_out": {"too_young": 7, "objects": 1},
        "sources": SOURCES[kind],
        "time": PROMISED,
        **(changed or {}),
    }
    return invitations.publish(invitations.promise(**asked))


def drawn(method: str = "stratified", kind: str = "balls") -> dict[str, Any]:
    return invitations.draw(promised(method, kind), [RESULTS[kind]], frame_of(method), time=DRAWN)[0]


def cancelled(method: str = "stratified", kind: str = "balls") -> dict[str, Any]:
    return invitations.cancel(promised(method, kind), "The ball machine broke.", time=PROMISED + timedelta(days=1))


def cancelled_with_result(method: str = "stratified", kind: str = "balls") -> dict[str, Any]:
    return invitations.draw(cancelled(method, kind), [RESULTS[kind]], frame_of(method), time=DRAWN)[0]


EVERY = {
    f"{make.__name__} {method} by {kind}": (make(method, kind), frame_of(method))
    for method, kind in [("simple", "beacon"), ("systematic", "numbers"), ("stratified", "balls")]
    for make in (promised, drawn, cancelled, cancelled_with_result)
}
# What comes after the promise and does not follow from it; which keys were drawn is seen by whoever holds the frame.
FREE = {("result", "time"), ("cancellation", "reason"), ("cancellation", "time")}


@pytest.mark.parametrize("name", EVERY)
def test_a_lot_of_every_kind_holds(name: str) -> None:
    lot, frame = EVERY[name]
    assert wrong(lot) == [] == wrong(json.loads(json.dumps(lot)), frame=frame, notice=lot["commitment_digest"])


@pytest.mark.parametrize("name", EVERY)
def test_a_change_of_any_single_leaf_is_caught(name: str) -> None:
    tried = 0
    for path, what, other in changes(EVERY[name][0]):
        assert wrong(other), f"{path} {what}"
        tried += 1
    assert tried > 150


@pytest.mark.parametrize("name", EVERY)
def test_a_forger_who_mends_the_last_digest_is_caught_too(name: str) -> None:
    lot, frame = EVERY[name]
    hidden = {("result",)} if lot["state"] == "cancelled" else set()
    seen_without_frame, seen_with_frame = set(), set()
    for path, _, other in changes(lot):
        try:
            forged = resealed(other)
        except ValueError:
            continue  # no lot could be written like this
        if path == ("digest",):
            continue
        if not wrong(forged):
            seen_without_frame.add(path)
        if not wrong(forged, frame=frame):
            seen_with_frame.add(path)
    assert seen_without_frame <= FREE | hidden | {("result", "keys")}
    assert seen_with_frame <= FREE | hidden


@pytest.mark.parametrize("method", SIZES)
def test_a_frame_with_one_line_changed_is_not_the_promised_one(method: str) -> None:
    lot, frame = drawn(method), frame_of(method)
    stranger = invitations.key_of(SALT, "somebody else")
    for other in (
        frame[1:],
        [*frame, (stranger, 0)],
        [frame[1], frame[0], *frame[2:]],
        [(stranger, frame[0][1]), *frame[1:]],
        [frame[0], *frame],
        [],
    ):
        assert wrong(lot, frame=other)
    assert wrong(drawn("stratified"), frame=[(key, (group + 1) % 3) for key, group in frame_of("stratified")])


def test_letters_that_went_to_others_are_seen_by_whoever_holds_the_frame() -> None:
    lot = copy.deepcopy(drawn())
    lot["result"]["keys"] = verify.digest("keys", sorted(key for key, _ in frame_of("stratified")[:10]))
    assert wrong(resealed(lot)) == []
    assert wrong(resealed(lot), frame=frame_of("stratified")) == ["keys_right"]


def test_a_forger_who_mends_every_digest_is_caught_by_the_notice() -> None:
    notice = drawn()["commitment_digest"]
    forged = invitations.draw(
        promised(changed={"title": "Een ander plein"}), [RESULTS["balls"]], frame_of("stratified"), time=DRAWN
    )
    assert wrong(forged[0]) == []
    assert wrong(forged[0], notice=notice) == ["noticed"]


@pytest.mark.parametrize("method", SIZES)
def test_every_letter_goes_to_another_key_and_each_group_has_its_own(method: str) -> None:
    lot, keys = invitations.draw(promised(method), [RESULTS["balls"]], frame_of(method), time=DRAWN)
    group_of = dict(frame_of(method))
    assert len(set(keys)) == len(keys) == 10
    given = Counter(group_of[key] for key in keys)
    assert [given[place] for place in range(len(SIZES[method]))] == [
        one["letters"] for one in lot["commitment"]["strata"]
    ]


def test_the_same_number_gives_the_same_letters_and_another_gives_others() -> None:
    first = drawn()["result"]
    assert first == drawn()["result"]
    other = invitations.draw(promised(), ["040518"], frame_of("stratified"), time=DRAWN)[0]
    assert other["result"]["places"] != first["places"]


def test_a_frame_that_changed_after_the_promise_is_not_drawn_from() -> None:
    with pytest.raises(Fault) as refused:
        invitations.draw(promised(), ["040517"], frame_of("stratified")[1:], time=DRAWN)
    assert refused.value.code == "frame_changed"


def test_a_lot_is_drawn_once_and_not_before_its_source() -> None:
    with pytest.raises(Fault) as twice:
        invitations.draw(drawn(), ["040517"], frame_of("stratified"), time=DRAWN)
    with pytest.raises(Fault) as early:
        invitations.draw(promised(), ["040517"], frame_of("stratified"), time=PROMISED)
    with pytest.raises(Fault) as again:
        invitations.cancel(cancelled(), "Again.", time=DRAWN)
    assert [one.value.code for one in (twice, early, again)] == ["already_drawn", "too_early", "already_cancelled"]


def test_three_balls_are_too_few_for_a_lot_and_six_are_enough() -> None:
    three = [sources.declare_balls("Three balls", "2026-12-05", 1000)]
    with pytest.raises(Fault) as few:
        promised(changed={"sources": three})
    assert few.value.code == "lot_outcomes"
    assert promised()["commitment"]["sources"][0]["highest"] == "999999"
    pick_three = [sources.declare_numbers("Pick 3", "2026-12-05", count=3, lowest=0, highest=9, as_drawn=True)]
    with pytest.raises(Fault):
        promised(changed={"sources": pick_three})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "text_missing"),
        ({"unit": "house"}, "lot_kind"),
        ({"method": "by hand"}, "lot_kind"),
        ({"sources": []}, "sources_missing"),
        ({"frame": ""}, "not_sound"),
        ({"method": "simple"}, "not_sound"),
    ],
)
def test_an_unsound_lot_is_not_promised(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(Fault) as refused:
        promised(changed=changed)
    assert refused.value.code == code


# Letters for each group.


def test_letters_follow_size_times_weight() -> None:
    assert [one["letters"] for one in invitations.strata({"A": 600, "B": 300, "C": 100}, 100)] == [60, 30, 10]
    assert [one["letters"] for one in invitations.strata({"A": 600, "B": 300, "C": 100}, 100, {"C": 300})] == [
        50,
        25,
        25,
    ]


def test_no_group_gets_more_letters_than_it_has() -> None:
    assert [one["letters"] for one in invitations.strata({"A": 100, "B": 10}, 60, {"B": 1000})] == [50, 10]
    assert [one["letters"] for one in invitations.strata({"A": 100, "B": 10}, 110)] == [100, 10]


@pytest.mark.parametrize(
    ("sizes", "letters", "weights", "code"),
    [
        ({}, 1, {}, "lot_empty"),
        ({"A": 0}, 1, {}, "lot_groups"),
        ({"A": 5}, 1, {"A": 0}, "lot_groups"),
        ({"A": 5}, 6, {}, "lot_letters"),
        ({"A": 5}, 0, {}, "lot_letters"),
    ],
)
def test_groups_that_cannot_be_are_refused(
    sizes: dict[str, int], letters: int, weights: dict[str, int], code: str
) -> None:
    with pytest.raises(Fault) as refused:
        invitations.strata(sizes, letters, weights)
    assert refused.value.code == code


groups = st.lists(st.tuples(st.integers(1, 500), st.integers(1, 900)), min_size=1, max_size=9)


@given(groups, st.data())
def test_letters_are_all_given_and_never_beyond_a_group(some: list[tuple[int, int]], data: st.DataObject) -> None:
    sizes = {str(place): size for place, (size, _) in enumerate(some)}
    weights = {str(place): weight for place, (_, weight) in enumerate(some)}
    letters = data.draw(st.integers(1, sum(sizes.values())))
    found = invitations.strata(sizes, letters, weights)
    assert sum(one["letters"] for one in found) == letters
    assert all(0 <= one["letters"] <= one["size"] for one in found)
    total = sum(one["size"] * one["weight"] for one in found)
    if all(letters * one["weight"] <= total for one in found):
        assert all(abs(one["letters"] - letters * one["size"] * one["weight"] / total) < 1 for one in found)


# Places.


@given(st.integers(1, 300), st.data())
def test_places_are_different_and_in_the_group(size: int, data: st.DataObject) -> None:
    letters = data.draw(st.integers(1, size))
    key = bytes(32)
    for choose in (verify.mixed, verify.every_so_many):
        places = choose(size, letters, verify.words(key, "invitations/0"))
        assert len(set(places)) == letters and min(places) >= 0 and max(places) < size
    start = sorted(verify.every_so_many(size, letters, verify.words(key, "invitations/0")))
    gaps = {after - before for before, after in itertools.pairwise(start)}
    assert gaps <= {size // letters, -(-size // letters)}


def test_the_last_of_a_shuffle_are_those_of_the_whole_shuffle() -> None:
    key = panel_draw.seed_key("ab" * 32, ["7"])
    items = [f"{place:03}" for place in range(50)]
    whole = panel_draw.shuffle(key, "invitations/0", items)
    assert [items[place] for place in verify.mixed(50, 12, verify.words(key, "invitations/0"))] == whole[-12:]


@pytest.mark.parametrize("choose", [verify.mixed, verify.every_so_many])
def test_every_place_is_as_likely(choose: Any) -> None:
    hits = Counter(
        place
        for seed in range(4000)
        for place in choose(10, 3, verify.words(seed.to_bytes(32, "big"), "invitations/0"))
    )
    assert all(abs(hits[place] - 1200) < 150 for place in range(10))


# The published file, run as a stranger and as an auditor run it.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "verify.py").write_bytes(panel_draw.verifier())
    (tmp_path / "lot.json").write_text(json.dumps(drawn(), indent=1))
    lines = "".join(f"{key},{group}\n" for key, group in frame_of("stratified"))
    (tmp_path / "frame.csv").write_text("key,stratum\n" + lines)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "verify.py", "lot.json", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_stranger_checks_a_lot(folder: Path) -> None:
    seen = run(folder, "--notice", drawn()["commitment_digest"])
    assert seen.returncode == 0, seen.stdout + seen.stderr
    checks = seen.stdout.split("\n\n")[0].splitlines()
    assert len(checks) == 7 and all(line.startswith("ok ") for line in checks)
    assert "Noord: 5 letters for 12, weight 200" in seen.stdout
    assert "Mind:" not in seen.stdout


def test_an_auditor_checks_the_selection(folder: Path) -> None:
    assert run(folder, "--frame", "frame.csv").returncode == 0
    lines = (folder / "frame.csv").read_text().splitlines()
    (folder / "frame.csv").write_text("\n".join([*lines[:-1], "ff" + lines[-1][2:]]))
    seen = run(folder, "--frame", "frame.csv")
    assert seen.returncode == 1
    assert "FAILED  The frame is the promised one" in seen.stdout


def test_a_broken_frame_gets_a_failed_line(folder: Path) -> None:
    for content in (b"", b"\xff\xfe\x00", b"key,stratum\nx\n", b"a,b\n1,2\n"):
        (folder / "frame.csv").write_bytes(content)
        seen = run(folder, "--frame", "frame.csv")
        assert seen.returncode == 1 and "FAILED" in seen.stdout and seen.stderr == ""
