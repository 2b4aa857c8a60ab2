"""A panel is taken along as one file, in which nobody stands."""

from __future__ import annotations

import io
import json
import zipfile

from participation.lottery import verify
from tests import towns as make
from tests.members import meeting
from tests.members.makers import drawn_panel, members, secret_of, take
from tests.members.test_sessions import LINK, ONLINE_PLAN
from tests.visitors import Visitor


def taken(app, town, slug, who=None):
    answer = Visitor(app, town, who or town.first).get(f"/desk/panels/{slug}/panel.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_whole_panel_is_there_and_the_draw_in_it_verifies(app, drawn):
    towns, slug = drawn
    town = towns[0]
    make.write_remit(town, slug)
    meeting.planned(town, slug)
    files = taken(app, town, slug, town.auditor)
    assert {"panel.json", "remit.json", "sessions.json", "report.json", "draws/1/draw.json"} == set(files)
    assert [one.wrong for one in verify.verify(json.loads(files["draws/1/draw.json"])) if one.wrong] == []
    told = {name: json.loads(content) for name, content in files.items()}
    assert told["remit.json"]["promise"]["nl"] == make.REMIT.promise["nl"]
    assert [one["number"] for one in told["sessions.json"]] == [1]
    assert told["report.json"]["figures"] and told["report.json"]["recommendations"] == []
    assert taken(app, town, slug) == files


def test_nobody_stands_in_it(app, towns):
    town, neighbour = towns
    slug = drawn_panel(town)
    one = members(town, slug)[0]
    take(town, slug, one)
    meeting.planned(town, slug, ONLINE_PLAN)
    whole = b"".join(taken(app, town, slug).values()).decode()
    for private in (f"Lid {one.code}", f"{one.code.lower()}@", secret_of(one), LINK, "r0001"):
        assert private not in whole
    Visitor(app, town).get(f"/desk/panels/{slug}/panel.zip", 303)
    Visitor(app, neighbour, neighbour.first).get(f"/desk/panels/{slug}/panel.zip", 404)
