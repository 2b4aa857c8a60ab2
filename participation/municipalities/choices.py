"""What is chosen among: the groups of rules, the house styles, the ways to take part, the rungs of the ladder."""

from __future__ import annotations

from participation.errors import N_
from participation.permissions import Rung

GROUPS: dict[str, str] = {
    "petition": N_("Petitions"),
    "proposal": N_("Proposals by residents"),
    "consultation": N_("Popular consultations"),
    "challenge": N_("Taking on a task of the municipality"),
    "panel": N_("Panels by lot"),
    "council": N_("The council"),
    "rung": N_("How sure we want to be who you are"),
    "channel": N_("Ways to take part"),
    "language": N_("Languages"),
    "retention": N_("How long we keep what we know about you"),
    "contact": N_("How to reach us"),
    "place": N_("This municipality"),
    "style": N_("How our pages look"),
}

THEME_NAMES: dict[str, str] = {
    "": N_("That of Samenspraak: plum, on warm paper"),
    "lindedorp": N_("Lime trees: green, with soft corners"),
    "neudorf": N_("Lake: blue, on cool paper"),
    "sint-linde-rode": N_("Brick: red on cream, with letters that have feet"),
    "own": N_("Our own, from a file"),
}

CHANNELS = (
    ("web", N_("On this website")),
    ("phone", N_("By telephone")),
    ("desk", N_("At the desk")),
    ("paper", N_("On paper")),
    ("text", N_("By text message")),
)
WITHOUT_SCREEN = frozenset({"phone", "desk", "paper"})

RUNGS = (
    (str(int(Rung.CODE)), N_("A code that we send by e-mail or text message")),
    (str(int(Rung.LETTER)), N_("A code in a letter to your home")),
    (str(int(Rung.IDENTITY)), N_("Your identity card at the desk, or signing in with an identity app")),
)

ACT_NAMES: dict[str, tuple[str, str]] = {
    "data.see": (N_("Seeing what we know about you"), N_("What we want to know before we show it to you.")),
    "data.erase": (N_("Erasing what we know about you"), N_("What we want to know before we erase it.")),
    "news.follow": (N_("Receiving news"), N_("What we want to know before we write to you.")),
    "voice.give": (
        N_("Giving your voice where it counts"),
        N_("What we want to know before your signature or support counts as that of one resident."),
    ),
}
