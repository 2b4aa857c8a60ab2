"""Promise, publish, draw, cancel: once, in order, and always to the same digests."""

from __future__ import annotations

import itertools
import json
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.lottery import commitment, draw, sources, verify
from participation.lottery.faults import SENTENCES, Fault
from tests.lottery.draws import (
    BALLS,
    BEACON,
    CODES,
    DRAWN,
    NUMBERS,
    PANELS,
    POOL,
    PROMISED,
    RESULTS,
    SALTS,
    TARGETS,
    cancelled,
    cancelled_with_result,
    drawn,
    promised,
)


def refused(make: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(Fault) as caught:
        make(*arguments, **named)
    assert str(caught.value) == SENTENCES[caught.value.code] % caught.value.facts
    return caught.value.code


# The format cannot drift: fixed inputs, fixed outputs.


def test_json_is_written_in_one_way() -> None:
    assert verify.canonical({"é": ['\n"/', 1, -2], "a": {}}) == '{"a":{},"é":["\\n\\"/",1,-2]}'.encode()


@pytest.mark.parametrize("value", [1.0, True, None, {"a": None}, {1: "a"}, 2**53, -(2**53), "\ud800", {"s"}, b"b"])
def test_only_text_and_whole_numbers_can_be_written(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        verify.canonical(value)


def test_hkdf_extract_gives_the_vectors_of_rfc_5869() -> None:
    first = verify.extract(bytes(range(13)), b"\x0b" * 22)
    assert first.hex() == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
    third = verify.extract(b"", b"\x0b" * 22)
    assert third.hex() == "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"


def test_commitments_and_digests_stay_what_they_are() -> None:
    assert POOL[CODES[0]] == "16c7ad2e8598f260b088b3c18e0902b114385ecb9c60a742deaa7630eab02a72"
    record = promised()
    pool, panels, targets = (record["commitment"][part] for part in ("pool", "panels", "targets"))
    assert pool == "c064bcff2d8e1ddbe632a7078052c05a43c30ba905bdb0f2a5e4cbf1254fd57f"
    assert panels == "e1b4026bc0c7ecc1553b46071e6343f2955992112bc8551f75135e1fa9795b3f"
    assert targets == "4f610d64a02b1ba2d9966c897a4c1656ee8e3959e6ad3ca2330361987a2af978"


@pytest.mark.parametrize(
    ("kind", "digest", "number"),
    [
        ("balls", "08b07dec9840bddb03615528228bed4f5333997ed6e89c9ad762d298d8539780", 7),
        ("numbers", "c1518194c8d8d5d6effbead1494d72a6b1b59bc094dbc0402dcce8c346d851fc", 8),
        ("beacon", "99bd07b36f680f0aef7bc7be919a1a8295810172090b126fea7bff57ce2608b8", 4),
    ],
)
def test_a_promise_and_its_results_always_give_the_same_number(kind: str, digest: str, number: int) -> None:
    document = {**promised(kind)["commitment"], "verifier": "00" * 32}
    assert draw.commitment_digest(document) == digest
    values = sources.read_results(document["sources"], RESULTS[kind])
    assert verify.panel_number(document, values) == number


def test_the_stream_and_the_shuffle_stay_what_they_are() -> None:
    key = draw.seed_key("00" * 32, ["9.18.26.34.41.45"])
    assert key.hex() == "6a24dae7d095c2ae6db1ea0ea9bddee2d041361235c61a7e744e467c30208b81"
    first = list(itertools.islice(verify.words(key, "number"), 3))
    assert first == [2494795059813253847, 13605198962513456903, 1513515982943604736]
    assert verify.number_below(1000, verify.words(key, "number")) == 847
    assert "".join(draw.shuffle(key, "invitations", "hgfedcba")) == "bdafeghc"


# Fair.


def test_a_word_from_the_incomplete_last_round_is_passed_over() -> None:
    assert verify.number_below(3, iter([2**64 - 1, 5])) == 2
    assert verify.number_below(2**63 + 1, iter([2**63 + 1, 7])) == 7
    assert verify.number_below(1, iter([2**64 - 1])) == 0
    with pytest.raises(verify.Wrong):
        verify.number_below(0, iter([1]))


@pytest.mark.parametrize("n", [2, 7, 10])
def test_every_number_is_as_likely(n: int) -> None:
    tries = 700 * n
    stream = verify.words(b"k" * 32, "test")
    counted = Counter(verify.number_below(n, stream) for _ in range(tries))
    chi_square = sum((counted[number] - 700) ** 2 / 700 for number in range(n))
    assert set(counted) == set(range(n)) and chi_square < 28  # beyond the 99.9 % point of nine degrees of freedom


def test_every_order_is_as_likely() -> None:
    counted = Counter("".join(draw.shuffle(bytes([i, j]), "test", "abc")) for i in range(60) for j in range(60))
    assert len(counted) == 6 and all(500 < times < 700 for times in counted.values())


@given(st.lists(st.text(max_size=3), max_size=20), st.binary(min_size=1, max_size=4))
def test_a_shuffle_keeps_everyone_and_forgets_the_order_of_the_file(items: list[str], key: bytes) -> None:
    assert draw.shuffle(key, "test", items) == draw.shuffle(key, "test", items[::-1])
    assert sorted(draw.shuffle(key, "test", items)) == sorted(items)


# Promise.


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "text_missing"),
        ({"draw": ""}, "text_missing"),
        ({"fallback": ""}, "text_missing"),
        ({"pool": {}}, "pool_empty"),
        ({"pool": {**POOL, CODES[0]: ""}}, "commitment_missing"),
        ({"pool": {**POOL, CODES[0]: POOL[CODES[1]]}}, "commitment_twice"),
        ({"panels": []}, "panels_missing"),
        ({"panels": [PANELS[0]]}, "panels_missing"),
        ({"seats": 3}, "panel_size"),
        ({"panels": [*PANELS[1:], [CODES[0], "nobody"]]}, "panel_stranger"),
        ({"panels": [*PANELS[1:], [CODES[0], CODES[0]]]}, "panel_twice"),
        ({"time": datetime(2026, 11, 23, 9)}, "time_wrong"),  # noqa: DTZ001
        ({"time": PROMISED + timedelta(days=20)}, "date_before_promise"),
        ({"sources": []}, "sources_missing"),
        ({"sources": NUMBERS + BALLS}, "balls_not_alone"),
        ({"sources": BEACON * 2}, "source_twice"),
    ],
)
def test_what_cannot_be_promised_is_refused_with_words(changes: dict[str, Any], code: str) -> None:
    assert refused(promised, **changes) == code


