"""What the panels of the demo are asked and promised, and the figures that their targets could be made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from participation.clock import local
from participation.demo.volunteers import Residents
from participation.panels.queries import RemitView
from participation.panels.statistics import Division

When = Callable[[int, int, str], datetime]
Words = Mapping[str, str]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)


@dataclass(frozen=True)
class Planned:
    """A remit with its days in weeks from now. resident: (weeks, weekday); dates: (weeks, weekday, words)."""

    remit: RemitView
    resident: tuple[int, int]
    dates: Sequence[tuple[int, int, Words]] = field(default_factory=tuple)

    def on(self, when: When) -> RemitView:
        """The remit with real days."""
        days = [(local(when(weeks, weekday, "12:00")).date(), words) for weeks, weekday, words in self.dates]
        return replace(
            self.remit,
            resident_on=local(when(*self.resident, "12:00")).date(),
            calendar=tuple({"on": day.isoformat(), "words": dict(words)} for day, words in days),
        )


def figures(residents: Residents, people: int) -> list[Division]:
    """How many people of the minimum age have each feature, in a municipality where so many live."""
    return [
        Division(category, tuple((feature, round(people * share / 100)) for feature, (share, _) in features.items()))
        for category, features in residents.features.items()
    ]


_LEFT_OUT = ("councillors", "executive", "involved", "speakers")
DUTCH = RemitView(
    model="jury",
    commissioner="council",
    funding={
        "nl": "Het budget voor inspraak van de gemeente. Leden krijgen 40 euro per sessie, en vervoer en opvang worden "
        "betaald.",
    },
    evaluation={
        "nl": "Leden en raadsleden vullen na de laatste sessie een korte vragenlijst in. Een jaar later vertelt de gemeente "
        "wat er van elke aanbeveling kwam. Alles staat op deze website.",
    },
    output={"nl": "Aanbevelingen in de woorden van de leden, met waar ze het niet eens raakten."},
    minimum_age=16,
    left_out=_LEFT_OUT,
    answer_months=3,
    days=4,
    sessions=4,
)
BOTH = replace(
    DUTCH,
    funding={
        "nl": "De gemeente, met steun van het gewest. Leden krijgen 35 euro per sessie; opvang en een tolk worden betaald.",
        "fr": "La commune, avec l’aide de la Région. Les membres reçoivent 35 euros par session ; la garde des enfants et "
        "un interprète sont payés.",
    },
    evaluation={
        "nl": "Leden en raadsleden kijken samen terug op de laatste avond; een verslag staat hier een maand later.",
        "fr": "Membres et conseillers font le bilan ensemble le dernier soir ; un compte rendu est publié ici un mois après.",
    },
    output={
        "nl": "Aanbevelingen die we in beide talen publiceren.",
        "fr": "Des recommandations, publiées dans les deux langues.",
    },
    minimum_age=16,
    left_out=("councillors", "executive", "involved", "leadership"),
)

PLANNED: dict[str, Planned] = {
    "safe_square": Planned(
        replace(
            DUTCH,
            mandate={
                "nl": "Het panel zegt hoe het plein en de straten errond ingericht worden: wie er rijdt, waar bomen komen, "
                "waar je zit.\nDat er een nieuwe riolering komt, ligt al vast.",
            },
            promise={
                "nl": "De gemeenteraad bespreekt het advies in een openbare zitting. Elke aanbeveling krijgt een antwoord: "
                "ja, nee of deels, en waarom.",
            },
            budget=28_000,
            assessment="DPIA 2026-04, functionaris voor gegevensbescherming",
        ),
        (-9, MONDAY),
        (
            (-8, MONDAY, {"nl": "De brieven vertrekken"}),
            (-3, MONDAY, {"nl": "De loting in de raadzaal"}),
            (1, SATURDAY, {"nl": "Eerste sessie in zaal De Linde"}),
            (3, SATURDAY, {"nl": "Tweede sessie"}),
            (5, SATURDAY, {"nl": "Derde sessie"}),
            (7, SATURDAY, {"nl": "Laatste sessie: het advies"}),
            (19, MONDAY, {"nl": "De gemeenteraad antwoordt"}),
        ),
    ),
    "old_brewery": Planned(
        replace(
            DUTCH,
            commissioner="both",
            mandate={
                "nl": "Het panel zegt welke plek de brouwerij wordt en wie ze mag gebruiken.\nVerkopen kan niet: het gebouw "
                "blijft van de gemeente.",
            },
            promise={
                "nl": "College en gemeenteraad beslissen in de lente over het gebouw, met het advies in de hand. Waar ze "
                "ervan afwijken, zeggen ze waarom.",
            },
            budget=24_000,
            answer_months=4,
            assessment="DPIA 2026-07, functionaris voor gegevensbescherming",
        ),
        (-5, MONDAY),
        (
            (-5, THURSDAY, {"nl": "De brieven vertrekken"}),
            (1, THURSDAY, {"nl": "De loting op het Lindeplein"}),
            (5, SATURDAY, {"nl": "Eerste sessie, in de brouwerij zelf"}),
            (11, SATURDAY, {"nl": "Laatste sessie: het advies"}),
        ),
    ),
    "meeting_places": Planned(
        replace(
            DUTCH,
            model="council",
            mandate={"nl": "Het panel maakt voor elke wijk een plan met plekken om elkaar te ontmoeten."},
            promise={
                "nl": "Het college voert per wijk minstens één voorstel uit in 2028, en antwoordt op alle andere."
            },
            days=2,
            sessions=2,
            budget=9_500,
            assessment="",
        ),
        (-3, MONDAY),
        ((6, SATURDAY, {"nl": "Eerste sessie"}), (8, SATURDAY, {"nl": "Tweede sessie"})),
    ),
    "quiet_streets": Planned(
        replace(
            BOTH,
            mandate={
                "nl": "Het panel zegt welke straten rond de scholen wanneer autovrij worden, en wat dat vraagt van de straten "
                "ernaast.",
                "fr": "Le panel dit quelles rues autour des écoles seront sans voitures et quand, et ce que cela demande aux "
                "rues voisines.",
            },
            promise={
                "nl": "De gemeenteraad antwoordt op elk voorstel, met redenen. De eerste proef begint op 1 september.",
                "fr": "Le conseil communal répond à chaque proposition, avec ses raisons. Le premier essai commence le 1er "
                "septembre.",
            },
            budget=21_000,
            assessment="GEB / AIPD 2026-2",
        ),
        (-10, MONDAY),
        (
            (-2, WEDNESDAY, {"nl": "De loting in de raadzaal", "fr": "Le tirage dans la salle du conseil"}),
            (1, SATURDAY, {"nl": "Eerste sessie", "fr": "Première session"}),
            (7, SATURDAY, {"nl": "Laatste sessie", "fr": "Dernière session"}),
        ),
    ),
    "chapel_park": Planned(
        replace(
            BOTH,
            commissioner="residents",
            mandate={
                "nl": "Het panel kiest wat er in het park verandert, binnen het budget van 180.000 euro voor de werken.",
                "fr": "Le panel choisit ce qui change dans le parc, dans le budget de 180 000 euros pour les travaux.",
            },
            promise={
                "nl": "Wat het panel kiest, voert de gemeente uit, tenzij het niet veilig of niet wettelijk is. Dat zegt ze "
                "dan met redenen.",
                "fr": "La commune réalise ce que le panel choisit, sauf si ce n’est pas sûr ou pas légal. Elle dit alors "
                "pourquoi.",
            },
            days=3,
            sessions=3,
            budget=12_000,
            assessment="GEB / AIPD 2026-5",
        ),
        (-6, MONDAY),
        (
            (2, WEDNESDAY, {"nl": "De loting in de bibliotheek", "fr": "Le tirage à la bibliothèque"}),
            (6, SATURDAY, {"nl": "Wandeling door het park", "fr": "Promenade dans le parc"}),
        ),
    ),
    "village_hall": Planned(
        RemitView(
            model="jury",
            commissioner="council",
            mandate={
                "de": "Der Bürgerrat sagt, wofür der Saal in zehn Jahren gebraucht wird und was der Umbau kosten darf.\nEin "
                "Abriss steht nicht zur Wahl.",
            },
            promise={
                "de": "Der Gemeinderat behandelt jede Empfehlung in öffentlicher Sitzung und begründet jedes Ja und jedes "
                "Nein.",
            },
            output={"de": "Empfehlungen mit Begründung, auch die der Minderheit."},
            funding={"de": "Die Gemeinde. Mitglieder bekommen 50 Euro pro Sitzungstag und die Fahrtkosten."},
            evaluation={"de": "Die Mitglieder schauen ein halbes Jahr später gemeinsam mit dem Gemeinderat zurück."},
            answer_months=6,
            days=4,
            sessions=3,
            budget=16_000,
            minimum_age=16,
            left_out=("councillors", "executive", "mandates", "involved"),
            assessment="DSFA 3/2026",
        ),
        (-7, MONDAY),
        (
            (-2, WEDNESDAY, {"de": "Die Ziehung"}),
            (2, SATURDAY, {"de": "Erster Sitzungstag"}),
            (6, SATURDAY, {"de": "Letzter Sitzungstag: die Empfehlungen"}),
        ),
    ),
}
