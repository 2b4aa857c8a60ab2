"""What this room holds on people: the pools of the panels, and the officials who drew; why and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from participation.errors import N_
from participation.held import ACTS_OF_A_DRAW, Holding, Kind, Somebody
from participation.journal.actions import record
from participation.municipalities import queries as municipalities
from participation.panels import forgetting, queries
from participation.panels.models import Candidate, Draw, NumberedPanel, Panel, Round, Upload

_TASK = N_("A task of the municipality in the public interest (GDPR, article 6.1.e).")
_DESK = N_("Officials and auditors. Who leads the talks in the panel sees names, never features.")
_WHAT = N_(
    "Whoever put themselves forward for a panel: the number in the official’s own list, the features of the targets "
    "(such as age group and district), who lives together, and a pseudonym of the national number where the list had it."
)

KINDS = (
    Kind(
        "panels.candidate",
        N_("Your place in the pool of a panel"),
        ("candidate",),
        _WHAT,
        N_("To draw a panel that mirrors everybody, and to answer questions about the draw."),
        _TASK,
        _DESK,
        N_("the draw, for whoever was not drawn"),
        60,
    ),
    Kind(
        "panels.member",
        N_("Members of a panel"),
        ("candidate",),
        N_("The same of whoever was drawn."),
        N_("To replace who leaves, and to tell afterwards whom the panel mirrored."),
        _TASK,
        _DESK,
        N_("the draw"),
        365,
    ),
    Kind(
        "panels.undrawn",
        N_("Pools of which no draw came"),
        ("candidate",),
        N_("The same where no draw followed."),
        N_("To draw later."),
        _TASK,
        _DESK,
        N_("the list came in, or the draw was promised for"),
        365,
    ),
    Kind(
        "panels.upload",
        N_("Lists that are being looked at"),
        ("upload",),
        N_("A list that an official uploaded and has not used yet, without national numbers."),
        N_("To look at it before it is used."),
        _TASK,
        N_("Officials."),
        N_("it was uploaded"),
        30,
    ),
    Kind(
        "panels.published",
        N_("What was published of a draw"),
        ("candidate", "numbered_panel", "chance", "calculation"),
        N_("Your code, your seal and your chance: published, without anything that leads from the code to you."),
        N_("So that everybody can check that the draw was honest."),
        _TASK,
        N_("Everybody."),
        N_("the record of the draw is no longer kept; once the rest is gone, they lead to nobody"),
        None,
    ),
    Kind(
        "panels.official",
        N_("What you did for a draw"),
        ("draw", "round"),
        N_("Which official proposed, confirmed, entered or cancelled a draw, or opened one for seats that came free."),
        N_("To show that two different officials did it."),
        _TASK,
        N_("Officials and auditors."),
        N_("your account goes; then the moment stays, without you"),
        None,
    ),
)


def asking(session: Session, *, who: Somebody) -> list[Holding]:
    """The pools in which somebody is, as far as their national number tells, and what they did as an official."""
    pools = _pools(session, who.municipality_id, who.number_key) if who.number_key else []
    return [
        Holding(
            "panels.candidate",
            [
                {
                    N_("Panel"): title,
                    N_("Number in the official’s list"): one.reference,
                    **features,
                    N_("Household"): one.household,
                }
                for title, features, one in pools
            ],
        ),
        Holding(
            "panels.published",
            [{N_("Panel"): title, N_("Code"): one.code, N_("Seal"): one.leaf} for title, _, one in pools],
        ),
        Holding("panels.official", _acts(session, who.municipality_id, who.person_id)),
    ]


def leaving(session: Session, *, who: Somebody) -> None:
    """Forget somebody in every pool, and as an official in every draw."""
    forgetting.leave_draws(session, who.municipality_id, who.person_id, at=who.at)
    if who.number_key:
        by = f"person:{who.person_id}"
        forgetting.forget_number(session, who.municipality_id, who.number_key, by=by, at=who.at)


def objecting(session: Session, *, who: Somebody) -> None:
    """Somebody does not want to be drawn: they leave every pool whose draw is not promised yet."""
    if who.number_key:
        by = f"person:{who.person_id}"
        number_objecting(session, municipality_id=who.municipality_id, number_key=who.number_key, by=by, at=who.at)


def number_objecting(session: Session, *, municipality_id: int, number_key: str, by: str, at: datetime) -> None:
    """The same for whoever has this keyed number, and no account."""
    forgetting.forget_number(session, municipality_id, number_key, but_promised=True, by=by, at=at)


def expiring(session: Session, *, municipality_id: int, at: datetime) -> None:
    """Forget the people of each pool when their term is over, and the files that nobody used."""
    before: dict[str, datetime] = {}
    for kind in KINDS:
        days = municipalities.term_days(session, municipality_id, kind.name, kind.days)
        if days is not None:
            before[kind.name] = at - timedelta(days=days)
    session.execute(
        delete(Upload).where(Upload.municipality_id == municipality_id, Upload.uploaded_at < before["panels.upload"])
    )
    with_people = select(Candidate.panel_id).where(
        Candidate.municipality_id == municipality_id, Candidate.forgotten_at.is_(None)
    )
    for panel in session.scalars(
        select(Panel)
        .where(Panel.municipality_id == municipality_id, Panel.id.in_(with_people))
        .order_by(Panel.id)
        .with_for_update()
    ):
        _expire(session, panel, before, at=at)


def _expire(session: Session, panel: Panel, before: Mapping[str, datetime], *, at: datetime) -> None:
    active = queries.active_draw_to_change(session, panel.municipality_id, panel.id, queries.FIRST)
    held = _held(session, panel)
    if active is None or active.promised_at is None:
        if (panel.people_at or panel.created_at) < before["panels.undrawn"]:
            if active is not None:
                forgetting.take_proposal_back(session, active, by="worker", via="job", at=at)
            forgetting.clear(session, panel)
    elif active.drawn_at is None:
        if active.seed_at < before["panels.undrawn"]:
            forgetting.empty(session, panel, held, at=at)
    else:
        members, last = _drawn(session, panel)
        gone: list[str] = []
        if last < before["panels.member"]:
            gone = held
        elif last < before["panels.candidate"]:
            gone = sorted(set(held) - members)
        forgetting.empty(session, panel, gone, at=at)
        forgetting.leave_open_round(session, panel, gone, by="worker", via="job", at=at)
    session.flush()
    if people := len(held) - len(_held(session, panel)):
        record(
            session,
            panel.municipality_id,
            "panel.people_expired",
            subject=f"panel:{panel.id}",
            by="worker",
            via="job",
            at=at,
            facts={"people": people},
        )


def _drawn(session: Session, panel: Panel) -> tuple[set[str], datetime]:
    """Everybody who was drawn for a seat of this panel, the first time or later, and when the last of them were."""
    rows = session.execute(
        select(NumberedPanel.codes, Draw.drawn_at)
        .join(
            Draw,
            (Draw.municipality_id == NumberedPanel.municipality_id)
            & (Draw.calculation_id == NumberedPanel.calculation_id)
            & (Draw.number == NumberedPanel.number),
        )
        .where(
            NumberedPanel.municipality_id == panel.municipality_id,
            Draw.municipality_id == panel.municipality_id,
            Draw.panel_id == panel.id,
            Draw.cancelled_at.is_(None),
        )
    ).all()
    return {code for codes, _ in rows for code in codes}, max(moment for _, moment in rows)


def _held(session: Session, panel: Panel) -> list[str]:
    return list(
        session.scalars(
            select(Candidate.code).where(
                Candidate.municipality_id == panel.municipality_id,
                Candidate.panel_id == panel.id,
                Candidate.forgotten_at.is_(None),
            )
        )
    )


def _pools(
    session: Session, municipality_id: int, number_key: str
) -> list[tuple[Mapping[str, str], Mapping[str, object], Candidate]]:
    found = session.execute(
        select(Panel.title, Panel.targets, Candidate)
        .join(Candidate, (Candidate.municipality_id == Panel.municipality_id) & (Candidate.panel_id == Panel.id))
        .where(Panel.municipality_id == municipality_id, Candidate.number_key == number_key)
        .order_by(Candidate.id)
    )
    return [(title, _features(targets, one), one) for title, targets, one in found]


def _acts(session: Session, municipality_id: int, person_id: int) -> list[Mapping[str, object]]:
    mine: list[ColumnElement[bool]] = [getattr(Draw, column) == person_id for column in ACTS_OF_A_DRAW]
    found = session.execute(
        select(Panel.title, Draw)
        .join(Draw, (Draw.municipality_id == Panel.municipality_id) & (Draw.panel_id == Panel.id))
        .where(Panel.municipality_id == municipality_id, or_(*mine))
        .order_by(Draw.id)
    )
    opened = session.execute(
        select(Panel.title, Round.opened_at)
        .join(Round, (Round.municipality_id == Panel.municipality_id) & (Round.panel_id == Panel.id))
        .where(Panel.municipality_id == municipality_id, Round.opened_by == person_id)
        .order_by(Round.opened_at)
    )
    acts: list[Mapping[str, object]] = [
        {
            N_("Panel"): title,
            **{
                label: getattr(draw, moment)
                for column, (moment, label) in ACTS_OF_A_DRAW.items()
                if getattr(draw, column) == person_id
            },
        }
        for title, draw in found
    ]
    return [
        *acts,
        *({N_("Panel"): title, N_("Opened for seats that came free"): moment} for title, moment in opened),
    ]


def _features(targets: list[dict[str, str]], one: Candidate) -> dict[str, object]:
    categories = dict.fromkeys(target["category"] for target in targets)
    return dict(zip(categories, one.features or (), strict=False))
