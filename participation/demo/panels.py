"""The panels of the demo, one in each state that a panel can be in, made by the acts that officials have at their desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from participation import clock, db
from participation.demo import asking, growing_old, library, meeting, remits, residents, statements, telling, warm_homes
from participation.demo.dossier import Dossier
from participation.demo.seating import Seating
from participation.demo.towns import Founded
from participation.panels import figures as keeping
from participation.panels.statistics import Division

Act = Callable[[datetime], object]
Story = list[tuple[datetime, Act]]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


class Calendar:
    """Weeks counted from the present one, so that the demo is always of today. Hours are those of the town hall."""

    def __init__(self, today: date) -> None:
        self.monday = today - timedelta(days=today.weekday())

    def __call__(self, weeks: int, weekday: int, hour: str) -> datetime:
        day = self.monday + timedelta(weeks=weeks, days=weekday)
        return clock.local(datetime.combine(day, time.fromisoformat(hour))).astimezone(UTC)


def make_all(towns: Mapping[str, Founded], today: date) -> None:
    """Let it all happen, in the order in which it would have happened, as the journals will tell."""
    on = Calendar(today)
    village, rode, neudorf = towns["lindedorp"], towns["sint-linde-rode"], towns["neudorf"]
    stories = (
        warm_homes.story(village, on),
        safe_square(village, on),
        old_brewery(village, on),
        meeting_places(village, on),
        heavy_rain(village, on),
        quiet_streets(rode, on),
        chapel_park(rode, on),
        village_hall(neudorf, on),
        library.story(rode, on),
        growing_old.story(neudorf, on),
        figures(towns, on),
        statements.story(towns, on),
        asking.story(towns, on),
    )
    happened = sorted((moment for story in stories for moment in story), key=lambda moment: moment[0])
    for at, act in happened:
        act(at)


def figures(towns: Mapping[str, Founded], on: Calendar) -> Story:
    """The figures of the population that each municipality brought in."""
    brought = (
        ("lindedorp", residents.LINDEDORP, 9_760, "Statbel en bevolkingsregister, inwoners van 16 jaar en ouder"),
        (
            "sint-linde-rode",
            residents.SINT_LINDE_RODE,
            9_380,
            "Statbel, inwoners van 16 jaar en ouder / Statbel, habitants de 16 ans et plus",
        ),
        ("neudorf", residents.NEUDORF, 4_170, "Statbel, Einwohner ab 16 Jahren"),
    )
    return [
        (on(-50, MONDAY, "10:00"), partial(_bring_in, towns[slug], remits.figures(who, people), source))
        for slug, who, people, source in brought
    ]


def _bring_in(town: Founded, divisions: list[Division], source: str, at: datetime) -> None:
    as_of = date(at.year, 1, 1)
    with db.write() as session:
        keeping.bring_in(session, town.id, divisions, source=source, as_of=as_of, from_age=16, by=town.first, at=at)


def safe_square(town: Founded, on: Calendar) -> Story:
    """Drawn with balls, three weeks ago."""
    panel = Dossier(
        town,
        residents.LINDEDORP,
        {"nl": "Een veilige en groene dorpskern"},
        {"nl": "Hoe maken we de dorpskern veilig en groen, voor wie er woont, winkelt en passeert?"},
        telling.SUMMARIES["safe_square"],
        24,
    )
    source = (
        "balls",
        "Drie ballen, getrokken in de raadzaal bij het begin van de gemeenteraad",
        on(-3, MONDAY, "20:00"),
    )
    return [
        (on(-9, TUESDAY, "09:40"), panel.create),
        (on(-9, TUESDAY, "09:55"), partial(panel.write_remit, remits.PLANNED["safe_square"].on(on))),
        (on(-9, TUESDAY, "10:15"), partial(panel.set_targets, 0)),
        (on(-4, MONDAY, "10:05"), partial(panel.bring_people, 180, "DK")),
        (on(-4, MONDAY, "10:20"), panel.find_chances),
        (on(-4, TUESDAY, "11:10"), partial(panel.propose, *source)),
        (on(-4, TUESDAY, "14:25"), panel.confirm),
        (on(-3, MONDAY, "20:07"), partial(panel.enter_number, "042")),
    ]


def old_brewery(town: Founded, on: Calendar) -> Story:
    """Promised; the balls are drawn next week."""
    panel = Dossier(
        town,
        residents.LINDEDORP,
        {"nl": "Nieuw leven in de oude brouwerij"},
        {"nl": "Welke plek willen we maken van de oude brouwerij, en wie mag ze gebruiken?"},
        telling.SUMMARIES["old_brewery"],
        20,
    )
    source = ("balls", "Drie ballen, getrokken op de markt op het Lindeplein", on(1, THURSDAY, "11:00"))
    return [
        (on(-6, WEDNESDAY, "13:50"), panel.create),
        (on(-6, WEDNESDAY, "14:05"), partial(panel.write_remit, remits.PLANNED["old_brewery"].on(on))),
        (on(-6, WEDNESDAY, "14:10"), partial(panel.set_targets, 0)),
        (on(-2, TUESDAY, "10:30"), partial(panel.tell, telling.ALSO["old_brewery"])),
        (on(-2, TUESDAY, "10:50"), panel.draw_pictogram),
        (on(-1, MONDAY, "09:30"), partial(panel.bring_people, 140, "OB")),
        (on(-1, MONDAY, "09:45"), panel.find_chances),
        (on(-1, TUESDAY, "16:20"), partial(panel.propose, *source)),
        (on(-1, WEDNESDAY, "09:05"), panel.confirm),
    ]


def meeting_places(town: Founded, on: Calendar) -> Story:
    """Being prepared: targets and people are there, nothing has been calculated yet."""
    panel = Dossier(
        town,
        residents.LINDEDORP,
        {"nl": "Plekken om elkaar te ontmoeten"},
        {"nl": "Waar in Lindedorp ontmoeten we elkaar, en wat ontbreekt er in jouw wijk?"},
        telling.SUMMARIES["meeting_places"],
        24,
    )
    return [
        (on(-3, THURSDAY, "10:30"), panel.create),
        (on(-3, THURSDAY, "10:45"), partial(panel.write_remit, remits.PLANNED["meeting_places"].on(on))),
        (on(-3, THURSDAY, "11:00"), partial(panel.set_targets, 0)),
        (on(-1, THURSDAY, "15:15"), partial(panel.bring_people, 160, "OP")),
    ]


def heavy_rain(town: Founded, on: Calendar) -> Story:
    """Only just made."""
    panel = Dossier(
        town,
        residents.LINDEDORP,
        {"nl": "Minder water op straat"},
        {"nl": "Hoe bereiden we onze straten en tuinen voor op hevige regen?"},
        telling.SUMMARIES["heavy_rain"],
        22,
    )
    return [(on(-1, FRIDAY, "15:40"), panel.create)]


def quiet_streets(town: Founded, on: Calendar) -> Story:
    """Promised, cancelled for a good reason, promised again and drawn; most take their seat, and the first session is near."""
    panel = Seating(
        town,
        residents.SINT_LINDE_RODE,
        {"nl": "Rustige straten rond de scholen", "fr": "Des rues calmes autour des écoles"},
        {
            "nl": "Hoe geraken kinderen veilig op school, zonder dat het verkeer naar de straat ernaast gaat?",
            "fr": "Comment les enfants peuvent-ils aller à l’école en sécurité, sans que le trafic passe dans la rue voisine ?",
        },
        telling.SUMMARIES["quiet_streets"],
        18,
        households=True,
    )
    reason = (
        "Na de belofte vonden we in het sociaal huis negen antwoordkaarten die niet op de lijst stonden. "
        "Die mensen moeten evenveel kans krijgen. We beloven een nieuwe trekking, met iedereen erbij. / "
        "Après la promesse, nous avons trouvé à la maison sociale neuf cartes-réponses qui n’étaient pas sur la liste. "
        "Ces personnes doivent avoir les mêmes chances. Nous promettons un nouveau tirage, avec tout le monde."
    )
    panel.facilitators = ("Nadia Benali", "Wout Claeys", "Estelle Noël")
    place = "Drie ballen, getrokken in de raadzaal / Trois boules, tirées dans la salle du conseil"
    return [
        (on(-10, MONDAY, "14:00"), panel.create),
        (on(-10, MONDAY, "14:15"), partial(panel.write_remit, remits.PLANNED["quiet_streets"].on(on))),
        (on(-10, MONDAY, "14:35"), partial(panel.set_targets, 0)),
        (on(-9, MONDAY, "11:20"), partial(panel.tell, telling.ALSO["quiet_streets"])),
        (on(-9, MONDAY, "11:35"), panel.draw_pictogram),
        (on(-5, TUESDAY, "09:20"), partial(panel.bring_people, 111, "RS")),
        (on(-5, TUESDAY, "09:30"), panel.find_chances),
        (on(-5, TUESDAY, "10:45"), partial(panel.propose, "balls", place, on(-4, WEDNESDAY, "19:30"))),
        (on(-5, WEDNESDAY, "11:30"), panel.confirm),
        (on(-4, TUESDAY, "16:10"), partial(panel.ask_cancellation, reason)),
        (on(-4, TUESDAY, "17:00"), panel.confirm_cancellation),
        (on(-4, WEDNESDAY, "19:36"), partial(panel.enter_number, "617")),
        (on(-4, THURSDAY, "09:15"), partial(panel.bring_people, 120, "RS")),
        (on(-4, THURSDAY, "09:25"), panel.find_chances),
        (on(-4, THURSDAY, "10:00"), partial(panel.propose, "balls", place, on(-2, WEDNESDAY, "19:30"))),
        (on(-4, FRIDAY, "09:50"), partial(panel.confirm, sequence=2)),
        (on(-2, WEDNESDAY, "19:34"), partial(panel.enter_number, "283", sequence=2)),
        *meeting.story(panel, on),
    ]


def chapel_park(town: Founded, on: Calendar) -> Story:
    """Proposed by one official; the second must still confirm."""
    panel = Dossier(
        town,
        residents.SINT_LINDE_RODE,
        {"nl": "Het park achter de kapel", "fr": "Le parc derrière la chapelle"},
        {
            "nl": "Wat doen we met het park achter de kapel, zodat iedereen er graag komt?",
            "fr": "Que faisons-nous du parc derrière la chapelle, pour que chacun s’y sente bien ?",
        },
        telling.SUMMARIES["chapel_park"],
        16,
        households=True,
    )
    place = "Drie ballen, getrokken in de bibliotheek / Trois boules, tirées à la bibliothèque"
    return [
        (on(-7, THURSDAY, "10:10"), panel.create),
        (on(-7, THURSDAY, "10:25"), partial(panel.write_remit, remits.PLANNED["chapel_park"].on(on))),
        (on(-7, THURSDAY, "10:40"), partial(panel.set_targets, 0)),
        (on(-1, THURSDAY, "10:00"), partial(panel.bring_people, 104, "PK")),
        (on(-1, THURSDAY, "10:10"), panel.find_chances),
        (on(-1, FRIDAY, "11:30"), partial(panel.propose, "balls", place, on(2, WEDNESDAY, "18:00"))),
    ]


def village_hall(town: Founded, on: Calendar) -> Story:
    """Drawn with the numbers of a public lottery."""
    panel = Dossier(
        town,
        residents.NEUDORF,
        {"de": "Unser Dorfsaal"},
        {"de": "Wofür brauchen wir den Dorfsaal in zehn Jahren, und was soll der Umbau kosten dürfen?"},
        telling.SUMMARIES["village_hall"],
        15,
    )
    source = ("numbers", "Vennlotto 6 aus 45, Ziehung am Mittwoch", on(-2, WEDNESDAY, "20:30"))
    return [
        (on(-8, MONDAY, "09:00"), panel.create),
        (on(-8, MONDAY, "09:15"), partial(panel.write_remit, remits.PLANNED["village_hall"].on(on))),
        (on(-8, MONDAY, "09:20"), partial(panel.set_targets, 0)),
        (on(-7, TUESDAY, "15:00"), partial(panel.tell, telling.ALSO["village_hall"])),
        (on(-3, THURSDAY, "14:15"), partial(panel.bring_people, 92, "DS")),
        (on(-3, THURSDAY, "14:30"), panel.find_chances),
        (on(-3, FRIDAY, "09:10"), partial(panel.propose, *source)),
        (on(-3, FRIDAY, "11:40"), panel.confirm),
        (on(-2, THURSDAY, "08:45"), partial(panel.enter_number, "4 11 18 29 37 42")),
    ]
