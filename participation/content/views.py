"""Pictures and films, and the captions that go with them, as a page shows them."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from participation import db
from participation.content import queries
from participation.content.queries import MediumView
from participation.db import Session
from participation.errors import NotFound
from participation.web.context import actor, here
from participation.web.guards import open_to_everyone

bp = Blueprint("content", __name__)

# Whatever is in such a file, a browser shows it as what we say it is, and nothing in it runs.
SANDBOX = "default-src 'none'; sandbox"
DRAWN = ("image/png", "image/jpeg")


@bp.get("/<municipality>/media/<int:medium_id>")
@open_to_everyone
def medium(medium_id: int) -> ResponseReturnValue:
    """A picture, film or recording; a part of it, for a player that jumps to somewhere."""
    with db.read() as session:
        found = _seen(session, medium_id)
        content = queries.medium_content(session, here().id, medium_id)
    answer = _sent(content, found, found.content_type, queries.extension(found))
    answer.set_etag(found.digest)
    return answer.make_conditional(request, accept_ranges=True, complete_length=len(content))


@bp.get("/<municipality>/media/<int:medium_id>/captions.vtt")
@open_to_everyone
def captions(medium_id: int) -> ResponseReturnValue:
    """What is said in a film or recording, with the moments at which it is said."""
    with db.read() as session:
        found = _seen(session, medium_id)
    if found.captions is None:
        raise NotFound
    return _sent(found.captions.encode(), found, "text/vtt; charset=utf-8", "vtt")


def _seen(session: Session, medium_id: int) -> MediumView:
    """What everybody can see; and before that, whoever writes it."""
    found = queries.medium(session, here().id, medium_id)
    who = actor()
    about = queries.subject_told(session, here().id, found.subject)
    if not about.is_public and not (who and who.may("content.write")):
        raise NotFound
    return found


def _sent(content: bytes, medium: MediumView, content_type: str, extension: str) -> Response:
    # A picture we drew ourselves; a film is played on our page, and saved when somebody opens it by itself.
    way = "inline" if content_type in DRAWN else "attachment"
    return Response(
        content,
        content_type=content_type,
        headers={
            "Content-Security-Policy": SANDBOX,
            "Content-Disposition": f'{way}; filename="{medium.kind}-{medium.id}.{extension}"',
            "Cache-Control": "private, max-age=86400",
        },
    )
