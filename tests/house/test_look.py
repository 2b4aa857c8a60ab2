"""The promises of the style sheet: every house style can be read by everyone, and nothing comes from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
TEMPLATES = Path(__file__).parents[2] / "templates"
THEMES = [None, *sorted((STATIC / "themes").glob("*.css"))]
SCHEMES = ["light", "dark"]

# (foreground, background, least contrast): WCAG 2.2, 1.4.6 for text, 1.4.11 for the outlines of controls.
PAIRS = [
    ("default-color-default", "default-bg-document", 7),
    ("default-color-default", "default-bg-subtle", 7),
    ("default-color-default", "accent-1-bg-default", 7),
    ("default-color-subtle", "default-bg-document", 7),
    ("default-color-subtle", "accent-1-bg-default", 7),
    ("accent-1-inverse-color-default", "accent-1-inverse-bg-default", 7),
    ("action-1-color-default", "default-bg-document", 7),
    ("action-1-color-default", "default-bg-subtle", 7),
    ("action-1-color-hover", "accent-1-bg-default", 7),
    ("negative-color-default", "default-bg-document", 7),
    ("positive-color-default", "default-bg-document", 4.5),
    ("warning-color-default", "default-bg-document", 4.5),
    ("default-border-default", "default-bg-document", 3),
    ("accent-1-border-default", "accent-1-bg-default", 3),
]


def tokens(sheet: str, scheme: str) -> dict[str, str]:
    """The colours a sheet sets in a scheme: token without its prefix -> #rrggbb."""
    light, _, dark = sheet.partition("@media (prefers-color-scheme: dark)")
    dark = dark.partition("\n}\n")[0]
    found = re.findall(r"--basis-color-([\w-]+): (#\w+);", light + dark if scheme == "dark" else light)
    return {name: colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:]) for name, colour in found}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_greatest_contrast_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.stem if theme else "samenspraak")
def test_every_house_style_can_be_read_by_everyone(theme: Path | None, scheme: str) -> None:
    colours = tokens((STATIC / "style.css").read_text(), scheme)
    if theme:
        colours |= tokens(theme.read_text(), scheme)
    faint = {
        (text, ground): round(contrast(colours[text], colours[ground]), 2)
        for text, ground, least in PAIRS
        if contrast(colours[text], colours[ground]) < least
    }
    assert faint == {}


def test_every_dark_colour_of_the_house_can_be_set_by_a_house_style() -> None:
    for theme in THEMES[1:]:
        assert theme is not None
        sheet = theme.read_text()
        assert set(tokens(sheet, "dark")) == set(tokens(sheet, "light"))


def test_a_page_asks_nothing_of_a_third_party_and_needs_no_inline_style_or_script() -> None:
    offending = re.compile(
        r"""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|(?:src|href|url\()=?["']?(?:https?:)?//"""
    )
    found = {
        page.name: match.group()
        for page in [*TEMPLATES.rglob("*.html"), *STATIC.rglob("*.css")]
        if (match := offending.search(page.read_text()))
    }
    assert found == {}


def test_the_style_sheet_stays_light() -> None:
    assert len((STATIC / "style.css").read_bytes()) < 26_000
