"""The arms of the three municipalities of the demo, drawn by us: for whoever tries Samenspraak out."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw

from participation.municipalities.logos import Drawn, drawn_anew

# Twice as large as it is shown, for sharp screens; no larger, because somebody pays for each byte.
SIDE = 88
# Drawn so much larger first, so that edges come out smooth.
TIMES = 8
WHITE = "#ffffff"
Points = list[tuple[float, float]]


def logo_of(slug: str) -> Drawn:
    """The logo of a municipality of the demo, as a PNG."""
    sheet = Image.new("RGBA", (SIDE * TIMES, SIDE * TIMES))
    _DRAWINGS[slug](ImageDraw.Draw(sheet))
    small = sheet.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    told = io.BytesIO()
    small.quantize(24, Image.Quantize.FASTOCTREE).save(told, "PNG")
    return drawn_anew(told.getvalue())


def _lime_leaf(pen: ImageDraw.ImageDraw) -> None:
    """Lindedorp: a leaf of a lime tree on green."""
    pen.polygon(_shield(), fill="#d9e021")
    pen.polygon(_shield(0.07), fill="#165a34")
    pen.polygon(_leaf(0.5, 0.44, 0.27), fill="#f4f7c5")
    pen.line(_scaled([(0.5, 0.33), (0.5, 0.84)]), fill="#165a34", width=TIMES * 2)
    pen.line(_scaled([(0.5, 0.7), (0.5, 0.84)]), fill="#f4f7c5", width=TIMES * 2)
    for height in (0.42, 0.52, 0.62):
        for side in (-1, 1):
            tip = (0.5 + side * (0.19 - (height - 0.42) * 0.45), height - 0.07)
            pen.line(_scaled([(0.5, height), tip]), fill="#165a34", width=TIMES * 2)


def _farm(pen: ImageDraw.ImageDraw) -> None:
    """Sint-Linde-Rode: a chapel of brick on cream."""
    pen.polygon(_shield(), fill="#852a15")
    pen.polygon(_shield(0.07), fill="#fff4e3")
    pen.polygon(_scaled([(0.5, 0.14), (0.63, 0.36), (0.37, 0.36)]), fill="#58190c")
    pen.rectangle(_scaled([(0.39, 0.36), (0.61, 0.72)]), fill="#b3391d")
    pen.polygon(_scaled([(0.2, 0.52), (0.39, 0.42), (0.39, 0.52)]), fill="#58190c")
    pen.polygon(_scaled([(0.8, 0.52), (0.61, 0.42), (0.61, 0.52)]), fill="#58190c")
    pen.rectangle(_scaled([(0.22, 0.52), (0.78, 0.72)]), fill="#b3391d")
    for row in range(3):
        for stone in range(7 - row % 2):
            left = 0.235 + stone * 0.08 + row % 2 * 0.04
            pen.line(_scaled([(left, 0.56 + row * 0.05), (left + 0.045, 0.56 + row * 0.05)]), "#fff4e3", TIMES * 2)
    pen.rectangle(_scaled([(0.455, 0.58), (0.545, 0.72)]), fill="#58190c")
    pen.ellipse(_scaled([(0.455, 0.535), (0.545, 0.625)]), fill="#58190c")
    pen.line(_scaled([(0.5, 0.07), (0.5, 0.16)]), fill="#58190c", width=TIMES * 4)
    pen.line(_scaled([(0.46, 0.1), (0.54, 0.1)]), fill="#58190c", width=TIMES * 4)


def _lake(pen: ImageDraw.ImageDraw) -> None:
    """Neudorf: firs above the water of its reservoir."""
    pen.polygon(_shield(), fill=WHITE)
    pen.polygon(_shield(0.07), fill="#0d4f8b")
    pen.ellipse(_scaled([(0.58, 0.15), (0.76, 0.33)]), fill="#ffd23f")
    for middle, top, width in ((0.33, 0.16, 0.15), (0.5, 0.26, 0.12)):
        for layer in range(3):
            high = top + layer * 0.09
            wide = width * (0.55 + layer * 0.22)
            pen.polygon(
                _scaled([(middle, high), (middle + wide, high + 0.15), (middle - wide, high + 0.15)]), fill=WHITE
            )
        pen.rectangle(_scaled([(middle - 0.018, top + 0.3), (middle + 0.018, top + 0.37)]), fill=WHITE)
    for row, height in enumerate((0.6, 0.69, 0.78)):
        reach = (0.34, 0.28, 0.17)[row]
        wave = [(0.5 + reach * step / 20, height + 0.016 * math.sin(step * 0.9)) for step in range(-20, 21)]
        pen.line(_scaled(wave), fill="#9ccbf7", width=TIMES * 4, joint="curve")


def _shield(inside: float = 0.0) -> Points:
    """A shield that fills the square, or one within it."""
    top, wide = 0.02 + inside, 0.42 - inside
    round_part = [
        (0.5 + wide * math.cos(turn), 0.52 + (0.46 - inside) * math.sin(turn))
        for turn in (math.pi * step / 40 for step in range(41))
    ]
    return _scaled([(0.5 + wide, top), *round_part, (0.5 - wide, top)])


def _leaf(x: float, y: float, size: float) -> Points:
    """A heart with a tip, which is what the leaf of a lime tree is."""
    turns = [2 * math.pi * step / 80 for step in range(81)]
    return _scaled(
        [
            (
                x + size * math.sin(turn) ** 3,
                y - size * (13 * math.cos(turn) - 5 * math.cos(2 * turn) - 2 * math.cos(3 * turn)) / 16,
            )
            for turn in turns
        ]
    )


def _scaled(points: Points) -> Points:
    return [(x * SIDE * TIMES, y * SIDE * TIMES) for x, y in points]


_DRAWINGS = {"lindedorp": _lime_leaf, "sint-linde-rode": _farm, "neudorf": _lake}
