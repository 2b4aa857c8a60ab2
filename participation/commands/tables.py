"""Divides people over tables on the command line: read, look whether it can be, arrange, and write who sits where."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from participation.commands.reading import tell_faults
from participation.commands.voice import Voice
from participation.errors import N_
from participation.i18n import Sentence
from participation.sortition.faults import SENTENCES, Fault, Faulty
from participation.sortition.mixing import Plan, Wishes, arrange
from participation.sortition.mixing.lists import read_absent, read_fixed, read_groups, read_guests
from participation.sortition.problem import Person
from participation.sortition.tables import Table, read_table
from participation.text import csv_table

Read = TypeVar("Read")

GOOD, TO_MEND, INTERRUPTED = 0, 2, 130

NOTHING_WRITTEN: Sentence = (
    N_("Nothing was written: one thing must be mended first."),
    N_("Nothing was written: %(count)s things must be mended first."),
)
MET: str = N_("%(meetings)s pairs of people meet, of %(most)s at most.")
ONCE: str = N_("Nobody meets anybody twice.")
AGAIN: Sentence = (N_("One pair meets more than once."), N_("%(count)s pairs meet more than once."))
GAP: str = N_("Each feature at a table is on average %(gap)s people away from what it is among all.")
WRITTEN: str = N_("Who sits where is in %(file)s.")
NO_PLACE: str = N_("%(folder)s cannot be read or written: %(why)s.")
STOPPED: str = N_("Stopped. Nothing was written.")


@dataclass(frozen=True)
class Order:
    """The arguments and options of the tables command."""

    people: Path
    tables: int
    rounds: int
    out: Path
    balance: str = ""
    fixed: Path | None = None
    apart: Path | None = None
    together: Path | None = None
    absent: Path | None = None
    id_column: str | None = None
    seed: int = 0
    language: str = "en"

    @property
    def balanced(self) -> list[str]:
        """The columns in which each table is to mirror all."""
        return list(dict.fromkeys(name.strip() for name in self.balance.split(",") if name.strip()))


def carry_out(order: Order) -> int:
    """Do what was asked; returns the exit code: 0 done, 2 something must be mended first, 130 interrupted."""
    voice = Voice(order.language)
    try:
        plan = _plan(order, voice)
        if plan is None:
            return TO_MEND
        _write(order.out, csv_table(("round", "table", "id"), plan.rows()))
    except OSError as error:
        voice.warn(NO_PLACE, folder=error.filename or order.out, why=error.strerror or error)
        return TO_MEND
    except KeyboardInterrupt:
        voice.warn(STOPPED)
        return INTERRUPTED
    voice.tell(MET, meetings=plan.meetings, most=plan.most_meetings)
    voice.tell(AGAIN if plan.again else ONCE, count=plan.again)
    if order.balanced:
        voice.tell(GAP, gap=f"{plan.gap:.2f}")
    voice.tell(WRITTEN, file=order.out)
    return GOOD


def _plan(order: Order, voice: Voice) -> Plan | None:
    """The plan; None, after telling all that is wrong, when something must be mended first."""
    desk = _Desk(voice)
    people = desk.read(order.people, partial(read_guests, balance=order.balanced, id_column=order.id_column))
    wishes = _wishes(order, people, desk) if people else None
    if people and wishes and not desk.wrong:
        try:
            return arrange(people, tables=order.tables, rounds=order.rounds, wishes=wishes, seed=order.seed)
        except Faulty as faulty:
            desk.wrong += len(faulty.faults)
            for fault in faulty.faults:
                voice.warn(SENTENCES[fault.code], **fault.facts)
    voice.warn(NOTHING_WRITTEN, count=desk.wrong)
    return None


def _wishes(order: Order, people: Sequence[Person], desk: _Desk) -> Wishes:
    ids = [person.id for person in people]
    seats = partial(read_fixed, ids=ids, tables=order.tables, rounds=order.rounds)
    groups = partial(read_groups, ids=ids)
    return Wishes(
        fixed=desk.read(order.fixed, seats) or (),
        apart=desk.read(order.apart, groups) or (),
        together=desk.read(order.together, groups) or (),
        absent=desk.read(order.absent, partial(read_absent, ids=ids, rounds=order.rounds)) or {},
    )


class _Desk:
    """Reads one file after the other, and tells and counts what is wrong with each."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.wrong = 0

    def read(self, path: Path | None, understand: Callable[[Table], Read]) -> Read | None:
        """What is in a file; None when there is no file, or something is wrong with it."""
        if path is None:
            return None
        try:
            return understand(read_table(path.read_bytes()))
        except Faulty as faulty:
            tell_faults(path, faulty.faults, self._voice)
            self.wrong += sum(_count(fault) for fault in faulty.faults)
            return None


def _count(fault: Fault) -> int:
    return int(fault.facts["count"]) if fault.code == "and_more" else 1


def _write(path: Path, text: str) -> None:
    """Make the file in one instant, or leave what was there. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.write_text(text, encoding="utf-8")
    os.replace(unfinished, path)