def test_balls_must_reach_exactly_to_the_last_panel() -> None:
    other = [sources.declare_balls("Two balls", "2026-12-05", 100)]
    assert refused(promised, sources=other) == "not_sound"


def test_too_few_outcomes_cannot_share_the_chance_evenly() -> None:
    pick = [sources.declare_numbers("Pick 3", "2026-12-05", count=3, lowest=0, highest=9, as_drawn=True)]
    assert refused(promised, sources=pick) == "too_few_outcomes"


def test_a_result_known_on_the_day_but_before_the_promise_is_refused() -> None:
    early = [sources.declare_numbers("Lotto", PROMISED - timedelta(minutes=1))]
    assert refused(promised, sources=early) == "date_before_promise"
    assert promised(sources=[sources.declare_numbers("Lotto", PROMISED + timedelta(minutes=1))])


def test_the_commitment_does_not_depend_on_the_order_inside_a_panel() -> None:
    turned = [panel[::-1] for panel in PANELS]
    assert promised(panels=turned) == promised()


def test_everybodys_number_of_panels_is_published_even_when_it_is_none() -> None:
    pool = {**POOL, "LATE-0001": commitment.commit(b"x" * 16, {"age": "35+", "district": "N"})}
    assert promised(pool=pool)["chances"] == {**drawn()["chances"], "LATE-0001": 0}


