"""What officials send about words, pictures and films."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests import towns as make
from tests.acts import Act
from tests.content import makers
from tests.municipalities.makers import picture
from tests.towns import Town

Prepare = Callable[[Town], Mapping[str, object]]

CONTENT = "/desk/content/{subject}"
ALT = {"alt_nl": "Een plein met bomen", "alt_fr": "Une place avec des arbres"}


def panel(title: str) -> Prepare:
    """A panel about which something can be told, and the mark of its Dutch words."""

    def prepare(town: Town) -> Mapping[str, object]:
        subject = makers.subject_of(town, make.make_panel(town, title=f"{title} {town.slug}"))
        return {"subject": subject, "seen": makers.mark(town, subject, "nl")}

    return prepare


def shown(title: str) -> Prepare:
    """The same, promised, with a picture and a film."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug = make.make_panel(town, "promised", title=f"{title} {town.slug}")
        subject = makers.subject_of(town, slug)
        makers.write(town, subject, "en", title=f"Square {town.slug}", summary=f"A square for {town.slug}.")
        makers.add(town, subject, makers.a_picture())
        film = makers.add(town, subject, makers.a_film())
        return {"subject": subject, "slug": slug, "sequence": 1, "medium_id": film}

    return prepare


ACTS = [
    Act(
        "content_desk.words",
        CONTENT + "/nl",
        {"summary": "We maken een plein voor iedereen.", "easy": "Er komt een plein.", "seen": "{seen}"},
        prepare=panel("Woorden"),
    ),
    Act(
        "content_desk.add_picture",
        CONTENT + "/pictures/new",
        {"kind": "picture", "file": (picture(), "plein.png"), **ALT},
        prepare=panel("Beeld"),
    ),
    Act(
        "content_desk.add_film",
        CONTENT + "/films/new",
        {
            "kind": "film",
            "language": "nl",
            "file": (makers.mp4(), "plein.mp4"),
            "captions": makers.VTT,
            "transcript": makers.TRANSCRIPT,
            **ALT,
        },
        prepare=panel("Film"),
    ),
    Act("content_desk.remove_medium", CONTENT + "/media/{medium_id}/remove", prepare=shown("Weg")),
]
