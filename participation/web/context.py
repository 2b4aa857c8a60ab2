"""Per request: which municipality, who asks, in which language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlencode, urlsplit

from flask import g, request
from flask.wrappers import Response
from flask_babel import force_locale
from markupsafe import Markup

from participation.i18n import LANGUAGES, SOURCE, in_language, say
from participation.permissions import Actor, Proof, Rung
from participation.web.reading import Reading, from_cookie

# What this browser remembers of how somebody likes to read: the language and the reading choices.
COOKIE = "reading"
YEAR = 365 * 24 * 3600
# Further than any list goes, and a number that every database can count to.
FURTHEST_PAGE = 1_000_000


@dataclass(frozen=True)
class Here:
    """The municipality of this request, in words of the language of this request."""

    id: int
    slug: str
    name: str
    languages: list[str]
    office: dict[str, object]
    committees: list[str]
    committees_language: str
    is_demo: bool
    rungs: Mapping[str, Rung]


def here() -> Here:
    """The municipality of this request; only for endpoints below `/<municipality>/`."""
    return cast(Here, g.municipality)


def actor() -> Actor | None:
    """Who is signed in."""
    return cast("Actor | None", g.get("actor"))


def someone() -> Actor:
    """Who is signed in, where the guard has made sure that somebody is."""
    return cast(Actor, g.actor)


def proof() -> Proof | None:
    """How they are signed in, also where they must first prove anew who they are."""
    return cast("Proof | None", g.get("proof"))


def device() -> str:
    """What this browser says it is, in words a person knows: "Firefox, Linux"; the rest of what it tells is not kept."""
    told = request.user_agent.string
    browsers = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    known = [next((name for sign, name in kinds if sign in told), "") for kinds in (browsers, systems)]
    return ", ".join(name for name in known if name)


def language() -> str:
    """The language of this page: the one asked for, the one chosen before, the browser's, the municipality's first."""
    if "language" not in g:
        offered = offered_languages()
        wished = [
            request.args.get("language"),
            remembered().language,
            request.accept_languages.best_match(offered),
        ]
        g.language = next((code for code in wished if code in offered), offered[0])
    return cast(str, g.language)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Sentences are said in this language, whatever that of the page is: for what is printed for somebody else."""
    before = g.get("language")
    g.language = code
    try:
        with force_locale(code):
            yield
    finally:
        if before is None:
            g.pop("language", None)
        else:
            g.language = before


def offered_languages() -> list[str]:
    """The languages in which this page can be read, the municipality's own first."""
    own = g.place.languages if g.get("place") else [SOURCE]
    return [*own, *(code for code in LANGUAGES if code not in own)]


def remembered() -> Reading:
    """How this browser's reader likes to read, as chosen now or before."""
    if "reading" not in g:
        g.reading = from_cookie(request.cookies.get(COOKIE, ""))
    return cast(Reading, g.reading)


def reading() -> Reading:
    """How to show this page: as chosen, and lightly where the browser asks to save data."""
    saves = request.headers.get("Save-Data", "").lower() == "on"
    return replace(remembered(), light="yes") if saves else remembered()


def choose(how: Reading) -> None:
    """This page is shown so, and the next ones too."""
    g.reading, g.reading_is_new = how, True


def remember_reading(response: Response) -> Response:
    """Keep a choice of language or of reading in the browser for a year; where many use it, until it closes."""
    if response.mimetype == "text/html":
        response.vary.update(("Accept-Language", "Cookie", "Save-Data"))
    if request.args.get("language") in offered_languages():
        choose(replace(remembered(), language=language()))
    if g.get("reading_is_new"):
        response.set_cookie(
            COOKIE,
            remembered().cookie(),
            max_age=None if g.get("kiosk") else YEAR,
            samesite="Lax",
            secure=request.is_secure,
            httponly=True,
            path="/",
        )
    return response


def language_url(code: str) -> str:
    """This same page in another language; nothing that stands in the address decides where the link leads."""
    wishes = [(name, value) for name, value in request.args.items(multi=True) if name != "language"]
    return "?" + urlencode([*wishes, ("language", code)])


def this_page() -> str | None:
    """The address of the page that was asked for, to come back to; None for a form that was sent."""
    return request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None


def local(address: str | None) -> str | None:
    """The address, if it leads to a page of ours."""
    if not address or not address.isprintable() or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc or "\\" in address else address


def same_page() -> str:
    """Where a form leads that comes back to its own page. Without the place on it to which somebody jumped: with that,
    a browser would go there again, and not to what needs another look."""
    return f"?{request.query_string.decode(errors='replace')}"


def page_asked() -> int:
    """Which page of a list the address asks for; the first where it asks for no number."""
    return min(max(1, request.args.get("page", 1, type=int)), FURTHEST_PAGE)


def say_words() -> dict[str, object]:
    """What every template can count on."""
    who = actor()
    return {
        "municipality": g.get("municipality"),
        "language": language(),
        "languages": [(code, LANGUAGES[code]) for code in offered_languages()],
        "language_url": language_url,
        "reading": reading(),
        "this_page": this_page,
        "actor": who,
        "can": lambda permission: bool(who and who.may(permission)),
        "logo": g.place.logo if g.get("place") else None,
        "words": words,
        "as_written": as_written,
        "say": lambda sentence, facts=None: say(sentence, language(), facts),
    }


def words(written: dict[str, str]) -> str:
    """What an official wrote, marked with its language where that is not the page's."""
    text, code = in_language(written, language(), offered_languages(), "")
    return text if code == language() else Markup('<span lang="{}">{}</span>').format(code, text)


def as_written(text: str) -> str:
    """What an official wrote once for everybody: where the municipality has several languages, each of them in its
    order with " / " between, and each marked."""
    own, parts = g.place.languages, text.split(" / ")
    if len(parts) != len(own):
        return words({own[0]: text})
    return Markup(" / ").join(words({code: part}) for code, part in zip(own, parts, strict=True))
