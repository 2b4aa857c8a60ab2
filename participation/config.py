"""Every setting, its default and its meaning; one that cannot be, or is unsafe in production, is refused here."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"


@dataclass(frozen=True)
class Setting:
    """An environment variable: its name, default, and what it is for (docs/operators.md lists them all)."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("PARTICIPATION_MODE", "demo", "`demo` or `production`. Demo data exists only in demo mode."),
    Setting(
        "PARTICIPATION_DATABASE",
        "",
        "SQLAlchemy address of the database. Empty: SQLite in `instance/`. PostgreSQL: `postgresql+psycopg://…`.",
    ),
    Setting("PARTICIPATION_SECRET_KEY", "", "Key that signs sessions, at least 32 characters. Production demands one."),
    Setting(
        "PARTICIPATION_IDENTITY_KEY",
        "",
        "Key that turns national numbers into pseudonyms and seals second factors, at least 32 characters; another one "
        "than the key of sessions. Lost means: everybody proves anew who they are. Production demands one.",
    ),
    Setting("PARTICIPATION_HOSTS", "", "Host names that are answered, separated by commas. Production demands one."),
    Setting("PARTICIPATION_INSTANCE", "", "Folder for the SQLite database and the demo's keys. Empty: `instance/`."),
    Setting(
        "PARTICIPATION_SMTP",
        "",
        "Mail server: `smtp://user:password@host:587` (with STARTTLS) or `smtps://…`. Empty: the demo's own.",
    ),
    Setting(
        "PARTICIPATION_SENDER", "", "E-mail address that messages come from. Empty: `samenspraak@` the first host."
    ),
    Setting("PARTICIPATION_SMS", "", "Address of the gateway for text messages, `https://…`. Empty: none are sent."),
    Setting("PARTICIPATION_SMS_KEY", "", "Key with which that gateway knows us."),
    Setting(
        "PARTICIPATION_TEXT_SECRET",
        "",
        "Secret with which the gateway hands over answers to text messages, at least 32 characters. Empty: none are taken.",
    ),
    Setting("PARTICIPATION_PROVIDERS", "", "TOML file with the identity providers of each municipality. Empty: none."),
    Setting(
        "PARTICIPATION_PROXIES",
        "0",
        "How many trusted reverse proxies stand in front; only what they say of host, address and https is believed. "
        "Production demands one, which speaks https.",
    ),
    Setting("PORT", "5000", "Port of the one-command start."),
)


class UnsafeStart(Exception):
    """A setting that cannot be, or that would endanger people; the message says which."""


@dataclass(frozen=True)
class Config:
    """The settings of one process."""

    production: bool
    database: str
    secret_key: str
    identity_key: str
    hosts: tuple[str, ...]
    instance: Path
    proxies: int
    port: int
    smtp: str
    sender: str
    sms: str
    sms_key: str
    text_secret: str
    providers: str


class _InUse:
    config: Config | None = None


def use(config: Config) -> None:
    """From here on, these are the settings of this process."""
    _InUse.config = config


def current() -> Config:
    """The settings of this process. Raises RuntimeError before anybody has chosen them."""
    if _InUse.config is None:
        raise RuntimeError("no settings are in use: call config.use(config) first")
    return _InUse.config


