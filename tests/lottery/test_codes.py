"""Codes are read aloud, typed over and misheard; a slip is noticed and never leads to somebody else."""

from __future__ import annotations

import contextlib
import itertools
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import pace
from participation.lottery import codes
from participation.lottery.faults import Fault

SOME = codes.new_codes(300)


def test_codes_are_different_and_have_one_form() -> None:
    assert len(set(SOME)) == 300
    for code in SOME:
        assert len(code) == 9 and code[4] == "-"
        assert set(code[:4]) <= set(codes.LETTERS) and len(set(code[:4])) == 4 and code[5:].isdigit()


def test_codes_come_in_no_order() -> None:
    assert sorted(SOME) != SOME


def test_no_code_spells_a_word() -> None:
    assert not set(codes.LETTERS) & set("AEIOUY")


def test_no_letter_is_taken_for_a_digit() -> None:
    assert not set(codes.LETTERS) & set("OQIZSGB")
    with_l = [code for code in SOME if "L" in code]
    assert with_l and [codes.read_code(code.replace("L", "1")) for code in with_l] == with_l


@given(st.sampled_from(SOME), st.integers(0, 8), st.sampled_from(codes.LETTERS + codes.DIGITS))
def test_one_wrong_sign_never_leads_to_somebody_else(code: str, place: int, sign: str) -> None:
    with contextlib.suppress(Fault):
        assert codes.read_code(code[:place] + sign + code[place + 1 :]) == code


def test_two_signs_that_changed_places_never_lead_to_somebody_else() -> None:
    for code, (one, other) in itertools.product(["HNFD-6118", *SOME[:40]], itertools.combinations(range(8), 2)):
        bare = code.replace("-", "")
        signs = list(bare)
        signs[one], signs[other] = signs[other], signs[one]
        with contextlib.suppress(Fault):
            assert codes.read_code("".join(signs)) == code


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " – "),
        lambda code: " ".join(code),
        lambda code: code[:5] + code[5:].replace("0", "o").replace("1", "l").replace("5", "s").replace("8", "B"),
    ],
)
def test_how_a_code_is_written_makes_no_difference(write: object) -> None:
    assert callable(write)
    assert [codes.read_code(write(code)) for code in SOME[:50]] == SOME[:50]


@pytest.mark.parametrize("typed", ["", "KRTW", "KRTW-40711", "1234-KRTW", "KRTW-40٧1"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(Fault) as caught:
        codes.read_code(typed)
    assert caught.value.code == "code_form"


def test_a_slip_says_so() -> None:
    good = SOME[0]
    typed = good[:-1] + str((int(good[-1]) + 1) % 10)
    with pytest.raises(Fault, match="sign must have slipped") as caught:
        codes.read_code(typed)
    assert caught.value.code == "code_slip" and caught.value.facts == {"code": typed}


def test_a_letter_that_no_code_has_is_a_slip_too() -> None:
    with pytest.raises(Fault) as caught:
        codes.read_code("abcd 1234")
    assert (caught.value.code, caught.value.facts) == ("code_slip", {"code": "ABCD-1234"})


@given(st.text(max_size=12))
def test_anything_typed_is_a_code_or_refused(typed: str) -> None:
    try:
        code = codes.read_code(typed)
    except Fault:
        return
    assert codes.read_code(code) == code


def test_more_codes_than_can_be_kept_apart_are_refused() -> None:
    with pytest.raises(Fault) as caught:
        codes.new_codes(codes.MOST + 1)
    assert caught.value.code == "too_many_codes"


def test_no_codes_are_no_codes() -> None:
    assert codes.new_codes(0) == codes.new_long_codes(0) == []


LONG = codes.new_long_codes(300)


def test_secret_codes_are_different_and_have_one_form() -> None:
    assert len(set(LONG)) == 300 and sorted(LONG) != LONG
    for code in LONG:
        assert re.fullmatch(r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}-[0-9]{4}", code)
        assert set(code) <= set(codes.LETTERS + codes.DIGITS + "-")


@given(st.sampled_from(LONG), st.integers(0, 18), st.sampled_from(codes.LETTERS + codes.DIGITS))
def test_one_wrong_sign_never_leads_to_somebody_elses_letter(code: str, place: int, sign: str) -> None:
    with contextlib.suppress(Fault):
        assert codes.read_long_code(code[:place] + sign + code[place + 1 :]) == code


def test_two_signs_of_a_secret_code_that_changed_places_never_lead_to_somebody_else() -> None:
    for code, (one, other) in itertools.product(LONG[:20], itertools.combinations(range(16), 2)):
        signs = list(code.replace("-", ""))
        signs[one], signs[other] = signs[other], signs[one]
        with contextlib.suppress(Fault):
            assert codes.read_long_code("".join(signs)) == code


@pytest.mark.parametrize(
    "write",
    [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " – "), lambda code: " ".join(code)],
)
def test_how_a_secret_code_is_written_makes_no_difference(write: object) -> None:
    assert callable(write)
    assert [codes.read_long_code(write(code)) for code in LONG[:50]] == LONG[:50]


@pytest.mark.parametrize("typed", ["", "KRTW-4071", "KRTW-4071-PMNX", "KRTW-4071-PMNX-22081", "4071-KRTW-2208-PMNX"])
def test_what_is_no_secret_code_is_refused(typed: str) -> None:
    with pytest.raises(Fault) as caught:
        codes.read_long_code(typed)
    assert caught.value.code == "long_code_form"


def test_a_slip_in_a_secret_code_says_so() -> None:
    assert codes.read_long_code("krtw 4071 pmnx 2208") == "KRTW-4071-PMNX-2208"
    with pytest.raises(Fault, match="sign of this code must have slipped"):
        codes.read_long_code("KRTW-4071-PMNX-2209")


def test_codes_are_found_in_whatever_stands_around_them() -> None:
    text = f"JA {LONG[0].lower()}, niet {SOME[0]}! https://dorp.example/invitation/{LONG[1]}?x {LONG[2]}7 KRTW-4071-PMNX-2209"
    assert codes.codes_in(text) == [LONG[0], SOME[0], LONG[1]]
    assert [codes.is_long(code) for code in (LONG[0], SOME[0], "")] == [True, False, False]


def test_two_months_of_trying_codes_find_no_letter() -> None:
    """At the pace at which wrong codes may be tried in a municipality, on its pages and by text message together."""
    paces = [pace.PACES[act].municipality for act in ("code", "text_code")]
    tries = sum(limit.times * (timedelta(days=60) / limit.within) for limit in paces)
    assert tries * 10_000 / codes.LONG < 1 / 10_000


def test_there_are_as_many_secret_codes_as_we_say() -> None:
    """Counted sign by sign: in how many ways the signs until there come to each sum."""
    ways = [1] + [0] * 22
    for weight, signs in zip(codes.LONG_WEIGHTS, 2 * (4 * [codes.LETTERS] + 4 * [codes.DIGITS]), strict=True):
        values = [(weight * (codes.DIGITS + codes.LETTERS).index(sign)) % 23 for sign in signs]
        ways = [sum(ways[(total - value) % 23] for value in values) for total in range(23)]
    assert ways[0] == pytest.approx(codes.LONG, rel=1e-6)
