"""What the people of the demo's municipalities are called, and what the extract of each register looks like."""

from __future__ import annotations

from participation.demo.townsfolk import Names

_WOMEN = (
    *("Anneleen", "Birgit", "Carla", "Dina", "Elif", "Emma", "Fadoua", "Greet", "Hanne", "Ilse", "Inge", "Jasmina"),
    *("Katrien", "Lies", "Lieve", "Louise", "Magda", "Marleen", "Mila", "Nele", "Noor", "Olga", "Paula", "Riet"),
    *("Rosa", "Sabine", "Sara", "Silke", "Tine", "Veerle", "Wendy", "Yara", "Zeynep", "Zoë"),
)
_MEN = (
    *("Achmed", "Arne", "Bert", "Bram", "Cis", "Daan", "Dirk", "Emiel", "Frans", "Geert", "Hamza", "Hugo", "Ivan"),
    *("Jan", "Joris", "Karel", "Koen", "Lander", "Luc", "Maarten", "Mehmet", "Mohamed", "Niels", "Omar", "Pieter"),
    *("Raf", "Rik", "Seppe", "Stijn", "Tom", "Viktor", "Walter", "Wim", "Youssef"),
)
_FAMILIES = (
    *(
        "Aerts",
        "Baert",
        "Bakkali",
        "Beernaert",
        "Bogaert",
        "Bracke",
        "Ceulemans",
        "Claeys",
        "Cools",
        "Daems",
        "De Backer",
    ),
    *(
        "De Clercq",
        "De Wolf",
        "Declerck",
        "Dhondt",
        "El Idrissi",
        "Engelen",
        "Geerts",
        "Goossens",
        "Haddad",
        "Hendrickx",
    ),
    *("Hermans", "Huybrechts", "Jacobs", "Janssens", "Kaya", "Kowalski", "Lambrecht", "Leys", "Maertens", "Martens"),
    *("Michiels", "Moens", "Mulder", "Nys", "Özdemir", "Pauwels", "Popescu", "Raes", "Roels", "Segers", "Smeets"),
    *("Stevens", "Thys", "Van Acker", "Van Damme", "Van Hove", "Vandenberghe", "Verhaegen", "Vermeulen", "Vos"),
    *("Willems", "Wauters", "Yıldız", "Zaman"),
)

LINDEDORP = Names(
    first={"vrouw": _WOMEN, "man": _MEN, "anders": ("Alex", "Robin", "Sam", "Noa", "Jules")},
    family=_FAMILIES,
    signs={"vrouw": "V", "man": "M", "anders": "X"},
    header=(
        *("Referentie", "Naam", "Voornaam", "Straat", "Huisnummer", "Postcode", "Gemeente", "Geboortedatum"),
        *("Geslacht", "Wijk", "Taal"),
    ),
    speaks=(("N", 97), ("F", 3)),
    town="Lindedorp",
)

SINT_LINDE_RODE = Names(
    first={
        "vrouw / femme": (
            *_WOMEN[::2],
            "Amandine",
            "Chantal",
            "Claire",
            "Delphine",
            "Estelle",
            "Florence",
            "Lucie",
            "Marie",
        ),
        "man / homme": (*_MEN[::2], "Alain", "Benoît", "Didier", "François", "Hugues", "Jérôme", "Luc", "Thierry"),
    },
    family=(*_FAMILIES[::2], "Bodart", "Collard", "Delvaux", "Dumont", "Gillet", "Lambert", "Lejeune", "Noël", "Simon"),
    signs={"vrouw / femme": "V", "man / homme": "M"},
    header=(
        *("Referentie", "Naam", "Voornaam", "Straat", "Huisnummer", "Postcode", "Gemeente", "Geboortedatum"),
        *("Geslacht", "Wijk", "Taal"),
    ),
    speaks=(("N", 58), ("F", 42)),
    town="Sint-Linde-Rode",
)

NEUDORF = Names(
    first={
        "weiblich": (
            *("Anja", "Anneliese", "Astrid", "Birte", "Claudia", "Elke", "Emine", "Frieda", "Gerda", "Heike", "Ilona"),
            *("Jana", "Karin", "Laura", "Lena", "Maria", "Martha", "Nadine", "Petra", "Renate", "Sabrina", "Ursula"),
        ),
        "männlich": (
            *("Achim", "Bernd", "Christoph", "Dieter", "Emil", "Erwin", "Fabian", "Günter", "Heinz", "Jonas", "Jürgen"),
            *("Kemal", "Leo", "Lukas", "Manfred", "Marco", "Niklas", "Patrick", "Rainer", "Stefan", "Thomas", "Werner"),
        ),
    },
    family=(
        *("Arens", "Backes", "Barth", "Brüls", "Cremer", "Dahm", "Emonts", "Franzen", "Genten", "Heck", "Hoffmann"),
        *("Jost", "Kessel", "Kirch", "Kohnen", "Kremer", "Langer", "Lenz", "Margraff", "Meyers", "Niessen", "Palm"),
        *("Pauls", "Radermacher", "Reinertz", "Röhl", "Schröder", "Serwas", "Thomas", "Veithen", "Weber", "Yilmaz"),
    ),
    signs={"weiblich": "W", "männlich": "M"},
    header=(
        *("Laufnummer", "Name", "Vorname", "Straße", "Hausnummer", "Postleitzahl", "Ort", "Geburtsdatum"),
        *("Geschlecht", "Viertel", "Sprache"),
    ),
    speaks=(("D", 94), ("F", 6)),
    town="Neudorf",
)
