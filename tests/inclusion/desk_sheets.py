"""Forms that no room has yet, for tests at the desk: a ballot, one that cannot be taken back, one high on the ladder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Optional

from participation import sheets
from participation.inclusion.requests import asking, asking_no_more
from participation.sheets import NO, YES, Sheet, always


class Ballot(FlaskForm):
    """A vote, and why."""

    vote = RadioField(
        "A new square?",
        choices=[SelectChoice(YES, "For"), SelectChoice(NO, "Against")],
        validators=[InputRequired("Choose.")],
    )
    why = StringField("Why?", description="In a few words.", validators=[Optional()])


BALLOT = Sheet(
    name="ballot",
    title="A new square",
    intro="You decide.",
    after="We count on Sunday.",
    asks=always(Ballot),
    take=asking("accessibility"),
    take_back=asking_no_more,
    yes_no="vote",
    ballot=True,
)
STAYS = replace(BALLOT, name="stays", take_back=None, ballot=False)
STRICT = replace(BALLOT, name="strict", act="voice.give", ballot=False)


@contextmanager
def known_too(*more: Sheet) -> Iterator[None]:
    """For as long as this lasts, these forms are there too."""
    before = sheets.sheets()
    sheets.register([*before, *more])
    try:
        yield
    finally:
        sheets.register(before)
