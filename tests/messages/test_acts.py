"""Every act about messages is accepted when it is sent well."""

import pytest

from tests.acts.messages import ACTS
from tests.visitors import Visitor


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.endpoint)
def test_the_act_is_accepted(app, towns, act):
    town, neighbour = towns
    act.prepare(neighbour)
    path = act.path.format(**act.prepare(town))
    Visitor(app, town, act.who and getattr(town, act.who)).post(path, dict(act.data), act.status)
