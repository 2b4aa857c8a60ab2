"""What we ask of somebody about their own data."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length


class ObjectionOnPaper(FlaskForm):  # type: ignore[misc]
    """An objection of somebody without an account, who shows their identity card or writes a letter."""

    number = StringField(
        _("National number"),
        validators=[InputRequired(_("Write the national number.")), Length(max=40)],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    objects = RadioField(
        _("What do they ask?"),
        choices=[SelectChoice("yes", _("Not to be drawn")), SelectChoice("no", _("To be drawn again"))],
        default="yes",
        validators=[InputRequired(_("Choose one of the two."))],
    )


class Erase(FlaskForm):  # type: ignore[misc]
    """To be forgotten."""

    keep_objection = BooleanField(_("Keep only that I do not want to be drawn"))
