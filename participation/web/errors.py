"""Every refusal becomes one accessible page, in the visitor's language and with the right status."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from participation import errors, logs
from participation.errors import NotAllowed, NotFound, Refused, TooOften
from participation.i18n import say
from participation.lottery import faults as lottery
from participation.sortition import faults as sortition
from participation.sortition.faults import Faulty
from participation.web import traces, words
from participation.web.context import language
from participation.web.protection import ForeignForm, OpenRoad


def register(app: Flask) -> None:
    """Teach an app how to say no."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(lottery.Fault, refused)
    app.register_error_handler(NotFound, lambda _: not_found())
    app.register_error_handler(NotAllowed, lambda _: not_allowed())
    app.register_error_handler(CSRFError, lambda _: form_too_old())
    app.register_error_handler(ForeignForm, lambda _: form_from_elsewhere())
    app.register_error_handler(OpenRoad, lambda _: form_on_open_road())
    app.register_error_handler(HTTPException, http_error)
    if not app.testing:
        app.register_error_handler(Exception, broken)


def words_of(refusal: Refused | lottery.Fault) -> str:
    """A refusal as a sentence in the visitor's language."""
    sentences = errors.SENTENCES if isinstance(refusal, Refused) else lottery.SENTENCES
    facts = {name: _moment_in_words(fact) if name in ("date", "time") else fact for name, fact in refusal.facts.items()}
    return say(sentences[refusal.code], language(), facts)


def faults_in_words(faulty: Faulty) -> list[str]:
    """Everything that is wrong with what somebody asked of the engine, in the visitor's language."""
    return [say(sortition.SENTENCES[fault.code], language(), fault.facts) for fault in faulty.faults]


def _moment_in_words(fact: object) -> object:
    """A moment as promises write it, 2026-12-04T20:00:00+01:00, as the pages write it; anything else as it is."""
    try:
        return words.moment(datetime.fromisoformat(str(fact))) if "T" in str(fact) else fact
    except ValueError:
        return fact


def refused(refusal: Refused | lottery.Fault) -> ResponseReturnValue:
    if isinstance(refusal, TooOften):
        return page(_("One moment, please"), words_of(refusal), 429)
    return page(_("This cannot be done now"), words_of(refusal), 409)


def not_found() -> ResponseReturnValue:
    return page(
        _("We cannot find this page"),
        _("The address may contain a slip, or the page may have moved. Go back, or start again from the first page."),
        404,
    )


def not_allowed() -> ResponseReturnValue:
    return page(
        _("This page is not for you"),
        _("Your role does not give access to this. Somebody with the right role can help you."),
        403,
    )


def form_too_old() -> ResponseReturnValue:
    return page(
        _("This form has been open too long"),
        _("For your safety we did not send it. Go back, load the page again and send it once more."),
        400,
    )


def form_from_elsewhere() -> ResponseReturnValue:
    return page(
        _("This form came from another website"),
        _("For your safety we did not accept it. Start again from our own page."),
        403,
    )


def form_on_open_road() -> ResponseReturnValue:
    return page(
        _("This form came over an open road"),
        _("On the way here others can read along, so we did not accept it. Start again at the address with https."),
        403,
    )


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400 or isinstance(error, SecurityError | BadHost):
        # At a host that is not ours there is no page to show: no link on it could lead anywhere.
        return error.get_response()
    if error.code == 404:
        return not_found()
    if error.code == 403:
        return not_allowed()
    if error.code == 413:
        return page(_("This file is too large"), _("Save only the columns that are needed and try again."), 413)
    return page(_("This did not work"), _("We did not understand this request. Go back and try again."), error.code)


def broken(error: Exception) -> ResponseReturnValue:
    logs.fault(error, endpoint=request.endpoint)
    return page(
        _("Something went wrong on our side"),
        _(
            "Nothing has been lost or half done. Try again; if it happens again, tell us this number: %(reference)s.",
            reference=traces.reference(),
        ),
        500,
    )


def page(title: str, message: str, status: int) -> ResponseReturnValue:
    return render_template("error.html", title=title, message=message, back=_came_from()), status


def _came_from() -> str | None:
    """The page of ours with the button that was pressed, if that is where somebody came from."""
    before = urlsplit(request.referrer or "")
    return before.path if request.method == "POST" and before.netloc == request.host else None
