"""What officials send to have letters made, printed and posted, and to note what the post brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from participation.invitations import batches
from tests import letters
from tests.acts import Act
from tests.towns import Town

Prepare = Callable[[Town], Mapping[str, object]]

LETTERS = "/desk/panels/{slug}/letters"
BATCH = LETTERS + "/{sequence}"


def panel(title: str, stage: str = "drawn") -> Prepare:
    """A panel whose lot is drawn, with its letters as far as `stage`: drawn, made, printed or posted. Then the code in one
    of them goes along."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug = letters.invited(town, f"{title} {town.slug}")
        facts: dict[str, object] = {"slug": slug, "sequence": 1, "seen": batches.mark_of({})}
        if stage == "drawn":
            return facts
        letters.word(town, slug)
        letters.write(town, slug, until=letters.FAR)
        if stage == "printed":
            letters.put_on_paper(town, slug)
        if stage == "posted":
            letters.post(town, slug)
            facts["code"] = letters.codes(town, slug)[0]
        return facts

    return prepare


ACTS = [
    Act(
        "invitations_desk.letter_words",
        LETTERS + "/words/nl",
        {"about": "Het plein wordt heraangelegd.", "asked": "Vier zaterdagen.", "seen": "{seen}"},
        prepare=panel("Donk"),
    ),
    Act(
        "invitations_desk.make_letters",
        LETTERS + "/new/invitation",
        {"answers_until": f"{letters.FAR}"},
        prepare=panel("Brink"),
    ),
    Act("invitations_desk.make_letters", LETTERS + "/new/reminder", prepare=panel("Meent", "posted")),
    Act(
        "invitations_desk.make_letters",
        LETTERS + "/new/extension",
        {"answers_until": "2200-01-31", "reason_nl": letters.WHY["nl"], "reason_fr": letters.WHY["fr"]},
        prepare=panel("Gaard", "posted"),
    ),
    # Each time that somebody takes letters along is in the journal.
    Act(
        "invitations_desk.take_file",
        BATCH + "/file",
        {"file": "1"},
        prepare=panel("Hoeve", "made"),
        status=200,
        once=False,
    ),
    Act("invitations_desk.take_archive", BATCH + "/archive", prepare=panel("Kaai", "made"), status=200, once=False),
    Act("invitations_desk.note_printed", BATCH + "/printed", prepare=panel("Vest", "made")),
    Act(
        "invitations_desk.note_sent",
        BATCH + "/sent",
        {"on": f"{letters.SENT_ON}"},
        prepare=panel("Wijngaard", "printed"),
    ),
    Act("invitations_desk.withdraw_letters", BATCH + "/withdraw", prepare=panel("Molenberg", "made")),
    Act(
        "invitations_desk.returned",
        LETTERS + "/returned",
        {"why": "moved", "codes": "{code}"},
        prepare=panel("Vijver", "posted"),
    ),
    # Each copy that somebody asks for is in the journal.
    Act(
        "invitations_desk.copy_letter",
        LETTERS + "/copy",
        {"code": "{code}", "language": "fr", "large": "y"},
        prepare=panel("Tuinwijk", "posted"),
        status=200,
        once=False,
    ),
]
