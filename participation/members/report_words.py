"""A report in words: the same pieces for the page and for paper, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from participation.i18n import in_language, say
from participation.invitations.queries.counts import REGISTER, group_in_words
from participation.members import report_rules as rules
from participation.members import wording
from participation.members.queries.report import RecommendationView, ReportView
from participation.members.report_figures import Figures
from participation.members.session_rules import MODES
from participation.panels.queries import UNSAID, PanelView, RemitView
from participation.sheets import CHANNEL_NAMES
from participation.web.context import language
from participation.web.words import chance, day, number, percent


@dataclass(frozen=True)
class Text:
    """A paragraph and the language it is written in. strong: it is what one looks for."""

    text: str
    language: str
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """columns: names, the first of them that of the rows; the others hold figures, but for those in `wordy`."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    wordy: Sequence[int] = ()


@dataclass(frozen=True)
class Bars:
    """A picture of what stands in a table: for each group its part of the population and of the panel, from 0 to 1."""

    title: str
    groups: Sequence[tuple[str, float, float]]


@dataclass(frozen=True)
class Piece:
    """A piece of the report. depth: of its heading, 2 or 3."""

    heading: str
    texts: Sequence[Text] = ()
    tables: Sequence[tuple[Table, Bars | None]] = ()
    depth: int = 2


@dataclass(frozen=True)
class Told:
    """What a report is told from. order: the languages of the municipality, for what is not there in that of the page."""

    panel: PanelView
    remit: RemitView | None
    report: ReportView
    recommendations: Sequence[RecommendationView]
    figures: Figures
    order: Sequence[str]
    today: date

    @property
    def months(self) -> int | None:
        """Within how many months the council answers."""
        return self.remit.answer_months if self.remit else None

    @property
    def until(self) -> date | None:
        """The last day for the council to answer."""
        return rules.answer_until(self.report.advised_on, self.months)


def pieces(told: Told) -> list[Piece]:
    """Everything below the summary, in order."""
    return [
        *_advice(told),
        *_since(told),
        _road(told.figures),
        *_ways(told.figures),
        *_register(told.figures),
        *_mirror(told.figures),
        *_chances(told.figures),
        *_sessions(told),
        *_costs(told.figures),
    ]


def count_words(count: int | str | None) -> str:
    """A count as people read it."""
    if count is None:
        return str(_("not shown"))
    return str(_("fewer than %(few)s", few=rules.FEW)) if isinstance(count, str) else number(count)


def _own(sentence: str, *, strong: bool = False) -> Text:
    return Text(str(sentence), language(), strong)


def _written(words: Mapping[str, str], order: Sequence[str]) -> list[Text]:
    """What somebody wrote, each paragraph on its own."""
    text, spoken = in_language(words, language(), order, "")
    return [Text(line.strip(), spoken) for line in text.splitlines() if line.strip()]


def _advice(told: Told) -> Iterator[Piece]:
    """What the panel recommends, each with what the council says to it."""
    texts = _written(told.remit.promise, told.order) if told.remit else []
    if told.report.advised_on:
        texts.append(_own(_("The council got this advice on %(day)s.", day=day(told.report.advised_on))))
    if not told.recommendations:
        texts.append(_own(_("The recommendations of the panel come here.")))
    open_ones = [one for one in told.recommendations if not one.answer]
    if open_ones and told.until:
        late = told.until < told.today
        texts.append(
            _own(
                _("The council had until %(day)s to answer all of it.", day=day(told.until))
                if late
                else _("The council has until %(day)s to answer.", day=day(told.until)),
                strong=True,
            )
        )
    elif open_ones and told.months:
        texts.append(
            _own(
                ngettext(
                    "The council answers within %(num)s month after the advice.",
                    "The council answers within %(num)s months after the advice.",
                    told.months,
                )
            )
        )
    yield Piece(_("What the panel recommends, and what the council says"), texts)
    for one in told.recommendations:
        yield _recommendation(one, told)


def _recommendation(one: RecommendationView, told: Told) -> Piece:
    texts = _written(one.words, told.order)
    if one.votes:
        votes = {name: number(one.votes.get(name, 0)) for name in rules.VOTES}
        texts.append(
            _own(
                _(
                    "Of the members %(favour)s voted for it, %(against)s against it, and %(abstained)s abstained.",
                    favour=votes["for"],
                    against=votes["against"],
                    abstained=votes["abstained"],
                )
            )
        )
    if one.minority:
        texts += [_own(_("Who did not agree says:"), strong=True), *_written(one.minority, told.order)]
    if one.answer:
        said = say(rules.ANSWERS[one.answer], language())
        texts.append(_own(f"{said} ({day(one.answered_on)})" if one.answered_on else said, strong=True))
        texts += _written(one.answer_words, told.order)
    else:
        texts.append(_own(_("The council has not answered this yet."), strong=True))
    return Piece(_("Recommendation %(number)s", number=one.number), texts, depth=3)


