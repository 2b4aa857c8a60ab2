"""Acts on what people ask for: an answer to a request, and what was arranged for somebody."""

from __future__ import annotations

from tests.acts import Act
from tests.inclusion.asking import ask


def asked_to_be_called(town):
    return {"request_id": ask(town, "call-back")}


def asked_for_support(town):
    return {"request_id": ask(town, "support")}


ANSWERED = {"outcome": "done", "way": "told", "words": "We spoke this morning"}

ACTS = [
    Act("inclusion_desk.request", "/desk/requests/{request_id}", ANSWERED, prepare=asked_to_be_called),
    Act("inclusion_desk.support_asked", "/desk/support/{request_id}", ANSWERED, "arranger", asked_for_support),
]
