"""Who lives in the three municipalities of the demo, and in which streets: for `volunteers`. All of it is invented."""

from __future__ import annotations

from participation.demo.volunteers import Residents

LINDEDORP = Residents(
    features={
        "geslacht": {"vrouw": (50.5, 1.0), "man": (48.5, 1.1), "anders": (1.0, 1.5)},
        "leeftijd": {
            "16-29": (18, 0.5),
            "30-44": (23, 0.8),
            "45-59": (24, 1.1),
            "60-74": (23, 1.6),
            "75+": (12, 0.8),
        },
        "wijk": {
            "Dorpskern": (28, 1.3),
            "Stationskwartier": (24, 0.9),
            "Molenveld": (20, 1.0),
            "Lindenhoek": (16, 0.7),
            "Klein-Beverdonk": (12, 1.1),
        },
        "opleiding": {
            "lager of geen diploma": (26, 0.4),
            "diploma middelbaar": (38, 0.8),
            "hogeschool of universiteit": (36, 1.6),
        },
        "woning": {"eigenaar": (71, 1.1), "huurder": (22, 0.8), "sociale huurder": (7, 0.6)},
    },
    home=("wijk", "woning"),
    streets={
        "Dorpskern": ["Lindeplein", "Pastorijstraat", "Brouwerijstraat", "Smidsesteeg", "Oude Schoolstraat"],
        "Stationskwartier": ["Stationslaan", "Seinhuisstraat", "Wisselstraat", "Goederenkaai"],
        "Molenveld": ["Molenveldweg", "Korenbloemstraat", "Maalderijpad", "Rosmolenstraat"],
        "Lindenhoek": ["Zilverlindelaan", "Esdoornstraat", "Hazelaarplein", "Populierendreef"],
        "Klein-Beverdonk": ["Beverdonksteenweg", "Broekstraat", "Wilgenpad"],
    },
    address=("straat", "nummer", "postcode"),
    postcode="3299",
)

SINT_LINDE_RODE = Residents(
    features={
        "geslacht / genre": {"vrouw / femme": (51, 1.0), "man / homme": (49, 1.1)},
        "leeftijd / âge": {"16-34": (25, 0.6), "35-54": (35, 0.9), "55-69": (24, 1.5), "70+": (16, 1.1)},
        "wijk / quartier": {
            "Kapelle / Chapelle": (34, 1.2),
            "Zwarte Berg / Mont Noir": (28, 0.9),
            "Hoge Beuk / Grand Hêtre": (22, 1.1),
            "Vijvers / Étangs": (16, 0.8),
        },
        "opleiding / études": {
            "zonder diploma middelbaar / sans diplôme secondaire": (20, 0.4),
            "middelbaar / secondaire": (34, 0.8),
            "hoger onderwijs / enseignement supérieur": (46, 1.5),
        },
        "woning / logement": {"eigenaar / propriétaire": (70, 1.1), "huurder / locataire": (30, 0.8)},
    },
    home=("wijk / quartier", "woning / logement"),
    streets={
        "Kapelle / Chapelle": ["Kapelleplein / Place de la Chapelle", "Kosterstraat / Rue du Sacristain"],
        "Zwarte Berg / Mont Noir": ["Zwarteberglaan / Avenue du Mont Noir", "Dassenweg / Chemin des Blaireaux"],
        "Hoge Beuk / Grand Hêtre": ["Hogebeukdreef / Drève du Grand Hêtre", "Houtduiflaan / Avenue du Ramier"],
        "Vijvers / Étangs": ["Vijverstraat / Rue des Étangs", "Rietlaan / Avenue des Roseaux"],
    },
    address=("straat / rue", "nummer / numéro", "postcode / code postal"),
    postcode="1659",
)

NEUDORF = Residents(
    features={
        "Geschlecht": {"weiblich": (49.5, 1.0), "männlich": (50.5, 1.1)},
        "Alter": {"16-30": (20, 0.6), "31-45": (24, 0.8), "46-60": (27, 1.1), "61-75": (20, 1.5), "76+": (9, 0.8)},
        "Ortsteil": {"Neudorf": (44, 1.2), "Oberfeld": (24, 0.9), "Mühlenbach": (19, 1.0), "Heidscheid": (13, 0.9)},
        "Abschluss": {
            "ohne Abitur": (34, 0.5),
            "Abitur oder Gesellenbrief": (40, 0.9),
            "Hochschule": (26, 1.7),
        },
        "unterwegs meist mit": {"Auto": (72, 1.0), "Bus": (10, 0.9), "Rad oder zu Fuß": (18, 1.4)},
    },
    home=("Ortsteil",),
    streets={
        "Neudorf": ["Kirchweg", "Lindenstraße", "Am Dorfbrunnen", "Schmiedegasse"],
        "Oberfeld": ["Oberfelder Straße", "Zur Höhe", "Ginsterweg"],
        "Mühlenbach": ["Mühlenbacher Weg", "Am Wehr"],
        "Heidscheid": ["Heidscheider Straße", "Wacholderpfad"],
    },
    address=("Straße", "Nummer", "Postleitzahl"),
    postcode="4799",
)