def test_flexible_targets_are_promised_by_their_bounds() -> None:
    flexible = [{**target, "min_flex": 0, "max_flex": 3} for target in TARGETS]
    assert promised(targets=flexible) == promised()


# Draw and cancel.


def test_the_balls_are_the_number_of_the_panel() -> None:
    assert drawn()["result"] == {
        "values": ["7"],
        "number": 7,
        "panel": sorted(PANELS[7]),
        "time": "2026-12-05T20:30:00+01:00",
    }


def test_one_promise_gives_one_draw() -> None:
    assert refused(draw.draw, drawn(), ["8"], time=DRAWN) == "already_drawn"
    assert refused(draw.draw, cancelled_with_result(), ["8"], time=DRAWN) == "already_drawn"


def test_a_result_cannot_be_entered_before_its_day() -> None:
    assert refused(draw.draw, promised(), ["7"], time=DRAWN - timedelta(days=1)) == "too_early"
    assert refused(draw.draw, promised("numbers"), RESULTS["numbers"], time=DRAWN - timedelta(hours=1)) == "too_early"


def test_a_result_is_needed_from_each_source() -> None:
    assert refused(draw.draw, promised("numbers"), ["1.2.3.4.5.6"], time=DRAWN) == "results_missing"


def test_a_cancelled_draw_stays_with_its_reason_and_what_it_would_have_given() -> None:
    before, after = cancelled(), cancelled_with_result()
    assert before["state"] == after["state"] == "cancelled" and "result" not in before
    assert after["result"]["number"] == 7 and after["cancellation"] == before["cancellation"]
    assert after["cancellation"]["reason"] == "The ball machine broke."


def test_cancelling_after_the_result_does_not_hide_it() -> None:
    late = draw.cancel(drawn(), "Somebody did not like it.", time=DRAWN)
    assert late["state"] == "cancelled" and late["result"] == drawn()["result"]


def test_a_draw_is_cancelled_once_and_with_a_reason() -> None:
    assert refused(draw.cancel, promised(), " ", time=DRAWN) == "reason_missing"
    assert refused(draw.cancel, cancelled(), "Again.", time=DRAWN) == "already_cancelled"
    assert refused(draw.cancel, promised(), "Too soon.", time=PROMISED - timedelta(days=1)) == "not_sound"


def test_a_promise_that_was_tampered_with_cannot_be_drawn() -> None:
    record = promised()
    record["panels"] = [*record["panels"][1:], record["panels"][0]]
    assert refused(draw.draw, record, ["7"], time=DRAWN) == "not_sound"
    assert refused(draw.publish, promised()["commitment"], POOL, PANELS[::-1], TARGETS) == "not_sound"


def test_drawing_leaves_the_promise_as_it_was() -> None:
    record = promised()
    before = json.dumps(record)
    draw.draw(record, ["7"], time=DRAWN)
    assert json.dumps(record) == before


def test_the_salt_keeps_two_alike_people_apart() -> None:
    alike = [commitment.commit(salt, {"age": "35+"}) for salt in SALTS]
    assert len(set(alike)) == len(SALTS)
    assert len({commitment.new_salt() for _ in range(100)}) == 100 and len(commitment.new_salt()) == 16
    assert refused(commitment.commit, b"short", {"age": "35+"}) == "salt_wrong"


def test_a_large_draw_is_quick() -> None:
    codes = [f"P{number:04d}" for number in range(1727)]
    pool = {code: commitment.commit(number.to_bytes(16, "big"), {"a": "b"}) for number, code in enumerate(codes)}
    panels = [[codes[(number * 7 + seat * 13) % 1727] for seat in range(110)] for number in range(1000)]
    balls = [sources.declare_balls("Three balls", "2026-12-05", 1000)]
    started = time.process_time()
    record = promised(pool=pool, panels=panels, seats=110, sources=balls)
    assert draw.draw(record, ["042"], time=DRAWN)["result"]["number"] == 42
    assert time.process_time() - started < 5
