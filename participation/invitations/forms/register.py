"""What we ask of the official who brings in an extract of the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from participation.invitations.headers import OURS
from participation.invitations.reading import NEEDED
from participation.web.forms import WholeNumber


class ExtractForm(FlaskForm):  # type: ignore[misc]
    """The file, and until when it may be here."""

    file = FileField(
        _("The extract (CSV)"),
        validators=[FileRequired(_("Choose a file first."))],
        render_kw={"accept": ".csv,.txt"},
    )
    erase_on = DateField(
        _("Erase it at the latest on"),
        validators=[InputRequired(_("Write the day on which it is erased at the latest."))],
    )


class ColumnsForm(FlaskForm):  # type: ignore[misc]
    """Which column is which, and who is old enough; `columns_form` adds the columns."""

    minimum_age = WholeNumber(
        _("From which age can somebody be invited?"),
        validators=[InputRequired(_("Write an age from 0 to 99."))],
        render_kw={"inputmode": "numeric"},
    )
    resident_on = DateField(
        _("Counted on which day?"), validators=[InputRequired(_("Write the day on which ages are counted."))]
    )

    def columns(self) -> dict[str, str]:
        """Ours -> the header that was chosen; "" where there is none."""
        return {ours: self[ours].data or "" for ours in OURS}


def columns_form(header: Sequence[str], *, shown: Mapping[str, Any] | None = None) -> ColumnsForm:
    """The form for a file with these columns."""

    class WithColumns(ColumnsForm):
        pass

    for place, (ours, words) in enumerate(OURS.items(), -len(OURS)):
        none = SelectChoice("", _("Choose a column") if ours in NEEDED else _("Not in this file"))
        choices = [none, *(SelectChoice(column, column) for column in dict.fromkeys(header) if column)]
        field = SelectField(_(words), choices=choices, validate_choice=False)
        field.creation_counter = place
        setattr(WithColumns, ours, field)
    return WithColumns(data=shown)
