"""What every page is protected by."""

import json

import pytest
from flask import request as request_
from itsdangerous import TimestampSigner
from sqlalchemy import text

from participation import config, db
from participation.app import create_app
from participation.municipalities import actions
from participation.web.guards import open_to_everyone
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


def test_where_nothing_can_be_written_in_the_journal_nothing_is_done(app, towns):
    town, _ = towns
    slug = make_panel(town, "people")
    with db.write() as session:
        session.execute(text("ALTER TABLE journal_entry RENAME TO out_of_reach"))
    Visitor(app, town, town.first).post(f"/desk/panels/{slug}/calculation/start", status=500)
    with db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM calculation")) == 0


def test_a_job_carries_numbers_and_no_words(towns):
    town, _ = towns
    make_panel(town, "calculated")
    with db.read() as session:
        queue = "dbos.workflow_input" if session.get_bind().dialect.name == "postgresql" else "workflow_input"
        carried = [json.loads(inputs) for inputs in session.scalars(text(f"SELECT inputs FROM {queue}"))]
    assert carried
    for inputs in carried:
        assert inputs["positionalArgs"] == []
        assert all(type(value) is int for value in inputs["namedArgs"].values())


ENGLISH = {"Accept-Language": "en"}
SAFE = {
    "PARTICIPATION_MODE": "production",
    "PARTICIPATION_SECRET_KEY": "one-key-of-thirty-two-signs-or-so",
    "PARTICIPATION_IDENTITY_KEY": "another-key-of-thirty-two-signs!!",
    "PARTICIPATION_HOSTS": "town.example",
    "PARTICIPATION_DATABASE": "sqlite:////nowhere/town.sqlite",
    "PARTICIPATION_PROXIES": "1",
    "PARTICIPATION_SMTP": "smtps://post.example",
}


def test_a_safe_production_starts():
    assert config.load(SAFE).production


@pytest.mark.parametrize("missing", [name for name in SAFE if name != "PARTICIPATION_MODE"])
def test_production_refuses_to_start_without(missing):
    with pytest.raises(config.UnsafeStart, match=missing):
        config.load({name: value for name, value in SAFE.items() if name != missing})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FLASK_DEBUG", "1"),
        ("PARTICIPATION_SECRET_KEY", "short"),
        ("PARTICIPATION_SECRET_KEY", "k" * 64),
        ("PARTICIPATION_IDENTITY_KEY", "changeme" * 2),
        ("PARTICIPATION_IDENTITY_KEY", SAFE["PARTICIPATION_SECRET_KEY"]),
        ("PARTICIPATION_HOSTS", "*"),
        ("PARTICIPATION_HOSTS", ".example"),
        ("PARTICIPATION_HOSTS", "town.example,localhost"),
        ("PARTICIPATION_HOSTS", "10.0.0.7"),
        ("PARTICIPATION_HOSTS", "https://town.example"),
        ("PARTICIPATION_PROXIES", "0"),
        ("PARTICIPATION_SMTP", "post.example"),
        ("PARTICIPATION_SMTP", "http://post.example"),
        ("PARTICIPATION_SMS", "http://gateway.example/send"),
        ("PARTICIPATION_PROVIDERS", "/nowhere/providers.toml"),
    ],
)
def test_production_refuses_to_start_with(name, value):
    with pytest.raises(config.UnsafeStart, match=name):
        config.load({**SAFE, name: value})


def test_production_refuses_an_identity_provider_on_an_open_road(tmp_path):
    file = tmp_path / "providers.toml"
    file.write_text('[[town.provider]]\nissuer = "HTTP://login.example"\n')
    with pytest.raises(config.UnsafeStart, match="PARTICIPATION_PROVIDERS"):
        config.load({**SAFE, "PARTICIPATION_PROVIDERS": str(file)})
    file.write_text('[[town.provider]]\nissuer = "https://login.example"\n')
    assert config.load({**SAFE, "PARTICIPATION_PROVIDERS": str(file)})


