"""What we ask of the official who writes for everybody: words in one language, a picture, a film."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from participation.content import rules
from participation.i18n import LANGUAGES

LONGEST_ALT, LONGEST_TRANSCRIPT = 500, 50_000


class WordsForm(FlaskForm):  # type: ignore[misc]
    """Words in one language; `words_form` adds a field for each part."""

    def words(self, parts: Collection[str]) -> dict[str, str]:
        """What was written, by part; "" for what was left open."""
        return {part: (self[part].data or "").strip() for part in parts}


def words_form(parts: Sequence[str], language: str, *, official: bool, shown: Mapping[str, str]) -> WordsForm:
    """The form for these parts in this language. official: everybody counts on it, so the summary must be there."""

    class OfParts(WordsForm):
        pass

    for part in parts:
        name, most = rules.PARTS[part]
        needed = (
            DataRequired(_("Write the summary in plain words.")) if official and part == rules.SUMMARY else Optional()
        )
        kind = StringField if part == "title" else TextAreaField
        rows = {} if part == "title" else {"rows": 8 if part == rules.EASY else 5}
        field = kind(
            _(name),
            validators=[needed, Length(max=most, message=_("Keep this below %(most)s characters.", most=most))],
            render_kw={"lang": language, **rows},
        )
        setattr(OfParts, part, field)
    return OfParts(data=shown)


class MediumForm(FlaskForm):  # type: ignore[misc]
    """What every picture, film and recording is asked; `alt_xx` in each official language are added."""

    def alt(self, languages: Sequence[str]) -> dict[str, str]:
        """What it shows or is called, per language; languages left blank are left out."""
        written = {code: (self[f"alt_{code}"].data or "").strip() for code in languages}
        return {code: text for code, text in written.items() if text}


class PictureForm(MediumForm):
    """A picture that goes with something."""

    kind = RadioField(
        _("What is it?"),
        default=rules.PICTURE,
        choices=[SelectChoice(kind, _(name)) for kind, name in rules.PICTURES.items()],
    )
    file = FileField(
        _("Picture (PNG, JPEG, WebP or GIF, at most 2 MB)"),
        validators=[FileRequired(_("Choose a picture first: PNG, JPEG, WebP or GIF."))],
        render_kw={"accept": ".png,.jpg,.jpeg,.webp,.gif"},
    )
    decoration = BooleanField(_("It is only decoration: who does not see it misses nothing"))


class FilmForm(MediumForm):
    """A film or recording, with all that somebody needs who cannot see or hear it."""

    kind = RadioField(
        _("What is it?"),
        choices=[SelectChoice(kind, _(name)) for kind, name in rules.FILMS.items()],
        validators=[InputRequired(_("Choose what it is."))],
    )
    language = SelectField(
        _("In which language?"),
        choices=[
            *(SelectChoice(code, name) for code, name in LANGUAGES.items()),
            *(SelectChoice(code, _(name)) for code, (name, _spoken) in rules.SIGN_LANGUAGES.items()),
        ],
    )
    file = FileField(
        _("Film or recording (MP4, WebM, MP3 or Ogg, at most 20 MB)"),
        validators=[FileRequired(_("Choose a film or recording first."))],
        render_kw={"accept": ".mp4,.m4v,.m4a,.webm,.mp3,.ogg,.oga,.opus"},
    )
    vtt = FileField(_("Captions, as a file (WebVTT)"), render_kw={"accept": ".vtt,text/vtt"})
    captions = TextAreaField(_("Captions, typed or pasted"), render_kw={"rows": 6, "spellcheck": "false"})
    transcript = TextAreaField(
        _("All that is said and shown, written down"),
        validators=[
            DataRequired(_("Write down what is said and shown: for who cannot see or hear it.")),
            Length(max=LONGEST_TRANSCRIPT, message=_("Keep this below %(most)s characters.", most=LONGEST_TRANSCRIPT)),
        ],
        render_kw={"rows": 8},
    )


def picture_form(languages: Sequence[str]) -> PictureForm:
    """The form for a picture, described in each of these languages."""
    return _with_alt(PictureForm, languages, _("What is there to see?"))


def film_form(languages: Sequence[str]) -> FilmForm:
    """The form for a film or recording, with its name in each of these languages."""
    return _with_alt(FilmForm, languages, _("What is it called, or about?"))


Form = TypeVar("Form", bound=MediumForm)


def _with_alt(kind: type[Form], languages: Sequence[str], question: str) -> Form:
    fields = {
        f"alt_{code}": StringField(
            f"{question} ({LANGUAGES[code]})" if len(languages) > 1 else question,
            validators=[Length(max=LONGEST_ALT, message=_("Keep this below %(most)s characters.", most=LONGEST_ALT))],
            render_kw={"lang": code},
        )
        for code in languages
    }
    form: Form = type("Form", (kind,), fields)()
    return form
