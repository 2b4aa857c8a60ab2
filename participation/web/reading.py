"""How somebody likes to read these pages: what can be chosen, and how one short cookie remembers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from participation.errors import N_
from participation.i18n import LANGUAGES


class Choice(NamedTuple):
    """One thing to choose. Its first option is "" and the usual; in the cookie it is a letter and the option's place."""

    sign: str
    title: str
    hint: str
    options: tuple[tuple[str, str], ...]


# By the name of the choice; the order is that of the page, and no order of options may change: cookies count on it.
CHOICES: dict[str, Choice] = {
    "size": Choice(
        "t",
        N_("Size of the text"),
        "",
        (("", N_("Usual")), ("large", N_("Large")), ("larger", N_("Larger")), ("largest", N_("Largest"))),
    ),
    "spacing": Choice(
        "s",
        N_("Space between letters, words and lines"),
        "",
        (("", N_("Usual")), ("wide", N_("Wide")), ("wider", N_("Wider"))),
    ),
    "colours": Choice(
        "k",
        N_("Light or dark"),
        "",
        (
            ("", N_("As my device has it")),
            ("light", N_("Light: dark letters on light paper")),
            ("dark", N_("Dark: light letters on dark paper")),
        ),
    ),
    "contrast": Choice(
        "c",
        N_("Contrast"),
        "",
        (("", N_("As my device has it")), ("high", N_("High: the strongest difference between letters and page"))),
    ),
    "motion": Choice(
        "m",
        N_("Movement"),
        "",
        (("", N_("As my device has it")), ("calm", N_("Calm: nothing moves by itself"))),
    ),
    "easy": Choice(
        "e",
        N_("Easy words"),
        N_("Where there is a version in easy words, you see it first."),
        (("", N_("Usual")), ("yes", N_("Easy words first"))),
    ),
    "light": Choice(
        "l",
        N_("Little data"),
        N_("For who pays for data, or has a slow connection."),
        (("", N_("Usual")), ("yes", N_("Without pictures that are not needed"))),
    ),
}


@dataclass(frozen=True)
class Reading:
    """What one reader chose; "" is the usual, or as the device has it. `language`: a code, or "" while none is chosen."""

    language: str = ""
    size: str = ""
    spacing: str = ""
    colours: str = ""
    contrast: str = ""
    motion: str = ""
    easy: str = ""
    light: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from the usual, apart from the language."""
        return {name: value for name, value in asdict(self).items() if value and name != "language"}

    def with_choices(self, asked: Mapping[str, str]) -> Reading:
        """The same reader with these choices; one that is not made, or that nobody offers, is the usual."""
        offered = {name: dict(choice.options) for name, choice in CHOICES.items()}
        return replace(self, **{name: asked[name] if asked.get(name) in offered[name] else "" for name in CHOICES})

    def cookie(self) -> str:
        """`nl.t2.c1`: the language, then for each choice that is not the usual its letter and the option's place."""
        signs = [f"{CHOICES[name].sign}{_place(name, value)}" for name, value in self.chosen.items()]
        return ".".join([self.language, *signs])


def from_cookie(text: str) -> Reading:
    """What a cookie remembers; whatever in it is not ours says nothing."""
    language, *signs = text.split(".")
    known = {
        f"{choice.sign}{place}": (name, value)
        for name, choice in CHOICES.items()
        for place, (value, _) in enumerate(choice.options)
    }
    found = dict(known[sign] for sign in signs if sign in known)
    return Reading(language if language in LANGUAGES else "", **found)


def _place(name: str, value: str) -> int:
    return [option for option, _ in CHOICES[name].options].index(value)
