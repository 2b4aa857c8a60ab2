"""The panel of Sint-Linde-Rode for which people are answering now: letters in Dutch, answers in two languages, every way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from participation.clock import local
from participation.demo import names, remits, residents
from participation.demo.replies import Plan as Answers
from participation.demo.seating import Seating
from participation.demo.towns import Founded
from participation.sheets import NO, YES

On = Callable[[int, int, str], datetime]
Story = list[tuple[datetime, Callable[[datetime], object]]]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)

TITLE = {"nl": "De bibliotheek van morgen", "fr": "La bibliothèque de demain"}
QUESTION = {
    "nl": "Wat moet je in onze bibliotheek kunnen doen, en wie houdt ze open?",
    "fr": "Que doit-on pouvoir faire dans notre bibliothèque, et qui la garde ouverte ?",
}
SUMMARY = {
    "nl": "De bibliotheek verhuist naar de oude melkerij. Er is plaats voor meer dan boeken.\n16 inwoners kiezen wat er komt. "
    "Het lot kiest hen uit iedereen die ja zegt op onze brief.\nDe gemeenteraad antwoordt op elk voorstel.",
    "fr": "La bibliothèque déménage dans l’ancienne laiterie. Il y a de la place pour plus que des livres.\n16 habitants "
    "choisissent ce qui y viendra. Le sort les désigne parmi tous ceux qui disent oui à notre lettre.\nLe conseil communal "
    "répond à chaque proposition.",
}
REMIT = remits.Planned(
    replace(
        remits.BOTH,
        mandate={
            "nl": "Het panel zegt wat er in de nieuwe bibliotheek komt, wanneer ze open is en wie daarbij helpt.\nDe plaats "
            "ligt vast: de oude melkerij.",
            "fr": "Le panel dit ce qui viendra dans la nouvelle bibliothèque, quand elle sera ouverte et qui y aidera.\nLe "
            "lieu est fixé : l’ancienne laiterie.",
        },
        promise={
            "nl": "De gemeenteraad antwoordt op elk voorstel, met redenen, voor hij de inrichting bestelt.",
            "fr": "Le conseil communal répond à chaque proposition, avec ses raisons, avant de commander l’aménagement.",
        },
        days=3,
        sessions=3,
        budget=14_000,
        assessment="GEB / AIPD 2026-7",
    ),
    (-5, MONDAY),
    (
        (-3, MONDAY, {"nl": "De brieven vertrekken", "fr": "Les lettres partent"}),
        (3, WEDNESDAY, {"nl": "De loting in de raadzaal", "fr": "Le tirage dans la salle du conseil"}),
        (8, SATURDAY, {"nl": "Eerste sessie, in de melkerij", "fr": "Première session, à la laiterie"}),
        (12, SATURDAY, {"nl": "Laatste sessie", "fr": "Dernière session"}),
    ),
)
LETTER = {
    "nl": {
        "about": "De bibliotheek verhuist over twee jaar naar de oude melkerij. Wat er komt, is nog niet beslist: een "
        "leeszaal, een werkplaats, een plek om te koken. Wie er woont, weet het best wat ontbreekt.",
        "asked": "Het panel komt drie zaterdagen samen. Voor elke sessie krijg je 35 euro. Je mag Nederlands of Frans spreken: "
        "er is altijd een tolk.",
    }
}
ANSWERS = Answers(
    yes=40,
    no=20,
    calls=2,
    mails=0.2,
    asked=(
        "Puis-je parler français pendant les réunions ?",
        "Ik zit in een rolstoel. Geraak ik in de oude melkerij binnen?",
        "Mag mijn zoon van 15 mee?",
    ),
    said=("Er staat al genoeg in mijn agenda.", "Je préfère répondre à une enquête."),
)
# By text message: who says yes is called for the rest.
TEXTS = (("+32470000031", YES), ("+32470000032", NO), ("+32470000033", YES))


def story(town: Founded, on: On) -> Story:
    """What happened, and when. on: (weeks from the present one, weekday, hour) -> moment"""
    panel = Seating(town, residents.SINT_LINDE_RODE, TITLE, QUESTION, SUMMARY, 16)
    panel.names, panel.people = names.SINT_LINDE_RODE, 1600
    source = "Zes ballen, getrokken in de raadzaal / Six boules, tirées dans la salle du conseil"
    lot = partial(panel.propose_lot, 260, source, on(-4, WEDNESDAY, "19:30"), local(on(1, FRIDAY, "12:00")).date())
    shares = (0.06, 0.17, 0.26, 0.33, 0.4, 0.46, 0.52, 0.57, 0.62, 0.68)
    days = [
        (-3, WEDNESDAY),
        (-3, THURSDAY),
        (-3, FRIDAY),
        *((-2, day) for day in range(5)),
        (-1, MONDAY),
        (-1, WEDNESDAY),
    ]
    return [
        (on(-6, MONDAY, "10:10"), panel.create),
        (on(-6, MONDAY, "10:25"), partial(panel.write_remit, REMIT.on(on))),
        (on(-6, MONDAY, "10:40"), partial(panel.set_targets, 0)),
        (on(-5, MONDAY, "09:10"), panel.bring_register),
        (on(-5, MONDAY, "10:00"), lot),
        (on(-5, TUESDAY, "14:05"), panel.confirm_lot),
        (on(-4, WEDNESDAY, "19:45"), partial(panel.draw_lot, "260914")),
        (on(-4, THURSDAY, "11:00"), partial(panel.word_letters, LETTER)),
        (on(-4, THURSDAY, "11:40"), partial(panel.make_letters, "invitation")),
        (on(-4, FRIDAY, "10:15"), panel.print_letters),
        (on(-3, MONDAY, "11:30"), panel.send_letters),
        (on(-3, TUESDAY, "18:00"), partial(panel.plan_replies, ANSWERS)),
        *(
            (on(*day, "17:00"), partial(panel.take_replies, share, "nl"))
            for day, share in zip(days, shares, strict=True)
        ),
        (on(-2, MONDAY, "09:20"), panel.print_post),
        (on(-2, THURSDAY, "10:20"), partial(panel.come_back, 4, "unknown")),
        (on(-2, FRIDAY, "10:20"), partial(panel.come_back, 1, "deceased")),
        (on(-1, THURSDAY, "09:15"), partial(panel.make_letters, "reminder")),
        (on(-1, THURSDAY, "09:45"), panel.print_letters),
        (on(-1, THURSDAY, "15:45"), panel.send_letters),
        (on(-1, FRIDAY, "18:30"), partial(panel.take_texts, TEXTS, "nl")),
    ]
