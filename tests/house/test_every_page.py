"""Every page, in every language, on a phone and a desktop, light and dark: nothing to object to, and valid HTML.

The pages are looked at as they were answered: a window of its own gets them with their style and scripts.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from participation import config
from participation.i18n import LANGUAGES
from tests import towns as make
from tests.house.pages import best, fillings_of, live, look
from tests.house.pages import pages as rules_of_pages
from tests.house.scenes import ACTS, IDS, Stages, send
from tests.panels.test_uploads import send as upload
from tests.towns import AFTER, Town
from tests.visitors import Visitor

pytestmark = pytest.mark.browser

VNU = Path(__file__).resolve().parents[2] / "instance/tools/node_modules/vnu-jar/build/dist/vnu.jar"
RENDERINGS = {"nl": (360, False), "fr": (1280, False), "de": (1280, True), "en": (320, False)}
HOST = "http://localhost"
PIECES = {"desk.outlook_of_typed"}  # what a script asks for, to put into the page that is there

Shown = dict[str, bytes]  # what is looked at, by a name that says which page it is


@pytest.fixture(scope="module")
def shown(stages: Stages) -> Mapping[str, Shown]:
    """Every page there is, in every language: language to name to HTML."""
    found: dict[str, Shown] = {language: {} for language in LANGUAGES}
    town = stages.towns[0]
    with stages.bare():
        for visitor, path in [*everyday_pages(stages, town), *pages_of_panels(stages, town)]:
            for language in LANGUAGES:
                keep(found[language], path, visitor.client.get(path, query_string={"language": language}))
    for number, (act, name) in enumerate(zip(ACTS, IDS, strict=True)):
        if name.rpartition("-")[0] in PIECES:
            continue
        with stages.set(act, name) as scene:
            for language in LANGUAGES:
                page = scene.actor().client.get(scene.path, query_string={"language": language})
                keep(found[language], f"before {name}", page)
            # What a page looks like when something is missing is the same in each language, but for the words.
            language = list(LANGUAGES)[number % len(LANGUAGES)]
            visitor = scene.actor()
            keep(found[language], f"empty {name}", send(visitor, f"{scene.path}?language={language}", {}))
    return found


def keep(pages: Shown, name: str, answer) -> None:
    if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303):
        assert answer.status_code < 500, name
        if answer.status_code != 404:
            pages[name] = answer.data


def everyday_pages(stages: Stages, town: Town) -> Iterator[tuple[Visitor, str]]:
    """An address that opens for each page that one can simply go to, and who it opens for."""
    lived = live(stages, town)
    for rule in rules_of_pages(stages):
        for filling in best(stages, town, rule, fillings_of(rule, lived))[:1]:
            opened = [seen for seen in look(stages, town, rule, filling) if seen.answer.status_code == 200]
            if opened and opened[-1].answer.mimetype == "text/html":
                yield visitor_called(stages, town, opened[-1].viewer), opened[-1].path


def pages_of_panels(stages: Stages, town: Town) -> Iterator[tuple[Visitor, str]]:
    """The pages of a panel in each state it can be in, and a file that waits with its faults."""
    for stage in make.STAGES:
        make.make_panel(town, stage, title=stage)
    make.cancel(town, make.make_panel(town, "promised", title="twice"))
    make.enter_number(town, "twice", at=AFTER)
    official = visitor_called(stages, town, "first")
    upload(official, "targets", "people", "id,gender,age\na,femal,16-34\n,male,\n")
    upload(official, "empty", "targets", make.targets_csv())
    given = {"municipality": town.slug, "sequence": 1, "number": 3}
    for rule in rules_of_pages(stages):
        if "slug" in rule.arguments and "code" not in rule.arguments:
            for stage in (*make.STAGES, "twice"):
                for kind in ("targets", "people") if "kind" in rule.arguments else ("",):
                    places = {**given, "slug": stage, "kind": kind}
                    yield official, rule.build({name: places[name] for name in rule.arguments})[1]


def visitor_called(stages: Stages, town: Town, name: str) -> Visitor:
    visitor = Visitor(stages.app, town, getattr(town, name, None))
    del visitor.client.environ_base["HTTP_ACCEPT_LANGUAGE"]
    return visitor


def test_every_page_is_among_those_that_are_looked_at(shown, stages):
    adapter = stages.app.url_map.bind("localhost")
    seen = {adapter.match(name)[0] for name in shown["en"] if name.startswith("/")}
    seen |= {name.removeprefix("before ").rpartition("-")[0] for name in shown["en"] if name.startswith("before")}
    assert {rule.endpoint for rule in rules_of_pages(stages)} - seen - NO_PAGE == set()


# What answers with something else than a page.
NO_PAGE = {
    "journal.checkpoints_feed",
    "journal.checkpoints_json",
    "messages_desk.print_letters",
    "municipalities.logo",
    "panels.chances_csv",
    "panels.draw_json",
    "panels.verify_py",
    "people.from_provider",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_read_by_everybody(chromium, shown, language):
    from tests.journeys.eyes import audit

    width, dark = RENDERINGS[language]
    pages = dict(enumerate(shown[language].items()))

    def answer(route):
        path = urlsplit(route.request.url).path
        if path.startswith("/page/"):
            route.fulfill(body=pages[int(path.removeprefix("/page/"))][1], content_type="text/html; charset=utf-8")
        else:
            file = config.ROOT / path.lstrip("/")
            # No content: a page that goes on elsewhere by itself stays where it is, to be looked at.
            route.fulfill(path=file) if file.is_file() else route.fulfill(status=204)

    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    context.route("**/*", answer)
    page = context.new_page()
    troubles = {}
    try:
        for number, (name, _) in pages.items():
            page.goto(f"{HOST}/page/{number}")
            try:
                assert page.locator("h1").count() == 1, "one title"
                assert page.locator("html").get_attribute("lang") == language, "its language"
                audit(page)
            except AssertionError as trouble:
                troubles[name] = str(trouble)
    finally:
        context.close()
    assert troubles == {}


def test_every_page_is_valid_html(shown, tmp_path):
    missing = "java is not installed" if not shutil.which("java") else None
    if not VNU.exists():
        missing = "the validator is not there: npm install --prefix instance/tools vnu-jar"
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    pages = [(language, name, html) for language, named in shown.items() for name, html in named.items()]
    for number, (_, _, html) in enumerate(pages):
        (tmp_path / f"{number:04}.html").write_bytes(html)
    command = ["java", "-Xss2m", "-jar", VNU, "--format", "json", "--exit-zero-always", "--skip-non-html", tmp_path]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    wrong = [
        (*pages[int(Path(one["url"]).stem)][:2], one["message"], one.get("extract"))
        for one in json.loads(told)["messages"]
        if one["type"] == "error"
    ]
    assert wrong == []
