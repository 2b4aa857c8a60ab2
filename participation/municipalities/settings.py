"""What a municipality decides for itself, each with a proposal to begin from: for its council, and for whoever asks what
holds here.

No proposal is law. Each is shown as not yet decided until the council, the executive or the administration decides, and
then with the decision that it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from participation import held
from participation.errors import N_, NotFound
from participation.municipalities.choices import ACT_NAMES, CHANNELS, GROUPS, RUNGS, THEME_NAMES
from participation.municipalities.kinds import Decides, Kind, Rule
from participation.permissions import ACTS

FLEMISH_DECREE = N_("Old numbers of the Flemish decree; since 2019 each municipality chooses its own.")
LOCAL_CUSTOM = N_("What many municipalities wrote in their own by-law.")
OUR_PROPOSAL = N_("A proposal of Samenspraak.")
SEEN_ELSEWHERE = N_("What earlier panels in Belgium did.")


def _bands(*bands: tuple[int | None, int, str]) -> list[dict[str, Any]]:
    return [{"below": below, "amount": amount, "unit": unit} for below, amount, unit in bands]


def _days(key: str, name: str, meaning: str, default: int, after: str = OUR_PROPOSAL) -> Rule:
    return Rule(key, key.split(".")[0], Kind.DAYS, name, meaning, default, after, least=1, most=36_500)


def _age(key: str, meaning: str, default: int, after: str = LOCAL_CUSTOM) -> Rule:
    return Rule(key, key.split(".")[0], Kind.AGE, N_("From which age"), meaning, default, after, most=99)


def _threshold(key: str, meaning: str, default: Any, after: str = LOCAL_CUSTOM) -> Rule:
    return Rule(key, key.split(".")[0], Kind.THRESHOLD, N_("How many people"), meaning, default, after)


_ADMINISTRATION: Mapping[str, Any] = {"decides": Decides.ADMINISTRATION}
_EXECUTIVE: Mapping[str, Any] = {"decides": Decides.EXECUTIVE}

_RULES = (
    _threshold(
        "petition.signatures",
        N_("This many people sign a petition before it is dealt with."),
        _bands((None, 1, "people")),
    ),
    _days(
        "petition.agenda_days",
        N_("Before a sitting"),
        N_("A petition that comes in this long before a sitting of the council is on its agenda."),
        14,
        LOCAL_CUSTOM,
    ),
    _days(
        "petition.answer_days",
        N_("Your answer"),
        N_("You have an answer with reasons within this time."),
        90,
        LOCAL_CUSTOM,
    ),
    _threshold(
        "proposal.signatures",
        N_("This many people support a proposal before the council deals with it."),
        _bands((15_000, 2, "percent"), (30_000, 300, "people"), (None, 1, "percent")),
        FLEMISH_DECREE,
    ),
    _age("proposal.age", N_("From this age you may propose and support."), 16, FLEMISH_DECREE),
    Rule(
        "proposal.who",
        "proposal",
        Kind.CHOICE,
        N_("Who may take part"),
        N_("Who may propose and support."),
        "residents",
        LOCAL_CUSTOM,
        choices=(
            ("residents", N_("Whoever lives here")),
            ("involved", N_("Whoever lives, works, trades or is a member of an association here")),
        ),
    ),
    _days(
        "proposal.agenda_days",
        N_("Before a sitting"),
        N_("A proposal that comes in this long before a sitting of the council is on its agenda."),
        20,
        LOCAL_CUSTOM,
    ),
    _threshold(
        "consultation.signatures",
        N_("This many people ask for a popular consultation before it is held."),
        _bands((15_000, 20, "percent"), (30_000, 3000, "people"), (None, 10, "percent")),
        N_("The numbers of the Flemish decree on local government."),
    ),
    _age(
        "consultation.age",
        N_("From this age you may ask for it and vote in it."),
        16,
        N_("The age of the Flemish decree on local government."),
    ),
    _threshold(
        "challenge.supporters",
        N_("This many people support an idea to take on a task before it can be sent in."),
        None,
        "",
    ),
    _age("challenge.age", N_("From this age you may send in an idea."), 16, OUR_PROPOSAL),
    _days("challenge.support_days", N_("Gathering support"), N_("You have this much time to look for support."), 90),
    _days(
        "challenge.receipt_days",
        N_("Proof of receipt"),
        N_("Within this time we tell you that your idea has come in."),
        2,
    ),
    _days(
        "challenge.admission_days",
        N_("First check"),
        N_("Within this time you know whether we can look into your idea."),
        21,
    ),
    _days("challenge.completion_days", N_("Completing it"), N_("You have this much time to add what is missing."), 30),
    _days(
        "challenge.exploration_days",
        N_("First talk"),
        N_("Within this time we sit down with you and show what the task takes."),
        30,
    ),
    _days("challenge.elaboration_days", N_("Writing the plan"), N_("You have this much time to write your plan."), 90),
    _days(
        "challenge.assessment_days",
        N_("Weighing the plan"),
        N_("Within this time the plan is weighed, with reasons for each criterion."),
        45,
    ),
    _days(
        "challenge.modification_days",
        N_("Answering a change"),
        N_("You have this much time to answer when we propose a change."),
        30,
    ),
    _days(
        "challenge.decision_days",
        N_("The decision"),
        N_("Within this time after your plan it is decided, with reasons."),
        120,
    ),
    _days(
        "challenge.review_ask_days",
        N_("Asking to look again"),
        N_("After a refusal you have this much time to ask that somebody else looks again."),
        30,
    ),
    _days("challenge.review_days", N_("Looking again"), N_("Within this time somebody else has looked again."), 45),
    _days(
        "challenge.agreement_days",
        N_("The agreement"),
        N_("Within this time after a yes we write the agreement together."),
        60,
    ),
    _age("panel.age", N_("From this age you can be drawn."), 16, SEEN_ELSEWHERE),
    Rule(
        "panel.rest_months",
        "panel",
        Kind.NUMBER,
        N_("Left in peace, in months"),
        N_("Whoever was invited to a panel is not invited to another one for so many months."),
        12,
        OUR_PROPOSAL,
        most=120,
    ),
    Rule(
        "panel.stamp_cents",
        "panel",
        Kind.NUMBER,
        N_("A letter, in cents"),
        N_("What a letter costs, printed and stamped: with this the cost of inviting is estimated."),
        180,
        OUR_PROPOSAL,
        most=10_000,
        **_ADMINISTRATION,
    ),
    _days(
        "panel.reply_days",
        N_("Answering the letter"),
        N_("You have this much time to answer an invitation."),
        30,
        SEEN_ELSEWHERE,
    ),
    _days(
        "panel.reminder_days",
        N_("A reminder"),
        N_("After this time we write once more to those who have not answered."),
        10,
        OUR_PROPOSAL,
    ),
    _days(
        "panel.seat_days",
        N_("Taking your seat"),
        N_("When the lot drew you, you have this much time to say whether you take the seat."),
        10,
        OUR_PROPOSAL,
    ),
    _days(
        "panel.seat_reminder_days",
        N_("A reminder of your seat"),
        N_("This long before the last day we write once more to who has not answered."),
        3,
        OUR_PROPOSAL,
    ),
    Rule(
        "panel.seat_silence",
        "panel",
        Kind.CHOICE,
        N_("No answer about a seat"),
        N_("What happens when somebody who was drawn has not answered on the last day."),
        "official",
        OUR_PROPOSAL,
        choices=(
            ("official", N_("An official looks at it first, and may call them")),
            ("by_itself", N_("The seat comes free by itself")),
        ),
    ),
    Rule(
        "panel.last_replacing_session",
        "panel",
        Kind.NUMBER,
        N_("New members until session"),
        N_("Once this session has begun, nobody new is drawn for a seat that comes free."),
        2,
        OUR_PROPOSAL,
        least=1,
        most=50,
    ),
    _days(
        "panel.follow_up_days",
        N_("First account"),
        N_("Within this time after the advice the council tells what it did with each recommendation."),
        182,
    ),
    _days("panel.report_days", N_("Second account"), N_("Within this time it tells what has come of it."), 365),
    Rule(
        "panel.session_cents",
        "panel",
        Kind.NUMBER,
        N_("For a session, in cents"),
        N_("What a member of a panel gets for a session."),
        5000,
        SEEN_ELSEWHERE,
        most=100_000,
        **_EXECUTIVE,
    ),
    Rule(
        "panel.part_percent",
        "panel",
        Kind.NUMBER,
        N_("For a part of a session, in percent"),
        N_("What a member gets who was there for a part: so much of the amount for a session."),
        50,
        OUR_PROPOSAL,
        most=100,
        **_EXECUTIVE,
    ),
    Rule(
        "panel.travel_cents",
        "panel",
        Kind.NUMBER,
        N_("Travel, in cents"),
        N_("What a member gets for the way to a session and back."),
        500,
        OUR_PROPOSAL,
        most=100_000,
        **_EXECUTIVE,
    ),
    Rule(
        "panel.childcare_cents",
        "panel",
        Kind.NUMBER,
        N_("Somebody for the children, in cents"),
        N_("What a member gets for a session during which somebody looks after the children."),
        3000,
        OUR_PROPOSAL,
        most=100_000,
        **_EXECUTIVE,
    ),
    Rule(
        "panel.interpreter_cents",
        "panel",
        Kind.NUMBER,
        N_("An interpreter, in cents"),
        N_("What a member gets for a session to which an interpreter of their own comes along."),
        6000,
        OUR_PROPOSAL,
        most=100_000,
        **_EXECUTIVE,
    ),
    _days(
        "council.agenda_days",
        N_("The agenda"),
        N_("Its agenda is on the website this long before a sitting."),
        8,
        N_("What Flemish municipalities do under the decree."),
    ),
    _days(
        "council.publication_days",
        N_("The decisions"),
        N_("Within this time after a sitting its decisions are on the website."),
        10,
        N_("What Flemish municipalities do under the decree."),
    ),
    *(
        Rule(f"rung.{act}", "rung", Kind.CHOICE, *ACT_NAMES[act], str(int(rung)), OUR_PROPOSAL, choices=RUNGS)
        for act, rung in ACTS.items()
    ),
    Rule(
        "channel.open",
        "channel",
        Kind.CHOICES,
        N_("How you can take part"),
        N_("Whichever way you choose, it counts just as much."),
        ["web", "phone", "desk", "paper"],
        OUR_PROPOSAL,
        Decides.EXECUTIVE,
        CHANNELS,
    ),
    Rule(
        "language.notice",
        "language",
        Kind.LANGUAGES,
        N_("Notices and this website"),
        N_("The languages of what we say to everybody, in this order."),
        **_EXECUTIVE,
    ),
    Rule(
        "language.letter",
        "language",
        Kind.LANGUAGES,
        N_("Letters to you"),
        N_("The languages in which we write to one person."),
        **_EXECUTIVE,
    ),
    Rule(
        "language.copy",
        "language",
        Kind.LANGUAGES,
        N_("A copy if you ask"),
        N_("The languages in which you get a copy of a letter, each time you ask for it."),
        [],
        "",
        Decides.EXECUTIVE,
    ),
    Rule(
        "language.form",
        "language",
        Kind.LANGUAGES,
        N_("Forms"),
        N_("The languages of the forms that you fill in."),
        **_EXECUTIVE,
    ),
    Rule(
        "language.internal",
        "language",
        Kind.LANGUAGES,
        N_("Papers of the council"),
        N_("The languages in which we work."),
        **_EXECUTIVE,
    ),
    Rule(
        "contact.office",
        "contact",
        Kind.OFFICE,
        N_("Address, telephone and e-mail"),
        N_("These stand on every page and letter."),
        **_ADMINISTRATION,
    ),
    Rule(
        "contact.hours",
        "contact",
        Kind.LINES,
        N_("Opening hours"),
        N_("When there is somebody at the desk and at the telephone."),
        **_ADMINISTRATION,
    ),
    Rule(
        "contact.help_line",
        "contact",
        Kind.PHONE,
        N_("Help line"),
        N_("A number for whoever is stuck on a page or in a letter."),
        "",
        **_ADMINISTRATION,
    ),
    Rule(
        "contact.texts",
        "contact",
        Kind.PHONE,
        N_("Number for text messages"),
        N_("To this number you can send the answer to a letter, with its code."),
        "",
        **_ADMINISTRATION,
    ),
    Rule(
        "contact.enforcement",
        "contact",
        Kind.LINES,
        N_("Who watches over accessibility"),
        N_(
            "Whom you can turn to when a page does not work for you and our answer does not help: the name, and below"
            " it the address of the website."
        ),
        {},
        N_("As long as nothing is filled in, our accessibility statement names the ombudsman of the region."),
        decides=Decides.ADMINISTRATION,
    ),
    Rule(
        "contact.help_points",
        "contact",
        Kind.LINES,
        N_("Where somebody helps you"),
        N_("Places with a computer and somebody who helps: a digital help point, the library. One on each line."),
        {},
        **_ADMINISTRATION,
    ),
    Rule("place.name", "place", Kind.WORDS, N_("Name"), N_("What we are called."), **_ADMINISTRATION),
    Rule(
        "place.country",
        "place",
        Kind.CHOICE,
        N_("Where we lie"),
        N_("It decides what council, mayor and by-law are called here."),
        "flanders",
        decides=Decides.ADMINISTRATION,
        choices=(
            ("flanders", N_("Flanders")),
            ("brussels", N_("Brussels")),
            ("wallonia", N_("Wallonia")),
            ("ostbelgien", N_("East Belgium")),
            ("netherlands", N_("The Netherlands")),
        ),
    ),
    Rule(
        "place.inhabitants",
        "place",
        Kind.NUMBER,
        N_("How many people live here"),
        N_("Numbers that depend on the size of the municipality are counted with this."),
        None,
        "",
        Decides.EXECUTIVE,
        least=1,
    ),
    Rule(
        "place.committees",
        "place",
        Kind.LINES,
        N_("Committees of the council"),
        N_("They prepare what the council decides."),
        **_ADMINISTRATION,
    ),
    Rule(
        "style.theme",
        "style",
        Kind.CHOICE,
        N_("House style"),
        N_("Colours, letters and corners of every page."),
        "",
        decides=Decides.ADMINISTRATION,
        choices=tuple(THEME_NAMES.items()),
    ),
)


@lru_cache
def _all(kinds: tuple[held.Kind, ...]) -> dict[str, Rule]:
    """Ours, and for each kind of personal data that rooms hold with a term, that term."""
    terms = (
        Rule(
            f"retention.{kind.name}",
            "retention",
            Kind.DAYS,
            kind.title,
            kind.since,
            kind.days,
            OUR_PROPOSAL,
            least=1,
            most=36_500,
        )
        for kind in kinds
        if kind.days is not None
    )
    return {rule.key: rule for rule in (*_RULES, *terms)}


def rules() -> Mapping[str, Rule]:
    """Every rule by its key, in the order of the groups' pages."""
    return _all(held.kinds())


def rule(key: str) -> Rule:
    """The rule with this key. Raises NotFound."""
    if key not in rules():
        raise NotFound
    return rules()[key]


def rules_of(group: str) -> list[Rule]:
    """The rules of a group, in order. Raises NotFound."""
    if group not in GROUPS:
        raise NotFound
    return [rule for rule in rules().values() if rule.group == group]