def _since(told: Told) -> Iterator[Piece]:
    texts = _written(told.report.since, told.order)
    if texts:
        yield Piece(_("What has changed since"), texts)


def _road(figures: Figures) -> Piece:
    """How many people there were at each step."""
    rows: list[list[str]] = []
    letters = figures["letters"]
    if letters:
        if letters["units"]:
            rows.append([_("Could get a letter"), number(letters["units"])])
        rows.append([_("Letters"), count_words(letters["invited"])])
        rows += [
            [words, count_words(letters[name])]
            for name, words in (
                ("yes", _("Said yes")),
                ("no", _("Said no")),
                ("silent", _("Did not answer")),
                ("unreached", _("Moved, not found, or could not take part")),
            )
            if letters[name] != 0
        ]
    rows.append([_("Could be drawn for a seat"), number(figures["pool"])])
    for one in figures["draws"]:
        words = _("Drawn by lot") if one["round"] == 1 else _("Drawn by lot for seats that came free")
        rows.append([f"{words} ({day(date.fromisoformat(one['on']))})", number(one["people"])])
    rows.append([_("On the panel"), number(figures["confirmed"])])
    held = [one["there"] for one in figures["sessions"] if one["there"] is not None]
    if held:
        rows.append([_("Came to a session, on average"), number(sum(held) / len(held), 1)])
    texts = []
    if letters:
        texts.append(_own(_("A first lot chose who got a letter. Of those who said yes, a second lot drew the panel.")))
        texts.append(
            _own(
                _(
                    "Where a figure would be of fewer than %(few)s people who were invited, it is not shown, and neither is "
                    "another from which it could be worked out.",
                    few=rules.FEW,
                )
            )
        )
    table = Table(_("From the first letter to the last session"), [_("Step"), _("People")], rows)
    return Piece(_("How the panel came about"), texts, [(table, None)])


def _ways(figures: Figures) -> Iterator[Piece]:
    tables = []
    if figures["ways"]:
        rows = [[_way(one["way"]), count_words(one["yes"]), count_words(one["no"])] for one in figures["ways"]]
        tables.append(Table(_("How people answered the letter"), [_("How"), _("Said yes"), _("Said no")], rows))
    if figures["confirmed_ways"]:
        rows = [[_way(one["way"]), count_words(one["people"])] for one in figures["confirmed_ways"]]
        tables.append(Table(_("How members took their seat"), [_("How"), _("People")], rows))
    if tables:
        yield Piece(_("By which way"), tables=[(table, None) for table in tables], depth=3)


def _register(figures: Figures) -> Iterator[Piece]:
    tables = [
        Table(
            say(REGISTER.get(one["category"], one["category"]), language()),
            [_("Group"), _("Letters"), _("Said yes")],
            [
                [
                    group_in_words(one["category"], row["group"], language()),
                    count_words(row["letters"]),
                    count_words(row["yes"]),
                ]
                for row in one["groups"]
            ],
        )
        for one in figures["register"]
    ]
    if tables:
        texts = [_own(_("By what the population register says of whoever got a letter."))]
        yield Piece(_("Who got a letter, and who said yes"), texts, [(table, None) for table in tables], depth=3)


def _mirror(figures: Figures) -> Iterator[Piece]:
    """The panel beside the population, in a sentence, in tables and in small pictures."""
    if not figures["mirror"]:
        return
    seats = figures["confirmed"] or figures["seats"]
    compared = [row for one in figures["mirror"] for row in one["groups"] if row["population"] is not None]
    near = [row for row in compared if abs(row["confirmed"] - row["population"] * seats) < 1]
    texts = []
    if compared and figures["confirmed"]:
        texts.append(
            _own(
                _(
                    "Of %(groups)s groups, %(near)s have as many seats as their part of the population, to within one seat.",
                    groups=number(len(compared)),
                    near=number(len(near)),
                )
            )
        )
    tables = [_mirrored(one, seats) for one in figures["mirror"]]
    yield Piece(_("Whom the panel mirrors"), texts, tables)


