"""Somebody with a browser, for tests over HTTP: keeps cookies, follows the form's token, and asserts every status."""

from __future__ import annotations

import html
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from participation.permissions import Actor
from tests.towns import Town, cookie_of

SEEN = re.compile(r'name="seen" value="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser(FlaskClient):
    """Reads each answer to its end, as browsers do: a file that is sent is closed then."""

    def open(self, *args: Any, buffered: bool = True, **options: Any) -> TestResponse:
        return super().open(*args, buffered=buffered, **options)


class Visitor:
    """One browser in one municipality."""

    def __init__(self, app: Flask, town: Town, who: Actor | None = None) -> None:
        self.app = app
        self.town = town
        self.client = Browser(app, app.response_class)
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        if who is not None:
            with self.client.session_transaction() as session:
                session.update(cookie_of(town, who))

    def get(self, path: str, status: int = 200, **options: object) -> TestResponse:
        """Ask for a page below the municipality; its status must be this one."""
        answer = self.client.get(self.address(path), **options)
        assert answer.status_code == status, (path, answer.status_code, text_of(answer)[:2000])
        return answer

    def post(
        self, path: str, data: dict[str, object] | None = None, status: int = 303, **options: object
    ) -> TestResponse:
        """Send a form with its token; the answer's status must be this one."""
        answer = self.client.post(self.address(path), data={**(data or {}), "csrf_token": self.token()}, **options)
        assert answer.status_code == status, (path, answer.status_code, text_of(answer)[:2000])
        return answer

    def send_form(self, name: str, data: dict[str, object]) -> TestResponse:
        """Fill in a form that has one page, look it over and send it; returns the page of its receipt."""
        self.post(f"/forms/{name}", data)
        return self.get(self.post(f"/forms/{name}/check").location)

    def token(self) -> str:
        """The token in a form of ours."""
        found = TOKEN.search(self.client.get(self.address("/code")).text)
        assert found
        return html.unescape(found.group(1))

    def address(self, path: str) -> str:
        return path if path.startswith(f"/{self.town.slug}/") else f"/{self.town.slug}{path}"


def seen_in(answer: TestResponse) -> str:
    """The mark of what a page shows, as the button on it sends it along; "" where there is none."""
    found = SEEN.search(answer.text)
    return found.group(1) if found else ""


def text_of(answer: TestResponse) -> str:
    """The words of a page, without its markup."""
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())
