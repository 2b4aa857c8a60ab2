"""Which requests leave a line in the log: refusals, sign-ins, reads of personal files, faults; for the operator."""

from __future__ import annotations

import secrets

from flask import Flask, g, request
from flask.wrappers import Response

from participation import logs
from participation.web.guards import guard_of

REFUSED = frozenset({400, 403, 429})
# Who asks at the desk for what is not there may be trying numbers; a wrong password or code comes back as a form.
AT_THE_DESK, BY_PEOPLE = 404, 422
# Pages that show or hand out what we hold on people, beside all that the permissions below open.
PERSONAL_PAGES = frozenset(
    {
        *("desk.people", "desk.receipt", "desk.codes", "desk.openings"),
        *("messages_desk.print_letters", "municipality_desk.export"),
    }
)
PERSONAL_PERMISSIONS = frozenset({"people.open", "people.check"})


def follow(app: Flask) -> None:
    """Give each request a number, and write down what came of those that matter."""
    app.before_request(begin)
    app.after_request(note_outcome)
    app.teardown_request(lambda _error: logs.end())


def begin() -> None:
    """The number of this request, which the page says when something breaks."""
    g.reference = secrets.token_hex(4)
    logs.begin(request=g.reference)


def note(event: str, *, person: int | None = None) -> None:
    """Write a line about this request: the rule of its address and never the address, in which a secret may stand."""
    municipality, actor = g.get("municipality"), g.get("known") or g.get("actor")
    numbers = [f"{name}:{value}" for name, value in (request.view_args or {}).items() if isinstance(value, int)]
    logs.note(
        event,
        about="/".join(numbers) or None,
        method=request.method,
        endpoint=request.endpoint,
        municipality=municipality.id if municipality else None,
        person=person or (actor.person_id if actor else None),
    )


def note_outcome(response: Response) -> Response:
    """After each request."""
    status, blueprint = response.status_code, request.blueprint or ""
    at_the_desk = "/desk" in (request.url_rule.rule if request.url_rule else request.path)
    if (
        status in REFUSED
        or (status == AT_THE_DESK and at_the_desk)
        or (status == BY_PEOPLE and blueprint.startswith("people"))
    ):
        note(f"refused_{status}")
    elif status < 300 and request.endpoint and is_personal(request.endpoint):
        note("personal_file_read")
    return response


def is_personal(endpoint: str) -> bool:
    """Whether this page shows what we hold on somebody else."""
    return endpoint in PERSONAL_PAGES or guard_of(endpoint) in PERSONAL_PERMISSIONS


def reference() -> str:
    """The number of this request."""
    return str(g.setdefault("reference", secrets.token_hex(4)))
