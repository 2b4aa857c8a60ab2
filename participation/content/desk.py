"""Writing summaries, translations and easy words about something, with pictures and films, at the desk."""

from __future__ import annotations

from contextlib import closing

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from participation import clock, db, plain
from participation.content import actions, media, queries, rules
from participation.content.forms import FilmForm, PictureForm, WordsForm, film_form, picture_form, words_form
from participation.content.queries import Content, Subject
from participation.i18n import LANGUAGES
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may

bp = Blueprint("content_desk", __name__)
CHECK = "check"


@bp.get("/<municipality>/desk/content/<subject>")
@may("content.write")
def edit(subject: str) -> ResponseReturnValue:
    """What is told about something: in which languages, and what is still missing."""
    about, told = _told(subject)
    return render_template(
        "content/desk/edit.html",
        subject=subject,
        about=about,
        told=told,
        missing=rules.missing_summaries(told.texts, here().languages),
        kinds={**rules.PICTURES, **rules.FILMS},
    )


@bp.route("/<municipality>/desk/content/<subject>/<any(nl, fr, de, en):code>", methods=["GET", "POST"])
@may("content.write")
def words(subject: str, code: str) -> ResponseReturnValue:
    """The words in one language; on "check" with how easily they read, and nothing is kept."""
    about, told = _told(subject)
    parts = [part for part, written in about.texts.items() if not written.get(code)] + [rules.SUMMARY, rules.EASY]
    written = {part: told.of(part).get(code, "") for part in parts}
    form = words_form(parts, code, official=code in here().languages, shown=written)
    seen = request.form.get("seen", rules.mark(told.written, code))
    if request.method == "POST" and request.form.get("press") == CHECK:
        looks = {part: plain.look(text, code) for part, text in form.words(parts).items() if text}
        return _words_page(subject, code, about, told, form, seen, looks)
    if form.validate_on_submit():
        with refusals_on(form):
            with db.write() as session:
                actions.translate(
                    session, here().id, subject, code, form.words(parts), seen=seen, by=someone(), at=clock.now()
                )
            flash(_("These words are kept, and stand on the page from now on."))
            return redirect(url_for("content_desk.edit", subject=subject), 303)
        # Somebody else wrote meanwhile: the page shows what they wrote, and then it can be written over knowingly.
        about, told = _told(subject)
        seen = rules.mark(told.written, code)
    return _words_page(subject, code, about, told, form, seen, None)


@bp.route("/<municipality>/desk/content/<subject>/pictures/new", methods=["GET", "POST"])
@may("content.write")
def add_picture(subject: str) -> ResponseReturnValue:
    """A photo or pictogram, with what there is to see on it."""
    about, _told_already = _told(subject)
    form = picture_form(here().languages)
    if form.validate_on_submit():
        with refusals_on(form, "file"):
            medium = media.picture(
                form.kind.data,
                _content(form.file.data, media.LARGEST_PICTURE),
                form.alt(here().languages),
                here().languages,
                decoration=form.decoration.data,
            )
            return _add(subject, medium)
    return _medium_page("content/desk/picture.html", subject, about, form)


@bp.route("/<municipality>/desk/content/<subject>/films/new", methods=["GET", "POST"])
@may("content.write")
def add_film(subject: str) -> ResponseReturnValue:
    """A film or recording, with captions and all that is said written down."""
    about, _told_already = _told(subject)
    form = film_form(here().languages)
    if form.validate_on_submit():
        with refusals_on(form, "file"):
            if form.vtt.data:
                # Shown in the form if something is wrong with them, so that they can be mended there.
                form.captions.data = media.captions_text(_content(form.vtt.data, media.LARGEST_CAPTIONS))
            medium = media.film(
                form.kind.data,
                form.language.data,
                _content(form.file.data, media.LARGEST_FILM),
                form.alt(here().languages),
                here().languages,
                captions=form.captions.data or "",
                transcript=form.transcript.data,
            )
            return _add(subject, medium)
    return _medium_page("content/desk/film.html", subject, about, form)


@bp.post("/<municipality>/desk/content/<subject>/media/<int:medium_id>/remove")
@may("content.write")
def remove_medium(subject: str, medium_id: int) -> ResponseReturnValue:
    """Take a picture, film or recording away."""
    with db.write() as session:
        actions.remove_medium(session, here().id, subject, medium_id, by=someone(), at=clock.now())
    flash(_("It is gone from the page."))
    return redirect(url_for("content_desk.edit", subject=subject), 303)


def _told(subject: str) -> tuple[Subject, Content]:
    with db.read() as session:
        about = queries.subject_told(session, here().id, subject)
        return about, queries.content(session, here().id, subject, about.texts)


def _content(file: FileStorage, most: int) -> bytes:
    """What was uploaded, with one byte too many where there is more than we take."""
    with closing(file):
        content: bytes = file.read(most + 1)
    return content


def _add(subject: str, medium: dict[str, object]) -> ResponseReturnValue:
    with db.write() as session:
        actions.add_medium(session, here().id, subject, medium, by=someone(), at=clock.now())
    flash(_("It stands on the page from now on."))
    return redirect(url_for("content_desk.edit", subject=subject), 303)


def _words_page(
    subject: str,
    code: str,
    about: Subject,
    told: Content,
    form: WordsForm,
    seen: str,
    looks: dict[str, plain.Look] | None,
) -> ResponseReturnValue:
    page = render_template(
        "content/desk/words.html",
        subject=subject,
        code=code,
        own_name=LANGUAGES[code],
        about=about,
        told=told,
        form=form,
        seen=seen,
        looks=looks,
        part_names={part: name for part, (name, _most) in rules.PARTS.items()},
        most_words=plain.MOST_WORDS,
    )
    return page, status_of(form)


def _medium_page(template: str, subject: str, about: Subject, form: PictureForm | FilmForm) -> ResponseReturnValue:
    return render_template(template, subject=subject, about=about, form=form), status_of(form)
