"""What is connected with what: every table, who hears which news, and which function does which job."""

from __future__ import annotations

from participation import events, jobs, pace
from participation.journal import actions as journal
from participation.journal import models as journal_models
from participation.messages import models as message_models
from participation.municipalities import models as municipality_models
from participation.municipalities.nights import end_day
from participation.panels import models as panel_models
from participation.panels.actions import CALCULATE
from participation.panels.queries import published_documents
from participation.people import models as people_models

MODELS = (journal_models, municipality_models, people_models, message_models, panel_models, pace)

# event: who hears it, in this order. What each is told stands at the listener.
LISTENERS: dict[str, tuple[events.Listener, ...]] = {
    # somebody wants to see everything we hold on them: (municipality_id, person_id) -> list[Holding]
    "person.asking": (),
    # somebody is to be forgotten: (municipality_id, person_id, at)
    "person.leaving": (),
    # a municipality takes its data along: (municipality_id) -> pairs of a place in the archive and what was published
    "municipality.exporting": (published_documents,),
    # a day has ended: (municipality_id, at)
    "day.ended": (journal.keep_days_ends,),
}
events.listen(LISTENERS)


def work() -> dict[str, jobs.Job]:
    """Every job by its name. Only the worker pays for loading the engine."""
    from participation.panels import calculating

    return {CALCULATE: calculating.calculate, jobs.NIGHTLY: end_day}
