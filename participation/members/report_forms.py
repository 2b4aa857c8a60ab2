"""What we ask of the official who writes the report of a panel: costs, recommendations, the council's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, Field, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from participation.i18n import LANGUAGES
from participation.members import report_rules as rules
from participation.members.queries.report import RecommendationView, ReportView
from participation.members.session_rules import cents_of
from participation.web.forms import WholeNumber

LONGEST_TEXT = 4000


class CostForm(FlaskForm):  # type: ignore[misc]
    """Something that a panel cost: money, hours of work, or both."""

    kind = SelectField(_("For what?"), choices=[SelectChoice(value, _(words)) for value, words in rules.COSTS.items()])
    amount = StringField(
        _("How much, in euros?"),
        description=_("Leave it empty if it was only work."),
        validators=[Optional(), Length(max=20, message=_("Write it shorter."))],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    hours = WholeNumber(
        _("How many hours did the municipality work on it?"),
        description=_("Round it to whole hours; leave it empty if it was only money."),
        validators=[Optional(), NumberRange(0, 100_000, _("Write a whole number of hours."))],
        render_kw={"inputmode": "numeric"},
    )
    note = StringField(
        _("A few words about it"),
        description=_("Only the desk reads this. You may leave it empty."),
        validators=[Length(max=300, message=_("Write it shorter."))],
    )

    @property
    def cents(self) -> int:
        """What was typed, in cents. Raises Refused."""
        typed = (self.amount.data or "").strip()
        return cents_of(typed) if typed else 0


class WordsForm(FlaskForm):  # type: ignore[misc]
    """Made by the functions below. languages: those of the municipality."""

    languages: Sequence[str] = ()

    def words(self, name: str) -> dict[str, str]:
        """What was written in each language; those left blank are left out."""
        written = {code: (self[f"{name}_{code}"].data or "").strip() for code in self.languages}
        return {code: text for code, text in written.items() if text}

    @property
    def votes(self) -> dict[str, int]:
        """What was voted; {} where nobody voted. What is left empty beside something else is none."""
        given = {name: self[name].data for name in ("for_it", "against", "abstained")}
        if all(count is None for count in given.values()):
            return {}
        return {name: count or 0 for name, count in zip(rules.VOTES, given.values(), strict=True)}


def recommendation_form(languages: Sequence[str], shown: RecommendationView | None) -> WordsForm:
    """What the panel recommends, how it voted, and what those say who did not agree."""
    fields = {
        **_each("words", languages, _("What does the panel recommend?"), rows=5),
        "for_it": _votes(_("How many members voted for it?")),
        "against": _votes(_("How many voted against it?")),
        "abstained": _votes(_("How many abstained?")),
        **_each(
            "minority",
            languages,
            _("What do those say who did not agree?"),
            hint=_("In their own words. It stands beside the recommendation."),
            rows=4,
        ),
    }
    votes = shown.votes if shown else {}
    return _form(
        languages,
        fields,
        {
            **_shown("words", shown.words if shown else {}),
            **_shown("minority", shown.minority if shown else {}),
            **{name: votes.get(of) for name, of in zip(("for_it", "against", "abstained"), rules.VOTES, strict=True)},
        },
    )


def answer_form(languages: Sequence[str], shown: RecommendationView) -> WordsForm:
    """What the council says to a recommendation."""
    fields = {
        "answer": RadioField(
            _("What does the council say?"),
            choices=[SelectChoice(value, _(words)) for value, words in rules.ANSWERS.items()],
            validators=[InputRequired(_("Choose what the council says."))],
        ),
        **_each(
            "answer_words",
            languages,
            _("Why, and what happens now?"),
            hint=_("Everybody reads it beside the recommendation."),
            rows=5,
        ),
        "answered_on": DateField(_("On which day?"), validators=[InputRequired(_("Write the day."))]),
    }
    data = {"answer": shown.answer or None, "answered_on": shown.answered_on}
    return _form(languages, fields, {**data, **_shown("answer_words", shown.answer_words)})


def about_form(languages: Sequence[str], shown: ReportView) -> WordsForm:
    """When the council got the advice, and what has changed since."""
    fields = {
        "advised_on": DateField(
            _("On which day did the council get the advice?"),
            description=_("From this day the time counts that the council has to answer."),
            validators=[Optional()],
        ),
        **_each(
            "since",
            languages,
            _("What has changed since?"),
            hint=_("What was done with the advice, or why not yet. You can add to it for as long as you like."),
            rows=6,
        ),
    }
    return _form(languages, fields, {"advised_on": shown.advised_on, **_shown("since", shown.since)})


def _form(languages: Sequence[str], fields: Mapping[str, Field], shown: Mapping[str, object]) -> WordsForm:
    made: WordsForm = type("OfReport", (WordsForm,), {"languages": tuple(languages), **fields})(data=shown)
    return made


def _each(name: str, languages: Sequence[str], label: Any, *, hint: Any = "", rows: int) -> dict[str, Field]:
    """The same question in each language."""
    return {
        f"{name}_{code}": TextAreaField(
            f"{label} ({LANGUAGES[code]})" if len(languages) > 1 else label,
            description=hint,
            validators=[Optional(), Length(max=LONGEST_TEXT, message=_("Write it shorter."))],
            render_kw={"lang": code, "rows": rows},
        )
        for code in languages
    }


def _votes(label: Any) -> WholeNumber:
    wrong = _("Write a whole number, or leave all three empty if nobody voted.")
    return WholeNumber(
        label,
        validators=[Optional(), NumberRange(0, rules.MOST_VOTES, wrong)],
        render_kw={"inputmode": "numeric"},
    )


def _shown(name: str, words: Mapping[str, str]) -> dict[str, object]:
    return {f"{name}_{code}": text for code, text in words.items()}
