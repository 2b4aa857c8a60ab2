"""What somebody asks of us about their own data, and what the desk does for them."""

from tests.acts import Act

ACTS = [
    Act("people.my_data_json", "/my-data.json", who="citizen", status=200),
    Act("people.object_to_use", "/my-data/objection", {"objects": "yes"}, who="citizen"),
    # The second time there is nobody left to do it.
    Act("people.erase", "/my-data/erase", who="citizen", once=False),
]
