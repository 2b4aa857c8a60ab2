"""What we ask of the officials who follow the answers to an invitation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from participation.invitations.rules import STATES

NOTHING = "none"


class FindForm(FlaskForm):  # type: ignore[misc]
    """One letter, by its code or its number."""

    code = StringField(
        _("The code in a letter, or its number"),
        validators=[InputRequired(_("Write the code or the number of the letter.")), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class MarkForm(FlaskForm):  # type: ignore[misc]
    """Why somebody cannot take part, or was not reached."""

    state = RadioField(
        _("What do you know of them?"),
        choices=[
            SelectChoice(NOTHING, _("Nothing stands in the way")),
            *(SelectChoice(state, _(words)) for state, words in STATES.items()),
        ],
        validators=[InputRequired(_("Choose one."))],
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """The answer to a question."""

    words = TextAreaField(
        _("Your answer"),
        description=_(
            "We send it by e-mail or by letter, as they asked. Did you tell them yourself? Then leave this empty."
        ),
        filters=[lambda text: (text or "").strip()],
        validators=[Length(max=2000, message=_("Keep this below 2,000 characters."))],
        render_kw={"rows": 6},
    )
