"""Reading the file in which a municipality keeps its house style, as careful as if a stranger had written it.

Two kinds are read: CSS with custom properties such as `--basis-color-action-1-color-default: #1b5e34;`, and JSON with
design tokens, objects within objects down to a `value` or `$value`. What is known is taken, colours and a few shapes;
nothing of the file itself goes any further, and nothing that it points at is ever fetched.
"""

from __future__ import annotations

import colorsys
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from participation.errors import Refused
from participation.municipalities.tokens import COLOURS, FONT, HEADING_FONT, HEADING_WEIGHT, RADIUS, SHAPES

LARGEST_FILE = 200 * 1024
# As many as somebody mends before trying again.
MOST_FAULTS = 20
MOST_TOKENS = 10_000
DEEPEST = 20
GENERIC = frozenset({"system-ui", "sans-serif", "serif", "monospace", "ui-sans-serif", "ui-serif", "ui-rounded"})
KEYWORDS = frozenset({"inherit", "initial", "unset", "revert", "revert-layer", "default"})
WEIGHTS = {"normal": "400", "bold": "700", **{str(weight): str(weight) for weight in range(100, 1000, 100)}}
# Corners rounder than this eat the words on a button.
ROUNDEST = 1.5
PIXELS = 16
LIGHT, DARK = "light", "dark"


class Fault(NamedTuple):
    """What cannot be used, and where. `refusal` says why."""

    row: int
    name: str
    refusal: Refused


@dataclass
class Given:
    """What a file says. light, dark: from the name of a colour to `#rrggbb`; shape: what is no colour.

    unknown: names that mean nothing here, and were left out
    """

    light: dict[str, str] = field(default_factory=dict)
    dark: dict[str, str] = field(default_factory=dict)
    shape: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Token(NamedTuple):
    """A line of the file: its row, light or dark, its name without `--`, and what it says."""

    row: int
    scheme: str
    name: str
    value: str


def read(content: bytes) -> Given:
    """What a file says. Raises Refused when it cannot be read at all; what is wrong in a row is among the faults."""
    if not content.strip():
        raise Refused("style_missing", field="file")
    if len(content) > LARGEST_FILE:
        raise Refused("style_too_large", field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("style_unreadable", field="file") from None
    # Whatever ends a line elsewhere, here it is one sign.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = list(_tokens_of_json(text) if text.lstrip().startswith("{") else _tokens_of_css(text))
    if len(found) > MOST_TOKENS:
        raise Refused("style_too_large", field="file")
    given = _given(found)
    if not (given.light or given.dark or given.shape or given.faults):
        raise Refused("style_nothing_known", field="file")
    return given


def _given(found: list[Token]) -> Given:
    # What is said twice counts as it was said last.
    last = {(token.scheme, token.name): token for token in found}
    given, own = Given(), {where: token.value for where, token in last.items()}
    unknown: dict[str, None] = {}
    for row, scheme, name, value in last.values():
        try:
            if name in COLOURS:
                (given.dark if scheme == DARK else given.light)[name] = colour(_followed(own, scheme, value))
            elif name in SHAPES and scheme == LIGHT:
                given.shape[name] = shape(name, _followed(own, scheme, value))
            elif name not in SHAPES:
                unknown[_short(name)] = None
        except Refused as refusal:
            if len(given.faults) < MOST_FAULTS:
                given.faults.append(Fault(row, name, refusal))
    given.unknown = list(unknown)
    return given


# What a token says


def colour(value: str) -> str:
    """A colour as `#rrggbb`. Raises Refused: nothing lies under a page through which one could look."""
    said = value.strip().lower()
    if found := re.fullmatch("#([0-9a-f]{3})f?", said):
        return "#" + "".join(sign * 2 for sign in found[1])
    if found := re.fullmatch("#([0-9a-f]{6})(ff)?", said):
        return f"#{found[1]}"
    if said in ("white", "black"):
        return "#ffffff" if said == "white" else "#000000"
    if found := re.fullmatch(r"(rgb|hsl)a?\(([^()]{1,80})\)", said):
        parts = re.split(r"[\s,/]+", found[2].strip())
        if len(parts) == 3 or parts[3:] in (["1"], ["1.0"], ["100%"]):
            return _from_rgb(parts) if found[1] == "rgb" else _from_hsl(parts)
    raise Refused("style_no_colour", value=_short(value))


def shape(name: str, value: str) -> str:
    """What is no colour, as it may stand in a style sheet. Raises Refused."""
    said = value.strip()
    if name in (FONT, HEADING_FONT):
        return "inherit" if name == HEADING_FONT and said == "inherit" else _fonts(said)
    if name == HEADING_WEIGHT and said in WEIGHTS:
        return WEIGHTS[said]
    if name == RADIUS and (found := re.fullmatch(r"([0-9]{0,3}(?:\.[0-9]{1,4})?)(px|rem|em)?", said)):
        size = float(found[1] or "nan") / (PIXELS if found[2] == "px" else 1)
        if size == 0 or (found[2] and size <= ROUNDEST):
            return (f"{size:g}".lstrip("0") or "0") + "rem"
    raise Refused("style_no_shape", value=_short(value))


def _fonts(value: str) -> str:
    """Names of fonts that may be on a device; after them always one of the kinds that every device has."""
    names = [name.strip().strip("\"'").strip() for name in value.split(",")]
    if len(names) > 12 or not all(re.fullmatch("-?[A-Za-z0-9][A-Za-z0-9 _-]{0,39}", name) for name in names):
        raise Refused("style_no_font", value=_short(value))
    # Words that mean something else to a style sheet stand between quotation marks, and so does what has a space in it.
    written = [
        name if re.fullmatch("-?[A-Za-z][A-Za-z-]*", name) and name not in KEYWORDS else f'"{name}"' for name in names
    ]
    return ", ".join(written if names[-1] in GENERIC else [*written, "sans-serif"])


def _from_rgb(parts: list[str]) -> str:
    return _written([_number(part, 255) for part in parts[:3]])


def _from_hsl(parts: list[str]) -> str:
    turn, strength, light = _number(parts[0].removesuffix("deg"), 360), _number(parts[1], 1), _number(parts[2], 1)
    return _written(list(colorsys.hls_to_rgb(turn % 1, min(1, light), min(1, strength))))


def _number(part: str, whole: int) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,6})?%?", part):
        raise Refused("style_no_colour", value=part)
    return float(part.removesuffix("%")) / (100 if part.endswith("%") else whole)


