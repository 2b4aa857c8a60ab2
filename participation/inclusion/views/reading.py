"""Reading choices: how these pages look and sound, for whoever needs it otherwise."""

from __future__ import annotations

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.inclusion.reading import reading_form
from participation.inclusion.views.blueprint import bp
from participation.web.context import choose, local, remembered
from participation.web.guards import open_to_everyone


@bp.get("/reading")
@bp.get("/<municipality>/reading")
@open_to_everyone
def reading() -> ResponseReturnValue:
    """Choose how to read; the page itself shows at once what was chosen, and leads back to where one was."""
    chosen = "choose" in request.args
    if chosen:
        choose(remembered().with_choices(request.args))
    front = url_for("panels.front" if g.get("municipality") else "municipalities.choose")
    return render_template(
        "inclusion/reading.html",
        form=reading_form(remembered()),
        chosen=chosen,
        back=local(request.args.get("back")) or front,
    )
