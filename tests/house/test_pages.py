"""Every page as everybody sees it: it opens for whom it should, changes nothing, and is protected."""

from __future__ import annotations

from participation.permissions import ROLES_WITH
from participation.web import guards
from tests.house.pages import Walked
from tests.house.scenes import everybody
from tests.visitors import text_of

# What the refusals of a page say elsewhere: gone, not there yet, or only for whoever came another way.
ELSEWHERE = (200, 303, 404, 409)


def test_every_page_has_an_address_that_the_walk_can_fill(walked: Walked):
    assert walked.unreached == set()


def test_no_page_breaks(walked: Walked):
    broken = [(look.path, look.viewer) for look in (*walked.looks, *walked.strange) if look.answer.status_code >= 500]
    assert broken == []


def test_looking_at_a_page_changes_nothing(walked: Walked):
    assert walked.changed == {}


def test_a_page_opens_only_for_those_whom_its_guard_names(walked: Walked, stages):
    people = everybody(walked.town)
    wrong = []
    with stages.app.app_context():
        for look in walked.looks:
            guard, who = guards.guard_of(look.endpoint) or "", people.get(look.viewer)
            status, where = look.answer.status_code, look.answer.location or ""
            if guard == guards.EVERYONE:
                fine = status in ELSEWHERE
            elif who is None:
                fine = status == 303 and "/sign-in" in where
            elif guard in ROLES_WITH and not who.may(guard):
                fine = status == 403
            else:
                fine = status in ELSEWHERE
            if not fine:
                wrong.append((look.path, look.viewer, guard, status))
    assert wrong == []


def test_what_somebody_may_see_can_be_seen(walked: Walked):
    """Each page opens at least for somebody, so that the walk has looked at it and not at a refusal."""
    opened = {look.endpoint for look in walked.looks if look.answer.status_code == 200}
    assert {look.endpoint for look in walked.looks} - opened - ONLY_IN_PASSING == set()


# One passes through these only on the way from another page.
ONLY_IN_PASSING = {
    "inclusion_desk.receipt_to_print",
    "people.confirm_address",
    "people.from_provider",
    "people.newcomer",
    "people.reset_password",
    "people.second_factor",
    "people.type_code",
    "people.arrived",
    "people.again",
    # only for a browser that kept a form, or that has the code of a receipt
    "inclusion.kept",
    "inclusion.receipt_to_print",
    # only at a computer that many people use
    "inclusion.still_there",
    "inclusion.kiosk_over",
}
# Files that are the same whoever asks for them: browsers keep them, and nobody's cookie is looked at or set.
SAME_FOR_EVERYBODY = {"municipalities.theme", "municipalities.plain_theme", "municipalities.logo"}


def test_every_answer_says_what_it_is_and_is_taken_for_nothing_else(walked: Walked):
    for look in walked.looks:
        kind = look.answer.content_type
        assert look.answer.headers["X-Content-Type-Options"] == "nosniff"
        known = ("application/pdf", "image/png", "image/jpeg", "video/mp4", "application/json", "application/zip")
        assert "charset=utf-8" in kind or kind in known, look.path
        assert "unsafe" not in look.answer.headers["Content-Security-Policy"]


def test_pages_behind_sign_in_are_kept_nowhere(walked: Walked):
    for look in walked.looks:
        if look.endpoint in SAME_FOR_EVERYBODY:
            assert "Set-Cookie" not in look.answer.headers, look.path
            assert "Cookie" not in look.answer.headers.get("Vary", ""), look.path
        elif look.viewer != "visitor" and look.path.startswith(f"/{walked.town.slug}/"):
            assert look.answer.headers["Cache-Control"] == "no-store", look.path


def test_every_file_that_is_the_same_for_everybody_is_known(stages):
    named = {name for name, view in stages.app.view_functions.items() if hasattr(view, "same_for_everybody")}
    assert named == SAME_FOR_EVERYBODY


def test_no_page_runs_a_script_or_takes_anything_from_elsewhere(walked: Walked):
    import re

    for look in walked.looks:
        if look.answer.mimetype == "text/html":
            page = look.answer.text
            assert not re.search(r"<script(?![^>]*\bsrc=)", page), look.path
            assert not re.search(r"<[^>]+ (?:style|on\w+)=", page), look.path
            assert not re.search(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//', page), look.path


def test_a_download_is_no_page(walked: Walked):
    """What is no page and no picture of ours is saved, and not opened in our house."""
    for look in walked.looks:
        if look.answer.status_code == 200 and look.answer.mimetype not in ("text/html", "image/png", "image/jpeg"):
            fine = look.answer.mimetype in ("application/atom+xml", "application/pdf", "text/css")
            assert fine or look.answer.headers["Content-Disposition"].startswith("attachment"), look.path


def test_no_secret_stands_in_a_link_of_a_page(walked: Walked):
    for look in walked.looks:
        for secret in walked.town.secrets.values():
            assert secret.encode() not in look.answer.get_data()


def test_a_fault_is_not_told_in_our_own_words(walked: Walked):
    for look in walked.looks:
        if look.answer.mimetype == "text/html":
            assert "Traceback" not in text_of(look.answer)
