"""The promises of the look: one light style sheet without a colour of its own, that fits the pages and their readers.

That its colours can be read by everyone is tried with the house styles, in tests/municipalities/test_style.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from participation.municipalities.tokens import COLOURS, SHAPES
from participation.web.reading import CHOICES

STATIC = Path(__file__).parents[2] / "static"
PAGES = {
    str(page.relative_to(STATIC.parent / "templates")): page.read_text()
    for page in (STATIC.parent / "templates").rglob("*.html")
}
SHEET = (STATIC / "style.css").read_text()
SHEETS = "".join(sheet.read_text() for sheet in STATIC.glob("*.css"))

# Classes that no sheet here needs to know, and why they stand in a page.
SPEAKS = {
    "film": "a figure is styled as one",
    "languages": "its variant is the one that looks different",
}
# What a preview of a house style wears: the desk makes its sheet for each file.
PREVIEW = {"samples", "is-focused"}


def rules(sheet: str) -> str:
    """A sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)


def on_a_screen(sheet: str) -> str:
    """A sheet without what holds for paper, or where the device brings its own colours."""
    return re.sub(r"@media (?:print|\(forced-colors: active\)) \{.*?\n\}", "", rules(sheet), flags=re.DOTALL)


def classes_of(page: str) -> set[str]:
    """The classes that a template writes, each whole; what it puts together from parts is in `beginnings`."""
    written = re.findall(r'[\s}]class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"', page)
    whole = [re.sub(r"[\w-]*(?:\{\{.*?\}\}|\{%.*?%\})", " ", attribute) for attribute in written]
    chosen = [word for attribute in written for word in re.findall(r"\{\{[^}]*?'([\w -]+)' if ", attribute)]
    return {name for text in [*whole, *chosen] for name in text.split() if not name.endswith("-")}


def beginnings(page: str) -> set[str]:
    """How the classes begin that a template puts together: `tag--` of `tag--{{ kind }}`."""
    return set(re.findall(r"""([\w-]+-)(?:\{\{|["'] ?~)""", page))


def test_the_style_sheet_stays_under_15_kilobytes() -> None:
    assert len((STATIC / "style.css").read_bytes()) < 15_000


def test_the_style_sheet_holds_no_colour_of_its_own() -> None:
    plain = on_a_screen(SHEET)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(|: (?:white|black|red|yellow)\b", plain) == []
    assert "prefers-color-scheme" not in plain
    assert "prefers-contrast" not in plain


def test_each_token_of_a_house_style_does_something_and_no_other_is_asked_for() -> None:
    assert set(re.findall(r"var\(--(basis-[\w-]+)", SHEET)) == set(COLOURS) | set(SHAPES)


def test_each_short_name_is_given_and_used() -> None:
    given = set(re.findall(r"(?<![\w.])(--[a-z][\w-]*):", rules(SHEET)))
    used = {name for name in re.findall(r"var\((--[\w-]+)", rules(SHEETS)) if not name.startswith("--basis-")}
    assert used == given


def test_every_class_of_a_page_is_known_to_the_sheet() -> None:
    known = set(re.findall(r"\.([a-z][\w-]*)", rules(SHEETS))) | set(SPEAKS) | PREVIEW
    assert {name: found for name, page in PAGES.items() if (found := classes_of(page) - known)} == {}


def test_every_class_of_the_sheet_is_on_a_page() -> None:
    used = {name for page in PAGES.values() for name in classes_of(page)}
    starts = tuple(start for page in PAGES.values() for start in beginnings(page))
    styled = set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", rules(SHEETS)))
    assert {name for name in styled if name not in used and not name.startswith(starts)} == set()


def test_letters_grow_with_what_the_reader_chose() -> None:
    """Lengths of letters are in rem or em; only words within a picture grow with the picture."""
    sizes = re.findall(r"([^\n{}]*)\{[^{}]*?font(?:-size)?: ([^;}]*)", on_a_screen(SHEET))
    fixed = {selector.strip(): size for selector, size in sizes if re.search(r"\d(?:px|pt)\b", size)}
    assert set(fixed) == {".picture text"}


@pytest.mark.parametrize("name", ["size", "spacing"])
def test_each_choice_of_letters_looks_different(name: str) -> None:
    for value, _ in CHOICES[name].options[1:]:
        assert re.search(rf'\[data-{name}(?:="{value}")?\]', SHEET), value


def test_nothing_moves_for_whoever_wants_calm() -> None:
    moving = r"transition|animation|scroll-behavior"
    calm = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{.*?\n\}", "", SHEET, flags=re.DOTALL)
    assert re.findall(moving, calm) == []
    for line in SHEET.splitlines():
        if re.search(moving, line):
            assert line.strip().startswith(":root:not([data-motion])")


def test_a_page_asks_nothing_of_a_third_party_and_needs_no_inline_style_or_script() -> None:
    offending = re.compile(
        r"""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|(?:src|href|url\()=?["']?(?:https?:)?//"""
    )
    sheets = {sheet.name: sheet.read_text() for sheet in STATIC.rglob("*.css")}
    found = {name: match.group() for name, text in (PAGES | sheets).items() if (match := offending.search(text))}
    assert found == {}
