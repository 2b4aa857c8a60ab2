"""Captions in WebVTT, checked line by line, so that who made them can mend them: for deaf people, and for a noisy bus.

The format: https://www.w3.org/TR/webvtt1/ . Only what captions need is taken: texts with their times. Styles and other
blocks that can carry addresses of elsewhere are refused.
"""

from __future__ import annotations

import re

from participation.errors import Refused

LONGEST = 500_000
TIME = r"(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
TIMES = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?")


def checked(text: str) -> str:
    """The captions with plain line ends. Raises Refused with the number of the line that is wrong, from 1."""
    if len(text) > LONGEST:
        raise Refused("captions_too_long", field="captions")
    lines = [
        line.rstrip() for line in text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    if not re.fullmatch(r"WEBVTT([ \t].*)?", lines[0]):
        raise Refused("captions_no_webvtt", field="captions")
    last, found = 0, 0
    for first, block in _blocks(lines):
        if block[0].startswith(("STYLE", "REGION")):
            raise _wrong("captions_with_style", first)
        if block[0].startswith("NOTE"):
            continue
        last = _check_cue(first, block, last)
        found += 1
    if not found:
        raise Refused("captions_empty", field="captions")
    return "\n".join(lines).rstrip("\n") + "\n"


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """What stands between empty lines after the head, each with the number of its first line."""
    blocks: list[tuple[int, list[str]]] = []
    before = "head"
    for number, line in enumerate(lines, 1):
        if line and not before:
            blocks.append((number, []))
        if line and blocks:
            blocks[-1][1].append(line)
        before = line
    return blocks


def _check_cue(first: int, block: list[str], last: int) -> int:
    """One text with its times, perhaps below a name of its own; returns when it begins, in milliseconds."""
    at = next((place for place, line in enumerate(block[:2]) if "-->" in line), None)
    if at is None:
        raise _wrong("captions_time_missing", first)
    times = TIMES.fullmatch(block[at])
    if not times:
        raise _wrong("captions_time_wrong", first + at)
    begins, ends = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
    if ends <= begins:
        raise _wrong("captions_end_first", first + at)
    if begins < last:
        raise _wrong("captions_order", first + at)
    if len(block) == at + 1:
        raise _wrong("captions_text_missing", first + at)
    if any("-->" in line for line in block[at + 1 :]):
        raise _wrong("captions_line_between", first + at + 1)
    return begins


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _wrong(code: str, line: int) -> Refused:
    return Refused(code, field="captions", line=line)
