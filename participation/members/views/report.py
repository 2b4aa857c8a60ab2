"""The report of a panel: how it came about, what it recommends, what the council said; for everybody once it is
published, and at the desk before."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, g, jsonify, render_template
from flask.typing import ResponseReturnValue

from participation import clock, config, db
from participation.content import queries as content
from participation.content.queries import Content
from participation.db import Session
from participation.errors import NotFound
from participation.i18n import in_language
from participation.members import report_words
from participation.members.queries import report as queries
from participation.members.report_words import Piece, Told
from participation.members.views.blueprint import bp
from participation.messages import wording
from participation.messages.letters import typeset
from participation.panels import queries as panels
from participation.web.context import actor, here, language, offered_languages
from participation.web.guards import open_to_everyone
from participation.web.words import day

TEMPLATE = config.ROOT / "templates" / "members" / "report.typ"


@bp.get("/<municipality>/panels/<slug>/report")
@open_to_everyone
def report(slug: str) -> ResponseReturnValue:
    """What the panel came to, on one page."""
    with db.read() as session:
        told, summary = _told(session, slug)
    return render_template(
        "members/report.html",
        panel=told.panel,
        report=told.report,
        told=summary,
        figures=told.figures,
        pieces=report_words.pieces(told),
        bars_words=report_words.bars_words,
    )


@bp.get("/<municipality>/panels/<slug>/report.pdf")
@open_to_everyone
def report_pdf(slug: str) -> ResponseReturnValue:
    """The same on paper, for screen readers too."""
    with db.read() as session:
        told, summary = _told(session, slug)
    content = typeset(TEMPLATE, {"report": json.dumps(_on_paper(told, summary), ensure_ascii=False)})
    return Response(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{slug}-report.pdf"'},
    )


@bp.get("/<municipality>/panels/<slug>/report.json")
@open_to_everyone
def report_json(slug: str) -> ResponseReturnValue:
    """The same figures and words for a machine: "<5" is fewer than five people, null is not shown."""
    with db.read() as session:
        told, summary = _told(session, slug)
    answer = jsonify(_for_machines(told, summary))
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-report.json"'
    return answer


def _told(session: Session, slug: str) -> tuple[Told, Content]:
    """The report, if this reader may read it; at the desk, before it is published, with the figures of now. Raises
    NotFound."""
    view = panels.panel(session, here().id, slug)
    found = queries.report(session, here().id, view.id)
    who = actor()
    if not found.is_published and not (who and who.may("members.see")):
        raise NotFound
    told = Told(
        panels.told(session, here().id, view)[0],
        panels.remit(session, here().id, view.id),
        found,
        queries.recommendations(session, here().id, view.id),
        found.figures if found.is_published else queries.figures_now(session, here().id, view),
        offered_languages(),
        clock.local(clock.now()).date(),
    )
    return told, content.content(session, here().id, queries.subject_of(view.id))


def _for_machines(told: Told, summary: Content) -> dict[str, Any]:
    remit, report = told.remit, told.report
    return {
        "panel": {"slug": told.panel.slug, "title": told.panel.title, "question": told.panel.question},
        "published_at": report.published_at.isoformat() if report.published_at else None,
        "summary": summary.of("summary"),
        "promise": dict(remit.promise) if remit else {},
        "advised_on": report.advised_on.isoformat() if report.advised_on else None,
        "answer_until": told.until.isoformat() if told.until else None,
        "recommendations": [
            {
                "number": one.number,
                "words": dict(one.words),
                "votes": dict(one.votes) or None,
                "minority": dict(one.minority),
                "answer": one.answer or None,
                "answer_words": dict(one.answer_words),
                "answered_on": one.answered_on.isoformat() if one.answered_on else None,
            }
            for one in told.recommendations
        ],
        "since": dict(report.since),
        "figures": told.figures,
    }


def _on_paper(told: Told, summary: Content) -> dict[str, Any]:
    """What `report.typ` prints. Pieces of text are {text, language}."""
    title, spoken = in_language(told.panel.title, language(), told.order, "")
    question, asked = in_language(told.panel.question, language(), told.order, "")
    lead, said = in_language(summary.of("summary"), language(), told.order, "")
    published = told.report.published_at
    return {
        "language": language(),
        "sender": wording.name_of(g.place, language()),
        "heading": report_words.heading(),
        "title": {"text": title, "language": spoken},
        "question": {"text": question, "language": asked},
        "lead": [{"text": line, "language": said} for line in lead.splitlines() if line.strip()],
        "published": report_words.published(day(published)) if published else report_words.unpublished(),
        "page": report_words.page(),
        "legend": report_words.legend(),
        "pieces": [_piece(piece) for piece in report_words.pieces(told)],
    }


def _piece(piece: Piece) -> dict[str, Any]:
    return {
        "heading": piece.heading,
        "depth": piece.depth,
        "texts": [{"text": one.text, "language": one.language, "strong": one.strong} for one in piece.texts],
        "tables": [
            {
                "caption": table.caption,
                "columns": list(table.columns),
                "rows": [list(row) for row in table.rows],
                "wordy": list(table.wordy),
                "bars": [[share, ours] for _name, share, ours in bars.groups] if bars else [],
                "bars_title": report_words.bars_words(bars) if bars else "",
            }
            for table, bars in piece.tables
        ],
    }
