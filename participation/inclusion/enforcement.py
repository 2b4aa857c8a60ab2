"""Who watches over the accessibility of a municipality's pages: for whoever is not content with its answer.

A proposal by region, from which the rule `contact.enforcement` of a municipality may differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from participation.errors import N_


@dataclass(frozen=True)
class Body:
    """name: per language; address: of its website; source: where we know it from, a sentence, "" where it was decided"""

    name: Mapping[str, str]
    address: str
    source: str


_LOOKED_UP = N_("What is published about complaints against municipalities here; the municipality confirms it.")
_PROPOSED = N_("A proposal of Samenspraak; the municipality confirms it.")

BODIES: dict[str, Body] = {
    "flanders": Body(
        {
            "nl": "Vlaamse Ombudsdienst",
            "fr": "Service de médiation flamand (Vlaamse Ombudsdienst)",
            "de": "Flämischer Ombudsdienst (Vlaamse Ombudsdienst)",
            "en": "Flemish Ombudsman Service (Vlaamse Ombudsdienst)",
        },
        "https://www.vlaamseombudsdienst.be",
        _PROPOSED,
    ),
    "brussels": Body(
        {
            "nl": "Brusselse ombudsvrouw (ombuds.brussels)",
            "fr": "Médiatrice bruxelloise (ombuds.brussels)",
            "de": "Ombudsfrau von Brüssel (ombuds.brussels)",
            "en": "Brussels Ombudswoman (ombuds.brussels)",
        },
        "https://ombuds.brussels",
        _LOOKED_UP,
    ),
    "wallonia": Body(
        {
            "nl": "Ombudsman voor Wallonië en de Federatie Wallonië-Brussel (Le Médiateur)",
            "fr": "Médiateur de la Wallonie et de la Fédération Wallonie-Bruxelles",
            "de": "Ombudsmann der Wallonie und der Föderation Wallonie-Brüssel (Le Médiateur)",
            "en": "Ombudsman of Wallonia and the Wallonia-Brussels Federation (Le Médiateur)",
        },
        "https://www.le-mediateur.be",
        _PROPOSED,
    ),
    "ostbelgien": Body(
        {
            "nl": "Ombudsdienst van de Duitstalige Gemeenschap (Ombudsfrau)",
            "fr": "Service de médiation de la Communauté germanophone (Ombudsfrau)",
            "de": "Ombudsfrau der Deutschsprachigen Gemeinschaft",
            "en": "Ombudswoman of the German-speaking Community (Ombudsfrau)",
        },
        "https://www.dg-ombudsfrau.be",
        _PROPOSED,
    ),
    "netherlands": Body(
        {
            "nl": "Nationale ombudsman",
            "fr": "Médiateur national des Pays-Bas (Nationale ombudsman)",
            "de": "Nationaler Ombudsmann der Niederlande (Nationale ombudsman)",
            "en": "National Ombudsman of the Netherlands",
        },
        "https://www.nationaleombudsman.nl",
        _LOOKED_UP,
    ),
}


def body(values: Mapping[str, Any]) -> Body:
    """Whom the statement names. values: what holds in the municipality, by the key of the rule.

    The rule has lines per language: the name, and below it the address of the website.
    """
    decided: Mapping[str, list[str]] = values["contact.enforcement"] or {}
    if not decided:
        return BODIES[values["place.country"]]
    lines = next(iter(decided.values()))
    address = next((line for line in lines if line.startswith(("https://", "http://"))), "")
    names = {code: " ".join(line for line in own if line != address) for code, own in decided.items()}
    return Body(names, address, "")
