"""What we ask of the official who prepares and draws a panel, and of the citizen with a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from participation.i18n import LANGUAGES
from participation.panels.rules import FEWEST_PEOPLE, FEWEST_SEATS, MOST_PEOPLE, MOST_SEATS, REASONS, Terms
from participation.web.forms import WholeNumber


class PanelForm(FlaskForm):  # type: ignore[misc]
    """Size and rules of a panel; `panel_form` adds its name and question in each language of the municipality."""

    seats = WholeNumber(
        _("How many people will sit on the panel?"),
        validators=[
            InputRequired(_("Write how many people the panel has.")),
            NumberRange(FEWEST_SEATS, MOST_SEATS, _("A panel has between 2 and 1,000 people.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    one_per_household = BooleanField(_("At most one person from each household"))
    objective = RadioField(
        _("How should the chances be divided?"),
        default="leximin",
        choices=[
            SelectChoice(
                "leximin",
                _("Fairest: the lowest chance as high as possible, then the next lowest, and so on (leximin)"),
            ),
            SelectChoice("maximin", _("The lowest chance as high as possible, the others as they fall (maximin)")),
            SelectChoice("nash", _("The product of all chances as high as possible (Nash welfare)")),
            SelectChoice("goldilocks", _("No chance very low and none very high (Goldilocks)")),
            SelectChoice("random", _("Plain stratified random, only to compare with")),
        ],
    )

    number_of_panels = SelectField(
        _("Into how many numbered panels are the chances divided?"),
        coerce=int,
        default=1000,
        choices=[
            SelectChoice(100, _("100 panels: two balls decide")),
            SelectChoice(1000, _("1,000 panels: three balls decide")),
            SelectChoice(10_000, _("10,000 panels: four balls decide")),
        ],
    )

    def terms(self) -> Terms:
        """Size and rules as they were filled in."""
        return Terms(self.seats.data, self.one_per_household.data, self.objective.data, self.number_of_panels.data)

    def words(self, what: str, languages: Sequence[str]) -> dict[str, str]:
        """What was written in each language; languages left blank are left out."""
        written = {code: (self[f"{what}_{code}"].data or "").strip() for code in languages}
        return {code: text for code, text in written.items() if text}


def panel_form(languages: Sequence[str], *, shown: Mapping[str, object] | None = None) -> PanelForm:
    """The form for a municipality that writes in these languages, the first of which is required."""

    class WithLanguages(PanelForm):
        pass

    # These are asked first, so they come first among the faults too.
    for place, code in enumerate(languages, -len(languages)):
        own = {"lang": code}
        needed = [DataRequired(_("Write the name of the panel."))] if code == languages[0] else [Optional()]
        title = StringField(
            _("Name of the panel (%(language)s)", language=LANGUAGES[code]),
            validators=[*needed, Length(max=120, message=_("Keep the name below 120 characters."))],
            render_kw=own,
        )
        needed = [DataRequired(_("Write the question."))] if code == languages[0] else [Optional()]
        question = TextAreaField(
            _("The question that the panel answers (%(language)s)", language=LANGUAGES[code]),
            validators=[*needed, Length(max=2000, message=_("Keep the question below 2,000 characters."))],
            render_kw={**own, "rows": 4},
        )
        summary = TextAreaField(
            _("Summary in plain words (%(language)s)", language=LANGUAGES[code]),
            validators=[
                DataRequired(_("Write the summary: everybody reads it first.")),
                Length(max=2000, message=_("Keep the summary below 2,000 characters.")),
            ],
            render_kw={**own, "rows": 5},
        )
        for nth, (name, field) in enumerate((("title", title), ("question", question), ("summary", summary))):
            field.creation_counter = 3 * place + nth
            setattr(WithLanguages, f"{name}_{code}", field)
    return WithLanguages(data=shown)


class UploadForm(FlaskForm):  # type: ignore[misc]
    """One CSV or Excel file."""

    file = FileField(
        _("File (CSV, or Excel as .xlsx)"),
        validators=[FileRequired(_("Choose a file first: CSV or Excel (.xlsx)."))],
        render_kw={"accept": ".csv,.txt,.xlsx"},
    )


class ColumnsForm(FlaskForm):  # type: ignore[misc]
    """Which columns of a list of people hold the id, the address and the national number."""

    id_column = SelectField(_("Column that tells people apart"), validate_choice=False)
    household_columns = SelectMultipleField(
        _("Columns that make up the address"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    number_column = SelectField(_("Column with the national numbers"), validate_choice=False)

    def offer(self, columns: Sequence[str]) -> None:
        """Let the official choose among the columns of the file."""
        self.number_column.choices = [SelectChoice("", _("There is none")), *map(SelectChoice, columns)]
        self.id_column.choices = [
            SelectChoice("", _("As usual: the column “id”")),
            *map(SelectChoice, columns),
        ]
        self.household_columns.choices = [*map(SelectChoice, columns)]


class AcceptForm(FlaskForm):  # type: ignore[misc]
    """The button that uses a file; where a list has no national numbers, with a word about who must not be in it."""

    taken_out = BooleanField(_("Officials, councillors and whoever objects are not in this list: we took them out"))


class ForgetForm(FlaskForm):  # type: ignore[misc]
    """Which one person of a pool is forgotten; and why, as it stands in the journal."""

    who = StringField(
        _("Your reference, or the code"),
        validators=[InputRequired(_("Write the reference or the code.")), Length(max=200)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    reason = RadioField(
        _("Why?"),
        choices=[SelectChoice(code, _(words)) for code, words in REASONS.items()],
        validators=[InputRequired(_("Choose why."))],
    )


class NumberForm(FlaskForm):  # type: ignore[misc]
    """What the source gave."""

    result = StringField(
        _("The result"),
        validators=[InputRequired(_("Write the result of the public draw."))],
        render_kw={"autocomplete": "off", "inputmode": "text"},
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why a draw is cancelled; everybody will read it."""

    reason = TextAreaField(
        _("Why is this draw cancelled?"),
        validators=[
            InputRequired(_("Write why: the reason is published.")),
            Length(max=1000, message=_("Keep this below 1,000 characters.")),
        ],
        render_kw={"rows": 4},
    )


class RehearsalForm(FlaskForm):  # type: ignore[misc]
    """With how many fictional people a draw is rehearsed."""

    people = WholeNumber(
        _("How many fictional people put themselves forward?"),
        default=150,
        validators=[
            InputRequired(_("Write how many people to make up.")),
            NumberRange(FEWEST_PEOPLE, MOST_PEOPLE, _("Make up between 10 and 1,000 people.")),
        ],
    )


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code on a letter or receipt."""

    code = StringField(
        _("Your code"),
        validators=[InputRequired(_("Write your code: it is on your letter or receipt."))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
