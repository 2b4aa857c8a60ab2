"""Targets are understood in the three forms in use, and every fault in them is named at once, with its place."""

import pytest

from participation.sortition.faults import Fault, Faulty
from participation.sortition.problem import Target
from participation.sortition.quotas import read_targets
from participation.sortition.tables import read_table


def targets(text: str, seats: int | None = None) -> tuple[Target, ...]:
    return read_targets(read_table(text.encode()), seats)


def faults(text: str, seats: int | None = None) -> list[Fault]:
    with pytest.raises(Faulty) as caught:
        targets(text, seats)
    assert all(str(fault) for fault in caught.value.faults)
    return caught.value.faults


def places(text: str, seats: int | None = None) -> list[tuple[str, int | None, str | None]]:
    return [(fault.code, fault.row, fault.column) for fault in faults(text, seats)]


GOOD = (Target("age", "16-24", 1, 2), Target("age", "25+", 2, 3))


@pytest.mark.parametrize("header", ["category,feature,min,max", "feature,value,min,max", "category,name,min,max"])
def test_the_three_headers_in_use_mean_the_same(header: str) -> None:
    rows = "\nage,16-24,1,2\nage,25+,2,3\n"
    assert targets(header + rows, 4) == GOOD
    assert targets(header.upper().replace(",", " ; ") + rows.replace(",", ";"), 4) == GOOD


def test_columns_may_come_in_any_order_with_others_between() -> None:
    assert targets("max,note,feature,category,min\n2,x,16-24,age,1\n3,,25+,age,2.0\n", 4) == GOOD


def test_flexible_bounds_are_read_and_may_be_blank() -> None:
    text = "category,feature,min,max,Min Flex,MAX_FLEX\nage,16-24,1,2,0,4\nage,25+,2,3,,\n"
    assert targets(text, 4) == (Target("age", "16-24", 1, 2, 0, 4), Target("age", "25+", 2, 3))


def test_every_fault_is_reported_at_once_with_its_row_and_column() -> None:
    text = """category;feature;min;max;min_flex;max_flex
age;16-24;3;2;;
age;25-64;two;4;;
age;65+;1.5;-4;;
;x;1;1;;
place;;1;1;;
place;north;;1;;
place;north;1;1;2;0
Place;south;1;1;;
place;North ;1;1;;
place;west;1;99999999;;
"""
    assert places(text) == [
        ("min_above_max", 2, "min"),
        ("number_unclear", 3, "min"),
        ("number_not_whole", 4, "min"),
        ("number_negative", 4, "max"),
        ("blank", 5, "category"),
        ("blank", 6, "feature"),
        ("blank", 7, "min"),
        ("min_flex_above_min", 8, "min_flex"),
        ("max_flex_below_max", 8, "max_flex"),
        ("target_twice", 8, "feature"),
        ("category_almost_twice", 9, "category"),
        ("target_almost_twice", 10, "feature"),
        ("number_too_large", 11, "max"),
    ]


def test_a_fault_says_what_is_wrong_in_words() -> None:
    [fault] = faults("category,feature,min,max\nage,16-24,3,2\n", 3)[:1]
    assert str(fault) == "The minimum (3) is higher than the maximum (2). Change one of the two."


def test_the_missing_columns_are_named_together() -> None:
    [fault] = faults("category,feature,minimum\nage,16-24,3\n")
    assert (fault.code, fault.row, fault.facts["missing"]) == ("targets_header", 1, "min, max")
    assert faults("age,16-24,1,2\n")[0].code == "targets_header"
    assert places("category,feature,min,Max,MAX\na,b,1,1,1\n") == [("column_twice", 1, "max")]


def test_a_header_alone_holds_no_targets() -> None:
    assert places("category,feature,min,max\n\n") == [("targets_none", None, None)]


def test_targets_that_cannot_fill_the_panel_exactly_are_named_per_category() -> None:
    text = "category,feature,min,max\nage,a,2,3\nage,b,2,3\nplace,c,0,1\nplace,d,0,1\n"
    assert places(text, 3) == [("minimums_above_seats", 2, "min"), ("maximums_below_seats", 4, "max")]
    assert faults(text, 3)[0].facts["sum"] == 4


def test_the_sums_are_left_alone_while_a_number_of_the_category_is_unclear() -> None:
    assert places("category,feature,min,max\nage,a,9,9\nage,b,x,3\n", 3) == [("number_unclear", 3, "min")]


def test_a_panel_has_at_least_one_seat() -> None:
    assert "seats_none" in [code for code, _, _ in places("category,feature,min,max\nage,a,0,3\n", 0)]