def test_a_refusal_to_start_does_not_repeat_a_key():
    with pytest.raises(config.UnsafeStart) as refusal:
        config.load({**SAFE, "PARTICIPATION_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(refusal.value)


@pytest.fixture
def production(database_url, monkeypatch):
    """Starts an app in production, on the test's own database."""
    if database_url.startswith("postgresql"):  # the tests' own server gladly loses everything
        monkeypatch.setattr(db, "is_durable", lambda session: True)
    yield lambda **other: create_app(config.load({**SAFE, "PARTICIPATION_DATABASE": database_url, **other}))
    db.unbind()


def add_municipality(**facts):
    with db.write() as session:
        actions.found(
            session, "dreamtown", name={"nl": "Droomdorp"}, languages=["nl"], office={}, committees={}, **facts
        )


def test_production_refuses_a_database_with_the_demo_in_it(production):
    production()
    add_municipality(is_demo=True)
    with pytest.raises(config.UnsafeStart, match="holds the demo"):
        production()


def test_production_refuses_a_municipality_at_an_unknown_host(production):
    production()
    add_municipality(host="dreamtown.example")
    with pytest.raises(config.UnsafeStart, match=r"dreamtown\.example"):
        production()
    assert production(PARTICIPATION_HOSTS="town.example,dreamtown.example")


def test_production_refuses_a_database_that_may_lose_a_commit(production, monkeypatch):
    production()
    monkeypatch.undo()
    monkeypatch.setattr(db, "open_engine", db.open_engine.__wrapped__)
    if db.engine().dialect.name == "sqlite":
        prepare = db._prepare_sqlite

        def hasty(connection, record):
            prepare(connection, record)
            connection.execute("PRAGMA synchronous = NORMAL")

        monkeypatch.setattr(db, "_prepare_sqlite", hasty)
    with pytest.raises(config.UnsafeStart, match="may lose"):
        production()


def test_an_unknown_host_is_refused(production):
    client = production().test_client()
    assert client.get("/", base_url="https://town.example").status_code == 200
    assert client.get("/", base_url="https://evil.example").status_code == 400


def test_an_address_on_the_open_road_leads_to_the_safe_one(production):
    client = production().test_client()
    answer = client.get("/?page=2", base_url="http://town.example")
    assert (answer.status_code, answer.headers["Location"]) == (308, "https://town.example/?page=2")
    assert client.get("/", base_url="http://evil.example").status_code == 400


def test_a_form_on_the_open_road_is_refused(production, towns):
    client = production().test_client()
    answer = client.post("/ourtown/sign-in", data={"email": "x"}, base_url="http://town.example", headers=ENGLISH)
    assert answer.status_code == 403
    assert "others can read along" in answer.text


def test_production_promises_https_for_a_year_and_its_cookie_is_its_own(production, towns):
    client = production().test_client()
    answer = client.get("/ourtown/sign-in", base_url="https://town.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


FORGED = {
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "666",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=6.6.6.6;host=evil.example;proto=https",
    "X-Real-Ip": "6.6.6.6",
    "X-Original-Url": "/ourtown/desk",
    "X-Rewrite-Url": "/ourtown/desk",
    "X-Http-Method-Override": "POST",
}


def seen(app, **request):
    """What a request looks like to a page."""
    kept = {}

    @app.get("/what-is-seen", endpoint=f"seen_{len(app.view_functions)}")
    @open_to_everyone
    def look():
        kept.update(host=request_.host, address=request_.remote_addr, safe=request_.is_secure, root=request_.root_path)
        return "seen"

    answer = app.test_client().get("/what-is-seen", **request)
    return answer.status_code, kept


def test_without_a_proxy_nothing_that_is_forwarded_is_believed(new_app, towns):
    status, kept = seen(new_app, headers=FORGED, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert (status, kept) == (200, {"host": "localhost", "address": "192.0.2.1", "safe": False, "root": ""})


@pytest.mark.parametrize(
    ("proxies", "address", "host"), [("1", "192.0.2.9", "town.example"), ("2", "192.0.2.8", "other.example")]
)
def test_only_as_many_proxies_are_believed_as_stand_in_front(database_url, tmp_path, proxies, address, host):
    app = create_app(
        config.load(
            {
                "PARTICIPATION_DATABASE": database_url,
                "PARTICIPATION_INSTANCE": str(tmp_path),
                "PARTICIPATION_PROXIES": proxies,
            }
        )
    )
    told = {
        **FORGED,
        "X-Forwarded-For": "6.6.6.6, 192.0.2.8, 192.0.2.9",
        "X-Forwarded-Host": "evil.example, other.example, town.example",
    }
    _, kept = seen(app, headers=told, environ_overrides={"REMOTE_ADDR": "127.0.0.1"})
    assert (kept["address"], kept["host"], kept["root"]) == (address, host, "")
    db.unbind()


def test_behind_a_proxy_a_forged_host_finds_nothing(production):
    client = production().test_client()
    assert client.get("/", base_url="https://town.example", headers=FORGED).status_code == 400
