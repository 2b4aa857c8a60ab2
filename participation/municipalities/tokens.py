"""What a house style may set, and what must be readable on what: for the pages' colours and for whoever checks them.

The names are those of the NL Design System (https://nldesignsystem.nl), without their `--`. The style sheet itself
holds no colour: each page gets one small sheet with these tokens, of its municipality and of what its reader chose.
"""

from __future__ import annotations

from typing import NamedTuple

from participation.errors import N_

PAPER = "basis-color-default-bg-document"
SOFT = "basis-color-default-bg-subtle"
RULE = "basis-color-default-border-subtle"
LINE = "basis-color-default-border-default"
INK = "basis-color-default-color-default"
DIM = "basis-color-default-color-subtle"
TINT = "basis-color-accent-1-bg-default"
EDGE = "basis-color-accent-1-border-default"
BAR = "basis-color-accent-1-inverse-bg-default"
ON_BAR = "basis-color-accent-1-inverse-color-default"
MARK = "basis-color-highlight-bg-default"
ACT = "basis-color-action-1-color-default"
ACT_HOVER = "basis-color-action-1-color-hover"
GOOD = "basis-color-positive-color-default"
WARN = "basis-color-warning-color-default"
BAD = "basis-color-negative-color-default"
BAD_SOFT = "basis-color-negative-bg-default"
FOCUS = "basis-focus-background-color"
ON_FOCUS = "basis-focus-outline-color"

# Every colour, and what it is for: in the order in which a preview names them.
COLOURS: dict[str, str] = {
    PAPER: N_("the page"),
    SOFT: N_("a quiet ground, as under the foot of the page"),
    RULE: N_("a thin rule between lines"),
    LINE: N_("the outline of a field"),
    INK: N_("the text"),
    DIM: N_("quieter text"),
    TINT: N_("a ground in your colour"),
    EDGE: N_("a line in your colour"),
    BAR: N_("the bar at the top"),
    ON_BAR: N_("the words on that bar"),
    MARK: N_("what stands out on that bar"),
    ACT: N_("links and buttons"),
    ACT_HOVER: N_("links and buttons under the mouse"),
    GOOD: N_("what is done"),
    WARN: N_("what waits"),
    BAD: N_("what went wrong"),
    BAD_SOFT: N_("a ground under what went wrong"),
    FOCUS: N_("the ring around where you are with the keyboard"),
    ON_FOCUS: N_("the line within that ring"),
}

# What is no colour. Only fonts that are on the device already: nothing is ever fetched.
FONT = "basis-text-font-family-default"
HEADING_FONT = "basis-heading-font-family"
HEADING_WEIGHT = "basis-heading-font-weight"
RADIUS = "basis-border-radius-md"
SHAPES: dict[str, str] = {
    FONT: N_("the letters of the text"),
    HEADING_FONT: N_("the letters of titles"),
    HEADING_WEIGHT: N_("how heavy titles are"),
    RADIUS: N_("how round corners are"),
}


class Pair(NamedTuple):
    """Two tokens that lie on one another; `least` is the contrast below which they are refused, `advised` the one
    that everybody reads with ease (WCAG 2.2: 1.4.3, 1.4.6 and 1.4.11)."""

    front: str
    ground: str
    least: float
    advised: float


def _text(front: str, *grounds: str) -> list[Pair]:
    return [Pair(front, ground, 4.5, 7) for ground in grounds]


def _shape(front: str, *grounds: str) -> list[Pair]:
    return [Pair(front, ground, 3, 3) for ground in grounds]


PAIRS: tuple[Pair, ...] = (
    *_text(INK, PAPER, SOFT, TINT, BAD_SOFT),
    *_text(DIM, PAPER, SOFT, TINT),
    *_text(ACT, PAPER, SOFT, TINT),
    *_text(ACT_HOVER, PAPER, SOFT, TINT),
    *_text(ON_BAR, BAR),
    *_text(BAD, PAPER, SOFT, TINT, BAD_SOFT),
    *_text(GOOD, PAPER),
    *_text(WARN, PAPER),
    # So far apart that at least one of the two stands out on any ground (WCAG technique C40).
    Pair(ON_FOCUS, FOCUS, 9, 9),
    *_shape(LINE, PAPER, SOFT, TINT),
    *_shape(EDGE, PAPER, TINT),
    *_shape(MARK, BAR),
)

# The house's own style: warm paper, ink, and the purple of a ripe plum.
SHAPE: dict[str, str] = {
    FONT: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
    HEADING_FONT: "inherit",
    HEADING_WEIGHT: "700",
    RADIUS: ".25rem",
}
LIGHT: dict[str, str] = {
    PAPER: "#fdfcf8",
    SOFT: "#f4f1e9",
    RULE: "#dcd6c8",
    LINE: "#716b5f",
    INK: "#1d1b18",
    DIM: "#504b44",
    TINT: "#f4edf5",
    EDGE: "#5b2f64",
    BAR: "#47264e",
    ON_BAR: "#ffffff",
    MARK: "#ffc72c",
    ACT: "#5b2f64",
    ACT_HOVER: "#35193b",
    GOOD: "#1b5e34",
    WARN: "#774200",
    BAD: "#931818",
    BAD_SOFT: "#fbeceb",
    FOCUS: "#ffc72c",
    ON_FOCUS: "#1d1b18",
}
DARK: dict[str, str] = {
    PAPER: "#171512",
    SOFT: "#24211c",
    RULE: "#423d35",
    LINE: "#9b9384",
    INK: "#f1ede5",
    DIM: "#c6bfb2",
    TINT: "#2d2230",
    EDGE: "#dcb6e4",
    BAR: "#3b2141",
    ON_BAR: "#ffffff",
    MARK: "#ffc72c",
    ACT: "#dcb6e4",
    ACT_HOVER: "#f3e2f7",
    GOOD: "#8fd6a8",
    WARN: "#f2bd72",
    BAD: "#ffa79b",
    BAD_SOFT: "#35201d",
    FOCUS: "#ffc72c",
    ON_FOCUS: "#1d1b18",
}
# High contrast is one style for every municipality: its readers know where to look.
CONTRAST_LIGHT: dict[str, str] = {
    PAPER: "#ffffff",
    SOFT: "#ffffff",
    RULE: "#000000",
    LINE: "#000000",
    INK: "#000000",
    DIM: "#000000",
    TINT: "#ffffff",
    EDGE: "#000000",
    BAR: "#000000",
    ON_BAR: "#ffffff",
    MARK: "#ffee00",
    ACT: "#00188f",
    ACT_HOVER: "#000000",
    GOOD: "#004d1a",
    WARN: "#5c2e00",
    BAD: "#8a0000",
    BAD_SOFT: "#ffffff",
    FOCUS: "#ffee00",
    ON_FOCUS: "#000000",
}
CONTRAST_DARK: dict[str, str] = {
    PAPER: "#000000",
    SOFT: "#000000",
    RULE: "#ffffff",
    LINE: "#ffffff",
    INK: "#ffffff",
    DIM: "#ffffff",
    TINT: "#000000",
    EDGE: "#ffffff",
    BAR: "#000000",
    ON_BAR: "#ffffff",
    MARK: "#ffee00",
    ACT: "#ffee00",
    ACT_HOVER: "#ffffff",
    GOOD: "#9dffb8",
    WARN: "#ffd38a",
    BAD: "#ffb3a8",
    BAD_SOFT: "#000000",
    FOCUS: "#ffee00",
    ON_FOCUS: "#000000",
}
