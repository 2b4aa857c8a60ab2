"""What somebody is asked who is invited: yes, no, or a question; and with a yes, how the lot knows them.

One form for every answer. On paper all of it is there, each part under its answer; on a screen only what belongs to the
answer that was chosen. The features are those of the targets of the panel, so each panel has a form of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError

from participation.errors import N_
from participation.invitations.rules import CALL, NO, QUESTION, REASONS_FOR_NO, YES, feature_name
from participation.panels.queries import UNSAID

LONGEST = 1000
# So many features on one page of a telephone.
MOST_ON_A_PAGE = 3

_EMAIL = re.compile(r"[^\s@,;<>\"()]+@[^\s@,;<>\"()]+\.\w{2,}")
_NUMBER = re.compile(r"[+\d][\d\s./()-]{5,}")

Steps = tuple[tuple[str, tuple[str, ...]], ...]
ABOUT_YOU = N_("About you")
ANSWER_STEP = (N_("Your answer"), ("code", "answer"))
REACH_STEP = (N_("How do we reach you?"), ("name", "contact"))
LATER_STEP = (N_("If the lot does not choose you"), ("stays", "next_pool"))
NO_STEP = (N_("Why not?"), ("reason", "words"))
QUESTION_STEP = (N_("Your question"), ("question",))
# On paper, where all of it stands below one another.
IF_YES, IF_NO, IF_QUESTION = N_("If you say yes: about you"), N_("If you say no"), N_("If you have a question")
YES_OR_QUESTION = N_("With a yes or a question: how we reach you")
IF_YES_LATER = N_("If you say yes, and the lot does not choose you")


class Needed:
    """Needed with some answers, and left alone with the others. marked: whether page and paper say that it is needed."""

    def __init__(self, message: Any, *answers: str, marked: bool = True) -> None:
        self.message, self.answers = message, answers
        self.field_flags = {"required": True} if marked else {}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if field.data:
            return
        field.errors = []
        if form.answer.data in self.answers:
            raise StopValidation(self.message)
        raise StopValidation


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code in a letter, by itself."""

    code = StringField(
        _("The code in your letter"),
        description=_("Such as KRTW-4071-PMNX-2208. Capitals and dashes make no difference."),
        filters=[_one_line],
        validators=[
            InputRequired(_("Write the code: letters and digits, like KRTW-4071-PMNX-2208.")),
            Length(max=60, message=_("A code is shorter. Write only the letters and digits.")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class Reply(CodeForm):
    """The answer to an invitation; `reply_form` adds the questions that follow from it."""

    FEATURE_STEPS: ClassVar[Steps] = ()

    answer = RadioField(
        _("Do you want to take part in the draw?"),
        choices=[
            SelectChoice(YES, _("Yes, I want to take part")),
            SelectChoice(CALL, _("Yes, and call me for the other questions")),
            SelectChoice(NO, _("No, I do not want to take part")),
            SelectChoice(QUESTION, _("I have a question first")),
        ],
        validators=[InputRequired(_("Choose your answer."))],
    )

    @property
    def STEPS(self) -> Steps:
        """The pages, as far as the answer asks for them; all of them while there is none."""
        ways: Mapping[str, Steps] = {
            YES: (ANSWER_STEP, *self.FEATURE_STEPS, REACH_STEP, LATER_STEP),
            CALL: (ANSWER_STEP, REACH_STEP),
            NO: (ANSWER_STEP, NO_STEP),
            QUESTION: (ANSWER_STEP, QUESTION_STEP, REACH_STEP),
        }
        return ways.get(self.answer.data) or self._on_paper()

    def _on_paper(self) -> Steps:
        """All of it, each part under the answer that it belongs to."""
        features = tuple(name for _title, names in self.FEATURE_STEPS for name in names)
        parts = (
            (IF_YES, features),
            (YES_OR_QUESTION, REACH_STEP[1]),
            (IF_YES_LATER, LATER_STEP[1]),
            (IF_NO, NO_STEP[1]),
            (IF_QUESTION, QUESTION_STEP[1]),
        )
        return (ANSWER_STEP, *((title, names) for title, names in parts if names))

    def validate(self, extra_validators: Any = None) -> bool:
        """What belongs to another answer than theirs cannot be wrong."""
        super().validate(extra_validators)
        asked = {name for _title, names in self.STEPS for name in names}
        for field in self:
            if field.short_name not in asked and field.short_name != "csrf_token":
                field.errors = []
        return not self.errors

    def validate_contact(self, field: Field) -> None:
        """With a yes to be called, it is a number; else it may also be an address."""
        is_number = _NUMBER.fullmatch(field.data)
        if self.answer.data == CALL and not is_number:
            raise ValidationError(_("Write the telephone number on which we can call you."))
        if not (is_number or _EMAIL.fullmatch(field.data)):
            raise ValidationError(_("Write a telephone number or an e-mail address."))


def reply_form(asked: Mapping[str, Sequence[str]]) -> type[Reply]:
    """The form of one panel. asked: category to the features that somebody can choose from, in order"""
    features = {
        feature_name(number): _feature(category, asked[category]) for number, category in enumerate(asked, start=1)
    }
    names = list(features)
    pages = max(1, -(-len(names) // MOST_ON_A_PAGE))
    # As even as can be: four are two and two.
    cuts = [round(page * len(names) / pages) for page in range(pages + 1)]
    steps = tuple((ABOUT_YOU, tuple(names[start:end])) for start, end in pairwise(cuts) if start < end)
    # Questions are asked in the order in which their fields are made.
    return type("ReplyForm", (Reply,), {**features, **_after_the_features(), "FEATURE_STEPS": steps})


def _feature(category: str, features: Sequence[str]) -> RadioField:
    return RadioField(
        category,
        choices=[
            *(SelectChoice(feature, feature) for feature in features),
            SelectChoice(UNSAID, _("I would rather not say")),
        ],
        validators=[Needed(_("Choose one. You may also choose that you would rather not say."), YES)],
    )


def _after_the_features() -> dict[str, Field]:
    return {
        "name": StringField(
            _("Your name"),
            filters=[_one_line],
            validators=[Needed(_("Write your name."), YES, CALL), Length(max=200, message=_("Write it shorter."))],
            render_kw={"autocomplete": "name"},
        ),
        "contact": StringField(
            _("Your telephone number or e-mail address"),
            description=_("Would you rather have letters? Leave it empty: we write to the address of your invitation."),
            filters=[_one_line],
            validators=[
                Needed(_("Write the telephone number on which we can call you."), CALL, marked=False),
                Length(max=254, message=_("Write it shorter.")),
            ],
            render_kw={"autocapitalize": "none", "spellcheck": "false"},
        ),
        "stays": BooleanField(_("If a seat comes free later, you may draw me for it")),
        "next_pool": BooleanField(_("You may ask me for a next panel")),
        "reason": RadioField(
            _("Why do you not take part?"),
            description=_("You need not answer this. It helps us to do better."),
            choices=[SelectChoice(value, _(words)) for value, words in REASONS_FOR_NO.items()],
            validators=[Optional()],
        ),
        "words": _text(_("What could we do better?"), _("You may leave this empty."), Optional()),
        "question": _text(
            _("What do you want to know?"),
            _("We answer you in time, on your telephone, by e-mail or by letter."),
            Needed(_("Write your question."), QUESTION),
        ),
    }


def _text(label: Any, hint: Any, *validators: Any) -> TextAreaField:
    longest = Length(max=LONGEST, message=_("Keep this below 1,000 characters."))
    return TextAreaField(label, description=hint, validators=[*validators, longest], render_kw={"rows": 4})
