"""Every page there is, as everybody gets it: collected once, to be looked at in a browser and by a validator.

The pages are divided in parts, by the address that answers them, so that parts can be looked at side by side.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import urlsplit

from werkzeug.routing import Rule

from participation.i18n import LANGUAGES
from participation.permissions import Role
from tests import towns as make
from tests.acts import Act
from tests.house.pages import GIVEN, Arguments, best, fillings_of, live
from tests.house.pages import pages as rules_of_pages
from tests.house.scenes import ACTS, IDS, Scene, Stages, Walker, everybody, send
from tests.panels.test_uploads import send as upload
from tests.towns import AFTER, Town

# Pages that open only where a form stands or after it was sent, the form, and the address if the form leads elsewhere:
# they are looked at in the part of that form.
OPENED_BY = {
    "inclusion.kept": ("inclusion.keep", ""),
    "inclusion.receipt": ("inclusion.check", ""),
    "inclusion.still_there": ("inclusion_desk.kiosk", "/kiosk/still-there"),
    "inclusion.kiosk_over": ("inclusion_desk.kiosk", "/kiosk/over"),
    "people.recovery": ("people.make_recovery_codes", ""),
}
KINDS = dict.fromkeys(("desk.upload", "desk.preview"), ("targets", "people"))
PIECES = {"desk.outlook_of_typed"}  # what a script asks for, to put into the page that is there
# How a page may be answered; what is not there, or not to be had like this, is looked at once.
FINE = (200, 400, 403, 409, 410, 422, 429)
NOT_THERE = (404, 405)
NOWHERE = "nowhere"
STYLE = re.compile(rb'<(?:link|script|img|source)\b[^>]*?\b(?:href|src)="(/[^"]+)"')

Lived = list[tuple[Act, Mapping[str, object], Arguments]]


@dataclass(frozen=True)
class View:
    """A page as somebody gets it.

    name: which page; role: who looks, `visitor` without an account; status, html: as answered
    """

    name: str
    role: str
    language: str
    status: int
    html: bytes

    @cached_property
    def shapes(self) -> tuple[str, str]:
        """Fingerprints of how it is built: of what it is about, and of the frame around that. Pages that have the same
        differ in words, numbers and addresses."""
        before, _, rest = self.html.decode().partition("<main")
        content, _, after = rest.partition("</main>")
        return shape(content), shape(before + after)


@dataclass
class Gallery:
    """Views, and what they are shown with: style, scripts and pictures by their address."""

    views: list[View] = field(default_factory=list)
    things: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    endpoints: set[str] = field(default_factory=set)


def shape(html: str) -> str:
    """A fingerprint of tags with what styles and names them."""
    reader = _Shape()
    reader.feed(html)
    return sha256("\n".join(reader.pieces).encode()).hexdigest()[:16]


class _Shape(HTMLParser):
    SAID = ("class", "role", "type", "scope", "for", "id", "name", "tabindex", "lang")

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = [f"{name}={value}" if name in self.SAID else name for name, value in sorted(attrs)]
        self.pieces.append(" ".join([tag, *told]))

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(f"/{tag}")


def part_of(endpoint: str, parts: int) -> int:
    """In which part an address is looked at. The last part is for panels in each state they can be in."""
    return zlib.crc32(OPENED_BY.get(endpoint, (endpoint, ""))[0].encode()) % (parts - 1)


def collect(stages: Stages, part: int, parts: int, *, everything: bool) -> Gallery:
    """The pages of one part, in every language.

    everything: for everybody who may see them; else for one who may, and for others where the page is built otherwise
    """
    gallery = Gallery()
    town = stages.towns[0]
    rules = [rule for rule in rules_of_pages(stages) if part_of(rule.endpoint, parts) == part]
    with stages.bare():
        if rules:
            lived = live(stages, town)
        for rule in rules:
            for filling in best(stages, town, rule, fillings_of(rule, lived))[:1]:
                _look(gallery, stages, town, rule, filling, everything=everything)
        if part == parts - 1:
            _look_at_panels(gallery, stages, town)
            nobody = _walker(stages, town, None, "", "")
            for language in LANGUAGES:
                _keep(
                    gallery,
                    NOWHERE,
                    "visitor",
                    language,
                    nobody.client.get(f"/{town.slug}/{NOWHERE}?language={language}"),
                )
        _gather_things(gallery, stages, town)
    for number, (act, name) in enumerate(zip(ACTS, IDS, strict=True)):
        if part_of(act.endpoint, parts) == part and act.endpoint not in PIECES:
            _look_at_form(gallery, stages, act, name, number, everything=everything)
    with stages.bare():
        _gather_things(gallery, stages, town)
    return gallery


def _look(gallery: Gallery, stages: Stages, town: Town, rule: Rule, filling: Arguments, *, everything: bool) -> None:
    """An address, as each role sees it that it opens for."""
    values = {**filling, **({"municipality": town.slug} if "municipality" in rule.arguments else {})}
    _, path = rule.build(values) or ("", "")
    shapes = set()
    for role, walker in _roles(stages, town, rule.endpoint, path):
        seen = _view(walker, path, path, role, "en")
        if seen is None or seen.status != 200:
            continue
        gallery.endpoints.add(rule.endpoint)
        if everything or not shapes:
            gallery.views += [seen, *_others(walker, path, path, role)]
        elif seen.shapes[0] not in shapes:
            gallery.views.append(seen)
        shapes.add(seen.shapes[0])


def _look_at_form(gallery: Gallery, stages: Stages, act: Act, name: str, number: int, *, everything: bool) -> None:
    """A form where it can be sent, what comes of sending it empty, and the page after it was sent well."""
    with stages.set(act, name) as scene:
        role = _role(act)
        if (seen := _view(scene.actor(), scene.path, f"before {name}", role, "en")) is not None:
            gallery.endpoints |= {
                act.endpoint,
                stages.app.url_map.bind("localhost").match(urlsplit(scene.path).path)[0],
            }
            gallery.views.append(seen)
            gallery.views += _others(scene.actor(), scene.path, f"before {name}", role)
        for page, (form, path) in OPENED_BY.items():
            if form == act.endpoint:
                with stages.set(act, name) as sent:
                    _look_after(gallery, sent, page, path, name)
        # What a page looks like when something is missing is the same in each language, but for the words.
        turn = list(LANGUAGES)[number % len(LANGUAGES)]
        for language in LANGUAGES if everything else [turn]:
            with stages.set(act, name) as fresh:
                answer = send(fresh.actor(), f"{fresh.path}?language={language}", {})
                _keep(gallery, f"empty {name}", role, language, answer)


def _look_after(gallery: Gallery, scene: Scene, page: str, path: str, name: str) -> None:
    """A page that opens for whoever has sent a form: where that leads to, or at `path`."""
    walker = scene.actor()
    answer = send(walker, scene.path, scene.data)
    landed = f"/{scene.town.slug}{path}" if path else urlsplit(answer.location or "").path
    seen = _view(walker, landed, f"{page} after {name}", _role(scene.act), "en") if landed else None
    if seen is not None and seen.status == 200:
        gallery.endpoints.add(page)
        gallery.views += [seen, *_others(walker, landed, seen.name, seen.role)]


def _look_at_panels(gallery: Gallery, stages: Stages, town: Town) -> None:
    """The pages of a panel in each state it can be in, and a file that waits with its faults."""
    for stage in make.STAGES:
        make.make_panel(town, stage, title=stage)
    make.cancel(town, make.make_panel(town, "promised", title="twice"))
    make.enter_number(town, "twice", at=AFTER)
    official = _walker(stages, town, "first", "", "")
    upload(official, "targets", "people", "id,gender,age\na,femal,16-34\n,male,\n")
    upload(official, "empty", "targets", make.targets_csv())
    given = {**GIVEN, "municipality": town.slug, "sequence": 1, "number": 3}
    for rule in rules_of_pages(stages):
        kinds = KINDS.get(rule.endpoint, ("",) if "kind" not in rule.arguments else ())
        if "slug" in rule.arguments and "code" not in rule.arguments and rule.arguments <= {*given, "slug", "kind"}:
            for stage in (*make.STAGES, "twice"):
                for kind in kinds:
                    places = {**given, "slug": stage, "kind": kind}
                    built = rule.build({name: places[name] for name in rule.arguments})
                    if built and (seen := _view(official, built[1], built[1], "official", "en")) is not None:
                        gallery.views += [seen, *_others(official, built[1], built[1], "official")]


def _roles(stages: Stages, town: Town, endpoint: str, path: str) -> Iterator[tuple[str, Walker]]:
    """One browser for each role, the visitor's last: pages that everybody may see are first seen with the most on them."""
    told = {next(iter(who.roles)): name for name, who in reversed(everybody(town).items())}
    for role, name in told.items():
        yield role.value, _walker(stages, town, name, endpoint, path)
    yield "visitor", _walker(stages, town, None, endpoint, path)


