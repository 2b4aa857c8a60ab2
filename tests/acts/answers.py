"""What whoever is invited sends, and what officials do with the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from participation import clock, db
from participation.inclusion import drafts
from participation.inclusion.drafts import Hands
from participation.invitations.queries import again, answers
from tests import letters
from tests.acts import Act
from tests.acts.forms import BROWSER, a_browser, typed
from tests.invitations import makers
from tests.towns import Town

Prepare = Callable[[Town], Mapping[str, object]]

DESK = "/desk/panels/{slug}/answers"


def invited(title: str, said: dict[str, str] | None = None, *, filled: bool = False) -> Prepare:
    """A panel whose letters are out; the first of them was answered, or the answer is ready to be sent."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug = makers.invite(town, title=f"{title} {town.slug}", letters=5)
        code, subject = makers.codes_of(town, slug)[0], makers.subject_of(town, slug)
        if filled:
            with db.write() as session:
                answers_of = typed({"code": code, **makers.NO})
                hands = Hands(town.id, None, BROWSER)
                for done in (1, 2):
                    drafts.fill(session, hands, "reply", subject, answers_of, done=done, language="nl", at=clock.now())
        elif said:
            makers.answer(town, slug, code, said)
        with db.read() as session:
            mark = answers.invited(session, town.id, makers.panel_of(town, slug).id, 1).mark
        return {"slug": slug, "code": code, "subject": subject, "number": 1, "seen": mark, **a_browser(town)}

    return prepare


def hoped(town: Town) -> Mapping[str, object]:
    """A panel whose letters are out, and an earlier one of which some who were not drawn asked for it."""
    makers.drawn_with_hopes(town, f"Wens {town.slug}")
    slug = letters.invited(town, f"Vervolg {town.slug}")
    makers.set_last_day(town, slug, letters.FAR)
    with db.read() as session:
        found = again.asked_again(session, town.id, makers.panel_of(town, slug).id)
    return {"slug": slug, "seen": again.mark_of(found)}


ACTS = [
    Act("invitations_desk.invite_again", DESK + "/again", {"seen": "{seen}"}, prepare=hoped),
    Act("invitations.code", "/invitation", {"code": "{code}"}, None, invited("Linde")),
    Act(
        "inclusion.form",
        "/forms/reply/about/{subject}",
        {"code": "{code}", "answer": "no"},
        None,
        invited("Eik"),
    ),
    Act("inclusion.check", "/forms/reply/about/{subject}/check", {}, None, invited("Beuk", filled=True)),
    # Each time that an invitation is looked up stands in the journal.
    Act("invitations_desk.find_invited", DESK + "/find", {"code": "{code}"}, prepare=invited("Es"), once=False),
    Act(
        "invitations_desk.mark",
        DESK + "/{number}/mark",
        {"state": "moved", "seen": "{seen}"},
        prepare=invited("Den", makers.YES),
    ),
    Act(
        "invitations_desk.answer_question",
        DESK + "/{number}/question",
        {"words": ""},
        prepare=invited("Wilg", makers.QUESTION),
    ),
    # Every copy that leaves the house is in the journal.
    Act("invitations_desk.answers_csv", DESK + ".csv", {}, prepare=invited("Olm", makers.YES), status=200, once=False),
]
