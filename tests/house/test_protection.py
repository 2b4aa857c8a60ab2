"""What every page is protected by."""

import pytest
from itsdangerous import TimestampSigner

from participation import config
from tests.towns import make_panel
from tests.visitors import Visitor


def test_every_page_carries_the_headers(app, towns):
    answer = Visitor(app, towns[0]).get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "charset" in answer.headers["Content-Type"]


def test_pages_behind_sign_in_are_not_kept(app, towns):
    answer = Visitor(app, towns[0], towns[0].first).get("/desk")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_is_refused(app, towns):
    visitor = Visitor(app, towns[0], towns[0].first)
    answer = visitor.client.post("/ourtown/desk/panels/new", data={"seats": "6"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
def test_a_form_from_another_site_is_refused_even_with_a_token(app, towns, headers):
    town, _ = towns
    slug = make_panel(town, "people")
    Visitor(app, town, town.first).post(f"/desk/panels/{slug}/calculation/start", status=403, headers=headers)


def test_a_token_of_somebody_else_is_refused(app, towns):
    town, _ = towns
    slug = make_panel(town, "people")
    mine, yours = Visitor(app, town, town.first), Visitor(app, town, town.second)
    answer = mine.client.post(f"/{town.slug}/desk/panels/{slug}/calculation/start", data={"csrf_token": yours.token()})
    assert answer.status_code == 400


def test_a_form_that_was_open_for_hours_is_still_taken(app, towns, monkeypatch):
    town, _ = towns
    slug = make_panel(town, "people")
    visitor = Visitor(app, town, town.first)
    token, now = visitor.token(), TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: now(signer) + 5 * 3600)
    path = f"/{town.slug}/desk/panels/{slug}/calculation/start"
    assert visitor.client.post(path, data={"csrf_token": token}).status_code == 303


def test_an_unknown_page_and_an_unknown_municipality_are_not_found(app, towns):
    Visitor(app, towns[0]).get("/panels/nothing", 404)
    assert app.test_client().get("/atlantis/").status_code == 404


SAFE = {
    "PARTICIPATION_MODE": "production",
    "PARTICIPATION_SECRET_KEY": "k" * 32,
    "PARTICIPATION_HOSTS": "town.example",
    "PARTICIPATION_DATABASE": "sqlite:////nowhere/town.sqlite",
}


def test_a_safe_production_starts():
    assert config.load(SAFE).production


@pytest.mark.parametrize("missing", [name for name in SAFE if name != "PARTICIPATION_MODE"])
def test_production_refuses_to_start_without(missing):
    with pytest.raises(config.UnsafeStart, match=missing):
        config.load({name: value for name, value in SAFE.items() if name != missing})


def test_production_refuses_a_database_with_the_demo_in_it(database_url, towns):
    from participation import db
    from participation.app import create_app
    from participation.municipalities import actions

    settings = config.load({**SAFE, "PARTICIPATION_DATABASE": database_url})
    create_app(settings)
    with db.write() as session:
        actions.found(
            session, "dreamtown", name={"nl": "Droomdorp"}, languages=["nl"], office={}, committees={}, is_demo=True
        )
    with pytest.raises(config.UnsafeStart, match="holds the demo"):
        create_app(settings)


def test_an_unknown_host_is_refused(database_url, tmp_path):
    from participation import db
    from participation.app import create_app

    settings = config.load({**SAFE, "PARTICIPATION_DATABASE": database_url})
    client = create_app(settings).test_client()
    assert client.get("/", base_url="https://town.example").status_code == 200
    assert client.get("/", base_url="https://evil.example").status_code == 400
    db.unbind()
