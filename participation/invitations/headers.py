"""Which column of a register is which, as far as its header tells: proposed to the official, who decides."""

from __future__ import annotations

from collections.abc import Sequence

from participation.errors import N_
from participation.sortition.tables import folded

# What we ask of a register, in the order in which it is asked; nothing else is kept.
OURS: dict[str, str] = {
    "reference": N_("Your own number for each person"),
    "national_number": N_("National number"),
    "name": N_("Name, or family name"),
    "first_name": N_("First name"),
    "street": N_("Street"),
    "number": N_("House number"),
    "box": N_("Box"),
    "postcode": N_("Postcode"),
    "town": N_("Town"),
    "born": N_("Date or year of birth"),
    "sex": N_("Sex"),
    "district": N_("District"),
    "language": N_("Language"),
}

# What such a column is usually called, folded, in the languages of our municipalities: the most telling name first.
_USUAL: dict[str, tuple[str, ...]] = {
    "national_number": (
        *("rijksregisternummer", "rijksregister", "rrn", "rr", "insz", "niss", "nrn", "nn", "numero national"),
        *("numero de registre national", "registre national", "nationalregisternummer", "nationalnummer"),
        *("nationaal nummer", "national number", "burgerservicenummer", "bsn"),
    ),
    "name": ("name", "naam", "familienaam", "achternaam", "nom", "nom de famille", "nachname", "familienname"),
    "first_name": ("first name", "voornaam", "voornamen", "prenom", "prenoms", "vorname", "vornamen"),
    "street": ("street", "straat", "straatnaam", "rue", "nom de rue", "strasse", "straße", "adres", "adresse"),
    "number": ("huisnummer", "huisnr", "numero de maison", "hausnummer", "house number", "number", "nr"),
    "box": ("box", "bus", "busnummer", "boite", "bte", "briefkasten", "toevoeging"),
    "postcode": ("postcode", "postal code", "zip", "code postal", "cp", "plz", "postleitzahl"),
    "town": ("town", "gemeente", "woonplaats", "plaats", "localite", "commune", "ort", "gemeinde", "stad"),
    "born": (
        *("born", "geboortedatum", "geboortejaar", "date de naissance", "annee de naissance", "geburtsdatum"),
        *("geburtsjahr", "birth date", "date of birth", "year of birth", "geboren"),
    ),
    "sex": ("sex", "gender", "geslacht", "sexe", "geschlecht", "genre"),
    "district": (
        *("district", "wijk", "deelgemeente", "buurt", "sector", "statistische sector", "quartier", "section"),
        *("viertel", "ortschaft", "kern"),
    ),
    "language": ("language", "taal", "langue", "sprache", "taalcode"),
    "reference": (
        *("reference", "referentie", "ref", "id", "nummer", "persoonsnummer", "dossiernummer", "volgnummer"),
        *("numero", "numero de dossier", "kennung", "laufnummer", "identifiant", "nr", "number"),
    ),
}


def guessed(header: Sequence[str]) -> dict[str, str]:
    """Ours -> the column of this header that is probably it: the one with the most telling name, the first of two that
    are called alike. No column is two things: “nr” is a person's own number only where houses have a column too."""
    columns: dict[str, str] = {}
    for column in header:
        columns.setdefault(folded(column), column)
    found: dict[str, str] = {}
    for ours, names in _USUAL.items():
        usual = next((name for name in names if name in columns), None)
        if usual:
            found[ours] = columns.pop(usual)
    return found
