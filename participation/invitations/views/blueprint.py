"""Where the pages for whoever is invited stand in the house."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

bp = Blueprint("invitations", __name__)


class LetterCode(BaseConverter):
    """The code in a letter, as it stands in an address: KRTW-4071-PMNX-2208, also in small letters and without dashes.

    Other invitations have addresses of the same form with a longer secret, so this one is looked at first.
    """

    regex = "[A-Za-z1]{4}-?[0-9A-Za-z]{4}-?[A-Za-z1]{4}-?[0-9A-Za-z]{4}"
    weight = 50


@bp.record_once
def know_codes(state: BlueprintSetupState) -> None:
    """Before the addresses of this counter are added."""
    state.app.url_map.converters["letter_code"] = LetterCode
