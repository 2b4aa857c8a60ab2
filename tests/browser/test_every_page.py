"""Every page, in every language and in every rendering: nothing to object to, and valid HTML.

Without `--long` each page is looked at at least once in each language and once in each rendering: in each language on a
narrow screen, by all rules that do not depend on colours; in one language in all other renderings, by those that do. Of
pages that are built alike, down to the last class and name, one stands for all. With `--long` every page is looked at in
every language and rendering, as everybody who may see it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from participation.i18n import LANGUAGES
from tests.browser import results
from tests.browser.gallery import Gallery, View, collect, part_of
from tests.browser.showing import shown
from tests.house.pages import pages as rules_of_pages

pytestmark = pytest.mark.browser

PARTS = 7
VNU = Path(__file__).resolve().parents[2] / "instance/tools/node_modules/vnu-jar/build/dist/vnu.jar"

# What answers with something else than a page.
NO_PAGE = {
    "content.captions",
    "content.medium",
    "inclusion.paper",
    "inclusion.receipt_to_print",
    "inclusion.statement_json",
    "inclusion_desk.receipt_to_print",
    "invitations.lot_json",
    "invitations_desk.findings",
    "invitations_desk.proof",
    "journal.checkpoints_feed",
    "journal.checkpoints_json",
    "members.calendar",
    "members.material",
    "members.own_calendar",
    "members.report_json",
    "members.report_pdf",
    "members_desk.archive",
    "members_desk.tables_sheet",
    "messages_desk.print_letters",
    "municipalities.logo",
    "municipalities.plain_theme",
    "municipalities.theme",
    "municipality_desk.samples",
    "panels.chances_csv",
    "panels.draw_json",
    "panels.verify_py",
    "people.from_provider",
}


@dataclass
class Looked:
    """What was looked at, and what was wrong."""

    looks: int = 0
    pages: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    renderings: set[str] = field(default_factory=set)
    rules: int = 0
    troubles: dict[str, list[str]] = field(default_factory=dict)

    def at(self, view: View, rendering: str, complaints: list[str]) -> None:
        self.looks += 1
        self.pages.add(view.name)
        self.roles.add(view.role)
        self.languages.add(view.language)
        self.renderings.add(rendering)
        if complaints:
            self.troubles.setdefault(f"{view.name} ({view.role}, {view.language})", []).extend(complaints)


def one_part(number: int):
    """A part, which one worker looks at and validates."""
    return pytest.param(number, marks=pytest.mark.xdist_group(f"part {number}"), id=f"part {number + 1} of {PARTS}")


@pytest.fixture(scope="module", params=[one_part(number) for number in range(PARTS)])
def gallery(request, stages) -> Gallery:
    """One part of all pages."""
    return collect(stages, request.param, PARTS, everything=request.config.getoption("--long"))


def test_every_page_can_be_read_by_everybody(chromium, gallery: Gallery, request, stages):
    long = request.config.getoption("--long")
    looked = look_at(chromium, gallery, long=long)
    number = request.node.callspec.params["gallery"]
    if results.FOLDER in os.environ:
        keep(looked, number)
    assert not looked.troubles, report(looked.troubles)
    wanted = {rule.endpoint for rule in rules_of_pages(stages) if part_of(rule.endpoint, PARTS) == number}
    assert wanted - gallery.endpoints - NO_PAGE == set(), "a page that nobody has looked at"


def report(troubles: dict[str, list[str]]) -> str:
    """What is wrong, each complaint once with the pages that have it: what is wrong on most comes first."""
    pages: dict[str, list[str]] = {}
    for page, complaints in troubles.items():
        for complaint in complaints:
            pages.setdefault(complaint, []).append(page)
    told = sorted(pages.items(), key=lambda item: -len(item[1]))
    return "\n".join(
        [f"{len(troubles)} pages have something wrong:"]
        + [f"- on {len(named)} pages, {complaint}\n    such as {', '.join(named[:4])}" for complaint, named in told]
    )


def look_at(chromium, gallery: Gallery, *, long: bool) -> Looked:
    """Look at the pages of a part in a browser."""
    from tests.browser import audits

    looked = Looked()
    asked = list(narrow_and_wide(gallery.views, long=long))
    views = [view for view, _, _ in asked]
    with shown(gallery, views) as place:
        context = chromium.new_context(reduced_motion="reduce")
        # Wherever a page goes on to by itself, the browser stays.
        context.route(re.compile(f"^(?!{re.escape(place)}/)"), lambda route: route.fulfill(status=204))
        page = context.new_page()
        try:
            for number, (view, narrow, wide) in enumerate(asked):
                renderings = [*([audits.PHONE] if narrow else []), *(audits.RENDERINGS[:-1] if wide else [])]
                (audits.PHONE if narrow else audits.RENDERINGS[0]).show(page)
                answer = page.goto(f"{place}/page/{number}")
                assert answer.status == view.status, view.name
                complaints = audits.says_what_it_is(page, view.language)
                for rendering in renderings:
                    looked.at(view, rendering.name, complaints + rendering.complaints(page))
                    complaints = []
            looked.rules = audits.number_of_rules(page) if asked else 0
        finally:
            context.close()
    return looked


def narrow_and_wide(views: list[View], *, long: bool) -> Iterator[tuple[View, bool, bool]]:
    """Which views are looked at, and whether on a narrow screen and in all other renderings."""
    if long:
        yield from ((view, True, True) for view in views)
        return
    narrow: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    wide: set[str] = set()
    in_english = {(view.name, view.role): view for view in views if view.language == "en"}
    for view in views:
        first = not narrow[view.language].issuperset(view.shapes)
        narrow[view.language].update(view.shapes)
        # Which language stands for all is decided by how the page is built; what there is in one alone, by itself.
        built = in_english.get((view.name, view.role), view)
        turn = list(LANGUAGES)[int(built.shapes[0], 16) % len(LANGUAGES)]
        whole = not wide.issuperset(built.shapes) and (
            view.language == turn or (view.name, view.role) not in in_english
        )
        if whole:
            wide.update(built.shapes)
        if first or whole:
            yield view, first, whole


def keep(looked: Looked, number: int) -> None:
    """Put what was found aside, for the results that are shipped: at the end the parts are put together."""
    broken: dict[str, set[str]] = {}
    for page, complaints in looked.troubles.items():
        # "dark: color-contrast: …" is the rule color-contrast, broken in a rendering.
        rules = {complaint.split(": ")[1] if ": " in complaint else complaint for complaint in complaints}
        broken.setdefault(page.rpartition(" (")[0], set()).update(rules)
    told = {
        "looks": looked.looks,
        "pages": sorted(looked.pages),
        "roles": sorted(looked.roles),
        "languages": [code for code in LANGUAGES if code in looked.languages],
        "renderings": sorted(looked.renderings),
        "checks": looked.rules,
        "broken": {page: sorted(rules) for page, rules in broken.items()},
    }
    (Path(os.environ[results.FOLDER]) / f"part-{number}.json").write_text(json.dumps(told))


def test_every_page_is_valid_html(gallery: Gallery, tmp_path):
    missing = "java is not installed" if not shutil.which("java") else None
    if not VNU.exists():
        missing = "the validator is not there: npm install --prefix instance/tools vnu-jar"
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    views = list({(view.language, *view.shapes): view for view in gallery.views}.values())
    for number, view in enumerate(views):
        (tmp_path / f"{number:05}.html").write_bytes(view.html)
    command = ["java", "-Xss2m", "-jar", VNU, "--format", "json", "--exit-zero-always", "--skip-non-html", tmp_path]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    wrong = Counter(
        (views[int(Path(one["url"]).stem)].name, one["message"], one.get("extract"))
        for one in json.loads(told)["messages"]
        if one["type"] == "error"
    )
    assert wrong == {}
