"""What we ask of the official who writes to whoever is invited: their own paragraphs, a last day, what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from participation.i18n import LANGUAGES
from participation.invitations import letter_rules as rules

LONGEST_REASON = 400
LONGEST_CODES = 400_000


class WordsForm(FlaskForm):  # type: ignore[misc]
    """The municipality's own paragraphs in one language; `words_form` adds a field for each."""

    def words(self) -> dict[str, str]:
        """What was written, by part; "" for what was left open."""
        return {part: (self[part].data or "").replace("\r\n", "\n").strip() for part in rules.PARTS}


def words_form(language: str, shown: Mapping[str, str]) -> WordsForm:
    hints = {
        "about": _("Why the municipality asks this, and what residents notice of it. It stands below the question."),
        "asked": _(
            "Days and hours, what people get for it, meals, travel, childcare. Leave an empty line between paragraphs. "
            "Empty: the letter says what the remit of the panel says."
        ),
    }

    class OfParts(WordsForm):
        pass

    for part, name in rules.PARTS.items():
        field = TextAreaField(
            _(name),
            description=hints[part],
            validators=[
                Optional(),
                Length(
                    max=rules.LONGEST_PART,
                    message=_("Keep this below %(most)s characters.", most=rules.LONGEST_PART),
                ),
            ],
            render_kw={"lang": language, "rows": 6},
        )
        setattr(OfParts, part, field)
    return OfParts(data=shown)


class BatchForm(FlaskForm):  # type: ignore[misc]
    """Letters to be made; `batch_form` adds what this kind of letter asks."""

    def reason(self, languages: Sequence[str]) -> dict[str, str]:
        """Why there is more time, in each language in which it was written."""
        written = {code: (self[f"reason_{code}"].data or "").strip() for code in languages if f"reason_{code}" in self}
        return {code: text for code, text in written.items() if text}


def batch_form(kind: str, languages: Sequence[str], **options: Any) -> BatchForm:
    """A reminder asks nothing; an invitation the last day to answer, and more time also the reason for it."""

    class OfKind(BatchForm):
        pass

    if kind != rules.REMINDER:
        OfKind.answers_until = DateField(
            _("Last day to answer"),
            description=_("It stands in the letter, and holds for everybody who is invited."),
            validators=[InputRequired(_("Choose a day."))],
        )
    if kind == rules.EXTENSION:
        for code in languages:
            field = TextAreaField(
                _("Why is there more time? (%(language)s)", language=LANGUAGES[code])
                if len(languages) > 1
                else _("Why is there more time?"),
                description=_("One or two sentences; they stand in the letter."),
                validators=[
                    DataRequired(_("Write why there is more time: it stands in the letter.")),
                    Length(
                        max=LONGEST_REASON,
                        message=_("Keep this below %(most)s characters.", most=LONGEST_REASON),
                    ),
                ],
                render_kw={"lang": code, "rows": 3},
            )
            setattr(OfKind, f"reason_{code}", field)
    return OfKind(**options)


class SentForm(FlaskForm):  # type: ignore[misc]
    """On which day letters left the house."""

    on = DateField(
        _("On which day did they leave?"),
        description=_("The reminder counts from this day."),
        validators=[InputRequired(_("Choose a day."))],
    )


class ReturnedForm(FlaskForm):  # type: ignore[misc]
    """Letters that the post brought back."""

    why = RadioField(
        _("Why did they come back?"),
        choices=[SelectChoice(why, _(name)) for why, name in rules.WHY_RETURNED.items()],
        validators=[InputRequired(_("Choose why they came back."))],
    )
    codes = TextAreaField(
        _("Codes on the letters"),
        description=_("Type or scan them, one on each line. Whatever else stands on a line does no harm."),
        validators=[Optional(), Length(max=LONGEST_CODES, message=_("These are too many. Choose a file instead."))],
        render_kw={"rows": 6, "spellcheck": "false", "autocapitalize": "characters"},
    )
    file = FileField(
        _("Or a file with codes (CSV)"),
        description=_("Such as the list of the print house, with only the letters that came back."),
        render_kw={"accept": ".csv,.txt,text/csv,text/plain"},
    )


class CopyForm(FlaskForm):  # type: ignore[misc]
    """Somebody asks for their letter once more."""

    code = StringField(
        _("Code in the letter"),
        description=_("Is it lost too? Leave this open, and type name and house number as they stand in the register."),
        validators=[Optional(), Length(max=40, message=_("A code is shorter."))],
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )
    name = StringField(
        _("Their name"),
        description=_("Where letters went to addresses: the street."),
        validators=[Length(max=200, message=_("Write at most 200 characters."))],
        render_kw={"autocomplete": "off"},
    )
    house = StringField(
        _("Number of their house"),
        validators=[Length(max=20, message=_("Write at most 20 characters."))],
        render_kw={"autocomplete": "off"},
    )
    language = RadioField(_("In which language?"), validators=[InputRequired(_("Choose a language."))])
    large = BooleanField(_("In large print, from now on"))


def copy_form(languages: Sequence[str], **options: Any) -> CopyForm:
    """The form for who may have a letter in these languages."""
    form = CopyForm(**options)
    form.language.choices = [SelectChoice(code, LANGUAGES[code]) for code in languages]
    if len(languages) == 1 and not form.language.data:
        form.language.data = languages[0]
    return form