def _role(act: Act) -> str:
    return {None: "visitor", "first": Role.OFFICIAL.value, "second": Role.OFFICIAL.value}.get(act.who, str(act.who))


def _walker(stages: Stages, town: Town, name: str | None, endpoint: str, path: str) -> Walker:
    scene = Scene(stages.app, Act(endpoint, path), town, town, {}, stages.weak, stages.stale)
    walker = scene.visitor(getattr(town, name) if name else None)
    walker.client.environ_base.pop("HTTP_ACCEPT_LANGUAGE", None)
    return walker


def _others(walker: Walker, path: str, name: str, role: str) -> list[View]:
    """The same page in the other languages."""
    found = (_view(walker, path, name, role, language) for language in LANGUAGES if language != "en")
    return [view for view in found if view is not None]


def _view(walker: Walker, path: str, name: str, role: str, language: str) -> View | None:
    answer = walker.client.get(path, query_string={"language": language})
    gallery = Gallery()
    _keep(gallery, name, role, language, answer)
    return gallery.views[0] if gallery.views else None


def _keep(gallery: Gallery, name: str, role: str, language: str, answer) -> None:
    if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303):
        assert answer.status_code in (*FINE, *NOT_THERE), (name, role, language, answer.status_code)
        if answer.status_code in FINE or name == NOWHERE:
            gallery.views.append(View(name, role, language, answer.status_code, answer.data))


def _gather_things(gallery: Gallery, stages: Stages, town: Town) -> None:
    """Ask for everything that the pages are shown with."""
    walker = _walker(stages, town, "first", "", "")
    wanted = {address.decode().replace("&amp;", "&") for view in gallery.views for address in STYLE.findall(view.html)}
    for address in wanted - gallery.things.keys():
        with walker.client.get(address) as answer:
            if answer.status_code == 200:
                gallery.things[address] = (answer.content_type, answer.data)
