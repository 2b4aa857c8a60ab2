"""What the panel of Lindedorp that is over advised, what the council said to it, and what it all cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from participation import db
from participation.clock import local
from participation.content import actions as content
from participation.demo.seating import Seating
from participation.members import costing, reporting
from participation.members.queries import report as queries
from participation.members.report_rules import LATER, NO, PARTLY, YES
from participation.panels import queries as panels

On = Callable[[int, int, str], datetime]
Story = list[tuple[datetime, Callable[[datetime], object]]]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)

# What the panel recommends: words, minority, votes for, against and abstained; what the council said to it, and why.
ADVICE = (
    (
        "Help eerst de wijken waar mensen het meest betalen: begin met isoleren in het Stationskwartier, straat per straat.",
        "",
        (20, 0, 0),
        YES,
        "De gemeenteraad volgt dit. De eerste drie straten beginnen in maart, met een begeleider die langskomt.",
    ),
    (
        "Leen wie te weinig spaargeld heeft renteloos tot 20.000 euro, terug te betalen met wat het huis minder verbruikt.",
        "Drie leden vinden dat de gemeente geen bank is.",
        (16, 3, 1),
        PARTLY,
        "De gemeente leent tot 12.000 euro. Meer kan ze niet dragen zonder andere werken uit te stellen.",
    ),
    (
        "Laat onderzoeken of de warmte van het kanaal de dorpskern kan verwarmen, en publiceer dat onderzoek helemaal.",
        "",
        (19, 0, 1),
        YES,
        "Het onderzoek is besteld. Het hele verslag komt op deze website zodra het er is.",
    ),
    (
        "Verbied vanaf 2029 nieuwe aansluitingen op aardgas in de gemeente.",
        "Vier leden vinden dat te vroeg voor wie nu bouwt.",
        (13, 4, 3),
        NO,
        "Een gemeente mag dat niet zelf beslissen. De gemeenteraad vraagt het aan de Vlaamse Regering.",
    ),
    (
        "Zet in elke wijk één keer per maand iemand neer die met je rekening en je plannen meekijkt, ook op zaterdag.",
        "",
        (20, 0, 0),
        LATER,
        "De gemeenteraad beslist hierover bij de begroting van volgend jaar.",
    ),
)
SUMMARY = {
    "nl": "20 inwoners van Lindedorp dachten vier zaterdagen na over warme huizen. Het lot koos hen uit de mensen die ja "
    "zeiden op een brief.\nZe schreven vijf aanbevelingen. De gemeenteraad volgt er twee helemaal en één deels, beslist over "
    "één later, en zegt bij één nee.\nHier lees je hoe het panel tot stand kwam, wat het kostte en wat de raad antwoordde.",
}
SINCE = {
    "nl": "In het Stationskwartier zijn 41 huizen bezocht. 17 gezinnen vroegen een lening aan. Het onderzoek naar de warmte van "
    "het kanaal loopt.",
}
# What it cost besides what members were paid: kind, cents, minutes of work, words.
COSTS = (
    ("letters", 61_240, 9 * 60, "240 brieven en 170 herinneringen, met antwoordkaart"),
    ("rooms", 0, 4 * 60, "Zaal De Linde is van de gemeente"),
    ("catering", 138_600, 0, "Koffie, soep en broodjes op drie zaterdagen"),
    ("guidance", 780_000, 0, "Vier begeleiders, vier dagen en de voorbereiding"),
    ("experts", 90_000, 0, "Zes sprekers, ook die het oneens waren"),
    ("access", 42_500, 6 * 60, "Drie toestellen in bruikleen, belbus, ringleiding"),
    ("preparing", 0, 310 * 60, "Twee ambtenaren, van register tot antwoord"),
)


def story(panel: Seating, on: On) -> Story:
    """What happened after the last session. on: (weeks from the present one, weekday, hour) -> moment"""
    return [
        (on(-28, SATURDAY, "16:40"), partial(advise, panel)),
        (on(-27, TUESDAY, "14:00"), partial(count, panel)),
        (on(-16, MONDAY, "21:30"), partial(hear, panel)),
        (on(-15, WEDNESDAY, "10:00"), partial(publish, panel)),
        (on(-3, TUESDAY, "15:00"), partial(tell_what_changed, panel, on(-28, SATURDAY, "12:00"))),
    ]


def advise(panel: Seating, at: datetime) -> None:
    """The recommendations as the members voted on them."""
    with db.write() as session:
        for number, (words, minority, votes, _, _) in enumerate(ADVICE, start=1):
            reporting.recommend(
                session,
                panel.town.id,
                panel.slug,
                number,
                words={"nl": words},
                minority={"nl": minority} if minority else {},
                votes=dict(zip(("for", "against", "abstained"), votes, strict=True)),
                by=panel.town.first,
                at=at,
            )
        reporting.describe(
            session, panel.town.id, panel.slug, advised_on=local(at).date(), since={}, by=panel.town.first, at=at
        )


def count(panel: Seating, at: datetime) -> None:
    """What the panel cost."""
    with db.write() as session:
        for kind, cents, minutes, text in COSTS:
            costing.note(
                session,
                panel.town.id,
                panel.slug,
                kind,
                cents=cents,
                minutes=minutes,
                text=text,
                by=panel.town.first,
                at=at,
            )


def hear(panel: Seating, at: datetime) -> None:
    """What the council said in its sitting."""
    with db.write() as session:
        for number, (_, _, _, said, why) in enumerate(ADVICE, start=1):
            reporting.answer(
                session,
                panel.town.id,
                panel.slug,
                number,
                said=said,
                words={"nl": why},
                answered_on=local(at).date(),
                by=panel.town.second,
                at=at,
            )


def publish(panel: Seating, at: datetime) -> None:
    """The report, with a summary for everybody."""
    with db.write() as session:
        subject = queries.subject_of(panels.panel(session, panel.town.id, panel.slug).id)
        content.write_summaries(session, panel.town.id, subject, SUMMARY, by=panel.town.first, at=at)
        reporting.publish(session, panel.town.id, panel.slug, by=panel.town.first, at=at)


def tell_what_changed(panel: Seating, advised: datetime, at: datetime) -> None:
    """What came of it so far."""
    with db.write() as session:
        reporting.describe(
            session,
            panel.town.id,
            panel.slug,
            advised_on=local(advised).date(),
            since=SINCE,
            by=panel.town.first,
            at=at,
        )
