"""What the three municipalities of the demo have decided for themselves; the rest is still a proposal there, as in life.

The by-laws are as fictional as their councils.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from participation.municipalities import actions
from participation.permissions import Actor


@dataclass(frozen=True)
class Source:
    """A decision: its name in each language of the municipality, and its day."""

    names: dict[str, str]
    day: date | None


ARRANGED = Source({}, None)

BY_LAW = Source({"nl": "Reglement op de participatie, hoofdstuk 2"}, date(2025, 6, 24))
COLLEGE = Source({"nl": "Besluit van het college over de dienstverlening"}, date(2025, 9, 8))

TWO_LANGUAGES = Source(
    {
        "nl": "Reglement op inspraak en burgerpanels, artikel 5",
        "fr": "Règlement relatif à la participation et aux panels citoyens, article 5",
    },
    date(2025, 4, 29),
)
LANGUAGE_ORDER = Source(
    {
        "nl": "Besluit van het college over het taalgebruik",
        "fr": "Décision du collège relative à l’emploi des langues",
    },
    date(2025, 2, 17),
)

ORDER = Source({"de": "Beteiligungsordnung, Artikel 7"}, date(2025, 5, 26))
BOARD = Source({"de": "Beschluss des Gemeindekollegiums zum Bürgerdienst"}, date(2025, 10, 6))


def _people(count: int) -> list[dict[str, Any]]:
    return [{"below": None, "amount": count, "unit": "people"}]


def _share(percent: float) -> list[dict[str, Any]]:
    return [{"below": None, "amount": percent, "unit": "percent"}]


# Where somebody sits beside a computer, in every language: whoever needs it most may read none of the municipality's.
LINDEDORP_HELP = {
    "nl": [
        "Digibank in het Lindehuis, Kerkstraat 14: dinsdag van 14 tot 17 uur",
        "Bibliotheek, Schoolstraat 3: woensdag van 13.30 tot 18 uur, zaterdag van 10 tot 12 uur",
    ],
    "fr": [
        "Espace numérique « Digibank » au Lindehuis, Kerkstraat 14 : le mardi de 14 à 17 h",
        "Bibliothèque, Schoolstraat 3 : le mercredi de 13 h 30 à 18 h, le samedi de 10 à 12 h",
    ],
    "de": [
        "Digibank im Lindehuis, Kerkstraat 14: dienstags von 14 bis 17 Uhr",
        "Bibliothek, Schoolstraat 3: mittwochs von 13.30 bis 18 Uhr, samstags von 10 bis 12 Uhr",
    ],
    "en": [
        "Digital help point in the Lindehuis, Kerkstraat 14: Tuesday from 14:00 to 17:00",
        "Library, Schoolstraat 3: Wednesday from 13:30 to 18:00, Saturday from 10:00 to 12:00",
    ],
}
SINT_LINDE_RODE_HELP = {
    "nl": ["Bibliotheek De Kapel, Kapelleplein 8: woensdag en vrijdag van 14 tot 18 uur"],
    "fr": ["Bibliothèque De Kapel, place de la Chapelle 8 : le mercredi et le vendredi de 14 à 18 h"],
    "de": ["Bibliothek De Kapel, Kapelleplein 8: mittwochs und freitags von 14 bis 18 Uhr"],
    "en": ["Library De Kapel, Kapelleplein 8: Wednesday and Friday from 14:00 to 18:00"],
}
NEUDORF_HELP = {
    "de": ["Digitaltreff im Dorfhaus, Hauptstraße 5: donnerstags von 9 bis 12 Uhr"],
    "fr": ["Espace numérique à la Maison du village, Hauptstraße 5 : le jeudi de 9 à 12 h"],
    "nl": ["Digitaal hulppunt in het dorpshuis, Hauptstraße 5: donderdag van 9 tot 12 uur"],
    "en": ["Digital help point in the village house, Hauptstraße 5: Thursday from 9:00 to 12:00"],
}

DECISIONS: dict[str, tuple[tuple[str, Any, Source], ...]] = {
    "lindedorp": (
        ("place.inhabitants", 11_640, COLLEGE),
        ("petition.answer_days", 60, BY_LAW),
        ("proposal.signatures", _share(1.5), BY_LAW),
        ("proposal.age", 16, BY_LAW),
        ("panel.age", 16, BY_LAW),
        ("panel.reply_days", 21, BY_LAW),
        ("panel.session_cents", 4000, BY_LAW),
        ("channel.open", ["web", "phone", "desk", "paper"], COLLEGE),
        ("contact.help_line", "016 01 23 46", ARRANGED),
        ("contact.help_points", LINDEDORP_HELP, ARRANGED),
    ),
    "sint-linde-rode": (
        ("place.inhabitants", 18_205, LANGUAGE_ORDER),
        ("language.notice", ["nl", "fr"], LANGUAGE_ORDER),
        ("language.letter", ["nl"], LANGUAGE_ORDER),
        ("language.copy", ["fr"], LANGUAGE_ORDER),
        ("language.form", ["nl"], LANGUAGE_ORDER),
        ("language.internal", ["nl"], LANGUAGE_ORDER),
        ("petition.signatures", _people(10), TWO_LANGUAGES),
        ("challenge.supporters", _people(25), TWO_LANGUAGES),
        ("challenge.decision_days", 100, TWO_LANGUAGES),
        ("panel.session_cents", 3500, TWO_LANGUAGES),
        ("channel.open", ["web", "phone", "desk", "paper", "text"], LANGUAGE_ORDER),
        ("contact.texts", "0470 00 00 30", ARRANGED),
        ("contact.help_points", SINT_LINDE_RODE_HELP, ARRANGED),
    ),
    "neudorf": (
        ("place.country", "ostbelgien", ARRANGED),
        ("place.inhabitants", 4310, BOARD),
        ("language.copy", ["fr"], BOARD),
        ("proposal.signatures", _people(50), ORDER),
        ("proposal.who", "involved", ORDER),
        ("panel.follow_up_days", 120, ORDER),
        ("contact.help_points", NEUDORF_HELP, ARRANGED),
    ),
}


def decide_all(session: Session, municipality_id: int, slug: str, *, by: Actor, at: datetime) -> None:
    """Let a municipality of the demo decide what it has decided."""
    for key, value, source in DECISIONS[slug]:
        actions.decide(session, municipality_id, key, value, source=source.names, source_date=source.day, by=by, at=at)
