"""Looking at how many were invited and what they answered: by way, and by what the register knows of them."""

from __future__ import annotations

import json
from collections import Counter

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from participation.invitations.frames import FEATURES
from participation.invitations.models import Invited
from participation.invitations.rules import NO, YES
from participation.invitations.rules import QUESTION as ASKED
from participation.panels.queries import Counts, Line, with_features
from participation.panels.queries.tallies import INVITED, QUESTION, REFUSED, UNREACHED, WILLING

# What the register knows, in words.
REGISTER = FEATURES
STEPS = {YES: WILLING, NO: REFUSED, ASKED: QUESTION}


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
