"""The forms of this room: what somebody who is invited answers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from participation.errors import N_, NotFound
from participation.invitations import answering
from participation.invitations.forms.reply import Reply, reply_form
from participation.invitations.queries import answers
from participation.panels import queries as panels
from participation.sheets import Key, Sheet


def _asks(session: Session, municipality_id: int, subject: str) -> type[Reply]:
    """The features of the targets of the panel are questions."""
    number = subject.removeprefix("panel:")
    if not number.isdecimal():
        raise NotFound
    return reply_form(panels.features_asked(panels.panel_by_id(session, municipality_id, int(number))))


def _inviting(session: Session, municipality_id: int) -> Sequence[str]:
    return [panels.subject_of(one.panel_id) for one in answers.inviting(session, municipality_id)]


def _invited_before(session: Session, municipality_id: int) -> Sequence[str]:
    return [panels.subject_of(panel_id) for panel_id in answers.invited_before(session, municipality_id)]


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        name="reply",
        title=N_("Your answer to our invitation"),
        intro=N_(
            "You have a letter from us with a code: you were drawn by lot. Tell us whether you want to take part. A no is "
            "just as welcome, and you may change your answer until the draw is prepared."
        ),
        after=N_(
            "We have your answer. Among all who say yes, a public draw chooses who sits on the panel; everybody hears how it "
            "ended. To change something, answer once more with the same code: the newest answer counts."
        ),
        asks=_asks,
        take=answering.reply,
        take_back=answering.take_back,
        about=_inviting,
        was_about=_invited_before,
        linked=False,
        discreet=True,
        key=Key(answering.opens, answering.texted),
        tells=answering.tells,
        next_forms=("support",),
    ),
)
