"""The acts about a computer that many people use."""

from __future__ import annotations

from tests.acts import Act

ACTS = [
    Act("inclusion_desk.kiosk", "/desk/kiosk", {"place": "Library"}),
    Act("inclusion_desk.stop_kiosk", "/desk/kiosk/stop"),
    Act("inclusion.kiosk_done", "/kiosk/done", who=None),
]