def load(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings. Raises UnsafeStart when one of them cannot be, or is unsafe in production."""
    values = {setting.name: environment.get(setting.name, "") or setting.default for setting in SETTINGS}
    if values["PARTICIPATION_MODE"] not in ("demo", "production"):
        raise UnsafeStart(f"PARTICIPATION_MODE must be demo or production, and it is '{values['PARTICIPATION_MODE']}'.")
    production = values["PARTICIPATION_MODE"] == "production"
    instance = Path(values["PARTICIPATION_INSTANCE"]) if values["PARTICIPATION_INSTANCE"] else INSTANCE
    config = Config(
        production=production,
        database=values["PARTICIPATION_DATABASE"] or f"sqlite:///{instance / 'participation.sqlite'}",
        secret_key=values["PARTICIPATION_SECRET_KEY"],
        identity_key=values["PARTICIPATION_IDENTITY_KEY"],
        hosts=tuple(host.strip() for host in values["PARTICIPATION_HOSTS"].split(",") if host.strip()),
        instance=instance,
        proxies=_number(values, "PARTICIPATION_PROXIES", 0, 99),
        port=_number(values, "PORT", 1, 65535),
        smtp=values["PARTICIPATION_SMTP"],
        sender=values["PARTICIPATION_SENDER"],
        sms=values["PARTICIPATION_SMS"],
        sms_key=values["PARTICIPATION_SMS_KEY"],
        text_secret=values["PARTICIPATION_TEXT_SECRET"],
        providers=values["PARTICIPATION_PROVIDERS"],
    )
    if production:
        if environment.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no"):
            raise UnsafeStart("FLASK_DEBUG must not be set: it shows strangers how the program works inside.")
        _refuse_unsafe(config, values)
        return config
    return replace(
        config,
        secret_key=config.secret_key or _demo_key(instance, "secret_key"),
        identity_key=config.identity_key or _demo_key(instance, "identity_key"),
        text_secret=config.text_secret or _demo_key(instance, "text_secret"),
    )


def _number(values: Mapping[str, str], name: str, least: int, most: int) -> int:
    if not re.fullmatch("[0-9]{1,5}", values[name]) or not least <= int(values[name]) <= most:
        raise UnsafeStart(f"{name} must be a number from {least} to {most}, and it is '{values[name]}'.")
    return int(values[name])


def _refuse_unsafe(config: Config, values: Mapping[str, str]) -> None:
    for name, key in (
        ("PARTICIPATION_SECRET_KEY", config.secret_key),
        ("PARTICIPATION_IDENTITY_KEY", config.identity_key),
    ):
        if len(key) < 32 or len(set(key)) < 8:
            raise UnsafeStart(f"{name} must be set to a secret of at least 32 characters that nobody can guess.")
    if config.text_secret and len(config.text_secret) < 32:
        raise UnsafeStart("PARTICIPATION_TEXT_SECRET must be a secret of at least 32 characters.")
    if config.identity_key == config.secret_key:
        raise UnsafeStart("PARTICIPATION_IDENTITY_KEY must be another secret than PARTICIPATION_SECRET_KEY.")
    if not config.hosts:
        raise UnsafeStart("PARTICIPATION_HOSTS must name the hosts that are answered.")
    for host in config.hosts:
        if not re.fullmatch(r"([a-z0-9-]+\.)+[a-z0-9-]*[a-z][a-z0-9-]*", host):
            raise UnsafeStart(f"PARTICIPATION_HOSTS must name whole hosts such as doemee.example.be, and not '{host}'.")
    if not values["PARTICIPATION_DATABASE"]:
        raise UnsafeStart("PARTICIPATION_DATABASE must name the database.")
    if config.proxies < 1:
        raise UnsafeStart("PARTICIPATION_PROXIES must be at least 1: the proxy in front is what makes it https.")
    _refuse_open_roads(config)


def _refuse_open_roads(config: Config) -> None:
    """Nothing about people leaves this machine where others can read along."""
    road = urlsplit(config.smtp)
    if road.scheme not in ("smtp", "smtps") or not road.hostname:
        raise UnsafeStart("PARTICIPATION_SMTP must name the mail server: smtps://… or smtp://… (with STARTTLS).")
    if config.sms and urlsplit(config.sms).scheme != "https":
        raise UnsafeStart("PARTICIPATION_SMS must be an address with https.")
    if config.providers:
        try:
            named = tomllib.loads(Path(config.providers).read_text())
        except (OSError, ValueError):
            raise UnsafeStart("PARTICIPATION_PROVIDERS must name a TOML file that can be read.") from None
        if any(word.startswith("http:") for word in _words_in(named)):
            raise UnsafeStart("PARTICIPATION_PROVIDERS names an identity provider without https.")


def _words_in(value: object) -> Iterator[str]:
    """Every text in a TOML document."""
    if isinstance(value, str):
        yield value.lower()
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _words_in(part)


def _demo_key(instance: Path, name: str) -> str:
    """A key of this machine's own, made once: even a demo shares no key with another."""
    path = instance / name
    instance.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
