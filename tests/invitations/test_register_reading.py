"""An extract of the register is understood line by line, whatever program wrote it."""

from __future__ import annotations

from datetime import date

import pytest

from participation.errors import Refused
from participation.invitations import reading
from participation.invitations.headers import guessed
from participation.invitations.reading import Conditions, Reader, Resident, age_on
from tests import registers
from tests.registers import COLUMNS, HEADER, line

ON = date(2026, 3, 2)


def read(content: bytes, size: int = 50, columns: dict[str, str] | None = None, minimum_age: int = 16):
    """The residents of a file that comes in small pieces, and what was found."""
    chunks = (content[start : start + size] for start in range(0, len(content), size))
    rows = reading.rows_of(chunks)
    _, header = next(rows)
    reader = Reader(
        header or [], Conditions(columns or COLUMNS, minimum_age, ON), lambda typed: typed if typed.isdigit() else None
    )
    found = [resident for row, cells in rows if (resident := reader.resident(row, cells))]
    return found, reader.found


def csv_of(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines]).encode()


def test_a_row_gives_a_resident_with_the_age_of_the_day_and_nothing_undeclared():
    (one,), found = read(csv_of(line(3)))
    assert one == Resident(
        "P0000003", "Noë Peeters-3", "Kerkstraat", "2", "", "9999", "Lindedorp", "82", "V", "Noord", "nl",
        registers.number_of(3),
    )  # fmt: skip
    assert found.counts == {"rows": 1, "kept": 1}
    assert "Nationaliteit" not in str(one) and "1943" not in "".join(one[:-1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_way_of_writing_gives_the_same(encoding, end, delimiter):
    text = end.join([HEADER, line(1), line(2, Naam='"De Wolf"'), ""]).replace(";", delimiter)
    people, found = read(text.encode(encoding))
    assert [one.name for one in people] == ["Noë Peeters-1", "Noë De Wolf"]
    assert not [finding for finding in found.counts if finding not in ("rows", "kept")]


def test_one_letter_of_another_program_does_not_lose_the_others():
    mixed = "\n".join([HEADER, line(1)]).encode() + b"\n" + line(2).encode("cp1252")
    assert [one.name for one in read(mixed)[0]] == ["Noë Peeters-1", "Noë Peeters-2"]


@pytest.mark.parametrize(
    ("changed", "finding", "column"),
    [
        ({"Referentie": ""}, "reference_missing", "Referentie"),
        ({"Referentie": "P0000001"}, "reference_twice", "Referentie"),
        ({"Rijksregisternummer": "85073003329x"}, "number_wrong", "Rijksregisternummer"),
        ({"Rijksregisternummer": registers.number_of(1)}, "number_twice", "Rijksregisternummer"),
        ({"Straat": " "}, "address_missing", "Straat"),
        ({"Postcode": ""}, "address_missing", "Postcode"),
        ({"Geboortedatum": ""}, "born_missing", "Geboortedatum"),
        ({"Geboortedatum": "31/02/1980"}, "born_wrong", "Geboortedatum"),
        ({"Geboortedatum": "1 mei"}, "born_wrong", "Geboortedatum"),
        ({"Naam": '"open'}, "row_broken", ""),
        ({"Naam": "een;teveel"}, "row_broken", ""),
    ],
)
def test_a_row_that_cannot_be_used_is_listed_with_its_place_and_the_rest_goes_on(changed, finding, column):
    people, found = read(csv_of(line(1), line(2, **changed), line(3)))
    assert [one.reference for one in people] == ["P0000001", "P0000003"]
    assert found.counts == {"rows": 3, "kept": 2, finding: 1}
    assert found.listed == [f"3\t{column}\t{finding}"]


def test_who_is_too_young_is_counted_and_not_kept():
    people, found = read(csv_of(line(1, Geboortedatum="2015-01-01"), line(2)))
    assert [one.reference for one in people] == ["P0000002"]
    assert found.counts["too_young"] == 1
    assert found.listed == []


def test_somebody_without_a_name_is_kept_and_noted():
    people, found = read(csv_of(line(1, Naam="", Voornaam="")))
    assert [one.name for one in people] == [""]
    assert found.counts == {"rows": 1, "kept": 1, "name_missing": 1}


def test_somebody_without_a_national_number_is_kept():
    (one, other), found = read(csv_of(line(1, Rijksregisternummer=""), line(2, Rijksregisternummer="")))
    assert one.key == other.key == ""
    assert found.counts["kept"] == 2


def test_blank_rows_are_passed_over_and_count_in_the_numbers():
    _, found = read(csv_of(line(1), ";;;;;;;;;;;;;", "", line(2, Referentie="")))
    assert found.listed == ["5\tReferentie\treference_missing"]
    assert found.counts["rows"] == 2


def test_a_list_of_faults_ends_where_nobody_reads_on(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LISTED", 3)
    _, found = read(csv_of(*(line(place, Straat="") for place in range(9))))
    assert len(found.listed) == 3
    assert found.counts["address_missing"] == 9


def test_no_sign_that_steers_stands_in_a_letter():
    wild = line(0, Naam="P\0ee\u202etërs\x1b[2J\u200b", Straat="Kerk\x85straat\u2028 \x07", Wijk="\ufeffNoord\u00ad")
    [found], _ = read(csv_of(wild))
    assert (found.name, found.street, found.district) == ("Noë Peetërs[2J", "Kerk straat", "Noord")


def test_an_address_of_nothing_but_signs_that_steer_is_none():
    residents, found = read(csv_of(line(0, Straat="\u200b\0")))
    assert residents == []
    assert found.counts["address_missing"] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "register_no_table"),
        (b"one column\n1\n", "register_no_table"),
        (b"PK\x03\x04rest", "register_workbook"),
        (b"\xd0\xcf\x11\xe0", "register_workbook"),
        ("a;b\n".encode("utf-16"), "register_no_table"),
        (b"a;\0b\n", "register_no_table"),
        (b"a;b\n" + b"x" * 2_000_000, "register_no_table"),
        (b"a;" * 300_000, "register_no_table"),
        (b"a;" * 1_000 + b"\n1;2\n", "register_no_table"),
        (b'a;"b\n1;2\n', "register_no_table"),
    ],
)
def test_what_is_no_csv_file_is_refused(content, code):
    with pytest.raises(Refused, match=code):
        list(reading.rows_of([content]))


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("1984-03-02", 42),
        ("1984-03-03", 41),
        ("02/03/1984", 42),
        ("3.3.1984", 41),
        ("03-03-1984", 41),
        ("19840302", 42),
        ("1984-03-02T00:00:00", 42),
        # Nobody is taken for older than they are.
        ("1984", 41),
        ("2026-03-02", 0),
        ("1726-03-02", None),
        ("12/1984", None),
        ("84", None),
        ("19841302", None),
        ("", None),
    ],
)
def test_ages_are_in_whole_years_on_the_day_that_counts(born, age):
    assert age_on(born, ON) == age


