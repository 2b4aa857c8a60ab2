"""Where a secret code from a letter leads, on whatever page of ours somebody types it: rooms say so, pages need not know."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from participation import events
from participation.lottery.codes import read_long_code
from participation.lottery.faults import Fault
from participation.web.context import here


def page_of(session: Session, typed: str) -> str | None:
    """The address of the page that this code opens; None where it is of no letter. Who calls has counted the try."""
    try:
        code = read_long_code(typed)
    except Fault:
        return None
    told = events.tell(session, "code.typed", municipality_id=here().id, code=code)
    endpoint, options = next(filter(None, told), (None, {}))
    # Codes are sent by POST: without the method, the address would be one that takes a form.
    return url_for(endpoint, _method="GET", **options) if endpoint else None
