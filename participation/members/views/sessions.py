"""When and how a panel meets: for everybody, and as a calendar."""

from __future__ import annotations

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.db import Session
from participation.errors import NotFound
from participation.i18n import say
from participation.members import calendars, materials, wording
from participation.members import session_rules as rules
from participation.members.calendars import Event
from participation.members.queries import own
from participation.members.queries import sessions as queries
from participation.members.queries.own import Own
from participation.members.queries.sessions import SessionView
from participation.members.rules import CONFIRMED, SEATED
from participation.members.views import holding
from participation.members.views.blueprint import bp
from participation.members.views.telling import told
from participation.panels import queries as panels
from participation.panels.queries import PanelView
from participation.web.context import actor, here, language, offered_languages
from participation.web.guards import open_to_everyone

# Whatever is in such a file, nothing in it runs.
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/<municipality>/panels/<slug>/sessions", endpoint="sessions")
@open_to_everyone
def all_sessions(slug: str) -> ResponseReturnValue:
    """Every session: when, where and how, what there is to read, and what was changed and why."""
    with db.read() as session:
        panel = _public(session, slug)
        found = queries.sessions(session, here().id, panel.id)
        changes = queries.changes(session, here().id, panel.id)
        reading = queries.materials(session, here().id, panel.id, public=True)
    return render_template(
        "members/sessions.html",
        panel=panel,
        sessions=[(view, told(view, changes.get(view.id, [])), reading.get(view.id, [])) for view in found],
        modes=rules.MODES,
        now=clock.now(),
    )


@bp.get("/<municipality>/panels/<slug>/sessions.ics")
@open_to_everyone
def calendar(slug: str) -> ResponseReturnValue:
    """The sessions as a calendar: what everybody may know of them."""
    with db.read() as session:
        panel = _public(session, slug)
        found = queries.sessions(session, here().id, panel.id)
    link = url_for("members.sessions", slug=slug, _external=True)
    return sent(panel, [event(view, link, "") for view in found], f"{slug}.ics")


@bp.get("/<municipality>/member/calendar/<token>.ics")
@open_to_everyone
def own_calendar(token: str) -> ResponseReturnValue:
    """The same for one member, with how they take part for as long as they do; whoever has the address has the calendar."""
    with db.read() as session:
        mine = own.with_token(session, here().id, token)
        if mine is None:
            raise NotFound
        panel = panels.panel_by_id(session, here().id, mine.panel_id)
        found = queries.sessions(session, here().id, panel.id)
    link = url_for("members.own", _external=True)
    return sent(panel, [event(view, link, _joining(mine, view)) for view in found], f"{panel.slug}.ics")


@bp.get("/<municipality>/panels/<slug>/sessions/<int:number>/materials/<int:material_id>")
@open_to_everyone
def material(slug: str, number: int, material_id: int) -> ResponseReturnValue:
    """A file that goes with a session: for everybody, or only for members and whoever works with them."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        view = queries.numbered(session, here().id, panel.id, number)
        found, content = queries.material(session, here().id, view.id, material_id)
        if not _may_read(session, panel, found):
            raise NotFound
    return Response(
        content,
        content_type=materials.content_type(found.filename),
        headers={
            "Content-Security-Policy": SANDBOX,
            "Content-Disposition": f'attachment; filename="{found.filename}"',
            "Cache-Control": "private, max-age=3600",
        },
    )


def event(view: SessionView, link: str, joining: str) -> Event:
    """A session as it stands in a calendar in the language of this request."""
    order = offered_languages()
    agenda = [f"{point['at']} {wording.written(point['words'], language(), order)}".strip() for point in view.agenda]
    how = say(rules.MODES[view.mode], language())
    return Event(
        calendars.uid(here().id, view),
        view.changes,
        view.starts_at,
        view.ends_at,
        wording.written(view.title, language(), order),
        wording.written(view.place, language(), order) or how,
        "\n".join(part for part in (how, joining, *agenda) if part),
        link,
        view.is_cancelled,
    )


def sent(panel: PanelView, events: list[Event], filename: str) -> Response:
    """A calendar as it leaves the house."""
    name = wording.written(panel.title, language(), offered_languages())
    return Response(
        calendars.calendar(name, events, at=clock.now()),
        content_type=calendars.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def _joining(mine: Own, view: SessionView) -> str:
    """How to take part from elsewhere: for who took their seat and did not leave, as on their page."""
    return wording.written(view.joining, language(), offered_languages()) if mine.state == CONFIRMED else ""


def _public(session: Session, slug: str) -> PanelView:
    """A panel that everybody can follow, in every language. Raises NotFound."""
    found = panels.panel(session, here().id, slug)
    subject = panels.subject_told(session, here().id, found.subject)
    if subject is None or not subject.is_public:
        raise NotFound
    return panels.told(session, here().id, found)[0]


def _may_read(session: Session, panel: PanelView, found: queries.MaterialView) -> bool:
    who, mine = actor(), holding.opened(session)
    if (who and who.may("members.see")) or (mine and mine.panel_id == panel.id and mine.state in SEATED):
        return True
    subject = panels.subject_told(session, here().id, panel.subject)
    return found.public and subject is not None and subject.is_public