def test_the_columns_of_a_usual_extract_are_guessed():
    assert guessed(HEADER.split(";")) == COLUMNS
    assert guessed(["NUMÉRO NATIONAL", "Nom", "rue", "Code postal", "Localité", "identifiant"]) == {
        "national_number": "NUMÉRO NATIONAL",
        "name": "Nom",
        "street": "rue",
        "postcode": "Code postal",
        "town": "Localité",
        "reference": "identifiant",
    }
    assert guessed(["wijk", "Wijk"]) == {"district": "wijk"}


def test_a_number_is_that_of_the_house_only_where_no_other_column_is():
    assert guessed(["Nr", "Naam", "Straat", "Huisnummer"]) == {
        "reference": "Nr",
        "name": "Naam",
        "street": "Straat",
        "number": "Huisnummer",
    }
    assert guessed(["id", "Straat", "Nr"]) == {"reference": "id", "street": "Straat", "number": "Nr"}


def test_what_is_kept_reads_back_as_it_was():
    people, _ = read(csv_of(line(1), line(2, Rijksregisternummer="", Bus="")))
    kept = reading.written([people[0], None, people[1]])
    assert reading.residents_in(kept) == [people[0], None, people[1]]


@pytest.mark.parametrize(
    ("written", "language"), [("N", "nl"), ("Frans", "fr"), ("DE", "de"), ("en", "en"), ("", ""), ("Klingon", "")]
)
def test_languages_are_known_by_what_registers_call_them(written, language):
    assert reading.language_of(written) == language
