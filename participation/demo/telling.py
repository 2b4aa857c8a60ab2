"""What the officials of the demo tell about their panels: summaries, easy words, translations, and a pictogram of ours."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from participation.content import media, rules

# By the short name of the panel, then by language.
SUMMARIES: dict[str, dict[str, str]] = {
    "safe_square": {
        "nl": "De gemeente maakt het centrum van Lindedorp opnieuw aan. Auto’s, fietsers en voetgangers willen er alle drie "
        "plaats.\n24 inwoners zoeken samen een goede oplossing. Ze zijn gekozen door het lot.\nDe gemeenteraad leest hun "
        "advies en zegt wat ze ermee doet.",
    },
    "old_brewery": {
        "nl": "De oude brouwerij staat leeg. De gemeente kocht het gebouw en wil er een plek voor iedereen van maken.\n"
        "20 inwoners denken na over wat er komt. Ze worden gekozen door het lot.\nDe gemeenteraad leest hun advies en "
        "beslist in de lente.",
    },
    "meeting_places": {
        "nl": "Mensen in Lindedorp zien elkaar minder dan vroeger. De gemeente wil weten waar je iemand ontmoet, en waar "
        "niet.\n24 inwoners maken een plan voor elke wijk. Ze worden gekozen door het lot.",
    },
    "heavy_rain": {
        "nl": "Het regent vaker heel hard. Dan staat er water op straat en in kelders.\n22 inwoners zoeken wat de gemeente "
        "kan doen, en wat je zelf kan doen.",
    },
    "quiet_streets": {
        "nl": "Rond de scholen rijden ’s morgens veel auto’s. Kinderen voelen zich niet veilig.\n18 inwoners zoeken een "
        "oplossing die ook goed is voor de straten ernaast. Ze zijn gekozen door het lot.\nDe gemeenteraad antwoordt op "
        "elk voorstel.",
        "fr": "Le matin, beaucoup de voitures roulent autour des écoles. Les enfants ne s’y sentent pas en sécurité.\n"
        "18 habitants cherchent une solution qui convient aussi aux rues voisines. Ils ont été tirés au sort.\nLe conseil "
        "communal répond à chaque proposition.",
    },
    "chapel_park": {
        "nl": "Het park achter de kapel is oud. Er zijn weinig banken en het is er donker.\n16 inwoners kiezen wat er "
        "verandert. Ze worden gekozen door het lot.\nDe gemeenteraad maakt daarna geld vrij.",
        "fr": "Le parc derrière la chapelle est vieux. Il y a peu de bancs et il y fait sombre.\n16 habitants choisissent "
        "ce qui change. Ils sont tirés au sort.\nEnsuite, le conseil communal prévoit l’argent.",
    },
    "village_hall": {
        "de": "Unser Dorfsaal ist alt und wird wenig benutzt. Die Gemeinde will ihn umbauen.\n15 Menschen aus dem Dorf "
        "überlegen, wofür wir ihn in zehn Jahren brauchen. Das Los hat sie bestimmt.\nDer Gemeinderat liest ihren Rat und "
        "sagt, was er damit macht.",
    },
}

# What is added later, by panel and by language: translations of what is told, and easy words.
ALSO: dict[str, dict[str, dict[str, str]]] = {
    "old_brewery": {
        "nl": {
            rules.SUMMARY: SUMMARIES["old_brewery"]["nl"],
            rules.EASY: "De oude brouwerij is leeg.\nNiemand werkt er nog.\nDe gemeente heeft het gebouw gekocht.\n"
            "Wat komt er in het gebouw?\nDat weten we nog niet.\n20 mensen denken er samen over na.\n"
            "Wie zijn die mensen? Dat beslist het lot.\nHet lot kiest eerlijk: iedereen kan het worden.",
        },
        "fr": {
            "title": "Une nouvelle vie pour l’ancienne brasserie",
            "question": "Quel lieu voulons-nous faire de l’ancienne brasserie, et qui peut l’utiliser ?",
            rules.SUMMARY: "L’ancienne brasserie est vide. La commune a acheté le bâtiment et veut en faire un lieu pour "
            "tous.\n20 habitants réfléchissent à ce qui y viendra. Ils sont tirés au sort.\nLe conseil communal lit leur "
            "avis et décide au printemps.",
        },
    },
    "quiet_streets": {
        "nl": {
            rules.SUMMARY: SUMMARIES["quiet_streets"]["nl"],
            rules.EASY: "Kinderen gaan naar school.\nEr rijden veel auto’s.\nDat is gevaarlijk.\n18 mensen zoeken een "
            "oplossing.\nHet lot heeft die mensen gekozen.\nDaarna beslist de gemeenteraad.",
        },
        "fr": {
            rules.SUMMARY: SUMMARIES["quiet_streets"]["fr"],
            rules.EASY: "Les enfants vont à l’école.\nIl y a beaucoup de voitures.\nC’est dangereux.\n18 personnes cherchent "
            "une solution.\nCes personnes ont été tirées au sort.\nEnsuite, le conseil communal décide.",
        },
    },
    "village_hall": {
        "de": {
            rules.SUMMARY: SUMMARIES["village_hall"]["de"],
            rules.EASY: "Unser Dorf hat einen Saal.\nDer Saal ist alt.\nDie Gemeinde will ihn umbauen.\nWas brauchen wir in "
            "dem Saal?\n15 Menschen denken darüber nach.\nDas Los hat sie bestimmt: Es ist gerecht.",
        },
        "fr": {
            "title": "Notre salle de village",
            "question": "À quoi nous servira la salle du village dans dix ans, et combien peuvent coûter les travaux ?",
            rules.SUMMARY: "Notre salle de village est vieille et sert peu. La commune veut la transformer.\n15 personnes du "
            "village réfléchissent à ce dont nous aurons besoin dans dix ans. Elles ont été tirées au sort.\nLe conseil "
            "communal lit leur avis et dit ce qu’il en fait.",
        },
    },
}

# What there is to see on the pictogram.
SHOWN = {
    "nl": "Drie mensen. Boven hen hangt een bal met een vraagteken: het lot kiest wie meepraat.",
    "fr": "Trois personnes. Au-dessus d’elles, une boule avec un point d’interrogation : le sort choisit qui participe.",
    "de": "Drei Menschen. Über ihnen hängt eine Kugel mit einem Fragezeichen: Das Los bestimmt, wer mitredet.",
}

INK, PAPER, BALL = "#1f2a37", "#ffffff", "#f2b705"
CLOTHES = ("#2451a4", "#00695c", "#8a2b5c")
SIDE, FINE = 240, 4


def pictogram(languages: list[str]) -> dict[str, object]:
    """Who is chosen by lot, as the editor keeps a pictogram, described in these languages."""
    told = io.BytesIO()
    _drawn().save(told, "PNG")
    alt = {code: SHOWN[code] for code in languages}
    return media.picture(rules.PICTOGRAM, told.getvalue(), alt, languages, decoration=False)


def _drawn() -> Image.Image:
    """Three people below a ball; larger than it is shown, so that its edges are smooth."""
    side = SIDE * FINE
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, side - 1, side - 1), side // 12, fill=PAPER)
    for place, colour in enumerate(CLOTHES):
        _person(pen, (0.2 + 0.3 * place) * side, 0.62 * side, side, colour)
    middle, high = side / 2, 0.27 * side
    _disc(pen, middle, high, 0.2 * side, INK)
    _disc(pen, middle, high, 0.18 * side, BALL)
    thick = side // 28
    pen.arc(_box(middle, high - 0.045 * side, 0.06 * side), 180, 90, fill=INK, width=thick)
    pen.line((middle, high + 0.005 * side, middle, high + 0.05 * side), fill=INK, width=thick)
    _disc(pen, middle, high + 0.1 * side, 0.024 * side, INK)
    return picture


def _person(pen: ImageDraw.ImageDraw, x: float, y: float, side: int, colour: str) -> None:
    """Head and shoulders of somebody whose head is at (x, y)."""
    _disc(pen, x, y, 0.075 * side, INK)
    top, wide = y + 0.1 * side, 0.12 * side
    pen.rounded_rectangle((x - wide, top, x + wide, 0.94 * side), 0.08 * side, fill=colour)


def _disc(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    pen.ellipse(_box(x, y, radius), fill=colour)


def _box(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return (x - radius, y - radius, x + radius, y + radius)
