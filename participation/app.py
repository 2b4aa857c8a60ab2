"""The front door: builds the app and registers the rooms; reads as a table of contents."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from participation import config, db, i18n, wiring
from participation.content import desk as content_desk
from participation.content import views as content
from participation.demo import post
from participation.inclusion import desk as inclusion_desk
from participation.inclusion import views as inclusion
from participation.invitations import desk as invitations_desk
from participation.invitations import views as invitations
from participation.journal import views as journal
from participation.members import desk as members_desk
from participation.members import views as members
from participation.messages import desk as messages_desk
from participation.messages import views as messages
from participation.municipalities import desk as municipality_desk
from participation.municipalities import hosts
from participation.municipalities import views as municipalities
from participation.municipalities.queries import all_municipalities, holds_demo
from participation.panels import desk
from participation.panels import views as panels
from participation.people import desk as people_desk
from participation.people import providers
from participation.people import views as people
from participation.people.sessions import LONGEST_AT_HOME
from participation.web import context, errors, guards, light, protection, traces, words

LARGEST_UPLOAD = 21 * 1024 * 1024


def create_app(settings: config.Config | None = None) -> Flask:
    """One app for one database. Raises UnsafeStart when production would endanger people."""
    settings = settings or config.load()
    assert wiring.MODELS
    app = hosts.HostAware(
        __name__, template_folder=str(config.ROOT / "templates"), static_folder=str(config.ROOT / "static")
    )
    app.url_map.strict_slashes = False
    configure(app, settings)
    config.use(settings)
    providers.configured()
    db.bind(settings.database)
    if settings.production:
        refuse_unsafe_database(settings)
    i18n.compile_catalogues()
    Babel(app, locale_selector=context.language, default_translation_directories=str(i18n.CATALOGUES))

    # Packed at last, whatever else happened to an answer: what is heard first is done last.
    app.after_request(light.pack)
    traces.follow(app)
    # First where we are and who asks, so that whatever is refused afterwards is said in the right house and language.
    app.before_request(protection.refuse_addresses_nobody_types)
    app.before_request(municipalities.find_municipality)
    app.before_request(inclusion.kiosk.find_kiosk)
    app.before_request(people.find_actor)
    app.before_request(guards.let_large_files_in)
    app.before_request(protection.refuse_forms_nobody_types)
    protection.protect(app, production=settings.production)
    app.before_request(people.again.unlock)
    app.before_request(guards.check)
    app.before_request(people.again.ask_again)
    app.after_request(people.note_presence)
    app.teardown_request(lambda _error: db.leave())
    app.after_request(context.remember_reading)
    app.context_processor(context.say_words)
    app.url_defaults(stay_in_the_municipality)
    words.register(app)
    errors.register(app)

    for room in (
        municipalities,
        municipality_desk,
        messages,
        messages_desk,
        people,
        people_desk,
        panels,
        desk,
        invitations,
        invitations_desk,
        members,
        members_desk,
        content,
        content_desk,
        inclusion,
        inclusion_desk,
        journal,
    ):
        app.register_blueprint(room.bp)
    if not settings.production:
        app.register_blueprint(post.bp)
    return app


def refuse_unsafe_database(settings: config.Config) -> None:
    """What the settings alone cannot tell. Raises UnsafeStart."""
    with db.read() as session:
        if holds_demo(session):
            raise config.UnsafeStart("This database holds the demo: name another in PARTICIPATION_DATABASE.")
        if not db.is_durable(session):
            raise config.UnsafeStart(
                "This database may lose what it has confirmed: switch fsync and synchronous_commit on."
            )
        for place in all_municipalities(session):
            if place.host and place.host not in settings.hosts:
                raise config.UnsafeStart(
                    f"{place.slug} answers at {place.host}, a host that PARTICIPATION_HOSTS does not name."
                )


def configure(app: Flask, settings: config.Config) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_NAME="__Host-session" if settings.production else "session",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LONGEST_AT_HOME,
        # A form may stay open for as long as its session: who looks something up while typing loses nothing.
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=list(settings.hosts) or None,
    )
    app.wsgi_app = hosts.OwnHosts(app.wsgi_app)  # type: ignore[method-assign]
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def stay_in_the_municipality(endpoint: str, values: dict[str, Any]) -> None:
    """Links lead to the same municipality unless they name another."""
    if g.get("place") and current_app.url_map.is_endpoint_expecting(endpoint, "municipality"):
        values.setdefault("municipality", g.place.slug)
