"""The form with the reading choices: for everybody, with or without an account."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from wtforms import Form, RadioField
from wtforms.fields import SelectChoice

from participation.web.reading import CHOICES, Reading


def reading_form(how: Reading) -> Any:
    """The choices as questions, with what is chosen now; each field is named after its choice."""
    questions = {
        name: RadioField(
            _(choice.title),
            description=_(choice.hint) if choice.hint else "",
            choices=[SelectChoice(value, _(words)) for value, words in choice.options],
        )
        for name, choice in CHOICES.items()
    }
    return type("ReadingForm", (Form,), questions)(data=asdict(how))
