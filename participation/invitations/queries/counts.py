"""Looking at how many were invited and what they answered: by way, and by what the register knows of them."""

from __future__ import annotations

import json
from collections import Counter

from babel import Locale
from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from participation.errors import N_
from participation.i18n import say
from participation.invitations.frames import FEATURES
from participation.invitations.models import Invited
from participation.invitations.rules import NO, YES
from participation.invitations.rules import QUESTION as ASKED
from participation.panels.queries import Counts, Line, with_features
from participation.panels.queries.tallies import INVITED, QUESTION, REFUSED, UNREACHED, WILLING

# What the register knows, in words.
REGISTER = FEATURES
# The signs that registers here have for a sex: homme, man, Mann; femme, vrouw, Frau, weiblich.
SEXES = {"H": N_("men"), "M": N_("men"), "F": N_("women"), "V": N_("women"), "W": N_("women")}
STEPS = {YES: WILLING, NO: REFUSED, ASKED: QUESTION}


def group_in_words(category: str, group: str, language: str) -> str:
    """A group of the register as people read it: an age band, a sex by its sign, a language by its name."""
    if category == "age" and group.startswith("-"):
        return say(N_("up to %(age)s years"), language, {"age": group[1:]})
    if category == "sex":
        return say(SEXES[group.upper()], language) if group.upper() in SEXES else group
    if category == "language":
        return str(Locale(language).languages.get(group.lower(), group))
    return group


def counted(session: Session, municipality_id: int, panel_id: int, *which: ColumnElement[bool]) -> Counts:
    """Everybody who was invited to a panel, or some of them, by step. Each is at `INVITED`, and at one other at most: what
    they answered last, by its way; where they did not answer, why they were not reached. Of whoever was forgotten only
    that is known, and no feature."""
    known = cast(Invited.known, String)
    columns = (Invited.answer, Invited.channel, Invited.state, known)
    rows = session.execute(
        select(*columns, func.count())
        .where(Invited.municipality_id == municipality_id, Invited.panel_id == panel_id, *which)
        .group_by(*columns)
    )
    found: Counts = Counter()
    for answer, channel, state, features, people in rows:
        of = json.loads(features)
        found.update(with_features(INVITED, of, people))
        step = STEPS[answer] if answer else UNREACHED if state else ""
        if step:
            found.update(with_features(step, of, people))
        if step and (way := channel if answer else state):
            found.update({Line(step, way): people})
    return found
