"""A whole panel as one file, without the people: for the municipality's own archive, and for whoever studies panels."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from participation.invitations.queries import lots
from participation.members.queries import report as reports
from participation.members.queries import sessions as meetings
from participation.members.queries.sessions import Change, SessionView
from participation.panels import queries as panels
from participation.panels.queries import PanelView
from participation.text import zipped

# Of a session: what it was, and nothing with which somebody comes in.
OF_SESSION = ("number", "title", "starts_at", "ends_at", "mode", "place", "agenda", "state", "fallback")


def archive(session: Session, municipality_id: int, view: PanelView) -> bytes:
    """A zip of what the panel was asked, its lots and draws as they were published, how many people reached which step,
    its sessions, and what it recommended. The same panel gives the same bytes."""
    return zipped(dict(_files(session, municipality_id, view)))


def _files(session: Session, municipality_id: int, view: PanelView) -> Iterator[tuple[str, bytes]]:
    remit = panels.remit(session, municipality_id, view.id)
    yield "panel.json", _json(_panel(view))
    yield "remit.json", _json(asdict(remit) if remit else {})
    for lot in lots.lots(session, municipality_id, view.id):
        if lot.is_promised:
            yield f"lots/{lot.sequence}/lot.json", lots.lot_document(session, municipality_id, lot.id)
    for draw in panels.draws(session, municipality_id, view.id):
        if draw.is_promised:
            yield f"draws/{draw.sequence}/draw.json", panels.document(session, municipality_id, draw.id)
    yield "sessions.json", _json(_sessions(session, municipality_id, view.id))
    yield "report.json", _json(_report(session, municipality_id, view))


def _panel(view: PanelView) -> Mapping[str, Any]:
    return {
        name: getattr(view, name)
        for name in ("slug", "title", "question", "seats", "one_per_household", "objective", "targets", "created_at")
    }


def _sessions(session: Session, municipality_id: int, panel_id: int) -> list[Mapping[str, Any]]:
    moved = meetings.changes(session, municipality_id, panel_id)
    found = meetings.sessions(session, municipality_id, panel_id)
    return [_session(one, moved.get(one.id, [])) for one in found]


def _session(view: SessionView, moved: list[Change]) -> Mapping[str, Any]:
    return {**{name: getattr(view, name) for name in OF_SESSION}, "changes": [asdict(one) for one in moved]}


def _report(session: Session, municipality_id: int, view: PanelView) -> Mapping[str, Any]:
    """As it was published, else as it is counted now: fewer than five people of a group are never told apart."""
    found = reports.report(session, municipality_id, view.id)
    figures = found.figures if found.is_published else reports.figures_now(session, municipality_id, view)
    advice = reports.recommendations(session, municipality_id, view.id)
    told = {"published_at": found.published_at, "advised_on": found.advised_on, "since": found.since}
    return {**told, "figures": figures, "recommendations": [asdict(one) for one in advice]}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()
