"""What is asked of a page in a browser: the rules of axe-core, and what they cannot measure: that it flows into a narrow
screen, that no words are cut off when they get more room, that nothing lies over it.

Each question returns its complaints in words, none where all is well.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
CONTRAST = "color-contrast"
# What depends on where things lie, and so is asked anew at each width.
PLACED = (CONTRAST, "target-size")

Complaints = list[str]


@lru_cache
def axe_source() -> str:
    return (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text()


ASK_AXE = """
async (options) => {
  const found = await axe.run(document, { ...options, resultTypes: ["violations"] });
  return found.violations.map(({ id, help, nodes }) =>
    [id, help, nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 200) + " – " + failureSummary).join("; ")]);
}
"""
# Who is wider than the screen: the innermost culprits, by their markup.
WIDER = """
() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const over = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > wide + 1);
  const inner = over.filter((one) => ![...one.children].some((child) => over.includes(child)));
  return ["wider than the screen: " + inner.slice(0, 3).map((one) => one.outerHTML.slice(0, 160)).join(" | ")];
}
"""
# WCAG 1.4.12: the spacing that somebody may choose.
SPACED = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
                     p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}
"""
UNSPACED = "() => { document.adoptedStyleSheets = [] }"
# Words that are cut off: a box that hides what does not fit, with more in it than fits. What is there for screen readers
# alone is cut off on purpose.
CLIPPED = """
() => [...document.body.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  const meant = style.clipPath !== "none" || style.clip !== "auto" || one.clientWidth <= 1 || one.clientHeight <= 1;
  if (meant || one.closest("select") || !one.innerText?.trim()) return false;
  const hides = (overflow) => overflow === "hidden" || overflow === "clip";
  return (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
      || (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
}).slice(0, 3).map((one) => "cuts words off: " + one.outerHTML.slice(0, 160))
"""
# What stays in place while the page scrolls may not take much of a screen that is 256 px high.
COVERED = """
() => [...document.body.querySelectorAll("*")].filter((one) => {
  const { position } = getComputedStyle(one);
  const { height } = one.getBoundingClientRect();
  return (position === "fixed" || position === "sticky") && height > innerHeight / 3;
}).slice(0, 3).map((one) => "lies over the page: " + one.outerHTML.slice(0, 160))
"""
# Buttons and fields are large enough for a thumb; links in a sentence are as high as their line.
SMALL = """
() => [...document.querySelectorAll("main button, main .button, main select, main textarea, main summary," +
    "main input:not([type=hidden], [type=checkbox], [type=radio])")].filter((one) => {
  const { width, height } = one.getBoundingClientRect();
  return one.checkVisibility() && width > 1 && height > 1 && (height < 43.5 || width < 43.5);
}).slice(0, 3).map((one) => "smaller than 44 px: " + one.outerHTML.slice(0, 160))
"""
UNSEEN_TITLE = """
() => document.querySelector("h1").checkVisibility() && document.querySelector("h1").getBoundingClientRect().height > 0
  ? [] : ["its title cannot be seen"]
"""


def asks_axe(page: Page, *, rules: Sequence[str] = (), but: Sequence[str] = ()) -> Complaints:
    """What axe-core objects to: by all rules for WCAG 2.2 A, AA and best practices, or by some, or by all but some."""
    options: dict[str, Any] = {"runOnly": {"type": "rule", "values": list(rules)} if rules else list(TAGS)}
    if but:
        options["rules"] = {rule: {"enabled": False} for rule in but}
    bring_axe(page)
    found = page.evaluate(ASK_AXE, options)
    return [f"{rule}: {help_} ({where})" for rule, help_, where in found]


def number_of_rules(page: Page) -> int:
    """How many rules axe-core tries."""
    bring_axe(page)
    return int(page.evaluate("tags => axe.getRules(tags).length", list(TAGS)))


def bring_axe(page: Page) -> None:
    """Put axe-core into the page, where it is not yet: past what the page allows itself to run."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(axe_source())


def fits(page: Page) -> Complaints:
    """Nothing is wider than the screen."""
    return list(page.evaluate(WIDER))


def bears_more_space(page: Page) -> Complaints:
    """With more space between lines, words and letters it still fits, and no words are cut off."""
    page.evaluate(SPACED)
    found = [*page.evaluate(WIDER), *page.evaluate(CLIPPED)]
    page.evaluate(UNSPACED)
    return [f"with more space: {complaint}" for complaint in found]


def says_what_it_is(page: Page, language: str) -> Complaints:
    """It has one title, and names its language."""
    found = []
    if (titles := page.locator("h1").count()) != 1:
        found.append(f"it has {titles} titles")
    if (said := page.locator("html").get_attribute("lang")) != language:
        found.append(f"it says that its language is {said}")
    return found


@dataclass(frozen=True)
class Rendering:
    """One way of showing a page. width, height: of the screen, in CSS pixels; media: as `emulate_media` takes it"""

    name: str
    width: int = 1280
    height: int = 900
    media: dict[str, str] = field(default_factory=dict)
    asks: tuple[Callable[[Page], Complaints], ...] = ()

    def show(self, page: Page) -> None:
        page.set_viewport_size({"width": self.width, "height": self.height})
        page.emulate_media(
            **{
                "color_scheme": "light",
                "contrast": "no-preference",
                "forced_colors": "none",
                "media": "screen",
                "reduced_motion": "reduce",
                **self.media,
            }
        )

    def complaints(self, page: Page) -> Complaints:
        """What is wrong with the page that is open, shown like this."""
        self.show(page)
        return [f"{self.name}: {complaint}" for ask in self.asks for complaint in ask(page)]


def contrast(page: Page) -> Complaints:
    return asks_axe(page, rules=[CONTRAST])


def structure(page: Page) -> Complaints:
    """Everything that does not depend on colours."""
    return asks_axe(page, but=[CONTRAST])


def everything(page: Page) -> Complaints:
    return asks_axe(page)


def placed(page: Page) -> Complaints:
    return asks_axe(page, rules=["target-size"])


def evaluates(script: str) -> Callable[[Page], Complaints]:
    return lambda page: list(page.evaluate(script))


PHONE = Rendering("320 px", 320, 640, asks=(fits, bears_more_space, evaluates(SMALL), structure))
# 1280 by 1024 pixels, four times as large.
ZOOM = Rendering("400 %", 320, 256, asks=(fits, evaluates(COVERED), contrast))
RENDERINGS = (
    Rendering("default", asks=(fits, evaluates(CLIPPED), placed, contrast)),
    Rendering("dark", media={"color_scheme": "dark"}, asks=(contrast,)),
    Rendering("high contrast", media={"contrast": "more"}, asks=(contrast,)),
    Rendering("high contrast, dark", media={"contrast": "more", "color_scheme": "dark"}, asks=(contrast,)),
    Rendering("forced colours", media={"forced_colors": "active"}, asks=(contrast, evaluates(UNSEEN_TITLE))),
    Rendering("print", media={"media": "print"}, asks=(contrast, evaluates(UNSEEN_TITLE))),
    ZOOM,
    PHONE,
)
