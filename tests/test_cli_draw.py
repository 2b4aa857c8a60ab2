"""The draw command: from two files to a promised draw, and from a number to a panel that anyone can check."""

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from participation.cli import main
from participation.commands import draw as command
from participation.commands.voice import ProgressLine, Voice
from participation.sortition.calculation import GaveUp
from participation.sortition.progress import Progress

TARGETS = "category,feature,min,max\ngender,Female,2,2\ngender,Male,2,2\nage,young,1,2\nage,old,2,3\n"
POOLS = Path(__file__).parents[2] / "shared" / "data" / "pools"


def crowd(count: int = 24) -> str:
    rows = [
        f"p{n:02},{'Female' if n % 3 else 'Male'},{'young' if n % 4 == 0 else 'old'},Dorpsstraat {n // 2 % 9 or ''}"
        for n in range(count)
    ]
    return "id,gender,age,address\n" + "\n".join(rows) + "\n"


class Desk:
    """A folder with two files and the command at hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.write("targets.csv", TARGETS)
        self.write("people.csv", crowd())

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def draw(self, *options: str, seats: int = 4) -> Result:
        files = [str(self.folder / name) for name in ("targets.csv", "people.csv")]
        words = ["draw", *files, "--seats", str(seats), "--out", str(self.out), "--panels", "100", *options]
        return CliRunner().invoke(main, words)

    def verify(self, *options: str) -> Result:
        return CliRunner().invoke(main, ["verify", str(self.out / "draw.json"), *options])

    def table(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((self.out / name).read_text(encoding="utf-8"))))

    def json(self, name: str) -> dict[str, object]:
        found = json.loads((self.out / name).read_text(encoding="utf-8"))
        assert isinstance(found, dict)
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_an_objective_that_comes_upon_no_panel_is_said_so_and_nothing_is_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gives_up(*_: object, **__: object) -> None:
        raise GaveUp

    monkeypatch.setattr(command, "calculate", gives_up)
    result = desk.draw("--objective", "random")
    assert (result.exit_code, desk.out.exists()) == (2, False)
    assert "Choose another objective" in result.output


def test_a_promise_is_made_and_the_number_drawn_later_gives_the_panel(desk: Desk) -> None:
    promised = desk.draw()
    assert promised.exit_code == 0, promised.output
    assert not (desk.out / "draw.json").exists()
    commitment = desk.json("commitment.json")
    drawn = desk.draw("--balls", "42")
    assert drawn.exit_code == 0, drawn.output
    assert desk.json("commitment.json") == commitment == desk.json("draw.json")["commitment"]
    selected = desk.table("selected.csv")
    assert [person["id"] for person in selected] == sorted(list(desk.table("panels.csv")[42].values())[1:])
    assert Counter(person["gender"] for person in selected) == {"Female": 2, "Male": 2}
    assert desk.verify().exit_code == 0
    assert desk.verify("--openings", str(desk.out / "private" / "openings.json")).exit_code == 0
    assert desk.verify("--code", selected[0]["code"]).exit_code == 0


def test_the_folder_holds_what_can_be_recounted(desk: Desk) -> None:
    assert desk.draw("--balls", "07").exit_code == 0
    panels = desk.table("panels.csv")
    assert [panel["panel"] for panel in panels] == [f"{number:02}" for number in range(100)]
    counted = Counter(one for panel in panels for one in list(panel.values())[1:])
    chances = desk.table("chances.csv")
    assert list(chances[0]) == ["id", "chance", "panels"]
    assert {row["id"]: int(row["panels"]) for row in chances} == {row["id"]: counted[row["id"]] for row in chances}
    assert all(abs(float(row["chance"]) - int(row["panels"]) / 100) < 0.0101 for row in chances)
    assert sum(float(row["chance"]) for row in chances) == pytest.approx(4, abs=1e-6)
    report = desk.json("report.json")
    assert (report["seats"], report["people"], report["panels"], report["objective"]) == (4, 24, 100, "leximin")
    assert report["lowest_chance"] == pytest.approx(min(float(row["chance"]) for row in chances), abs=1e-8)
    assert isinstance(report["certified_gap"], float) and report["certified_gap"] <= 1e-6
    assert {"types", "highest_chance", "gini", "geometric_mean", "seconds"} <= set(report)


def test_what_is_published_does_not_tell_who_is_who(desk: Desk) -> None:
    desk.draw("--balls", "07")
    published = (desk.out / "draw.json").read_text(encoding="utf-8")
    assert "p00" not in published and "Dorpsstraat" not in published
    pool = desk.json("draw.json")["pool"]
    assert isinstance(pool, dict) and list(pool) == sorted(pool)


def test_one_per_household_holds_in_every_panel(desk: Desk) -> None:
    assert desk.draw("--household", "address", "--balls", "07").exit_code == 0
    address = {row["id"]: row["address"] for row in csv.DictReader(io.StringIO(crowd()))}
    for panel in desk.table("panels.csv"):
        homes = [address[one] for one in list(panel.values())[1:]]
        assert len(set(homes)) == len(homes)
    assert desk.json("report.json")["one_per_household"] is True
    assert desk.verify("--openings", str(desk.out / "private" / "openings.json")).exit_code == 0


def test_every_fault_of_both_files_is_told_with_its_place(desk: Desk) -> None:
    desk.write("targets.csv", TARGETS.replace("young,1,2", "young,3,2").replace("old,2,3", "old,x,-3"))
    desk.write("people.csv", crowd() + "p00,female,old,\n")
    result = desk.draw()
    assert result.exit_code == 2
    assert "targets.csv, row 4, column min: The minimum (3) is higher than the maximum (2)." in result.stderr
    assert 'targets.csv, row 5, column min: "x" is not a number.' in result.stderr
    assert "targets.csv, row 5, column max: -3 is less than zero." in result.stderr
    assert 'people.csv, row 26, column id: "p00" is also the code of row 2.' in result.stderr
    assert 'people.csv, row 26, column gender: "female" is not among your targets for gender.' in result.stderr
    assert "5 things must be mended" in result.stderr
    assert not desk.out.exists()


def test_a_file_that_is_no_table_is_told_beside_the_faults_of_the_other(desk: Desk) -> None:
    (desk.folder / "people.csv").write_bytes("id,gender\nzoë,Female\n".encode("utf-16"))
    desk.write("targets.csv", "category,feature,min\n")
    result = desk.draw()
    assert result.exit_code == 2
    assert "people.csv: This file is saved as" in result.stderr
    assert "targets.csv, row 1: The first row must name the columns" in result.stderr


def test_targets_that_no_panel_meets_are_answered_with_the_smallest_change(desk: Desk) -> None:
    desk.write("targets.csv", TARGETS + "place,hills,3,4\nplace,valley,0,4\n")
    desk.write(
        "people.csv",
        "id,gender,age,place\n"
        + "".join(
            f"p{n},{'Female' if n % 2 else 'Male'},{'young' if n % 3 else 'old'},{'hills' if n % 3 else 'valley'}\n"
            for n in range(30)
        ),
    )
    result = desk.draw()
    assert result.exit_code == 2
    assert "No panel of 4 people can meet these targets." in result.stderr
    assert "at least" in result.stderr or "at most" in result.stderr
    assert not desk.out.exists()


def test_sums_that_cannot_fit_are_answered_with_the_smallest_change_too(desk: Desk) -> None:
    desk.write("targets.csv", TARGETS.replace("Female,2,2", "Female,3,3"))
    result = desk.draw()
    assert result.exit_code == 2
    assert "targets.csv, row 2, column min: The minimums of gender add up to 5" in result.stderr
    assert "gender, Female: at least 2 instead of 3" in result.stderr


def test_people_who_fit_in_no_panel_are_named_and_the_draw_goes_on(desk: Desk) -> None:
    desk.write("targets.csv", TARGETS + "place,here,4,4\nplace,elsewhere,0,0\n")
    rows = crowd().splitlines()
    desk.write(
        "people.csv", "\n".join([rows[0] + ",place", *(row + ",here" for row in rows[1:]), "zz,Male,old,,elsewhere"])
    )
    result = desk.draw("--balls", "07")
    assert result.exit_code == 0, result.output
    assert "One person fits in no panel, because the target for place, elsewhere allows no seats: zz" in result.stderr
    assert desk.json("report.json")["without_chance"] == 1


def test_a_number_with_the_wrong_digits_is_refused_before_anything_is_calculated(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(command, "calculate")
    result = desk.draw("--balls", "042")
    assert result.exit_code == 2
    assert "Balls promised: 2, digits entered: 3." in result.stderr
    assert not desk.out.exists()


def test_a_public_lottery_is_promised_by_name_and_drawn_with_its_numbers(desk: Desk) -> None:
    assert desk.draw("--numbers", "National lottery").exit_code == 0
    other = desk.draw("--numbers", "Another lottery=9.18.26.34.41.45")
    assert other.exit_code == 2
    assert "National lottery" in other.stderr
    drawn = desk.draw("--numbers", "National lottery=45 9 18 26 34 41")
    assert drawn.exit_code == 0, drawn.output
    assert desk.json("draw.json")["result"]["values"] == ["9.18.26.34.41.45"]  # type: ignore[index]
    assert desk.verify().exit_code == 0


def test_one_promise_gives_one_draw(desk: Desk) -> None:
    desk.draw()
    assert desk.draw().exit_code == 2
    desk.draw("--balls", "42")
    before = {path: path.read_bytes() for path in desk.out.rglob("*") if path.is_file()}
    assert desk.draw("--balls", "42").exit_code == 0
    assert desk.draw("--balls", "43").exit_code == 2
    desk.write("people.csv", crowd(25))
    assert desk.draw("--balls", "42").exit_code == 2
    assert {path: path.read_bytes() for path in desk.out.rglob("*") if path.is_file()} == before


def test_an_earlier_draw_is_put_aside_and_never_deleted(desk: Desk) -> None:
    desk.draw("--balls", "42")
    earlier = (desk.out / "draw.json").read_bytes()
    assert desk.draw("--balls", "43", "--force").exit_code == 0
    assert (desk.folder / "out.replaced-1" / "draw.json").read_bytes() == earlier
    assert desk.json("draw.json")["result"]["number"] == 43  # type: ignore[index]


def test_a_folder_with_other_files_is_left_alone_even_by_force(desk: Desk) -> None:
    desk.out.mkdir()
    (desk.out / "letter.txt").write_text("dear council")
    assert desk.draw("--force").exit_code == 2
    assert [path.name for path in desk.out.iterdir()] == ["letter.txt"]


def test_an_interruption_leaves_nothing_half_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "calculate", interrupted)
    result = desk.draw()
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (130, "Stopped. Nothing was written.")
    assert sorted(path.name for path in desk.folder.iterdir()) == ["people.csv", "targets.csv"]


def test_a_write_that_fails_leaves_nothing_half_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = desk.draw()
    monkeypatch.undo()
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert sorted(path.name for path in desk.folder.iterdir()) == ["people.csv", "targets.csv"]


def test_no_cell_becomes_a_formula_in_a_spreadsheet(desk: Desk) -> None:
    desk.write("people.csv", crowd().replace("p00", '"=HYPERLINK(""x"")"').replace("p01", "@p01").replace("p02", "-1"))
    desk.draw()
    assert desk.draw("--balls", "42").exit_code == 0
    for path in desk.out.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert not [cell for row in csv.reader(file) for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_a_changed_draw_does_not_verify(desk: Desk) -> None:
    desk.draw("--balls", "42")
    draw = desk.out / "draw.json"
    draw.write_text(draw.read_text(encoding="utf-8").replace('"number": 42', '"number": 43'), encoding="utf-8")
    result = desk.verify()
    assert result.exit_code == 1
    assert "FAILED" in result.output


def test_progress_is_one_living_line_on_a_terminal_and_few_lines_elsewhere() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    steps = [
        Progress("seeding", 0.1, None, 1.0),
        Progress("seeding", 0.1, 0.5, 2.0),
        Progress("repair", 0.1, 1e-7, 3.0),
    ]
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        line = ProgressLine(Voice("en"), stream)
        for step in steps:
            line(step)
        line.end()
    assert "\n" not in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")
    assert file.getvalue().splitlines() == [
        "making panels · lowest chance at most 0.1000 · 1 s",
        "balancing panels · lowest chance at most 0.1000 · still off by 1.0e-07 · 3 s",
    ]


def test_asking_for_help_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'scipy', 'highspy', 'flask', 'sqlalchemy', 'openpyxl'}"
    code = f"import sys, participation.cli; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.skipif(not POOLS.exists(), reason="the shared pools are not here")
def test_a_real_pool_is_drawn_from_and_holds(tmp_path: Path) -> None:
    pool, out = POOLS / "monitor_30", tmp_path / "out"
    files = [str(pool / "categories.csv"), str(pool / "respondents.csv")]
    result = CliRunner().invoke(main, ["draw", *files, "--seats", "30", "--out", str(out), "--balls", "042"])
    assert result.exit_code == 0, result.output
    assert json.loads((out / "report.json").read_text())["lowest_chance"] == pytest.approx(0.2967, abs=1e-4)
    subprocess.run([sys.executable, out / "verify.py", out / "draw.json"], capture_output=True, check=True)


@pytest.mark.skipif(not POOLS.exists(), reason="the shared pools are not here")
def test_a_pool_that_no_panel_fits_is_explained(tmp_path: Path) -> None:
    pool, out = POOLS / "infeasible_10", tmp_path / "out"
    files = [str(pool / "categories.csv"), str(pool / "respondents.csv")]
    result = CliRunner().invoke(main, ["draw", *files, "--seats", "10", "--out", str(out)])
    assert result.exit_code == 2
    assert "add up to 12, but the panel has 10 seats" in result.stderr
    assert "The smallest changes that make a panel possible:" in result.stderr
    assert not out.exists()
