"""The panel of Neudorf that waits for its draw: people answered, two officials promised it, and the number is due."""

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

On = Callable[[int, int, str], datetime]
Story = list[tuple[datetime, Callable[[datetime], object]]]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

TITLE = {"de": "Gut alt werden in Neudorf"}
QUESTION = {"de": "Was brauchen wir, damit niemand fortziehen muss, weil er alt wird?"}
SUMMARY = {
    "de": "Immer mehr Menschen in Neudorf sind über 75. Viele wollen im Dorf bleiben, auch wenn sie Hilfe brauchen.\n12 "
    "Menschen aus dem Dorf überlegen, was wir dafür tun. Das Los bestimmt sie unter allen, die Ja gesagt haben.\nDer "
    "Gemeinderat antwortet auf jede Empfehlung.",
}
REMIT = remits.Planned(
    replace(
        remits.PLANNED["village_hall"].remit,
        model="council",
        mandate={
            "de": "Der Bürgerrat sagt, welche Hilfe im Dorf zuerst kommen soll und wer sie gibt.\nDas Altenheim im Nachbarort "
            "bleibt, wie es ist.",
        },
        days=2,
        sessions=2,
        budget=9_000,
        assessment="DSFA 5/2026",
    ),
    (-9, MONDAY),
    (
        (-7, MONDAY, {"de": "Die Briefe gehen ab"}),
        (-1, SATURDAY, {"de": "Die Ziehung"}),
        (4, SATURDAY, {"de": "Erster Sitzungstag"}),
        (6, SATURDAY, {"de": "Zweiter Sitzungstag: die Empfehlungen"}),
    ),
)
LETTER = {
    "de": {
        "about": "Wer in Neudorf alt wird, muss oft fortziehen: Der Bus fährt selten, und der Arzt ist weit. Die Gemeinde will "
        "das ändern und fragt zuerst die Menschen, die hier leben.",
        "asked": "Der Bürgerrat trifft sich an zwei Samstagen im Dorfsaal, von 9 bis 16 Uhr. Für jeden Tag bekommen Sie 50 "
        "Euro. Die Fahrt zahlen wir.",
    }
}
ANSWERS = Answers(
    yes=28,
    no=10,
    asked=("Kann mich jemand abholen? Ich fahre nicht mehr Auto.",),
    said=("Ich pflege meine Mutter und kann nicht weg.",),
)


def story(town: Founded, on: On) -> Story:
    """What happened, and when. on: (weeks from the present one, weekday, hour) -> moment"""
    panel = Seating(town, residents.NEUDORF, TITLE, QUESTION, SUMMARY, 12)
    panel.names, panel.people = names.NEUDORF, 1200
    place = "Sechs Kugeln, gezogen im Gemeindehaus"
    source = ("numbers", "Vennlotto 6 aus 45, Ziehung am Samstag", on(-1, SATURDAY, "19:30"))
    lot = partial(panel.propose_lot, 150, place, on(-8, WEDNESDAY, "18:00"), local(on(-3, FRIDAY, "12:00")).date())
    shares = (0.15, 0.35, 0.5, 0.62, 0.75, 0.9, 1.0)
    days = [(-7, WEDNESDAY), (-7, FRIDAY), (-6, MONDAY), (-6, THURSDAY), (-5, TUESDAY), (-4, TUESDAY), (-3, WEDNESDAY)]
    return [
        (on(-10, MONDAY, "09:00"), panel.create),
        (on(-10, MONDAY, "09:15"), partial(panel.write_remit, REMIT.on(on))),
        (on(-10, MONDAY, "09:20"), partial(panel.set_targets, 1)),
        (on(-9, MONDAY, "10:10"), panel.bring_register),
        (on(-9, MONDAY, "10:40"), lot),
        (on(-9, TUESDAY, "14:05"), panel.confirm_lot),
        (on(-8, WEDNESDAY, "18:06"), partial(panel.draw_lot, "072645")),
        (on(-8, THURSDAY, "09:00"), partial(panel.word_letters, LETTER)),
        (on(-8, THURSDAY, "09:40"), partial(panel.make_letters, "invitation")),
        (on(-8, FRIDAY, "10:15"), panel.print_letters),
        (on(-7, MONDAY, "11:30"), panel.send_letters),
        (on(-7, MONDAY, "18:00"), partial(panel.plan_replies, ANSWERS)),
        *(
            (on(*day, "17:00"), partial(panel.take_replies, share, "de"))
            for day, share in zip(days, shares, strict=True)
        ),
        (on(-6, FRIDAY, "09:20"), panel.print_post),
        (on(-3, FRIDAY, "09:20"), panel.print_post),
        (on(-6, FRIDAY, "10:20"), partial(panel.come_back, 2, "moved")),
        (on(-2, MONDAY, "09:20"), panel.find_chances),
        (on(-2, TUESDAY, "10:10"), partial(panel.propose, *source)),
        (on(-2, WEDNESDAY, "11:00"), panel.confirm),
    ]
