"""A table is read whatever spreadsheet it came from, and a file that is none is refused in words."""

import io
import re
import time
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from participation.sortition import tables
from participation.sortition.faults import SENTENCES, Fault, Faulty
from participation.sortition.pool import read_people
from participation.sortition.problem import Target
from participation.sortition.quotas import read_targets
from participation.sortition.tables import Row, Table, read_table, suggestion


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def code_of(content: bytes) -> str:
    with pytest.raises(Faulty) as caught:
        read_table(content)
    assert all(str(fault) for fault in caught.value.faults)
    return caught.value.faults[0].code


EXPECTED = Table(columns=("id", "place"), rows=(Row(2, ("a", "Gent")), Row(3, ("b", "Sint-Linde, Rode"))))


@pytest.mark.parametrize(
    "text",
    [
        'id,place\na,Gent\nb,"Sint-Linde, Rode"\n',
        "id;place\na;Gent\nb;Sint-Linde, Rode",
        "id\tplace\r\na\tGent\r\nb\tSint-Linde, Rode\r\n",
        'id,place\ra,Gent\rb,"Sint-Linde, Rode"\r',
        '\ufeff"id";"place"\n"a";"Gent"\n"b";"Sint-Linde, Rode"\n',
        ' id , place\n a ,  Gent \nb,"Sint-Linde,\u00a0 Rode"\n',
    ],
)
def test_the_same_table_is_read_from_any_kind_of_csv(text: str) -> None:
    assert read_table(text.encode()) == EXPECTED


def test_the_same_table_is_read_from_a_workbook_whatever_its_name() -> None:
    assert read_table(workbook(["id", "place"], ["a", "Gent"], ["b", "Sint-Linde,  Rode "])) == EXPECTED


def test_blank_lines_are_skipped_but_counted_so_that_rows_are_found_again() -> None:
    assert [row.number for row in read_table(b"\nid,x\n\na,1\n,,\n\nb,2\n").rows] == [4, 7]
    assert [row.number for row in read_table(workbook(["id"], [None], ["a"], [], ["b"])).rows] == [3, 5]


def test_a_cell_over_two_lines_is_one_row() -> None:
    assert read_table(b'id,x\na,"1\n2"\nb,3\n').rows == (Row(2, ("a", "1 2")), Row(3, ("b", "3")))


def test_numbers_and_days_in_a_workbook_look_as_on_the_screen() -> None:
    row = [3.0, 2.5, 7, True, date(2026, 11, 23), "é", 0.1 + 0.2]
    cells = read_table(workbook(list("abcdefg"), row)).rows[0].cells
    assert cells == ("3", "2.5", "7", "TRUE", "2026-11-23", "é", "0.3")


def test_a_column_to_the_right_of_the_headers_may_be_empty_but_not_filled() -> None:
    assert read_table(b"id,x,,\na,1,,\n").columns == ("id", "x")
    assert read_table(b"id,x\na\n").rows == (Row(2, ("a", "")),)
    assert code_of(b"id,x\na,1,2\n") == "cells_beyond_header"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf\n \n", "file_empty"),
        ("id,x\na,é\n".encode("utf-16"), "encoding_utf16"),
        ("id,x\na,é\n".encode("cp1252"), "encoding_unknown"),
        ("id,x\na,b\n".encode("utf-16-le"), "not_a_table"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook_old_or_locked"),
        (b"PK\x03\x04 and then nothing", "workbook_broken"),
        (b'id,x\na,"1\nb,2\n', "quotes_broken"),
        (b"x" * (tables.MOST_BYTES + 1), "file_too_large"),
        (b"x\n" + b"1\n" * (tables.MOST_ROWS + 1), "rows_too_many"),
        (b"x," * 300 + b"x\n", "columns_too_many"),
    ],
)
def test_what_is_not_a_readable_table_is_refused_in_words(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_the_row_of_the_first_unreadable_letter_is_named() -> None:
    with pytest.raises(Faulty) as caught:
        read_table(b"id,x\r\na,1\r\nb,\xe9\r\n")
    assert caught.value.faults[0].row == 3


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(tables.MOST_UNPACKED_BYTES + 1))
    assert len(file.getvalue()) < 1_000_000
    assert code_of(file.getvalue()) == "workbook_too_large"


