"""Asking where a public number will come from, and when: for officials who prepare any draw that is promised beforehand."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from participation.clock import local
from participation.web.forms import WholeNumber


class SourceForm(FlaskForm):  # type: ignore[misc]
    """Where the number of the draw will come from, and when."""

    kind = RadioField(
        _("Where will the number come from?"),
        default="balls",
        choices=[
            SelectChoice("balls", _("Balls drawn in public, for instance in the council hall")),
            SelectChoice("numbers", _("The numbers of a public lottery")),
            SelectChoice("beacon", _("A public random beacon on the internet (drand)")),
        ],
    )
    name = StringField(
        _("Which one exactly?"),
        validators=[
            InputRequired(_("Say where the number will come from, in words that everybody can look up.")),
            Length(max=200, message=_("Keep this below 200 characters.")),
        ],
    )
    at = DateTimeLocalField(
        _("When will it be drawn?"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[InputRequired(_("Write the day and the hour."))],
    )
    count = WholeNumber(_("How many numbers are drawn?"), default=6, validators=[Optional(), NumberRange(1, 20)])
    lowest = WholeNumber(_("Lowest number"), default=1, validators=[Optional(), NumberRange(0, 1000)])
    highest = WholeNumber(_("Highest number"), default=45, validators=[Optional(), NumberRange(1, 1000)])

    def seed_at(self) -> datetime:
        """The moment that was written, by the clock of the town hall."""
        # In the year 1 that moment could lie before the calendar begins; 2000 is as past, and a leap year.
        written: datetime = self.at.data
        return local(written.replace(year=max(2000, written.year))).astimezone(UTC)
