"""House styles: what a file says made whole, weighed for those who read with difficulty, and written as the one small
sheet that every page gets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache, partial
from typing import NamedTuple

from participation.config import ROOT
from participation.municipalities import tokens
from participation.municipalities.contrast import Shade, colour_of, nearest, ratio, shade_of
from participation.municipalities.token_files import DARK, LIGHT, Given, colour, read, shape
from participation.municipalities.tokens import (
    ACT,
    ACT_HOVER,
    BAR,
    COLOURS,
    EDGE,
    FOCUS,
    ON_FOCUS,
    PAIRS,
    TINT,
    Pair,
)

OWN = "own"
FOLDER = ROOT / "static" / "themes"
# What may be asked of the sheet: the reader's choice, or "" for what their device says.
DEVICE, HIGH = "", "high"
# A brighter brand than ours may be so much stronger, and no more: a ground stays a ground.
STRONGEST = 2.0


class Style(NamedTuple):
    """A whole house style. light, dark: every colour by its token; shape: what is no colour."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    shape: Mapping[str, str]


class Weighed(NamedTuple):
    """A pair in one scheme, light or dark, and its contrast; `change` names the token that would make it good as
    `better`, None where it is good or nothing would."""

    scheme: str
    pair: Pair
    front: str
    ground: str
    contrast: float
    change: str | None
    better: str | None

    @property
    def passes(self) -> bool:
        return self.contrast >= self.pair.least

    @property
    def is_easy(self) -> bool:
        return self.contrast >= self.pair.advised


def whole(given: Given) -> Style:
    """A style from what a file says: what it does not say follows from what it does, else it is ours."""
    light = _readable({**tokens.LIGHT, **_family(given.light), **given.light}, given.light)
    dark = _readable({**tokens.DARK, **_darkened(light), **given.dark}, given.dark)
    return Style(light, dark, {**tokens.SHAPE, **given.shape})


def weigh(style: Style) -> list[Weighed]:
    """Every pair in light and in dark, in the order of `tokens.PAIRS`."""
    return [
        _weighed(scheme, pair, colours)
        for scheme, colours in ((LIGHT, style.light), (DARK, style.dark))
        for pair in PAIRS
    ]


def too_faint(style: Style) -> list[Weighed]:
    """The pairs that not enough people could read."""
    return [one for one in weigh(style) if not one.passes]


def ours() -> Style:
    """The style of Samenspraak."""
    return Style(tokens.LIGHT, tokens.DARK, tokens.SHAPE)


@lru_cache
def built_in() -> Mapping[str, Style]:
    """The styles that come along, by name; "" is ours. They are files such as a municipality uploads."""
    files = {path.stem: whole(read(path.read_bytes())) for path in sorted(FOLDER.glob("*.css"))}
    return {"": ours(), **files}


def version(name: str, changed_at: datetime | None) -> str:
    """Changes whenever a page of this municipality would get another sheet. changed_at: of its own style, if it has one."""
    told = f"{_all_of_ours()} {name} {changed_at.timestamp() if changed_at and name == OWN else ''}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


@lru_cache
def _all_of_ours() -> str:
    sheets = "".join(sheet(style, DEVICE, DEVICE) for style in built_in().values())
    return hashlib.sha256(sheets.encode()).hexdigest()


def digest(style: Style) -> str:
    """SHA-256 in hexadecimal of a style as a file."""
    return hashlib.sha256(as_file(style).encode()).hexdigest()


# Written down


def sheet(style: Style, colours: str, contrast: str) -> str:
    """The sheet for a page. colours: light, dark, or as the device says; contrast: high, or as the device says."""
    strong = Style(tokens.CONTRAST_LIGHT, tokens.CONTRAST_DARK, {})
    shapes = f":root{{{_properties(style.shape)}}}"
    if contrast == HIGH:
        return shapes + _schemes(strong, colours)
    return f"{shapes}{_schemes(style, colours)}@media (prefers-contrast:more){{{_schemes(strong, colours)}}}"


def as_file(style: Style) -> str:
    """A style as a file that can be uploaded."""
    light = "\n".join(f"  --{name}: {value};" for name, value in {**style.light, **style.shape}.items())
    dark = "\n".join(f"    --{name}: {value};" for name, value in style.dark.items())
    return f":root {{\n{light}\n}}\n\n@media (prefers-color-scheme: dark) {{\n  :root {{\n{dark}\n  }}\n}}\n"


