"""The tables command: from a list of people to a file of who sits where, or to what must be mended first."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from participation.cli import main
from participation.commands import tables as command


def crowd(count: int = 24) -> str:
    rows = [f"p{n:02},{'Female' if n % 2 else 'Male'},{'young' if n % 3 else ''}" for n in range(count)]
    return "id,gender,age\n" + "\n".join(rows) + "\n"


class Desk:
    """A folder with a list of people and the command at hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "seats.csv"
        self.write("people.csv", crowd())

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def divide(self, *options: str, tables: int = 4, rounds: int = 3) -> Result:
        words = ["tables", str(self.folder / "people.csv"), "--tables", str(tables), "--rounds", str(rounds)]
        return CliRunner().invoke(main, [*words, "--out", str(self.out), *options])

    def seats(self) -> list[tuple[int, int, str]]:
        with self.out.open(encoding="utf-8") as file:
            return [(int(row["round"]), int(row["table"]), row["id"]) for row in csv.DictReader(file)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_everybody_has_one_seat_in_each_round_and_it_says_how_well_that_does(desk: Desk) -> None:
    result = desk.divide("--balance", "gender, age")
    assert result.exit_code == 0, result.output
    seats = desk.seats()
    assert seats == sorted(seats)
    assert Counter((round_, one) for round_, _, one in seats) == Counter(
        (round_, f"p{n:02}") for round_ in (1, 2, 3) for n in range(24)
    )
    assert set(Counter((round_, table) for round_, table, _ in seats).values()) == {6}
    met, again, gap, written = result.stdout.splitlines()
    assert met.endswith("pairs of people meet, of 180 at most.") and int(met.split()[0]) > 150
    assert "more than once" in again
    assert gap.startswith("Each feature at a table is on average 0.")
    assert written == f"Who sits where is in {desk.out}."


def test_what_is_asked_in_files_holds(desk: Desk) -> None:
    fixed = desk.write("fixed.csv", "id,table,round\np00,2,\np01,3,2\n")
    apart = desk.write("apart.csv", "one;other;third\np02;p03;\np04;p05;p06\n")
    together = desk.write("together.csv", "who,with\np07,p08\n")
    absent = desk.write("absent.csv", "id,round\np09,1\np10,\n")
    files = ["--fixed", fixed, "--apart", apart, "--together", together, "--absent", absent]
    result = desk.divide(*files)
    assert result.exit_code == 0, result.output
    at = {(round_, one): table for round_, table, one in desk.seats()}
    assert all(at[round_, "p00"] == 2 for round_ in (1, 2, 3)) and at[2, "p01"] == 3
    for round_ in (1, 2, 3):
        assert at[round_, "p02"] != at[round_, "p03"]
        assert len({at[round_, one] for one in ("p04", "p05", "p06")}) == 3
        assert at[round_, "p07"] == at[round_, "p08"]
        assert (round_, "p10") not in at and ((round_, "p09") in at) == (round_ > 1)
    assert "Each feature" not in result.output  # nothing was to be balanced


def test_the_same_seed_gives_the_same_file_and_another_seed_another(desk: Desk) -> None:
    files = []
    for seed in ("5", "5", "6"):
        assert desk.divide("--seed", seed).exit_code == 0
        files.append(desk.out.read_bytes())
    assert files[0] == files[1] != files[2]


def test_every_fault_is_told_with_its_file_row_and_column_and_nothing_is_written(desk: Desk) -> None:
    fixed = desk.write("fixed.csv", "id,table,round\np00l,9,\np01,x,4\np02,,\n")
    apart = desk.write("apart.csv", "one,other\np03,\nZoë,p04\n")
    result = desk.divide("--fixed", fixed, "--apart", apart)
    assert result.exit_code == 2
    assert 'fixed.csv, row 2, column id: There is nobody "p00l" in the list of people. Did you mean' in result.stderr
    assert "fixed.csv, row 2, column table: There is no table 9. The tables are 1 to 4." in result.stderr
    assert 'fixed.csv, row 3, column table: "x" is not a number.' in result.stderr
    assert "fixed.csv, row 3, column round: There is no round 4. The rounds are 1 to 3." in result.stderr
    assert "fixed.csv, row 4, column table: This cell is empty." in result.stderr
    assert "apart.csv, row 2: Only one person is named here." in result.stderr
    assert 'apart.csv, row 3, column one: There is nobody "Zoë"' in result.stderr
    assert "Nothing was written: 7 things must be mended first." in result.stderr
    assert list(desk.folder.glob("*seats*")) == []


def test_faults_in_the_list_of_people_are_told_in_the_words_of_every_list(desk: Desk) -> None:
    desk.write("people.csv", "id,gender\np1,Female\np1,Male\n,Male\n")
    result = desk.divide("--balance", "gender,aeg", tables=1)
    assert result.exit_code == 2
    assert 'people.csv, row 1: There is no column "aeg".' in result.stderr
    assert 'people.csv, row 3, column id: "p1" is also the code of row 2.' in result.stderr
    assert "people.csv, row 4, column id: This person has no code." in result.stderr
    assert "3 things must be mended" in result.stderr


def test_files_that_contradict_each_other_are_told_by_name(desk: Desk) -> None:
    pair = desk.write("pair.csv", "one,other\np01,p02\n")
    result = desk.divide("--apart", pair, "--together", pair)
    assert result.exit_code == 2
    assert "These two should stay apart, and also together: p01, p02." in result.stderr
    assert "Nothing was written: one thing must be mended first." in result.stderr
    assert desk.divide(tables=25).exit_code == 2


def test_it_speaks_four_languages(desk: Desk) -> None:
    said = {language: desk.divide("--language", language).stdout for language in ("nl", "fr", "de", "en")}
    assert all(str(desk.out) in words for words in said.values())


def test_an_earlier_file_stays_when_it_is_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.out.write_text("earlier", encoding="utf-8")

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "arrange", stopped)
    result = desk.divide()
    assert (result.exit_code, desk.out.read_text(encoding="utf-8")) == (130, "earlier")
    assert "Stopped. Nothing was written." in result.stderr


def test_a_folder_that_is_not_there_is_told(desk: Desk) -> None:
    desk.out = desk.folder / "nowhere" / "seats.csv"
    result = desk.divide()
    assert result.exit_code == 2
    assert "cannot be read or written" in result.stderr