def _written(parts: list[float]) -> str:
    if max(parts) > 1:
        raise Refused("style_no_colour", value=" ".join(f"{part:g}" for part in parts))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _short(value: str) -> str:
    """As much as one recognises it by."""
    bare = "".join(sign if sign.isprintable() else " " for sign in value.strip())
    return bare if len(bare) <= 60 else f"{bare[:60]}…"


def _followed(own: dict[tuple[str, str], str], scheme: str, value: str) -> str:
    """The value, or what it points at: `var(--name)` in CSS, `{name.of.another}` in JSON. Raises Refused."""
    wanted = value.strip()
    for _ in range(DEEPEST):
        found = re.fullmatch(r"var\(\s*--([\w-]{1,120})\s*(?:,[^()]*)?\)|\{([\w. -]{1,120})\}", wanted)
        if found is None:
            return wanted
        name = (found[1] or found[2].replace(".", "-")).strip()
        told = next((own[which, name] for which in (scheme, LIGHT) if (which, name) in own), None)
        # In JSON the name of a set may stand before it, as in {"sets/ours": {"brand": …}}.
        told = told or next((value for (_, other), value in own.items() if other.endswith(f"-{name}")), None)
        if told is None:
            break
        wanted = told.strip()
    raise Refused("style_points_nowhere", value=_short(value))


# What a file is made of


def _tokens_of_css(text: str) -> Iterator[Token]:
    """Every custom property, in whichever block; a block for a dark screen counts as dark, other conditions as nothing."""
    # Comments become as many lines of nothing, so that rows stay what they are.
    bare = re.sub(r"/\*.*?(\*/|\Z)", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)
    around: list[str | None] = []
    begin, row, counted = 0, 1, 0
    for piece in re.finditer(r"[{};]", bare):
        said = bare[begin : piece.start()]
        first = begin + len(said) - len(said.lstrip())
        row, counted, begin = row + bare.count("\n", counted, first), first, piece.end()
        if piece[0] == "{":
            around.append(_scheme_of(said.strip().lower(), around[-1] if around else LIGHT))
            continue
        name, colon, value = said.partition(":")
        if around and around[-1] and colon and (found := re.fullmatch(r"--([\w-]{1,120})", name.strip())):
            yield Token(row, around[-1], found[1], value.strip().removesuffix("!important").strip())
        if piece[0] == "}":
            if not around:
                raise Refused("style_unreadable", field="file")
            around.pop()
    if around:
        raise Refused("style_unreadable", field="file")


def _scheme_of(prelude: str, outer: str | None) -> str | None:
    """Light, dark, or None for a condition that we do not know: wide screens, print, more contrast."""
    if not prelude.startswith("@media") or outer is None:
        return None if prelude.startswith("@") and not prelude.startswith("@layer") else outer
    condition = "".join(prelude.removeprefix("@media").split())
    return {"(prefers-color-scheme:dark)": DARK, "(prefers-color-scheme:light)": LIGHT, "screen": outer}.get(condition)


def _tokens_of_json(text: str) -> Iterator[Token]:
    """Every value at the end of a branch, by the names on the way down; below a branch called dark it is for a dark
    screen. Names begin at `basis`, whatever the sets above it are called."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused("style_json_broken", field="file", row=error.lineno) from None
    except (RecursionError, ValueError):
        # Deeper than anybody nests, or a number with more digits than anybody counts.
        raise Refused("style_unreadable", field="file") from None
    listed: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for row, path, value in _ends(text):
        *names, last = [key for key in path if key]
        if last in ("value", "$value") and names:
            start = names.index("basis") if "basis" in names else 0
            scheme = DARK if any("dark" in key.lower() for key in names[: start or 1]) else LIGHT
            name = "-".join("-".join(names[start:]).split())
            listed.setdefault((scheme, name), (row, []))[1].append(value)
    for (scheme, name), (row, values) in listed.items():
        yield Token(row, scheme, name, ", ".join(values))


def _ends(text: str) -> Iterator[tuple[int, list[str], str]]:
    """Row, path and words of every text and number in JSON that is known to be whole."""
    path: list[str] = []
    row, counted = 1, 0
    for piece in re.finditer(r'("(?:[^"\\]|\\.)*")\s*(:?)|[{}\[\]]|[^\s{}\[\]:,"]+', text):
        row, counted = row + text.count("\n", counted, piece.start()), piece.start()
        if piece[0] in "{[":
            path.append("")
        elif piece[0] in "}]":
            path.pop()
        elif piece[2]:
            path[-1] = json.loads(piece[1])
        elif piece[1]:
            yield row, path, json.loads(piece[1])
        else:
            yield row, path, piece[0]