def in_address(style: Style) -> dict[str, str]:
    """A style as it stands in the address of its preview, and in the form that says yes to it: colours without their `#`, in the order of `tokens.COLOURS`."""
    colours = {
        scheme: "".join(kept[name][1:] for name in COLOURS)
        for scheme, kept in ((LIGHT, style.light), (DARK, style.dark))
    }
    return {**colours, **{name.removeprefix("basis-"): value for name, value in style.shape.items()}}


def from_address(told: Mapping[str, str]) -> Style:
    """The style in an address; what it does not say is ours. Raises Refused."""
    shapes = {name: told.get(name.removeprefix("basis-"), ours) for name, ours in tokens.SHAPE.items()}
    return Style(
        _in_order(told.get(LIGHT, ""), tokens.LIGHT),
        _in_order(told.get(DARK, ""), tokens.DARK),
        {name: shape(name, value) for name, value in shapes.items()},
    )


def samples(style: Style) -> str:
    """A sheet for two pieces of page beside each other, one in light and one in dark."""
    return "".join(
        f".sample--{scheme}{{color-scheme:{scheme};{_properties({**colours, **style.shape})}}}"
        for scheme, colours in ((LIGHT, style.light), (DARK, style.dark))
    )


def _in_order(signs: str, ours: Mapping[str, str]) -> dict[str, str]:
    places = [signs[begin : begin + 6] for begin in range(0, len(signs), 6)]
    return {**ours, **{name: colour(f"#{place}") for name, place in zip(COLOURS, places, strict=False)}}


def _schemes(style: Style, colours: str) -> str:
    light = f":root{{color-scheme:light;{_properties(style.light)}}}"
    dark = f":root{{color-scheme:dark;{_properties(style.dark)}}}"
    if colours in (LIGHT, DARK):
        return light if colours == LIGHT else dark
    return f"{light}@media (prefers-color-scheme:dark){{{dark}}}"


def _properties(values: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())


# Made whole


def _family(given: Mapping[str, str]) -> dict[str, str]:
    """Where a file says only some of its own colours, the others of that family in the same hue."""
    source = next((name for name in (ACT, BAR, EDGE) if name in given), None)
    if source is None:
        return {}
    family = [name for name in (ACT, ACT_HOVER, BAR, EDGE, TINT) if name not in given]
    return {name: _like(tokens.LIGHT[name], tokens.LIGHT[source], given[source]) for name in family}


def _darkened(light: Mapping[str, str]) -> dict[str, str]:
    """For a dark screen: the hue of each light colour that is not ours, at the lightness that ours has there."""
    others = [name for name in COLOURS if light[name] != tokens.LIGHT[name]]
    dark = {name: _like(tokens.DARK[name], tokens.LIGHT[name], light[name]) for name in others}
    # The two colours of the focus stand out on any ground, a dark one too.
    return {**dark, FOCUS: light[FOCUS], ON_FOCUS: light[ON_FOCUS]}


def _like(ours: str, base: str, theirs: str) -> str:
    """The lightness of our colour, in the hue of theirs, as strong as theirs is beside our base."""
    shade, plain, wanted = shade_of(ours), shade_of(base), shade_of(theirs)
    strength = min(STRONGEST, wanted.chroma / max(plain.chroma, 0.004))
    return colour_of(Shade(shade.lightness, shade.chroma * strength, wanted.hue))


def _readable(colours: dict[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """The same colours, those that nobody chose a little lighter or darker where they could not be read with ease."""
    for name in {pair.front: None for pair in PAIRS if pair.front not in given}:
        if not _suits(colours, name, True, colours[name]):
            better = (nearest(colours[name], partial(_suits, colours, name, ease)) for ease in (True, False))
            colours = {**colours, name: next((colour for colour in better if colour), colours[name])}
    return colours


def _weighed(scheme: str, pair: Pair, colours: Mapping[str, str]) -> Weighed:
    front, ground = colours[pair.front], colours[pair.ground]
    contrast = ratio(front, ground)
    change, better = (None, None) if contrast >= pair.least else _mended(pair, colours)
    return Weighed(scheme, pair, front, ground, contrast, change, better)


def _mended(pair: Pair, colours: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Which of the two to change, and into what: so that this pair is good, and so is whatever else lies with it."""
    for name in (pair.front, pair.ground):
        better = nearest(colours[name], partial(_suits, colours, name, False))
        if better:
            return name, better
    return None, None


def _suits(colours: Mapping[str, str], name: str, with_ease: bool, other: str) -> bool:
    """Whether each pair with this token can be read, or read with ease, once it has the other colour."""
    after = {**colours, name: other}
    return all(
        ratio(after[pair.front], after[pair.ground]) >= (pair.advised if with_ease else pair.least)
        for pair in PAIRS
        if name in (pair.front, pair.ground)
    )
