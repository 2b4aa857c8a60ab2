"""Every page, in every language, on a phone and a desktop, light and dark: nothing to object to, and valid HTML."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from participation import clock, db
from participation.i18n import LANGUAGES
from participation.panels import queries
from participation.people import actions
from tests import towns as make
from tests.towns import AFTER

pytestmark = pytest.mark.browser

VNU = (
    Path(__file__).resolve().parents[2]
    / "instance"
    / "tools"
    / "node_modules"
    / "vnu-jar"
    / "build"
    / "dist"
    / "vnu.jar"
)

# What answers with something else than a page, or only to a form that is sent.
NO_PAGE = {"static", "panels.draw_json", "panels.chances_csv", "panels.verify_py"}
RENDERINGS = [(360, False), (1280, False), (1280, True), (320, False)]


def town_with_everything(town):
    """A panel in each state, and a file that waits with its faults; returns what fills the places in addresses."""
    for stage in make.STAGES:
        make.make_panel(town, stage, title=stage)
    make.cancel(town, make.make_panel(town, "promised", title="twice"))
    make.enter_number(town, "twice", at=AFTER)
    with db.read() as session:
        panel = queries.panel(session, town.id, "drawn")
        code = queries.everybody(session, panel.id)[0].code
    with db.write() as session:
        person = actions.welcome(
            session,
            email="zoe@town.example",
            name="Zoë",
            municipality_id=town.id,
            roles=[],
            password=make.PASSWORD,
            at=clock.now(),
        )
        secret = actions.make_sign_in_link(session, person, at=clock.now())
    return {"code": code, "secret": secret}


def addresses(app, town, found):
    """An address for each page there is; pages of a panel once for each state that has them."""
    shown = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in NO_PAGE or "GET" not in rule.methods:
            continue
        stages = [*make.STAGES, "twice"] if "slug" in rule.arguments else [None]
        for stage in stages:
            for kind in ("targets", "people") if "kind" in rule.arguments else (None,):
                places = {"municipality": town.slug, "slug": stage, "kind": kind, "sequence": 1, "number": 3, **found}
                with app.test_request_context():
                    shown.append(rule.build({name: places[name] for name in rule.arguments}, append_unknown=False)[1])
    return shown


@pytest.fixture
def pages(app, towns):
    """Every page that answers to a signed-in official: address to HTML."""
    from tests.panels.test_uploads import send
    from tests.visitors import Visitor

    town, _ = towns
    found = town_with_everything(town)
    visitor = Visitor(app, town, town.first)
    send(visitor, "targets", "people", "id,gender,age\na,femal,16-34\n,male,\n")
    send(visitor, "empty", "targets", make.targets_csv())
    answers = {address: visitor.client.get(address) for address in addresses(app, town, found)}
    kept = {address: answer for address, answer in answers.items() if answer.status_code == 200}
    for address, answer in answers.items():
        # A state that a panel has not reached has no such page; anything else must be there.
        assert answer.status_code in (200, 303, 404), (address, answer.status_code)
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods} - NO_PAGE
    seen = {app.url_map.bind("").match(address)[0] for address in kept}
    assert endpoints - seen == set(), "some page was never there"
    return kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_read_by_everybody(server, chromium, towns, pages, language):
    from tests.journeys.eyes import see

    town, _ = towns
    width, dark = RENDERINGS[list(LANGUAGES).index(language)]
    context = chromium.new_context(
        base_url=server.url, viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    context.add_cookies([{"name": "session", "value": session_of(server, town), "url": server.url}])
    page = context.new_page()
    try:
        for address in pages:
            see(page, page.goto(f"{address}?language={language}"))
            assert page.locator("html").get_attribute("lang") == language
    finally:
        context.close()


def session_of(server, town):
    """The cookie of a session of our official."""
    client = server.app.test_client()
    with client.session_transaction() as session:
        session.update(make.cookie_of(town, town.first))
    return client.get_cookie("session").value


def test_every_page_is_valid_html(pages, tmp_path):
    missing = "java is not installed" if not shutil.which("java") else None
    if not VNU.exists():
        missing = "the validator is not there: npm install --prefix instance/tools vnu-jar"
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    for number, answer in enumerate(pages.values()):
        (tmp_path / f"{number:03}.html").write_bytes(answer.data)
    command = ["java", "-Xss2m", "-jar", VNU, "--format", "json", "--exit-zero-always", "--skip-non-html", tmp_path]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    wrong = [
        (list(pages)[int(Path(one["url"]).stem)], one["message"], one.get("extract"))
        for one in json.loads(told)["messages"]
        if one["type"] == "error"
    ]
    assert wrong == []
