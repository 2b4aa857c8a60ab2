"""The acts about a municipality's house style."""

from __future__ import annotations

from participation.municipalities import themes
from tests.acts import Act

PAGE = "/desk/municipality/style"
STYLE = themes.built_in()["neudorf"]
SHOWN = themes.in_address(STYLE)

ACTS = [
    Act(
        "municipality_desk.look_at_file",
        f"{PAGE}/look",
        {"file": (themes.as_file(STYLE).encode(), "style.css")},
        who="administrator",
        status=200,
    ),
    Act("municipality_desk.use_file", PAGE, dict(SHOWN), who="administrator"),
    Act("municipality_desk.choose_style", f"{PAGE}/choose", {"name": "lindedorp"}, who="administrator"),
]
