"""People are held against the targets, and every fault is named at once, with its place and what was probably meant."""

import time

import pytest

from participation.sortition.faults import Fault, Faulty
from participation.sortition.pool import read_people
from participation.sortition.problem import Person, Target
from participation.sortition.tables import read_table

TARGETS = (
    Target("gender", "Female", 1, 2),
    Target("gender", "Male", 1, 2),
    Target("age", "16-24", 0, 2),
    Target("age", "25+", 1, 3),
)


def people(text: str, **options: object) -> tuple[Person, ...]:
    return read_people(read_table(text.encode()), TARGETS, **options)  # type: ignore[arg-type]


def faults(text: str, **options: object) -> list[Fault]:
    with pytest.raises(Faulty) as caught:
        people(text, **options)
    assert all(str(fault) for fault in caught.value.faults)
    return caught.value.faults


def places(text: str, **options: object) -> list[tuple[str, int | None, str | None]]:
    return [(fault.code, fault.row, fault.column) for fault in faults(text, **options)]


def test_features_come_in_the_order_of_the_targets_whatever_the_order_of_the_columns() -> None:
    read = people("Age,ID,note,gender\n16-24,a,x,Female\n25+,b,,Male\n", seats=2)
    assert read == (Person("a", ("Female", "16-24")), Person("b", ("Male", "25+")))


def test_every_fault_is_reported_at_once_with_its_row_and_column() -> None:
    text = "id,gender,age\na,Female,16-24\na,female,25+\n,Male,\nc,Male,30\n"
    assert places(text, seats=9) == [
        ("people_too_few", None, None),
        ("id_twice", 3, "id"),
        ("feature_unknown_near", 3, "gender"),
        ("id_blank", 4, "id"),
        ("feature_blank", 4, "age"),
        ("feature_unknown", 5, "age"),
    ]


def test_a_slip_is_answered_with_what_was_probably_meant_and_not_guessed_silently() -> None:
    fault = faults("id,gender,age\na,femal,16-24\nb,Male,25+\nc,Female,25+\n")[0]
    assert str(fault) == '"femal" is not among your targets for gender. Did you mean "Female"?'
    fault = faults("id,gender,age\na,x,16-24\nb,Male,25+\nc,Female,25+\n")[0]
    assert str(fault) == '"x" is not among your targets for gender. They are: Female, Male.'


def test_a_missing_column_is_named_with_the_nearest_one() -> None:
    text = "id,gendr\na,Female\nb,Male\n"
    assert [(fault.code, fault.facts["column"]) for fault in faults(text, household_columns=["street"])] == [
        ("column_missing_near", "gender"),
        ("column_missing", "age"),
        ("column_missing", "street"),
    ]
    assert places("id,gender,age\na,Female,25+\nb,Male,25+\n", id_column="code") == [("column_missing", 1, None)]


def test_codes_are_sought_where_sortition_files_keep_them() -> None:
    rows = "\nFemale,x,a,25+\nMale,y,b,25+\n"
    assert [person.id for person in people("gender,note,nationbuilder_id,age" + rows)] == ["a", "b"]
    assert [person.id for person in people("gender,note,number,age" + rows, id_column="Number")] == ["a", "b"]
    assert [person.id for person in people("number,gender,age\na,Female,25+\nb,Male,25+\n")] == ["a", "b"]
    assert places("gender,note,number,age" + rows) == [("id_column_unclear", 1, None)]


def test_two_columns_of_codes_are_not_chosen_between() -> None:
    assert [fault.code for fault in faults("Id,ID,gender,age\n1,1,Female,25+\n2,2,Male,25+\n")] == ["column_twice"]


def test_a_minimum_that_too_few_people_can_fill_is_named_unless_mending_could_fill_it() -> None:
    assert [str(fault) for fault in faults("id,gender,age\na,Male,25+\nb,Male,25+\n", seats=2)] == [
        'gender "Female" needs at least 1, but nobody has it. Set the minimum to 0.'
    ]
    assert places("id,gender,age\na,female,25+\nb,Male,25+\n", seats=2) == [("feature_unknown_near", 2, "gender")]
    strict = (Target("gender", "Female", 3, 3), Target("gender", "Male", 0, 2))
    with pytest.raises(Faulty, match="needs at least 3, but only one person has it"):
        read_people(read_table(b"id,gender\na,Female\nb,Male\n"), strict, seats=2)


def test_a_list_without_people_is_one_fault() -> None:
    assert places("id,gender,age\n", seats=2) == [("people_none", None, None)]


def test_an_address_is_the_same_whatever_its_capitals_and_spaces() -> None:
    text = (
        "id,gender,age,street,number\na,Female,25+,Kerkstraat,1\nb,Male,25+,KERKSTRAAT ,1\nc,Male,25+,Kerkstraat,11\n"
    )
    first, second, third = people(text, household_columns=["street", "number"])
    assert first.household == second.household is not None
    assert third.household != first.household


def test_a_blank_address_is_nobodys_household() -> None:
    text = "id,gender,age,street,postcode\na,Female,25+,,\nb,Male,25+,,9000\nc,Male,25+,,9000\n"
    assert [person.household for person in people(text, household_columns=["street", "postcode"])] == [None] * 3
    assert people(text)[0].household is None


def test_a_file_in_which_everything_is_wrong_is_answered_quickly() -> None:
    rows = "".join(f"a,wrong {n},{n}\n" for n in range(30_000))
    started = time.process_time()
    found = faults("id,gender,age\n" + rows)
    assert time.process_time() - started < 5
    assert found[-1].code == "and_more"
    assert int(found[-1].facts["count"]) > 50_000
