"""What the institutions of a municipality are called, by country: for pages and letters that name them.

The same language has other words on the other side of a border: a Dutch *wethouder* is a Flemish *schepen*.
"""

from __future__ import annotations

WORDS: dict[str, dict[str, dict[str, str]]] = {
    "flanders": {
        "council": {"nl": "gemeenteraad", "fr": "conseil communal", "de": "Gemeinderat", "en": "municipal council"},
        "executive": {
            "nl": "college van burgemeester en schepenen",
            "fr": "collège des bourgmestre et échevins",
            "de": "Bürgermeister- und Schöffenkollegium",
            "en": "college of mayor and aldermen",
        },
        "mayor": {"nl": "burgemeester", "fr": "bourgmestre", "de": "Bürgermeister/in", "en": "mayor"},
        "alderman": {"nl": "schepen", "fr": "échevin", "de": "Schöffe/Schöffin", "en": "alderman"},
        "director": {
            "nl": "algemeen directeur",
            "fr": "directeur général",
            "de": "Generaldirektor/in",
            "en": "general director",
        },
        "welfare": {"nl": "OCMW", "fr": "CPAS", "de": "ÖSHZ", "en": "public social welfare centre"},
        "by_law": {"nl": "reglement", "fr": "règlement", "de": "Verordnung", "en": "by-law"},
        "panel": {"nl": "burgerpanel", "fr": "panel citoyen", "de": "Bürgerpanel", "en": "citizens’ panel"},
    },
    "brussels": {
        "director": {
            "nl": "gemeentesecretaris",
            "fr": "secrétaire communal",
            "de": "Gemeindesekretär/in",
            "en": "municipal secretary",
        },
    },
    "wallonia": {
        "executive": {
            "nl": "gemeentecollege",
            "fr": "collège communal",
            "de": "Gemeindekollegium",
            "en": "municipal college",
        },
    },
    "ostbelgien": {
        "executive": {
            "nl": "gemeentecollege",
            "fr": "collège communal",
            "de": "Gemeindekollegium",
            "en": "municipal college",
        },
        "panel": {"nl": "burgerraad", "fr": "assemblée citoyenne", "de": "Bürgerrat", "en": "citizens’ assembly"},
    },
    "netherlands": {
        "executive": {
            "nl": "college van burgemeester en wethouders",
            "fr": "collège du bourgmestre et des échevins",
            "de": "Kollegium von Bürgermeister und Beigeordneten",
            "en": "college of mayor and aldermen",
        },
        "alderman": {"nl": "wethouder", "fr": "échevin", "de": "Beigeordnete/r", "en": "alderman"},
        "director": {
            "nl": "gemeentesecretaris",
            "fr": "secrétaire communal",
            "de": "Gemeindesekretär/in",
            "en": "municipal secretary",
        },
        "welfare": {"nl": "sociale dienst", "fr": "service social", "de": "Sozialamt", "en": "social services"},
        "by_law": {"nl": "verordening", "fr": "règlement", "de": "Verordnung", "en": "by-law"},
        "panel": {"nl": "burgerberaad", "fr": "assemblée citoyenne", "de": "Bürgerrat", "en": "citizens’ assembly"},
    },
}


def word(country: str, institution: str, language: str) -> str:
    """What an institution is called; where a country has no word of its own, the Flemish one. Raises KeyError."""
    own = WORDS.get(country, {})
    return (own.get(institution) or WORDS["flanders"][institution])[language]
