"""An authenticator app on a telephone, for tests: it holds a secret and shows codes."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import datetime

import pyotp
from werkzeug.test import TestResponse

from participation import clock, db
from participation.people import actions, factors, queries
from participation.people.models import Person
from participation.permissions import Role
from tests.towns import PASSWORD, Town
from tests.visitors import Visitor


@dataclass
class App:
    """secret: as it was scanned; offered: what the page's form sends along; codes: the recovery codes on paper."""

    secret: str
    offered: str = ""
    codes: list[str] = field(default_factory=list)

    @classmethod
    def shown_on(cls, page: TestResponse) -> App:
        """Scan the page that sets an app up."""
        secret = re.search(r'class="command">([A-Z2-7 ]+)<', page.text)
        offered = re.search(r'name="offered"[^>]*value="([^"]+)"', page.text)
        assert secret
        assert offered
        return cls(secret.group(1).replace(" ", ""), html.unescape(offered.group(1)))

    def code_at(self, at: datetime) -> str:
        return code_at(self.secret, at)

    def code_now(self) -> str:
        return self.code_at(clock.now())

    def wrong_code(self) -> str:
        """Six digits that no half minute around now has."""
        near = {code_at(self.secret, clock.now(), shift) for shift in range(-3, 4)}
        return next(code for code in (f"{number:06}" for number in range(100)) if code not in near)


def code_at(secret: str, at: datetime, shift: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(at.timestamp()) + shift * factors.STEP)


def app_of(town: Town, person_id: int) -> App:
    """Give somebody an app without going through the pages."""
    secret = pyotp.random_base32(32)
    with db.write() as session:
        factors.keep_totp(queries.person(session, town.id, person_id), secret)
    return App(secret)


def somebody(town: Town, role: Role = Role.OFFICIAL, name: str = "fie") -> Person:
    """Somebody with a password and no second factor yet."""
    with db.write() as session:
        return actions.welcome(
            session,
            email=f"{name}@{town.slug}.example",
            name=name.title(),
            municipality_id=town.id,
            roles=[role],
            password=PASSWORD,
            at=clock.now(),
        )


def sign_in(visitor: Visitor, person: Person, password: str = PASSWORD) -> TestResponse:
    """The first step: address and password."""
    return visitor.post("/sign-in", {"email": person.email, "password": password})


def set_up(visitor: Visitor, address: str = "/account/second-factor") -> App:
    """Scan the picture, type the code, and copy the recovery codes."""
    made = App.shown_on(visitor.get(address))
    page = visitor.post(address, {"offered": made.offered, "code": made.code_now()}, 200)
    made.codes = re.findall(r"^(?:.*>)?((?:[0-9a-z]{4} ){3}[0-9a-z]{4})", page.text, re.MULTILINE)
    return made
