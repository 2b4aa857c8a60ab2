"""What officials send to have letters made, printed and posted, and to note what the post brought back."""

from __future__ import annotations

from collections.abc import Mapping

from tests import letters
from tests.acts import Act
from tests.towns import Town

LETTERS = "/desk/panels/{slug}/letters"
BATCH = LETTERS + "/{sequence}"


def drawn(town: Town) -> Mapping[str, object]:
    """A panel whose lot is drawn."""
    return {"slug": letters.invited(town, f"Wijk {town.slug}"), "sequence": 1, "seen": letters.batches.mark_of({})}


def made(town: Town) -> Mapping[str, object]:
    """Letters that can be printed."""
    facts = drawn(town)
    letters.write(town, str(facts["slug"]), until=letters.FAR)
    return facts


def on_paper(town: Town) -> Mapping[str, object]:
    """Letters that can be posted."""
    facts = made(town)
    letters.put_on_paper(town, str(facts["slug"]))
    return facts


def posted(town: Town) -> Mapping[str, object]:
    """Letters that left a while ago, and the code in one of them."""
    facts = on_paper(town)
    slug = str(facts["slug"])
    with letters.db.write() as session:
        found = letters.changing(session, town, slug)
        letters.batches.note_sent(session, found, letters.SENT_ON, by=town.first, at=letters.MADE_AT)
    return {**facts, "code": letters.codes(town, slug)[0]}


ACTS = [
    Act(
        "invitations_desk.letter_words",
        LETTERS + "/words/nl",
        {"about": "Het plein wordt heraangelegd.", "asked": "Vier zaterdagen.", "seen": "{seen}"},
        prepare=drawn,
    ),
    Act(
        "invitations_desk.make_letters",
        LETTERS + "/new/invitation",
        {"answers_until": f"{letters.FAR}"},
        prepare=drawn,
    ),
    Act("invitations_desk.make_letters", LETTERS + "/new/reminder", prepare=posted),
    Act(
        "invitations_desk.make_letters",
        LETTERS + "/new/extension",
        {"answers_until": "2200-01-31", "reason_nl": letters.WHY["nl"], "reason_fr": letters.WHY["fr"]},
        prepare=posted,
    ),
    # Each time that somebody takes letters along is in the journal.
    Act("invitations_desk.take_file", BATCH + "/file", {"file": "1"}, prepare=made, status=200, once=False),
    Act("invitations_desk.take_archive", BATCH + "/archive", prepare=made, status=200, once=False),
    Act("invitations_desk.note_printed", BATCH + "/printed", prepare=made),
    Act("invitations_desk.note_sent", BATCH + "/sent", {"on": f"{letters.SENT_ON}"}, prepare=on_paper),
    Act("invitations_desk.withdraw_letters", BATCH + "/withdraw", prepare=made),
    Act("invitations_desk.returned", LETTERS + "/returned", {"why": "moved", "codes": "{code}"}, prepare=posted),
    # Each copy that somebody asks for is in the journal.
    Act(
        "invitations_desk.copy_letter",
        LETTERS + "/copy",
        {"code": "{code}", "language": "fr", "large": "y"},
        prepare=posted,
        status=200,
        once=False,
    ),
]
