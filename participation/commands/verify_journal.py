"""Checking every journal, for the operator, the auditor, and whoever kept a checkpoint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import click

from participation import config, db
from participation.journal import chain, queries
from participation.municipalities.queries import slug_of

WHOLE, NOT_WHOLE, UNREADABLE = 0, 1, 2
HOW = "It must be a checkpoints.json, or lines such as: municipality:1 120 4f5a…"


class Unreadable(Exception):
    """A file does not hold checkpoints; the message says where and why."""


def verify_journals(since: Path | None) -> int:
    """Print what became of each journal, and of the checkpoints that were kept in a file.

    Returns the exit code: 0 if every chain holds and passes every checkpoint, 1 if not, 2 if the file makes no sense.
    """
    try:
        kept = read_checkpoints(since.read_bytes()) if since else []
    except Unreadable as why:
        click.echo(f"{since}: {why} {HOW}", err=True)
        return UNREADABLE
    db.bind(config.load().database)
    with db.read() as session:
        ends = queries.journals(session)
        troubles = [_report(session, municipality_id, end, kept) for municipality_id, end in ends.items()]
    strangers = sorted({one.stream for one in kept} - {end.stream for end in ends.values()})
    for stream in strangers:
        click.echo(f"{stream}: this server has NO such journal, and the file holds checkpoints of it")
    return NOT_WHOLE if strangers or any(troubles) else WHOLE


def _report(session: db.Session, municipality_id: int, end: chain.Checkpoint, kept: list[chain.Checkpoint]) -> bool:
    """Say how one journal is; returns whether something is wrong with it."""
    theirs = [one for one in kept if one.stream == end.stream]
    ours = [
        chain.Checkpoint(end.stream, day.seq, day.digest) for day in queries.all_days_ends(session, municipality_id)
    ]
    reading = queries.read_through(session, municipality_id, {*ours, *theirs})
    name = slug_of(session, municipality_id)
    if not reading.whole:
        click.echo(f"{name}: BROKEN at entry {reading.end.seq + 1}")
    elif reading.end != end:
        click.echo(f"{name}: BROKEN at its end: {end.seq} entries were written, and {reading.end.seq} are there")
    else:
        click.echo(f"{name}: whole, {end.seq} entries, fingerprint {end.digest}")
    for one in sorted(reading.unmet):
        whose = "kept in the file" if one in theirs else "of its own"
        click.echo(f"{name}: is NOT the journal that the checkpoint {whose} saw at entry {one.seq}")
    if theirs and not reading.unmet.intersection(theirs):
        click.echo(f"{name}: begins with what the {len(theirs)} kept checkpoints saw")
    return not reading.whole or reading.end != end or bool(reading.unmet)


def read_checkpoints(content: bytes) -> list[chain.Checkpoint]:
    """The checkpoints in a file: our JSON, or a line each with stream, number and fingerprint. Raises Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("this is not text.") from None
    rows = _rows_of_json(text) if text.lstrip()[:1] in ("[", "{") else _rows_of_lines(text)
    found = [_checkpoint(place, *row) for place, row in rows]
    if not found:
        raise Unreadable("there is no checkpoint in it.")
    return found


def _rows_of_json(text: str) -> Iterable[tuple[str, tuple[str, str, str]]]:
    try:
        listed = json.loads(text)
    except ValueError:
        raise Unreadable("this is not whole JSON.") from None
    for number, one in enumerate(listed if isinstance(listed, list) else [listed], start=1):
        if not isinstance(one, dict) or not {"stream", "seq", "digest"} <= one.keys():
            raise Unreadable(f"checkpoint {number} lacks its stream, seq or digest.")
        yield f"checkpoint {number}", (str(one["stream"]), str(one["seq"]), str(one["digest"]))


def _rows_of_lines(text: str) -> Iterable[tuple[str, tuple[str, str, str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if words:
            # A fingerprint may be copied in groups of four, as the page shows it.
            stream, seq, *groups = [*words, "", ""][: max(2, len(words))]
            yield f"line {number}", (stream, seq, "".join(groups))


def _checkpoint(place: str, stream: str, seq: str, digest: str) -> chain.Checkpoint:
    if not re.fullmatch("municipality:[0-9]{1,9}", stream):
        raise Unreadable(f"{place} does not name a journal as municipality:1 does.")
    if not re.fullmatch("[0-9]{1,15}", seq):
        raise Unreadable(f"{place} does not say after how many entries.")
    if not re.fullmatch("[0-9a-f]{64}", digest.lower()):
        raise Unreadable(f"{place} has a fingerprint that is not 64 characters from 0 to 9 and a to f.")
    return chain.Checkpoint(stream, int(seq), digest.lower())