def test_a_workbook_whose_xml_swells_is_refused_quickly() -> None:
    swelling = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    sheet = f'<!DOCTYPE x [<!ENTITY e0 "ha">{swelling}]><worksheet>&e11;</worksheet>'
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["id"], ["a"]))) as good, zipfile.ZipFile(file, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, sheet if name.endswith("sheet1.xml") else good.read(name))
    started = time.process_time()
    assert code_of(file.getvalue()) == "workbook_broken"
    assert time.process_time() - started < 2


@pytest.mark.parametrize("within", ["<x>" * 40 + "</x>" * 40, "<x/>" * 300_000, "<row><c/></row>" * 2_100_000])
def test_a_small_workbook_that_would_fill_the_memory_is_refused_quickly(within: str) -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["id"], ["a"]))) as good,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            sheet = name.endswith("sheet1.xml")
            bad.writestr(name, f"<worksheet><sheetData>{within}</sheetData></worksheet>" if sheet else good.read(name))
    assert len(file.getvalue()) < 200_000
    assert code_of(file.getvalue()) == "workbook_too_large"


def test_a_row_far_below_does_not_keep_the_reader_busy_for_ever() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["id"], ["a"]))) as good, zipfile.ZipFile(file, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b'r="2"', b'r="99999999999"'))
    started = time.process_time()
    assert read_table(file.getvalue()).rows == ()
    assert time.process_time() - started < 5


def test_columns_are_found_whatever_their_capitals_unless_two_answer() -> None:
    table = Table(columns=("ID", "Min Flex", "age", "Age", "min"), rows=())
    assert (table.find("id"), table.find("min_flex"), table.find("Age"), table.find("AGE")) == (0, 1, 3, None)
    assert table.absence("AGE").code == "column_twice"
    assert table.absence("min_flx").facts["near"] == "Min Flex"


def test_a_suggestion_is_made_for_a_slip_and_not_for_something_else() -> None:
    known = ["Female", "Male", "Non-binary"]
    assert suggestion("female", known) == "Female"
    assert suggestion("Nonbinary", known) == "Non-binary"
    assert suggestion("yes", known) is None


def test_every_sentence_can_be_said_with_its_facts_and_a_pair_shares_them() -> None:
    for code, sentence in SENTENCES.items():
        if isinstance(sentence, tuple):
            one, many = (set(re.findall(r"%\((\w+)\)s", words)) for words in sentence)
            assert many - one <= {"count"} and one <= many, code
            for count in (1, 2):
                assert str(Fault(code, facts=dict.fromkeys(many, "x") | {"count": count}))


def understood(content: bytes) -> None:
    """Either a table, targets and people come out, or faults that can be said."""
    try:
        table = read_table(content)
        for read in (lambda: read_targets(table, 3), lambda: read_people(table, [Target("a", "b", 1, 2)], seats=2)):
            try:
                read()
            except Faulty as faulty:
                assert all(str(fault) for fault in faulty.faults)
    except Faulty as faulty:
        assert faulty.faults and str(faulty)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    understood(content)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='category,feature;min\tmax"\n\r0123-. é\x0b', max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    understood(("category,feature,min,max\n" + text).encode())


WORKBOOK = workbook(["category", "feature", "min", "max"], ["age", "young", 1, 2.0])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), min_size=1, max_size=5))
def test_any_damage_to_a_workbook_is_read_or_refused_in_words(damage: list[tuple[int, int]]) -> None:
    content = bytearray(WORKBOOK)
    for place, byte in damage:
        content[place] = byte
    understood(bytes(content))
