"""The people of a pool: looking them up, their receipts, and the files that may leave the house."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.journal.actions import record
from participation.panels import exports, forgetting, lists, queries
from participation.panels.desk.blueprint import Dossier, bp
from participation.panels.forms import ForgetForm
from participation.text import zipped
from participation.web.context import here, page_asked, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, may


@bp.get("/<municipality>/desk/panels/<slug>/people")
@may("panels.see")
def people(slug: str) -> ResponseReturnValue:
    """The pool, a page at a time, by the official's own reference or by code."""
    number, wanted = page_asked(), request.args.get("q", "").strip()[:60]
    with db.read() as session:
        dossier = Dossier(session, slug)
        rows, pages = queries.candidates(session, here().id, dossier.panel.id, number, wanted)
    return render_template(
        "panels/desk/people.html", dossier=dossier, rows=rows, page=number, pages=pages, wanted=wanted
    )


@bp.get("/<municipality>/desk/panels/<slug>/receipts/<code>")
@may("panels.see")
def receipt(slug: str, code: str) -> ResponseReturnValue:
    """One person's receipt, to be printed: code, features, and what opens the commitment."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        candidate = queries.candidate(session, here().id, dossier.panel.id, code)
    return render_template("panels/desk/receipt.html", dossier=dossier, candidate=candidate, code=code)


@bp.route("/<municipality>/desk/panels/<slug>/forget", methods=["GET", "POST"])
@may("panels.prepare")
@asks_again
def forget(slug: str) -> ResponseReturnValue:
    """Forget one person of the pool, who is found by the official's own reference or by code."""
    with db.read() as session:
        dossier = Dossier(session, slug)
    form = ForgetForm(data={"who": request.args.get("code")})
    if form.validate_on_submit():
        with refusals_on(form, "who"), db.write() as session:
            panel = queries.panel_to_change(session, here().id, slug)
            code = queries.code_of(session, here().id, panel.id, form.who.data.strip())
            forgetting.forget(session, panel, code, reason=form.reason.data, by=someone(), at=clock.now())
            flash(_("This person has been forgotten."))
            return redirect(url_for("desk.people", slug=slug), 303)
    return render_template("panels/desk/forget.html", dossier=dossier, form=form), status_of(form)


@bp.post("/<municipality>/desk/panels/<slug>/codes.csv")
@may("panels.prepare")
@asks_again
def codes(slug: str) -> ResponseReturnValue:
    """Which code belongs to whom, for the letters."""
    return _export(slug, "panel.codes_exported", "codes.csv", "text/csv; charset=utf-8", exports.codes)


@bp.post("/<municipality>/desk/panels/<slug>/lists.zip")
@may("panels.prepare")
@asks_again
def all_lists(slug: str) -> ResponseReturnValue:
    """Targets, people, and who was drawn, as other sortition software reads them."""
    with db.write() as session:
        dossier = Dossier(session, slug)
        draw = queries.active_draw(queries.draws(session, here().id, dossier.panel.id))
        pool = queries.everybody(session, here().id, dossier.panel.id)
        panel = None
        if draw is not None and draw.number is not None:
            panel = queries.members(session, here().id, draw.calculation_id, draw.number)
        files = lists.lists(dossier.panel.categories, dossier.panel.targets, pool, panel)
        record(
            session,
            here().id,
            "panel.lists_exported",
            subject=dossier.panel.subject,
            by=f"person:{someone().person_id}",
            facts={"people": len(pool)},
            at=clock.now(),
        )
    named = f'attachment; filename="{slug}-lists.zip"'
    return Response(zipped(files), content_type="application/zip", headers={"Content-Disposition": named})


@bp.post("/<municipality>/desk/panels/<slug>/openings.json")
@may("panels.open_commitments")
@asks_again
def openings(slug: str) -> ResponseReturnValue:
    """What opens the commitments, for a sworn auditor: of everybody in the pool, or in that of one draw."""
    of = request.form.get("draw")
    return _export(slug, "panel.commitments_opened", "openings.json", "application/json", exports.openings, of)


def _export(
    slug: str, event: str, name: str, kind: str, write: exports.Writer, draw: str | None = None
) -> ResponseReturnValue:
    with db.write() as session:
        panel = queries.panel_to_change(session, here().id, slug)
        among = None if draw is None else queries.pool_of_draw(session, here().id, panel.id, draw)
        content = write(panel, queries.everybody(session, here().id, panel.id, among=among))
        record(
            session, here().id, event, subject=f"panel:{panel.id}", by=f"person:{someone().person_id}", at=clock.now()
        )
    return Response(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{slug}-{name}"'}
    )
