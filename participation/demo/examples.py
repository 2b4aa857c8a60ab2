"""Writes docs/examples, the files with which an official can try a panel: `python -m participation.demo.examples`."""

from __future__ import annotations

from pathlib import Path

from participation.config import ROOT
from participation.demo.residents import LINDEDORP
from participation.demo.volunteers import as_csv, targets, volunteers

FOLDER = ROOT / "docs" / "examples"
SEATS, PEOPLE = 24, 180

# The slips that everybody makes in a spreadsheet: (row as the spreadsheet counts it, column, what is in the cell).
SLIPS = (
    (5, "wijk", "Dorpkern"),
    (9, "leeftijd", ""),
    (14, "geslacht", "Vrouw"),
    (23, "id", "VB-021"),
    (31, "opleiding", "doctoraat"),
    (48, "id", ""),
)


def files() -> dict[str, str]:
    """The name and text of each file."""
    people = volunteers(LINDEDORP, PEOPLE, "VB")
    faulty = [dict(person) for person in people]
    for row, column, cell in SLIPS:
        faulty[row - 2][column] = cell
    return {
        "targets.csv": as_csv(targets(LINDEDORP, SEATS)),
        "people.csv": as_csv(people),
        "people-with-faults.csv": as_csv(faulty),
    }


def write(folder: Path = FOLDER) -> None:
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
