"""The three municipalities of the demo and the people who sign in there: for whoever tries Samenspraak out.

Nothing here exists. Subscriber numbers that begin with a zero are never given out, and `.example` belongs to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyotp
from sqlalchemy.orm import Session

from participation.demo.decisions import decide_all
from participation.demo.logos import logo_of
from participation.municipalities import actions as municipalities
from participation.people import actions as people
from participation.people.factors import keep_totp
from participation.permissions import STRONG, Actor, Role


@dataclass(frozen=True)
class Someone:
    """A person with an account. phone: a mobile number, for who answers text messages."""

    name: str
    role: Role
    email: str
    phone: str | None = None


@dataclass(frozen=True)
class Town:
    """A municipality, as `municipalities.actions.found` takes it, and its people: the first two are the officials, the
    sixth is the administrator."""

    slug: str
    names: dict[str, str]
    languages: list[str]
    office: dict[str, Any]
    committees: dict[str, list[str]]
    people: tuple[Someone, ...]


@dataclass(frozen=True)
class Founded:
    """A town that is in the database: its number, its name as it stands in promises, and its two officials."""

    id: int
    name: str
    first: Actor
    second: Actor


LINDEDORP = Town(
    slug="lindedorp",
    names={"nl": "Lindedorp"},
    languages=["nl"],
    office={
        "street": "Lindeplein 1",
        "postcode": "3299",
        "town": "Lindedorp",
        "phone": "016 01 23 45",
        "email": "samenspraak@lindedorp.example",
        "hours": {
            "nl": [
                "Maandag tot en met vrijdag van 9 tot 12 uur",
                "Dinsdag ook van 16 tot 19.30 uur",
                "Woensdag ook van 13.30 tot 16 uur",
                "Zaterdag en zondag gesloten",
            ],
            "fr": [
                "Du lundi au vendredi de 9 à 12 h",
                "Le mardi aussi de 16 à 19 h 30",
                "Le mercredi aussi de 13 h 30 à 16 h",
                "Fermé le samedi et le dimanche",
            ],
            "de": [
                "Montag bis Freitag von 9 bis 12 Uhr",
                "Dienstag auch von 16 bis 19.30 Uhr",
                "Mittwoch auch von 13.30 bis 16 Uhr",
                "Samstag und Sonntag geschlossen",
            ],
            "en": [
                "Monday to Friday from 9 to 12",
                "Tuesday also from 16:00 to 19:30",
                "Wednesday also from 13:30 to 16:00",
                "Closed on Saturday and Sunday",
            ],
        },
    },
    committees={
        "nl": [
            "Commissie Ruimte, Mobiliteit en Klimaat",
            "Commissie Samenleven, Zorg en Onderwijs",
            "Commissie Vrije Tijd en Erfgoed",
            "Commissie Algemene Zaken en Financiën",
        ]
    },
    people=(
        Someone("An Peeters", Role.OFFICIAL, "an.peeters@lindedorp.example"),
        Someone("Yusuf Demir", Role.OFFICIAL, "yusuf.demir@lindedorp.example"),
        Someone("Lotte Verbeke", Role.FACILITATOR, "lotte.verbeke@lindedorp.example"),
        Someone("Bart Claes", Role.COUNCILLOR, "bart.claes@lindedorp.example"),
        Someone("Fatima El Amrani", Role.AUDITOR, "fatima.elamrani@lindedorp.example"),
        Someone("Griet Wouters", Role.ADMINISTRATOR, "griet.wouters@lindedorp.example"),
        Someone("Saskia Vandecasteele", Role.ARRANGER, "saskia.vandecasteele@lindedorp.example"),
        Someone("Jozef Maes", Role.CITIZEN, "jozef.maes@lindedorp.example", "+32470000001"),
    ),
)

SINT_LINDE_RODE = Town(
    slug="sint-linde-rode",
    names={"nl": "Sint-Linde-Rode", "fr": "Rhode-Sainte-Linde"},
    languages=["nl", "fr"],
    office={
        "street": "Kapelleplein 12 / Place de la Chapelle 12",
        "postcode": "1659",
        "town": "Sint-Linde-Rode / Rhode-Sainte-Linde",
        "phone": "02 012 34 56",
        "email": "samen@sint-linde-rode.example",
        "hours": {
            "nl": [
                "Maandag tot en met vrijdag van 8.30 tot 12 uur",
                "Woensdag ook van 14 tot 19 uur",
                "Op andere uren na afspraak",
            ],
            "fr": [
                "Du lundi au vendredi de 8 h 30 à 12 h",
                "Le mercredi aussi de 14 à 19 h",
                "À d’autres heures sur rendez-vous",
            ],
            "de": [
                "Montag bis Freitag von 8.30 bis 12 Uhr",
                "Mittwoch auch von 14 bis 19 Uhr",
                "Zu anderen Zeiten nach Vereinbarung",
            ],
            "en": [
                "Monday to Friday from 8:30 to 12:00",
                "Wednesday also from 14:00 to 19:00",
                "At other hours by appointment",
            ],
        },
    },
    committees={
        "nl": [
            "Commissie Leefomgeving en Mobiliteit",
            "Commissie Jeugd, Sport en Cultuur",
            "Commissie Welzijn en Wonen",
        ],
        "fr": [
            "Commission Cadre de vie et Mobilité",
            "Commission Jeunesse, Sports et Culture",
            "Commission Bien-être et Logement",
        ],
    },
    people=(
        Someone("Sofie Lemmens", Role.OFFICIAL, "sofie.lemmens@sint-linde-rode.example"),
        Someone("Benoît Marchal", Role.OFFICIAL, "benoit.marchal@sint-linde-rode.example"),
        Someone("Nadia Benali", Role.FACILITATOR, "nadia.benali@sint-linde-rode.example"),
        Someone("Philippe Lambert", Role.COUNCILLOR, "philippe.lambert@sint-linde-rode.example"),
        Someone("Hilde De Smedt", Role.AUDITOR, "hilde.desmedt@sint-linde-rode.example"),
        Someone("Kwame Mensah", Role.ADMINISTRATOR, "kwame.mensah@sint-linde-rode.example"),
        Someone("Chantal Ouali", Role.ARRANGER, "chantal.ouali@sint-linde-rode.example"),
        Someone("Marie-Louise Fontaine", Role.CITIZEN, "marielouise.fontaine@sint-linde-rode.example", "+32470000002"),
    ),
)

NEUDORF = Town(
    slug="neudorf",
    names={"de": "Neudorf"},
    languages=["de"],
    office={
        "street": "Kirchweg 4",
        "postcode": "4799",
        "town": "Neudorf",
        "phone": "087 01 23 45",
        "email": "buergerrat@neudorf.example",
        "hours": {
            "nl": [
                "Maandag, dinsdag, donderdag en vrijdag van 8.30 tot 12 uur",
                "Donderdag ook van 14 tot 18 uur",
                "Woensdag alleen na afspraak",
            ],
            "fr": [
                "Lundi, mardi, jeudi et vendredi de 8 h 30 à 12 h",
                "Le jeudi aussi de 14 à 18 h",
                "Le mercredi uniquement sur rendez-vous",
            ],
            "de": [
                "Montag, Dienstag, Donnerstag und Freitag von 8.30 bis 12 Uhr",
                "Donnerstag auch von 14 bis 18 Uhr",
                "Mittwoch nur nach Vereinbarung",
            ],
            "en": [
                "Monday, Tuesday, Thursday and Friday from 8:30 to 12:00",
                "Thursday also from 14:00 to 18:00",
                "Wednesday by appointment only",
            ],
        },
    },
    committees={
        "de": [
            "Ausschuss für Bauwesen, Wald und Umwelt",
            "Ausschuss für Schule, Jugend und Soziales",
            "Ausschuss für Finanzen und Tourismus",
        ]
    },
    people=(
        Someone("Petra Hilgers", Role.OFFICIAL, "petra.hilgers@neudorf.example"),
        Someone("Kurt Schmitz", Role.OFFICIAL, "kurt.schmitz@neudorf.example"),
        Someone("Aylin Kaya", Role.FACILITATOR, "aylin.kaya@neudorf.example"),
        Someone("Norbert Theissen", Role.COUNCILLOR, "norbert.theissen@neudorf.example"),
        Someone("Monika Krings", Role.AUDITOR, "monika.krings@neudorf.example"),
        Someone("Dirk Lenz", Role.ADMINISTRATOR, "dirk.lenz@neudorf.example"),
        Someone("Karin Thelen", Role.ARRANGER, "karin.thelen@neudorf.example"),
        Someone("Elfriede Pauels", Role.CITIZEN, "elfriede.pauels@neudorf.example", "+32470000003"),
    ),
)

TOWNS = (LINDEDORP, SINT_LINDE_RODE, NEUDORF)


def found_all(session: Session, password: str, *, at: datetime) -> dict[str, Founded]:
    """Add the three municipalities and everybody in them, all with this password. Returns them by short name."""
    founded = {}
    digest = None
    for town in TOWNS:
        place = municipalities.found(
            session,
            town.slug,
            name=town.names,
            languages=town.languages,
            office=town.office,
            committees=town.committees,
            is_demo=True,
        )
        actors = []
        for someone in town.people:
            person = people.welcome(
                session,
                email=someone.email,
                phone=someone.phone,
                name=someone.name,
                municipality_id=place.id,
                roles=[someone.role],
                password=None if digest else password,
                at=at,
            )
            if someone.role in STRONG:
                keep_totp(person, pyotp.random_base32())
            # One password for all is digested once: a good digest is slow, and somebody waits for the first start.
            digest = person.password = digest or person.password
            actors.append(Actor(person.id, person.name, place.id, frozenset({someone.role})))
        decide_all(session, place.id, town.slug, by=actors[5], at=at)
        municipalities.keep_logo(session, place.id, *logo_of(town.slug), by=actors[5], at=at)
        founded[town.slug] = Founded(place.id, town.names[town.languages[0]], actors[0], actors[1])
    return founded
