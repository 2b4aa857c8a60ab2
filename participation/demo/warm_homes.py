"""The panel of Lindedorp that is over: from its register to what the council answered, in eleven months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from participation import db, events
from participation.clock import local
from participation.demo import advice, names, remits, residents
from participation.demo.replies import Plan as Answers
from participation.demo.seating import Seating
from participation.demo.towns import Founded
from participation.members.session_rules import ABSENT, EXCUSED, HALL, ONLINE, PART, About, Plan

On = Callable[[int, int, str], datetime]
Story = list[tuple[datetime, Callable[[datetime], object]]]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)

TITLE = {"nl": "Warme huizen in 2035"}
QUESTION = {"nl": "Hoe verwarmen we Lindedorp in 2035, zo dat iedereen mee kan?"}
SUMMARY = {
    "nl": "Over tien jaar verwarmen we onze huizen bijna niet meer met gas of stookolie. Niet iedereen kan dat zomaar "
    "betalen.\n20 inwoners zochten samen wat de gemeente kan doen. Ze waren gekozen door het lot.\nDe gemeenteraad gaf op "
    "elke aanbeveling een antwoord.",
}
REMIT = remits.Planned(
    replace(
        remits.DUTCH,
        mandate={
            "nl": "Het panel zegt wat de gemeente eerst doet om alle huizen zuinig en zonder gas of stookolie te verwarmen, "
            "en hoe wie weinig heeft mee kan.\nDe wetten van Vlaanderen en België kan het panel niet veranderen.",
        },
        promise={
            "nl": "De gemeenteraad bespreekt het advies in een openbare zitting. Elke aanbeveling krijgt een antwoord: ja, "
            "nee of deels, en waarom.",
        },
        budget=31_000,
        assessment="DPIA 2025-11, functionaris voor gegevensbescherming",
    ),
    (-45, MONDAY),
    (
        (-44, MONDAY, {"nl": "De brieven vertrekken"}),
        (-39, MONDAY, {"nl": "De loting in de raadzaal"}),
        (-35, SATURDAY, {"nl": "Eerste sessie: warm wonen vandaag"}),
        (-33, SATURDAY, {"nl": "Tweede sessie: vragen aan wie het weet"}),
        (-30, SATURDAY, {"nl": "Derde sessie: kiezen wat eerst komt"}),
        (-28, SATURDAY, {"nl": "Vierde sessie: het advies"}),
        (-16, MONDAY, {"nl": "De gemeenteraad antwoordt"}),
    ),
)
LETTER = {
    "nl": {
        "about": "Verwarmen wordt duurder, en het klimaat verandert. De gemeente moet kiezen: warmte uit het kanaal, "
        "leningen om te isoleren, of hulp per straat. Dat kiest ze liever samen met wie hier woont.",
        "asked": "Het panel komt vier zaterdagen samen in zaal De Linde, van 9.30 tot 16 uur. Voor elke sessie krijg je "
        "40 euro. We betalen ook je vervoer en iemand voor de kinderen.",
    }
}
ANSWERS = Answers(
    yes=34,
    no=16,
    asked=("Ik ben slechthorend. Is er een ringleiding in de zaal?", "Moet ik iets van verwarming kennen?"),
    said=("Zaterdag werk ik.", "Een avond in de week was beter geweest."),
)
HALL_DE_LINDE = {"nl": "Zaal De Linde, Lindeplein 3. De zaal heeft een lift en een ringleiding."}
CALL_IN = {"nl": "https://samen.lindedorp.example/warm, of bel 016 01 23 60 en geef code 4071 in."}
FLOOD = {
    "nl": "In zaal De Linde is de verwarming stuk. We komen online samen; wie dat wil, belt in of komt naar het gemeentehuis."
}


def panel_of(town: Founded) -> Seating:
    panel = Seating(town, residents.LINDEDORP, TITLE, QUESTION, SUMMARY, 20)
    panel.names, panel.people = names.LINDEDORP, 1800
    panel.facilitators = ("Lotte Verbeke", "Yusuf Demir", "Mieke Aerts", "Tarik Bakkali")
    return panel


def story(town: Founded, on: On) -> Story:
    """What happened, and when. on: (weeks from the present one, weekday, hour) -> moment"""
    panel = panel_of(town)
    return [
        *_invited(panel, on),
        *_drawn(panel, on),
        *_met(panel, on),
        *_paid(panel, on),
        *advice.story(panel, on),
        # The register and those who were silent or said no are forgotten; whatever is due later, the first night does.
        (on(-34, MONDAY, "00:04"), partial(end_of_day, town)),
    ]


def end_of_day(town: Founded, at: datetime) -> None:
    """A day has ended: every room does what is due in this town."""
    with db.within(town.id), db.write() as session:
        events.tell(session, "day.ended", municipality_id=town.id, at=at)


def _invited(panel: Seating, on: On) -> Story:
    source = "Zes ballen, getrokken in de raadzaal bij het begin van de gemeenteraad"
    lot = partial(panel.propose_lot, 240, source, on(-45, WEDNESDAY, "20:00"), local(on(-41, FRIDAY, "12:00")).date())
    shares = (0.05, 0.2, 0.32, 0.42, 0.5, 0.58, 0.64, 0.7, 0.76, 0.83, 0.9, 0.95, 1.0)
    days = [(-44, day) for day in range(2, 5)] + [(-43, day) for day in range(5)] + [(-42, day) for day in range(5)]
    return [
        (on(-46, MONDAY, "10:05"), panel.create),
        (on(-46, MONDAY, "10:30"), partial(panel.write_remit, REMIT.on(on))),
        (on(-46, MONDAY, "11:15"), partial(panel.set_targets, 1)),
        (on(-45, MONDAY, "09:10"), panel.bring_register),
        (on(-45, MONDAY, "10:00"), lot),
        (on(-45, TUESDAY, "14:05"), panel.confirm_lot),
        (on(-45, WEDNESDAY, "20:06"), partial(panel.draw_lot, "417358")),
        (on(-45, THURSDAY, "09:00"), partial(panel.word_letters, LETTER)),
        (on(-45, THURSDAY, "09:40"), partial(panel.make_letters, "invitation")),
        (on(-45, FRIDAY, "10:15"), panel.print_letters),
        (on(-44, MONDAY, "11:30"), panel.send_letters),
        (on(-44, MONDAY, "18:00"), partial(panel.plan_replies, ANSWERS)),
        *(
            (on(*day, "17:00"), partial(panel.take_replies, share, "nl"))
            for day, share in zip(days, shares, strict=True)
        ),
        (on(-43, THURSDAY, "10:20"), partial(panel.come_back, 3, "unknown")),
        (on(-43, THURSDAY, "10:25"), partial(panel.come_back, 2, "moved")),
        (on(-42, THURSDAY, "09:10"), partial(panel.make_letters, "reminder")),
        (on(-42, THURSDAY, "10:30"), panel.print_letters),
        (on(-42, THURSDAY, "15:45"), panel.send_letters),
    ]


def _drawn(panel: Seating, on: On) -> Story:
    source = "Drie ballen, getrokken in de raadzaal bij het begin van de gemeenteraad"
    again = "Twee ballen, getrokken aan de balie van het gemeentehuis, met twee getuigen"
    return [
        (on(-40, MONDAY, "09:20"), panel.find_chances),
        (on(-40, MONDAY, "10:10"), partial(panel.propose, "balls", source, on(-39, MONDAY, "20:00"))),
        (on(-40, TUESDAY, "11:00"), panel.confirm),
        (on(-39, MONDAY, "20:05"), partial(panel.enter_number, "358")),
        (on(-39, TUESDAY, "09:30"), panel.thank_the_others),
        (on(-39, WEDNESDAY, "10:00"), panel.print_post),
        (on(-39, FRIDAY, "15:00"), partial(panel.answer_seats, 1, 3, "nl")),
        (on(-38, THURSDAY, "15:00"), partial(panel.answer_seats, 0, 0, "nl")),
        (on(-37, MONDAY, "11:10"), partial(panel.leave, "moved", "Ik verhuis in maart naar mijn dochter.", "nl")),
        (on(-37, MONDAY, "14:00"), panel.open_round),
        (on(-37, MONDAY, "14:30"), partial(panel.propose_again, again, on(-37, WEDNESDAY, "12:00"))),
        (on(-37, TUESDAY, "09:50"), partial(panel.confirm, sequence=2)),
        (on(-37, WEDNESDAY, "12:04"), partial(panel.enter_number_again, "0730", 2)),
        (on(-37, FRIDAY, "15:00"), partial(panel.answer_seats, 0, 0, "nl")),
    ]


def _met(panel: Seating, on: On) -> Story:
    def hall(week: int) -> Plan:
        return Plan(on(week, SATURDAY, "09:30"), on(week, SATURDAY, "16:00"), HALL, HALL_DE_LINDE, {})

    online = Plan(on(-30, SATURDAY, "09:30"), on(-30, SATURDAY, "13:00"), ONLINE, {}, CALL_IN)
    fallback = {"nl": "Online, met bellen erbij. Toestellen liggen klaar in de bib."}
    abouts = (
        (
            "Warm wonen vandaag",
            "09:30 Welkom met koffie\n10:00 Hoe verwarm jij?\n13:00 Cijfers per wijk\n15:30 Vragen voor de volgende keer",
        ),
        (
            "Vragen aan wie het weet",
            "09:30 Drie sprekers die het oneens zijn\n11:00 Vragen aan tafels\n14:00 Wat weten we nu?",
        ),
        ("Kiezen wat eerst komt", "09:30 Voorstellen lezen\n10:30 Tafels\n12:30 Eerste stemming"),
        ("Het advies", "09:30 Teksten nalezen\n11:00 Stemmen per aanbeveling\n14:30 Overhandigen aan de gemeenteraad"),
    )
    weeks = (-35, -33, -30, -28)
    missing = ({4: EXCUSED, 11: PART}, {7: EXCUSED}, {2: ABSENT, 9: PART, 15: EXCUSED}, {7: PART})
    planned = [
        (
            on(-38, FRIDAY, f"10:{10 * number}"),
            partial(
                panel.plan_session,
                number,
                About({"nl": title}, agenda_of(agenda), ONLINE, fallback),
                hall(week),
            ),
        )
        for number, ((title, agenda), week) in enumerate(zip(abouts, weeks, strict=True), start=1)
    ]
    return [
        *planned,
        (on(-36, TUESDAY, "10:00"), partial(panel.invite_to, 1)),
        (on(-36, TUESDAY, "11:00"), partial(panel.add_reading, 1, {"nl": "Zo verwarmt Lindedorp nu"}, "nl", READING)),
        (on(-36, WEDNESDAY, "10:00"), panel.print_post),
        (on(-31, TUESDAY, "09:30"), partial(panel.move_session, 3, online, FLOOD)),
        (on(-31, TUESDAY, "10:30"), panel.print_post),
        (on(-31, FRIDAY, "16:00"), partial(panel.arrange, 3, ARRANGED)),
        *(
            (on(week, FRIDAY, "16:30"), partial(panel.arrange_tables, number, 4, 3, ("leeftijd", "wijk")))
            for number, week in enumerate(weeks, start=1)
        ),
        *(
            (on(week, SATURDAY, "16:20"), partial(panel.note_attendance, number, who))
            for number, (week, who) in enumerate(zip(weeks, missing, strict=True), start=1)
        ),
    ]


def _paid(panel: Seating, on: On) -> Story:
    childcare = (3, "childcare", 3000, "Oppas voor twee kinderen")
    return [
        (on(-35, FRIDAY, "15:00"), partial(panel.give_accounts, 17, 3, "nl")),
        (on(-34, TUESDAY, "11:00"), partial(panel.pay, 1, (childcare, (6, "travel", 500, "Belbus")))),
        (on(-32, TUESDAY, "11:00"), partial(panel.pay, 2, (childcare,))),
        (on(-32, THURSDAY, "14:00"), panel.approve_pay),
        (on(-32, THURSDAY, "15:00"), panel.export_pay),
        (on(-31, MONDAY, "10:00"), partial(panel.mark_paid, 1)),
        (on(-29, TUESDAY, "11:00"), partial(panel.pay, 3, ())),
        (on(-27, TUESDAY, "11:00"), partial(panel.pay, 4, (childcare,))),
        (on(-27, THURSDAY, "14:00"), panel.approve_pay),
        (on(-27, THURSDAY, "15:00"), panel.export_pay),
        (on(-25, WEDNESDAY, "10:00"), partial(panel.mark_paid, 2)),
        (on(-25, WEDNESDAY, "14:00"), panel.print_post),
    ]


def agenda_of(lines: str) -> list[dict[str, object]]:
    """An agenda in Dutch, a line for each point, each beginning with its hour."""
    return [{"at": line[:5], "words": {"nl": line[6:]}} for line in lines.splitlines()]


DONE, NOT_NEEDED = "done", "not_needed"
ARRANGED = {
    "technical_check": [DONE] * 20,
    "loan_device": [NOT_NEEDED, DONE, NOT_NEEDED, NOT_NEEDED, DONE, NOT_NEEDED, NOT_NEEDED, NOT_NEEDED, DONE],
    "help_at_town_hall": [NOT_NEEDED] * 12 + [DONE, DONE],
    "telephone": [NOT_NEEDED] * 10 + [DONE],
}
READING = """Zo verwarmt Lindedorp nu

Van elke tien huizen verwarmen er zes met aardgas, drie met stookolie en één met een warmtepomp of hout.
Een rijhuis zonder isolatie verbruikt drie keer zoveel als een huis dat goed geïsoleerd is.
Eén gezin op zeven heeft moeite om de rekening te betalen. In de sociale woningen is dat één op drie.

Wat kan de gemeente doen? Ze kan renteloos geld lenen, per straat helpen, of warmte uit het kanaal halen.
Het kost allemaal geld, en alles tegelijk kan niet. Daarover gaat het in de volgende sessies.
"""
