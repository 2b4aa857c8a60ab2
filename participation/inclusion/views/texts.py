"""What comes in by text message, handed over by the gateway that carries them."""

from __future__ import annotations

import hmac

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from participation import clock, config, db
from participation.errors import NotAllowed, NotFound
from participation.inclusion import texts
from participation.inclusion.views.blueprint import bp
from participation.web.context import here
from participation.web.guards import open_to_everyone
from participation.web.protection import csrf

LONGEST_ID = 200


@bp.post("/<municipality>/texts", endpoint="texts")
@open_to_everyone
def take_text() -> ResponseReturnValue:
    """One text message: `from`, `text` and `id`, as JSON or as a form.

    A gateway has no page and no cookie of ours, so no token of a form either: the secret is what nobody else knows.
    Whatever the text says, the gateway hears the same.
    """
    if not config.current().text_secret:
        raise NotFound
    sent = _sent()
    if not hmac.compare_digest(_secret(sent).encode(), config.current().text_secret.encode()):
        raise NotAllowed
    phone, text, reference = (sent.get(name, "") for name in ("from", "text", "id"))
    if not phone or not reference or len(reference) > LONGEST_ID:
        abort(422)
    with db.write() as session:
        texts.receive(session, here().id, phone=phone, text=text, reference=reference, at=clock.now())
    return Response("", content_type="text/plain; charset=utf-8")


csrf.exempt(take_text)


def _sent() -> dict[str, str]:
    try:
        told = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    except RecursionError:
        abort(400)
    if not isinstance(told, dict):
        abort(400)
    words = {str(name): str(value) for name, value in told.items() if isinstance(value, str | int)}
    if not all(_is_text(word) for word in words.values()):
        abort(400)
    return words


def _is_text(word: str) -> bool:
    """Whether a database can keep it: JSON can hold halves of signs that are no text."""
    return "\0" not in word and not any("\ud800" <= sign <= "\udfff" for sign in word)


def _secret(sent: dict[str, str]) -> str:
    way, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if way.lower() == "bearer" else sent.get("secret", "")
