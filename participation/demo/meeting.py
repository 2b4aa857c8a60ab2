"""The panel of Sint-Linde-Rode that meets soon: how its members are reached, who takes the seat, and their first sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from participation.demo.seating import Seating, reaches
from participation.members.session_rules import HALL, HYBRID, ONLINE, About, Plan

On = Callable[[int, int, str], datetime]
Story = list[tuple[datetime, Callable[[datetime], object]]]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)

# Who sat on the list: a name, and an address for e-mails or none.
PEOPLE = (
    ("Estelle Bodart", "estelle.bodart@post.example"),
    ("Karel Cools", ""),
    ("Noor El Idrissi", "noor@post.example"),
    ("Didier Collard", ""),
    ("Magda Thys", ""),
    ("Youssef Haddad", ""),
    ("Lucie Lejeune", "lucie.lejeune@post.example"),
    ("Frans Raes", ""),
    ("Delphine Simon", ""),
    ("Zeynep Kaya", ""),
    ("Hugues Gillet", ""),
    ("Riet Vos", ""),
    ("Benoît Delvaux", "benoit.delvaux@post.example"),
    ("Wim Segers", ""),
    ("Amandine Dumont", ""),
    ("Omar Bakkali", ""),
    ("Lieve Moens", ""),
    ("François Noël", ""),
)
SCHOOL = {
    "nl": "Refter van de school De Vijver, Vijverstraat 8. Alles is gelijkvloers; er is een ringleiding.",
    "fr": "Réfectoire de l’école De Vijver, rue des Étangs 8. Tout est de plain-pied ; il y a une boucle magnétique.",
}
LINK = {
    "nl": "https://samen.sint-linde-rode.example/straten, of bel 02 012 34 60 en geef code 2830 in.",
    "fr": "https://samen.sint-linde-rode.example/rues, ou appelez le 02 012 34 60 et tapez le code 2830.",
}
READY = {
    "nl": "Ligt er ijs, dan komen we online samen. Wie geen toestel heeft, leent er een bij de bibliotheek.",
    "fr": "En cas de verglas, nous nous réunissons en ligne. Qui n’a pas d’appareil en emprunte un à la bibliothèque.",
}
FIRST = About(
    {"nl": "Kennismaken en kijken", "fr": "Se rencontrer et observer"},
    (
        {"at": "09:00", "words": {"nl": "Onthaal met koffie", "fr": "Accueil avec café"}},
        {"at": "09:30", "words": {"nl": "Wandeling rond de scholen", "fr": "Promenade autour des écoles"}},
        {"at": "11:00", "words": {"nl": "Aan tafels: wat zagen we?", "fr": "En tables : qu’avons-nous vu ?"}},
        {"at": "14:00", "words": {"nl": "Wat zeggen de cijfers?", "fr": "Que disent les chiffres ?"}},
    ),
    ONLINE,
    READY,
)
SECOND = About(
    {"nl": "Wie kan wat doen?", "fr": "Qui peut faire quoi ?"},
    ({"at": "09:30", "words": {"nl": "Vragen aan wie het weet", "fr": "Questions à ceux qui savent"}},),
    ONLINE,
    READY,
)
READING = """Tellingen rond de scholen / Comptages autour des écoles

Tussen 8 en 8.30 uur rijden er 310 auto's door de Kosterstraat. De helft wil naar een school.
Entre 8 h et 8 h 30, 310 voitures passent par la rue du Sacristain. La moitié va vers une école.

Van elke tien kinderen komen er vier te voet, twee met de fiets en vier met de auto.
Sur dix enfants, quatre viennent à pied, deux à vélo et quatre en voiture.
"""


def story(panel: Seating, on: On) -> Story:
    """What happened since the draw. on: (weeks from the present one, weekday, hour) -> moment"""
    known = reaches(PEOPLE, "Kapelleplein", panel.residents.postcode, "Sint-Linde-Rode")
    first = Plan(on(1, SATURDAY, "09:00"), on(1, SATURDAY, "16:00"), HYBRID, SCHOOL, LINK)
    second = Plan(on(3, SATURDAY, "09:30"), on(3, SATURDAY, "16:00"), HALL, SCHOOL, {})
    reading = {"nl": "Wat we telden aan de scholen", "fr": "Ce que nous avons compté près des écoles"}
    return [
        (on(-2, FRIDAY, "13:30"), partial(panel.note_reaches, known, "nl")),
        (on(-2, FRIDAY, "14:30"), panel.print_post),
        (on(-1, TUESDAY, "13:30"), partial(panel.answer_seats, 1, 3, "nl")),
        (on(-1, WEDNESDAY, "10:00"), partial(panel.plan_session, 1, FIRST, first)),
        (on(-1, WEDNESDAY, "10:30"), partial(panel.plan_session, 2, SECOND, second)),
        (on(-1, WEDNESDAY, "11:00"), partial(panel.add_reading, 1, reading, "nl", READING)),
        (on(-1, THURSDAY, "13:00"), partial(panel.invite_to, 1)),
        (on(-1, FRIDAY, "10:00"), partial(panel.arrange, 1, ARRANGED)),
        (on(-1, FRIDAY, "13:00"), partial(panel.arrange_tables, 1, 3, 3, ("leeftijd / âge", "wijk / quartier"))),
        (on(-1, FRIDAY, "14:00"), partial(panel.give_accounts, 6, 1, "nl")),
    ]


ARRANGED = {
    "technical_check": ["done", "done", "wanted", "done", "arranged", "wanted"],
    "loan_device": ["not_needed", "not_needed", "wanted"],
    "transport": ["not_needed", "arranged"],
    "interpreter": ["not_needed", "not_needed", "not_needed", "done"],
}
