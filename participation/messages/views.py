"""The citizen's counter: no more news with one press, from a link that carries its own proof."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.errors import NotFound
from participation.messages import actions, links, queries
from participation.messages.kinds import ALL_NEWS, NEWS
from participation.web.context import here
from participation.web.guards import open_to_everyone
from participation.web.protection import csrf

bp = Blueprint("messages", __name__)


@bp.route("/<municipality>/unsubscribe/<token>", methods=["GET", "POST"])
@open_to_everyone
def unsubscribe(token: str) -> ResponseReturnValue:
    """One button; and the address that a mail program posts to by itself (RFC 8058).

    That program has no page and no cookie of ours, so no token of a form either: the address is what nobody else
    knows. It answers with a page and not with a redirect, which the RFC forbids.
    """
    known = links.read_unsubscribe_token(here().id, token)
    if known is None or (known[1] != ALL_NEWS and known[1] not in NEWS):
        raise NotFound
    person_id, kind = known
    if request.method == "GET":
        with db.read() as session:
            state = "asked" if queries.wants(session, here().id, person_id, kind) else "done"
        return render_template("messages/unsubscribe.html", kind=kind, state=state, news=NEWS)
    wants_again = request.form.get("again") == "yes"
    with db.write() as session:
        if wants_again:
            actions.subscribe(session, here().id, person_id, kind)
        else:
            actions.unsubscribe(session, here().id, person_id, kind, at=clock.now())
    state = "again" if wants_again else "done"
    return render_template("messages/unsubscribe.html", kind=kind, state=state, news=NEWS)


csrf.exempt(unsubscribe)
