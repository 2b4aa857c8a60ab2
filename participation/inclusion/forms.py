"""What these pages ask besides the questions of a form: a code; and whether one page of a form is right."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from participation.inclusion.questions import asked


class Back(FlaskForm):  # type: ignore[misc]
    """A code of ours, from whatever it stands on."""

    code = StringField(
        _("Your code"),
        description=_("It stands on your receipt, on the page of the form that you kept, or on the paper form."),
        validators=[
            DataRequired(_("Write the code: letters and digits, like KRTW-4071-PMNX-2208.")),
            Length(max=60, message=_("A code is shorter. Write only the letters and digits.")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


def is_right(form: FlaskForm, names: Collection[str], *, last: bool) -> bool:
    """Whether the questions of one page are right; what is wrong on the others is said there. last: the last page says
    what is wrong with the form as a whole."""
    form.validate()
    for field in asked(form):
        if field.short_name not in names:
            field.errors = []
    if not last:
        form.form_errors.clear()
    return not form.errors and not form.form_errors