def _mirrored(one: Mapping[str, Any], seats: int) -> tuple[Table, Bars | None]:
    groups = one["groups"]
    known = any(row["population"] is not None for row in groups)
    came = any(row["came"] is not None for row in groups)
    columns = [
        _("Group"),
        *([_("Part of the population")] if known else []),
        _("Could be drawn"),
        _("Drawn by lot"),
        _("On the panel"),
        *([_("Came, on average")] if came else []),
    ]
    rows = [
        [
            _group(row["group"]),
            *(([percent(row["population"])] if row["population"] is not None else ["–"]) if known else []),
            count_words(row["pool"]),
            number(row["drawn"]),
            number(row["confirmed"]),
            *(([number(row["came"], 1)] if row["came"] is not None else ["–"]) if came else []),
        ]
        for row in groups
    ]
    caption = one["category"]
    if one["source"]:
        caption = _(
            "%(category)s. Population: %(source)s, %(day)s",
            category=caption,
            source=one["source"],
            day=day(date.fromisoformat(one["as_of"])),
        )
    bars = None
    if known and seats:
        bars = Bars(
            one["category"],
            [(_group(row["group"]), row["population"] or 0.0, row["confirmed"] / seats) for row in groups],
        )
    return Table(caption, columns, rows), bars


def _chances(figures: Figures) -> Iterator[Piece]:
    given = figures["chances"]
    if given:
        words = _(
            "Everybody who could be drawn had a chance of at least %(lowest)s and at most %(highest)s: in so many of the "
            "%(panels)s possible panels they were.",
            lowest=chance(given["lowest"]),
            highest=chance(given["highest"]),
            panels=number(given["panels"]),
        )
        yield Piece(_("Everybody's chance"), [_own(words)])


def _sessions(told: Told) -> Iterator[Piece]:
    moved = str(_("not as first planned"))
    rows = [
        [
            in_language(one["title"], language(), told.order, "")[0],
            day(date.fromisoformat(one["on"])),
            say(MODES[one["mode"]], language()) + (f" ({moved})" if one["moved"] else ""),
            number(one["there"]) if one["there"] is not None else "–",
        ]
        for one in told.figures["sessions"]
    ]
    if rows:
        columns = [_("Session"), _("Day"), _("How"), _("Members there")]
        yield Piece(_("The sessions"), tables=[(Table(_("Every session that was held"), columns, rows, (1, 2)), None)])


def _costs(figures: Figures) -> Iterator[Piece]:
    lines = [(say(rules.COSTS[one["kind"]], language()), one["cents"], one["minutes"]) for one in figures["costs"]]
    if figures["paid"]:
        lines.append((str(_("What members were paid")), figures["paid"], 0))
    if not lines:
        return
    cents, minutes = sum(line[1] for line in lines), sum(line[2] for line in lines)
    rows = [[words, _euros(money), _hours(time)] for words, money, time in lines]
    rows.append([_("Together"), _euros(cents), _hours(minutes)])
    texts = []
    if figures["confirmed"] and cents:
        each = _euros(round(cents / figures["confirmed"]))
        texts.append(_own(_("That is %(amount)s for each member of the panel.", amount=each)))
    columns = [_("For what"), _("Amount"), _("Hours of work")]
    yield Piece(_("What it cost"), texts, [(Table(_("Money and working hours"), columns, rows), None)])


def _euros(cents: int) -> str:
    return wording.euros(cents, language()) if cents else "–"


def _hours(minutes: int) -> str:
    return number(minutes / 60) if minutes else "–"


def _way(way: str) -> str:
    words = say(CHANNEL_NAMES[way], language()) if way in CHANNEL_NAMES else way
    return words[:1].upper() + words[1:]


def _group(name: str) -> str:
    return say(name, language()) if name == UNSAID else name


def heading() -> str:
    """What a report is called."""
    return str(_("The report of the panel"))


def published(on: str) -> str:
    """Since when it is for everybody."""
    return str(_("Published on %(day)s. The figures are those of that day.", day=on))


def unpublished() -> str:
    return str(_("Not published yet: only the desk sees this."))


def legend() -> str:
    """What the two bars of each group are, on paper."""
    return str(_("The upper bar is the population, the lower one the panel."))


def page() -> str:
    return str(_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"))


def bars_words(bars: Bars) -> str:
    """What a picture of the mirror shows, in one sentence."""
    groups = "; ".join(
        _(
            "%(group)s: %(population)s of the population, %(panel)s of the panel",
            group=name,
            population=percent(population, 0),
            panel=percent(panel, 0),
        )
        for name, population, panel in bars.groups
    )
    return f"{bars.title}. {groups}"
