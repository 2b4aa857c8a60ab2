"""Where the number comes from: promised precisely, entered kindly, and never taken in another form."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.lottery import sources, verify
from participation.lottery.faults import Fault
from tests.lottery.draws import BEACON, NUMBERS, SIGNATURE

BALLS = sources.declare_balls("Balls", "2026-12-05", 1000)
FEW = sources.declare_balls("Balls", "2026-12-05", 250)


@pytest.mark.parametrize(("panels", "highest"), [(10, "9"), (100, "99"), (250, "249"), (1000, "999"), (10000, "9999")])
def test_balls_run_from_zero_to_the_last_panel(panels: int, highest: str) -> None:
    assert sources.declare_balls("Balls", "2026-12-05", panels)["highest"] == highest


@pytest.mark.parametrize(
    ("source", "typed", "written"),
    [
        (BALLS, "042", "042"),
        (BALLS, " 0 4 2 ", "042"),
        (BALLS, "0-0-0", "000"),
        (BALLS, "999", "999"),
        (FEW, "249", "249"),
        (NUMBERS[0], "9.18.26.34.41.45", "9.18.26.34.41.45"),
        (NUMBERS[0], "45, 9, 18, 26, 34, 41", "9.18.26.34.41.45"),
        (NUMBERS[0], "09 18 26 34 41 45.", "9.18.26.34.41.45"),
        (NUMBERS[1], "0 7 7 1", "0.7.7.1"),
        (BEACON[0], SIGNATURE.upper() + "\n", SIGNATURE),
    ],
)
def test_a_result_is_brought_into_the_promised_form(source: dict[str, Any], typed: str, written: str) -> None:
    assert sources.read_result(source, typed) == written


@pytest.mark.parametrize(
    ("source", "typed", "code"),
    [
        (BALLS, "", "not_digits"),
        (BALLS, "O42", "not_digits"),
        (BALLS, "٠٤٢", "not_digits"),
        (BALLS, "42", "wrong_digits"),
        (BALLS, "0042", "wrong_digits"),
        (FEW, "250", "no_such_panel"),
        (NUMBERS[0], "", "not_numbers"),
        (NUMBERS[0], "nine.18.26.34.41.45", "not_numbers"),
        (NUMBERS[0], "9.18.26.34.41", "wrong_count"),
        (NUMBERS[0], "9.18.26.34.41.46", "number_outside"),
        (NUMBERS[0], "0.18.26.34.41.45", "number_outside"),
        (NUMBERS[0], "9.9.26.34.41.45", "number_twice"),
        (NUMBERS[1], "0.7.7.10", "number_outside"),
        (BEACON[0], SIGNATURE[:-1], "not_signature"),
        (BEACON[0], "g" * 96, "not_signature"),
    ],
)
def test_a_result_that_does_not_fit_is_refused_with_words(source: dict[str, Any], typed: str, code: str) -> None:
    with pytest.raises(Fault) as caught:
        sources.read_result(source, typed)
    assert caught.value.code == code


@given(st.sampled_from([BALLS, FEW, *NUMBERS, *BEACON]), st.text(max_size=30) | st.from_regex(r"[0-9. ]{1,20}"))
def test_whatever_is_typed_fits_or_is_refused(source: dict[str, Any], typed: str) -> None:
    try:
        written = sources.read_result(source, typed)
    except Fault:
        return
    assert sources.read_result(source, written) == written
    assert verify.seed_value(source, written)


@pytest.mark.parametrize(
    ("source", "written"),
    [
        (BALLS, "42"),
        (BALLS, "+42"),
        (BALLS, "٠٤٢"),
        (FEW, "250"),
        (NUMBERS[0], "18.9.26.34.41.45"),
        (NUMBERS[0], "09.18.26.34.41.45"),
        (NUMBERS[0], "9.18.26.34.41.45."),
        (NUMBERS[0], "9.18.26.34.41.46"),
        (NUMBERS[0], "9.18.26.34.45.45"),
        (NUMBERS[1], "0.7.7"),
        (BEACON[0], SIGNATURE.upper()),
        (BEACON[0], SIGNATURE + "\n"),
        (BEACON[0], SIGNATURE[:64]),
    ],
)
def test_the_verifier_takes_no_other_form(source: dict[str, Any], written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        verify.seed_value(source, written)


@pytest.mark.parametrize(
    ("declare", "code"),
    [
        (lambda: sources.declare_balls(" ", "2026-12-05", 1000), "name_missing"),
        (lambda: sources.declare_balls("Balls", "2026-12-05", 1), "panels_missing"),
        (lambda: sources.declare_balls("Balls", "5/12/2026", 1000), "date_wrong"),
        (lambda: sources.declare_balls("Balls", "2026-W01-1", 1000), "date_wrong"),
        (lambda: sources.declare_balls("Balls", "2026-12-05T20:00:00", 1000), "date_wrong"),
        (lambda: sources.declare_balls("Balls", datetime(2026, 12, 5), 1000), "time_wrong"),  # noqa: DTZ001
        (lambda: sources.declare_numbers("Lotto", "2026-12-05", lowest=5, highest=5), "range_wrong"),
        (lambda: sources.declare_numbers("Lotto", "2026-12-05", count=7, highest=6), "count_wrong"),
        (lambda: sources.declare_numbers("Lotto", "2026-12-05", count=0), "count_wrong"),
        (lambda: sources.declare_beacon("drand", 0), "round_wrong"),
        (lambda: sources.declare_beacon("drand", 1, sources.Chain("00", 0, 3)), "chain_wrong"),
    ],
)
def test_a_source_that_cannot_be_checked_is_refused(declare: Any, code: str) -> None:
    with pytest.raises(Fault) as caught:
        declare()
    assert caught.value.code == code


def test_a_date_may_be_a_day_or_a_moment() -> None:
    assert sources.declare_balls("Balls", date(2026, 12, 5), 10)["date"] == "2026-12-05"
    assert (
        sources.declare_balls("Balls", datetime(2026, 12, 5, 20, tzinfo=UTC), 10)["date"] == "2026-12-05T20:00:00+00:00"
    )


def test_a_beacon_gives_its_round_at_a_moment_that_follows_from_its_number() -> None:
    source = sources.declare_beacon("drand quicknet", 27946612)
    assert source["date"] == "2026-04-20T00:00:00+00:00"


@given(st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)))  # noqa: DTZ001
def test_the_round_after_a_moment_is_the_first_that_is_not_before_it(moment: datetime) -> None:
    number = sources.round_after(moment)
    given_at = datetime.fromisoformat(sources.declare_beacon("drand", number)["date"])
    assert moment <= given_at < moment + timedelta(seconds=3)


def test_each_refusal_names_its_facts() -> None:
    with pytest.raises(Fault, match=r"There is no panel 250: the last one is 249\."):
        sources.read_result(FEW, "250")
