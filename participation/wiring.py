"""What is connected with what: every table, and which function does which job."""

from __future__ import annotations

from participation.jobs import Job
from participation.journal import models as journal_models
from participation.municipalities import models as municipality_models
from participation.panels import models as panel_models
from participation.panels.actions import CALCULATE
from participation.people import models as people_models

MODELS = (journal_models, municipality_models, people_models, panel_models)


def jobs() -> dict[str, Job]:
    """Every job by its name. Only the worker pays for loading the engine."""
    from participation.panels import calculating

    return {CALCULATE: calculating.calculate}
