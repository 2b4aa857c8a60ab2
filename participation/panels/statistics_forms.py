"""What we ask of the official who brings in figures of the population, and who turns them into targets."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from participation.panels.remit_rules import MOST_AGE
from participation.panels.statistics import LOOSE_WORDS, MOST_SIGNS_OF_A_FILE
from participation.web.forms import WholeNumber


class FiguresForm(FlaskForm):  # type: ignore[misc]
    """A table of figures, from a file or typed, with where it comes from."""

    file = FileField(_("File (CSV, or Excel as .xlsx)"), render_kw={"accept": ".csv,.txt,.xlsx"})
    table = TextAreaField(
        _("Or the table itself"),
        validators=[Length(max=MOST_SIGNS_OF_A_FILE, message=_("This table is too long. Choose it as a file."))],
        render_kw={"rows": 6, "spellcheck": "false"},
    )
    source = StringField(
        _("Where do these figures come from?"),
        validators=[
            InputRequired(_("Say where the figures come from, so that everybody can look them up.")),
            Length(max=300, message=_("Keep this below 300 characters.")),
        ],
    )
    as_of = DateField(
        _("Of which day are they?"), validators=[InputRequired(_("Write the day that the figures are of."))]
    )
    from_age = WholeNumber(
        _("From which age are people counted?"),
        validators=[Optional(), NumberRange(0, MOST_AGE, _("Write an age from 0 to 99, or leave it empty."))],
        render_kw={"inputmode": "numeric"},
    )


class ProposalForm(FlaskForm):  # type: ignore[misc]
    """Which figures are used, and how tightly the panel follows them."""

    categories = SelectMultipleField(
        _("Which features must the panel mirror?"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    loose = RadioField(
        _("How tightly?"),
        default="near",
        choices=[SelectChoice(key, _(words)) for key, words in LOOSE_WORDS.items()],
    )
    leave_room = BooleanField(_("Leave room for people who would rather not say"))
    unsaid = WholeNumber(
        _("For at most how many seats in each category?"),
        validators=[Optional(), NumberRange(0, 1000, _("Write a whole number from 0 to 1,000."))],
        render_kw={"inputmode": "numeric"},
    )

    def offer(self, categories: Sequence[tuple[int, str]]) -> None:
        """Let the official choose among these: number and name."""
        self.categories.choices = [SelectChoice(number, name) for number, name in categories]
