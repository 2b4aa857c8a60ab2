"""What people type to do harm: in every field of every act, it is refused or shown as the words that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests import towns as make
from tests.acts import Act
from tests.house.scenes import ACTS, IDS, Scene, rows, send
from tests.visitors import Visitor

every_act = pytest.mark.parametrize(("act", "name"), list(zip(ACTS, IDS, strict=True)), ids=IDS)

MARKUP = "<b id=gif>'\"{{7*7}}"
POISONS = {
    "markup": MARKUP,
    "all sorts": "=1+1|</textarea><script>alert(1)</script>'; DROP TABLE person; --%(x)s %s {x} javascript:alert(1)",
    "header": "a\r\nX-Evil: 1\r\n\r\nx",
    "signs": "\u202ex\u200b\ufeff\U0001f469\u200d\U0001f469e\u0301\U0001d54f",
    "long": "x" * 70_000,
    "digits": "9" * 400,
    "nothing": "",
}
HARM = (b"<b id=gif>", b"<script>alert", b'href="javascript:', b"&gt;49", b'"49')


def fields(scene: Scene) -> Iterator[str]:
    """The fields of an act in which somebody types or chooses."""
    return (name for name, value in scene.data.items() if isinstance(value, str) and name not in ("seen", "version"))


@every_act
def test_poison_in_any_field_is_refused_or_shown_as_words(stages, act: Act, name: str):
    with stages.set(act, name) as scene:
        every = list(fields(scene))
    for field in every:
        with stages.set(act, name) as scene:
            visitor, taken = scene.actor(), False
            for kind, poison in POISONS.items():
                answer = send(visitor, scene.path, {**scene.data, field: poison})
                assert answer.status_code < 500, (field, kind)
                check(answer, (field, kind))
                if 300 <= answer.status_code < 400:
                    taken = True
                    check(visitor.client.get(answer.location), (field, kind))
            for page in ("/", "/desk", "/desk/journal", "/account") if taken else ():
                check(visitor.client.get(f"/{scene.town.slug}{page}"), (field, page))
            assert rows()["person"]


@pytest.mark.one_database
@every_act
def test_poison_in_the_address_finds_nothing(stages, act: Act, name: str):
    if "{" not in act.path:
        return
    with stages.untouched(act, name, but=("pace_count",)) as scene:
        visitor = scene.actor()
        for poison in (
            "..%2f..%2fetc",
            "%3Cscript%3Ealert(1)",
            "'%20OR%201=1--",
            "9" * 30,
            "-1",
            "%E2%80%AE",
            "%F0%9F",
        ):
            path = f"/{scene.town.slug}{re.sub(r'{[^}]+}', poison, act.path)}"
            answer = send(visitor, path, scene.data)
            assert answer.status_code in (400, 404, 405, 409, 422), (path, answer.status_code)
            check(answer, poison)


def check(answer: TestResponse, where: object) -> None:
    assert "X-Evil" not in answer.headers
    if answer.mimetype == "text/html":
        assert not [harm for harm in HARM if harm in answer.data], where


@pytest.mark.one_database
@every_act
def test_a_sign_that_nobody_types_is_refused_in_any_field(stages, act: Act, name: str):
    with stages.untouched(act, name) as scene:
        visitor = scene.actor()
        for field in fields(scene):
            assert send(visitor, scene.path, {**scene.data, field: "a\0b"}).status_code == 400


@pytest.mark.one_database
@every_act
def test_a_choice_that_is_not_offered_changes_nothing(stages, act: Act, name: str):
    with stages.untouched(act, name, but=("pace_count",)) as scene:
        visitor = scene.actor()
        for field in choices(visitor, scene):
            answer = send(visitor, scene.path, {**scene.data, field: "no-such-choice"})
            assert answer.status_code == 422, field


def choices(visitor: Visitor, scene: Scene) -> list[str]:
    """The fields of this form that offer a choice, as its own page shows them."""
    page = visitor.client.get(scene.path)
    if page.mimetype != "text/html" or page.status_code != 200:
        return []
    offered = re.findall(r'<select[^>]* name="([^"]+)"|<input[^>]*type="radio"[^>]*name="([^"]+)"', page.text)
    offered += re.findall(r'<input[^>]*name="([^"]+)"[^>]*type="(radio)"', page.text)
    return [name for name in {one for pair in offered for one in pair} if name in scene.data]


EVIL = (
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "https:evil.example",
    "/\t/evil.example",
    "\t//evil",
)


@pytest.mark.one_database
@every_act
def test_no_act_leads_to_another_site(stages, act: Act, name: str):
    for evil in EVIL[:1] if act.endpoint not in COMES_FROM_ELSEWHERE else EVIL:
        with stages.set(act, name) as scene:
            answer = send(scene.actor(), scene.path, {"next": evil, **scene.data}, query_string={"next": evil})
            where = answer.location or "/"
            assert where.startswith("/") or leads_to_a_provider(act), where
            assert not where.startswith(("//", "/\\", "/\t"))
            assert "evil" not in where.partition("?")[0]


# Here somebody arrives on the way to another page.
COMES_FROM_ELSEWHERE = {"people.sign_in", "people.second_factor", "people.type_code", "people.sign_in_by_link"}


def leads_to_a_provider(act: Act) -> bool:
    return act.endpoint in ("people.to_provider", "people.add_provider")


def test_a_formula_in_a_list_leaves_the_house_as_words(app, towns, monkeypatch):
    town, _ = towns
    plain = make.people_csv(40).splitlines()
    wild = [plain[0], *(f"{'=+-@'[n % 4]}1+{line}" for n, line in enumerate(plain[1:]))]
    monkeypatch.setattr(make, "people_csv", lambda _count: "\n".join(wild))
    slug = make.make_panel(town, "people")
    lines = Visitor(app, town, town.first).post(f"/desk/panels/{slug}/codes.csv", status=200).text.splitlines()[1:]
    assert len(lines) == 40
    assert all(line.lstrip('"').startswith("'") for line in lines)


def test_what_was_typed_did_not_change_the_walk(stages):
    """The poisons are poison: put on a page as they are, the checks would see them."""
    assert any(harm in MARKUP.encode() for harm in HARM)
    with stages.bare():
        assert rows()["person"]
