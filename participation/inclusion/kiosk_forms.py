"""What we ask of the official who makes a computer one that many people use."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from participation.inclusion.kiosk import LONGEST_PLACE


class StartKiosk(FlaskForm):  # type: ignore[misc]
    """Where the computer stands."""

    place = StringField(
        _("Where does this computer stand?"),
        description=_("It stands at the top of every page: “Library, ground floor”."),
        validators=[
            InputRequired(_("Write where this computer stands.")),
            Length(max=LONGEST_PLACE, message=_("Keep this below 80 characters.")),
        ],
    )
