"""The acts of somebody who fills in a form, keeps it, and puts right or takes back what they sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from participation import clock, db
from participation.inclusion import actions, drafts, queries
from participation.inclusion.drafts import Hands
from participation.panels import queries as panels
from participation.sheets import sheet
from tests.acts import Act
from tests.towns import Town, make_panel

CONTACT = {
    "name": "Dee Jans",
    "language": "fr",
    "way": "letter",
    "street": "Dam 1",
    "postcode": "9999",
    "town": "Dorp",
    "large_print": "y",
}
CALL = {"name": "Rosa", "phone": "012 34 56 78", "moment": "any", "language": "nl", "about": "The square"}
SUPPORT = {"needs": ["loop"], "interpreter": "", "day": "", "more": "A seat near the door"}
# A browser that has been here before: pressed twice, it is the same one.
BROWSER = "this browser"


def a_public_panel(town: Town) -> Mapping[str, object]:
    slug = make_panel(town, "promised")
    with db.read() as session:
        return {"slug": slug, "subject": f"panel:{panels.panel(session, town.id, slug).id}"}


def a_browser(_town: Town) -> Mapping[str, object]:
    return {"cookie": {"browser": BROWSER}}


def a_filled_form(name: str, answers: Mapping[str, str], *, person: bool) -> Callable[[Town], Mapping[str, object]]:
    """A form of one page that is filled in and not sent yet, in an account or in a browser."""

    def prepare(town: Town) -> Mapping[str, object]:
        with db.write() as session:
            drafts.fill(session, hands(town, person), name, "", typed(answers), done=1, language="nl", at=clock.now())
        return {} if person else a_browser(town)

    return prepare


def a_kept_form(town: Town) -> Mapping[str, object]:
    """A form that somebody kept, with its code."""
    with db.write() as session:
        whose = hands(town, False)
        drafts.fill(session, whose, "call-back", "", typed(CALL), language="nl", at=clock.now())
        code, _ = drafts.keep(session, whose, "call-back", "", at=clock.now())
    return {"kept": code, **a_browser(town)}


def a_sent_form(town: Town) -> Mapping[str, object]:
    """A form that somebody sent from their account, with its receipt in this browser."""
    with db.write() as session:
        receipt = actions.enter(
            session,
            town.id,
            sheet("call-back"),
            subject="",
            typed=typed(CALL),
            answers=CALL,
            language="nl",
            person_id=town.citizen.person_id,
            at=clock.now(),
        )
    with db.read() as session:
        mark = queries.entry(session, town.id, receipt.entry_id).mark
    return {
        "entry_id": receipt.entry_id,
        "mark": mark,
        "cookie": {"receipts": {str(receipt.entry_id): receipt.code}},
    }


def hands(town: Town, person: bool) -> Hands:
    return Hands(town.id, town.citizen.person_id if person else None, BROWSER)


def typed(answers: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in answers.items()}


ACTS = [
    Act("inclusion.form", "/forms/call-back", CALL, None, a_browser),
    Act("inclusion.form", "/forms/contact", CONTACT, "citizen"),
    Act("inclusion.form", "/forms/support", SUPPORT, "citizen"),
    Act("inclusion.form", "/forms/support/about/{subject}", SUPPORT, "citizen", a_public_panel),
    Act("inclusion.form", "/forms/objection", {"may": "no"}, "citizen"),
    Act("inclusion.form", "/forms/news", {"wanted": "no"}, "citizen"),
    Act("inclusion.check", "/forms/call-back/check", {}, None, a_filled_form("call-back", CALL, person=False)),
    Act("inclusion.check", "/forms/contact/check", {}, "citizen", a_filled_form("contact", CONTACT, person=True)),
    Act(
        "inclusion.check",
        "/forms/objection/check",
        {},
        "citizen",
        a_filled_form("objection", {"may": "no"}, person=True),
    ),
    Act("inclusion.keep", "/forms/contact/keep", CONTACT, "citizen"),
    Act("inclusion.by_code", "/back", {"code": "{kept}"}, None, a_kept_form),
    # Each correction stands in the journal.
    Act(
        "inclusion.correct",
        "/receipts/{entry_id}/correct",
        {**CALL, "seen": "{mark}"},
        "citizen",
        a_sent_form,
        once=False,
    ),
    Act("inclusion.take_back", "/receipts/{entry_id}/take-back", {"seen": "{mark}"}, "citizen", a_sent_form),
    Act("inclusion.send_receipt", "/receipts/{entry_id}/send", {}, "citizen", a_sent_form),
]
