"""The models of panels that are seen in practice, as templates: what is usual, for the official who begins a new one.

The twelve, and what is usual in each, are those of the OECD: "Innovative Citizen Participation and New Democratic
Institutions: Catching the Deliberative Wave" (2020), chapter 2. What a panel is to deliver is in our own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from participation.errors import N_


@dataclass(frozen=True)
class Model:
    """A model of panel. name: what it is called; purpose: what it is for; output: what it delivers (sentences)

    seats, days: what is usual, and how many full days all sessions take together; sessions: over how many meetings
    """

    name: str
    purpose: str
    seats: int
    days: int
    sessions: int
    output: str


MODELS: Mapping[str, Model] = {
    "assembly": Model(
        N_("Citizens’ assembly"),
        N_("For a large question with many sides, on which everything may still change."),
        90,
        19,
        10,
        N_("Detailed recommendations, each with its reasons and the share of members behind it."),
    ),
    "jury": Model(
        N_("Citizens’ jury or panel"),
        N_("For one clear question on which the council will decide soon."),
        34,
        4,
        4,
        N_("Recommendations in the members’ own words, and where they did not agree."),
    ),
    "conference": Model(
        N_("Consensus conference"),
        N_("For a technical or moral question on which members want to question experts."),
        16,
        4,
        3,
        N_("One text on which all members agree, from what they asked the experts."),
    ),
    "planning": Model(
        N_("Planning cell"),
        N_("For a plan of a place, looked at by small groups one after the other."),
        24,
        4,
        4,
        N_("A report with what all groups together think of the plan."),
    ),
    "g1000": Model(
        N_("G1000"),
        N_("For finding out with very many what a community wants to work on."),
        300,
        2,
        2,
        N_("Proposals on which everybody who is there votes."),
    ),
    "council": Model(
        N_("Citizens’ council"),
        N_("For a quick first view of a question that lives in a district or a village."),
        15,
        2,
        1,
        N_("A short statement, talked about in public with whoever wants to come."),
    ),
    "dialogue": Model(
        N_("Citizens’ dialogue"),
        N_("For gathering the views of many on a broad theme."),
        150,
        2,
        2,
        N_("Ideas and wishes, ordered by what they have in common."),
    ),
    "poll": Model(
        N_("Deliberative poll"),
        N_("For measuring what people think once they have heard all sides."),
        220,
        2,
        1,
        N_("The same questions answered before and after, and what changed."),
    ),
    "world": Model(
        N_("World Wide Views"),
        N_("For one question in many places on the same day, so that answers can be compared."),
        120,
        1,
        1,
        N_("The votes of the tables, beside those of the other places."),
    ),
    "review": Model(
        N_("Citizens’ initiative review"),
        N_("For informing everybody before they vote in a popular consultation."),
        22,
        4,
        4,
        N_("One page with what voters should know, for and against."),
    ),
    "ostbelgien": Model(
        N_("Ostbelgien model"),
        N_("For a lasting council of residents that chooses the questions and starts panels about them."),
        24,
        12,
        12,
        N_("The questions that panels look into, and an account of what became of their advice."),
    ),
    "observatory": Model(
        N_("City observatory"),
        N_("For residents who look at other residents’ proposals all year long."),
        49,
        8,
        8,
        N_("For each proposal whether it goes to the council or to a vote, with reasons."),
    ),
}

# The OECD's principle: at least this many full days in person, unless there is a good reason.
FULL_DAYS = 4
