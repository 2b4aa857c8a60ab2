"""What somebody asks of us about their own data, and what the desk does for them."""

from tests import towns as make
from tests.acts import Act


def panel_with_people(town):
    return {"slug": make.make_panel(town, "people")}


ACTS = [
    Act("people.my_data_json", "/my-data.json", who="citizen", status=200),
    # The second time there is nobody left to do it.
    Act("people.erase", "/my-data/erase", who="citizen", once=False),
    Act("people_desk.objections", "/desk/objections", {"number": "80.01.01-001.07", "objects": "yes"}),
    Act(
        "desk.forget",
        "/desk/panels/{slug}/forget",
        {"who": "r0003", "reason": "asked"},
        prepare=panel_with_people,
    ),
]
