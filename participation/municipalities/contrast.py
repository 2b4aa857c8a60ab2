"""How well one colour can be read on another, and the nearest one that can: for whoever chooses a house style.

Colours are `#rrggbb`. Contrast is that of WCAG 2.2: from 1 (none) to 21 (black on white). Lightness is moved in OKLCH
(Björn Ottosson, "A perceptual color space for image processing", 2020), where a colour keeps its hue while it gets
lighter or darker.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

STEPS = 200
# More colour than any screen shows.
MOST_CHROMA = 0.37


class Shade(NamedTuple):
    """A colour by lightness (0 black to 1 white), chroma (0 grey to about 0.3) and hue (in radians)."""

    lightness: float
    chroma: float
    hue: float


def ratio(one: str, other: str) -> float:
    """The contrast between two colours, 1 to 21, in either order."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def in_tenths(contrast: float) -> float:
    """A contrast with one decimal, never rounded up: 4.49 is not enough, and does not look like it."""
    return math.floor(contrast * 10 + 1e-9) / 10


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shade_of(colour: str) -> Shade:
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Shade(light, math.hypot(a, b), math.atan2(b, a))


def colour_of(shade: Shade) -> str:
    """The colour of a shade; where no screen has so much colour at that lightness, the strongest that it has."""
    lightness, least, most = min(1.0, max(0.0, shade.lightness)), 0.0, min(shade.chroma, MOST_CHROMA)
    if _can_be_shown(parts := _parts(Shade(lightness, most, shade.hue))):
        return _written(parts)
    for _ in range(20):
        chroma = (least + most) / 2
        if _can_be_shown(_parts(Shade(lightness, chroma, shade.hue))):
            least = chroma
        else:
            most = chroma
    return _written(_parts(Shade(lightness, least, shade.hue)))


def nearest(colour: str, fits: Callable[[str], bool]) -> str | None:
    """The colour of the same hue, as little lighter or darker as can be, that fits; None where none does."""
    shade = shade_of(colour)
    for step in range(1, STEPS + 1):
        for towards in (-1, 1):
            lightness = shade.lightness + towards * step / STEPS
            if -0.5 / STEPS < lightness < 1 + 0.5 / STEPS:
                other = colour_of(shade._replace(lightness=lightness))
                if fits(other):
                    return other
    return None


def _linear(colour: str) -> tuple[float, float, float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def _parts(shade: Shade) -> tuple[float, float, float]:
    a, b = shade.chroma * math.cos(shade.hue), shade.chroma * math.sin(shade.hue)
    long = (shade.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (shade.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (shade.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _can_be_shown(parts: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= part <= 1.0005 for part in parts)


def _written(parts: tuple[float, float, float]) -> str:
    shown = [min(1.0, max(0.0, part)) for part in parts]
    curved = [12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in shown]
    return "#" + "".join(f"{round(part * 255):02x}" for part in curved)
