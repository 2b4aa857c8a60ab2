"""Somebody at a page, who types, chooses and presses: with a mouse or a thumb, or with nothing but a keyboard.

A journey is written once and made by both. Whoever goes by keyboard looks on the way at what a keyboard needs: at each
stop the focus can be seen and is not covered, the order is that of reading, and one comes round to where one began.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Response

from tests.browser.eyes import see

# More stops than any page of ours has.
MOST = 400

# Where the focus is: what it is, whether it can be seen, whether something lies over it, and its place on the page.
STOP = r"""
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  // A part of a control that the browser makes, such as the calendar of a date, shows its focus in the browser's way.
  const within = !one.matches(":focus");
  const ring = style.boxShadow !== "none" || (drawn && !/, 0\)$/.test(style.outlineColor)) || within;
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const above = document.elementFromPoint(x, y);
  const label = one.labels?.[0];
  const free = !above || one.contains(above) || above.contains(one) || Boolean(label?.contains(above));
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0;
  return {
    markup: one.outerHTML.slice(0, 160), ring, free, inside,
    place: [...document.querySelectorAll("*")].indexOf(one),
    top: box.top + scrollY, height: box.height, inMain: Boolean(one.closest("main .content")),
    forward: one.tabIndex > 0,
  };
}
"""


class Hand:
    """With a mouse or a thumb."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def words(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    @property
    def title(self) -> str:
        return self.page.locator("h1").inner_text()

    def visit(self, address: str) -> None:
        """Open an address and look."""
        answer = self.page.goto(address)
        assert answer is not None
        self.arrive(answer, 200)

    def arrive(self, answer: Response | None, status: int) -> None:
        """A page has come."""
        see(self.page, answer, status)

    def type(self, label: str, text: str, *, exact: bool = False) -> None:
        self.type_into(self.field(label, exact=exact), text)

    def type_into(self, field: Locator, text: str) -> None:
        field.fill(text)

    def hand_in(self, label: str, file: Path) -> None:
        """Choose a file. The window in which one looks for it is the browser's, not ours."""
        self.field(label).set_input_files(file)

    def choose(self, label: str, *, exact: bool = True) -> None:
        """Tick a box, or one of several."""
        self.field(label, exact=exact).check()

    def pick(self, label: str, choice: str) -> None:
        """Pick from a list that opens."""
        self.field(label).select_option(label=choice)

    def press(self, name: str, *, status: int = 200) -> None:
        """Press the button or link with this name, and look at the page it leads to."""
        self.press_this(self.control(name), status=status)

    def press_this(self, control: Locator, *, status: int = 200) -> None:
        with self.page.expect_navigation() as leading:
            self.activate(control)
        self.arrive(leading.value, status)

    def activate(self, control: Locator) -> None:
        control.click()

    def field(self, label: str, *, exact: bool = False) -> Locator:
        """What is called this, the first where there are several."""
        return self.page.locator("main").get_by_label(label, exact=exact).first

    def control(self, name: str) -> Locator:
        """The button or link with this name, the first in the content where there are several."""
        page = self.page
        named = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
        within = page.locator("main").locator(named)
        return (within if within.count() else named).first


class Keyboard(Hand):
    """With Tab, Space, Enter and the arrows alone."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.walked: set[str] = set()

    def arrive(self, answer: Response | None, status: int) -> None:
        super().arrive(answer, status)
        if status == 422:
            self.look_at_errors()
        else:
            self.skip_to_content()
        self.walk()

    def type_into(self, field: Locator, text: str) -> None:
        self.reach(field)
        if field.get_attribute("type") in ("date", "datetime-local"):
            field.fill(text)  # its parts are the browser's, and their order is that of the browser's language
        else:
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(text)
        assert field.input_value() == text

    def hand_in(self, label: str, file: Path) -> None:
        self.reach(self.field(label))
        super().hand_in(label, file)

    def choose(self, label: str, *, exact: bool = True) -> None:
        choice = self.field(label, exact=exact)
        if choice.get_attribute("type") == "radio":
            group = self.page.locator(f'input[type=radio][name="{choice.get_attribute("name")}"]')
            self.reach(group)
            for _ in range(group.count()):
                if is_here(choice):
                    break
                self.page.keyboard.press("ArrowDown")
        else:
            self.reach(choice)
        if not choice.is_checked():
            self.page.keyboard.press("Space")
        assert choice.is_checked()

    def pick(self, label: str, choice: str) -> None:
        field = self.field(label)
        self.reach(field)
        self.page.keyboard.press("Home")
        for _ in range(field.locator("option").count()):
            if field.locator("option:checked").inner_text() == choice:
                break
            self.page.keyboard.press("ArrowDown")
        assert field.locator("option:checked").inner_text() == choice

    def activate(self, control: Locator) -> None:
        self.reach(control)
        self.page.keyboard.press("Enter")

    def reach(self, wanted: Locator) -> None:
        """Press Tab until the focus is there."""
        assert wanted.count(), f"{self.page.url}: {wanted} is not there"
        for _ in range(MOST):
            if is_here(wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: {wanted} cannot be reached with Tab")

    def skip_to_content(self) -> None:
        """The first stop leads past what stands on every page."""
        self.page.evaluate("document.activeElement?.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
        self.page.keyboard.press("Tab")
        skip = self.page.locator("a.skip")
        if not is_here(skip):  # where the browser began elsewhere, one comes round to it
            self.reach(skip)
        stop = self.stop()
        assert stop is not None
        assert stop["inside"], f"{self.page.url}: the link past the header cannot be seen while it has the focus"
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement?.id") == "main", f"{self.page.url}: it leads nowhere"

    def look_at_errors(self) -> None:
        """What needs another look has the focus, and its first link leads to a field."""
        summary = self.page.locator(".errors")
        assert summary.evaluate("one => one === document.activeElement"), f"{self.page.url}: the errors have no focus"
        link = summary.get_by_role("link").first
        if link.count():
            self.reach(link)
            self.page.keyboard.press("Enter")
            wanted = (link.get_attribute("href") or "").removeprefix("#")
            assert self.page.evaluate("document.activeElement?.id") == wanted, f"{self.page.url}: it leads to no field"

    def walk(self) -> None:
        """Go once round the page, where this kind of page has not been walked yet."""
        shape = self.page.evaluate("[...document.querySelectorAll('main *')].map((one) => one.tagName).join()")
        if shape in self.walked:
            return
        self.walked.add(shape)
        first, before = self.stop(), None
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            stop = self.stop()
            if stop is None or (first and stop["place"] == first["place"]):
                break
            self.check_stop(stop, before)
            before = stop
        else:
            raise AssertionError(f"{self.page.url}: Tab never comes round")

    def check_stop(self, stop: dict[str, Any], before: dict[str, Any] | None) -> None:
        where = f"{self.page.url}: {stop['markup']}"
        assert stop["ring"], f"{where} does not show that it has the focus"
        assert stop["inside"], f"{where} has the focus and is not on the screen"
        assert stop["free"], f"{where} has the focus and something lies over it"
        assert not stop["forward"], f"{where} pushes to the front"
        if before and stop["place"] > before["place"] and stop["inMain"] and before["inMain"]:
            # One column: what comes next stands lower, or beside it.
            assert stop["top"] + stop["height"] > before["top"], f"{where} comes after what stands below it"

    def stop(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.page.evaluate(STOP)
        return found


def is_here(wanted: Locator) -> bool:
    """Whether the focus is on one of these."""
    return bool(wanted.evaluate_all("ones => ones.includes(document.activeElement)"))
