"""The chain that binds journal entries: for whoever kept a checkpoint and asks whether the past is still the same.

Pure: entries are mappings with the eight bound parts and their digest, in the order of `seq`, which counts from 1 in
each stream (a municipality). Changing, removing, adding or moving an entry breaks the chain after it; only a cut tail
leaves it whole, and that is what checkpoints are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from participation.lottery.verify import canonical, labelled

Entry = Mapping[str, Any]

BOUND = ("stream", "seq", "time", "event", "subject", "by", "via", "facts")
START = "00" * 32


class Checkpoint(NamedTuple):
    """What goes out to witnesses: a stream, the number of its last entry and that entry's digest."""

    stream: str
    seq: int
    digest: str


def entry_digest(previous: str, entry: Entry) -> str:
    """SHA-256 in hexadecimal of "journal/v1", a zero byte, the 32 bytes of the digest before, and the entry.

    previous: the digest of the entry before, `START` for the first. Facts hold text, whole numbers, lists and
    mappings of them; raises ValueError for anything else.
    """
    return labelled("journal/v1", bytes.fromhex(previous), canonical({part: entry[part] for part in BOUND}))


def first_broken(entries: Iterable[Entry]) -> int | None:
    """The index of the first entry of a whole stream that does not follow from those before it; None if all do."""
    previous, stream = START, None
    for index, entry in enumerate(entries):
        stream = entry["stream"] if stream is None else stream
        if entry["stream"] != stream or entry["seq"] != index + 1 or not _follows(previous, entry):
            return index
        previous = entry["digest"]
    return None


def checkpoint(stream: str, entries: Sequence[Entry]) -> Checkpoint:
    """The checkpoint after the last of these entries."""
    if not entries:
        return Checkpoint(stream, 0, START)
    return Checkpoint(stream, entries[-1]["seq"], entries[-1]["digest"])


class Reading(NamedTuple):
    """What reading a journal from its beginning found.

    end: where the part that holds ends; whole: whether that is the end of what was read
    unmet: the kept checkpoints that were not passed on the way: this is not the journal that they saw
    """

    end: Checkpoint
    whole: bool
    unmet: frozenset[Checkpoint]


def read_through(stream: str, entries: Iterable[Entry], kept: Iterable[Checkpoint] = ()) -> Reading:
    """Follow a stream from its first entry, one entry at a time, and see which kept checkpoints it passes."""
    end = Checkpoint(stream, 0, START)
    unmet = set(kept) - {end}
    for entry in entries:
        if entry["stream"] != stream or entry["seq"] != end.seq + 1 or not _follows(end.digest, entry):
            return Reading(end, False, frozenset(unmet))
        end = Checkpoint(stream, entry["seq"], entry["digest"])
        unmet.discard(end)
    return Reading(end, True, frozenset(unmet))


def _follows(previous: str, entry: Entry) -> bool:
    try:
        return bool(entry["digest"] == entry_digest(previous, entry))
    except (ValueError, TypeError, KeyError):
        return False
