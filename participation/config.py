"""Every setting, its default and its meaning; one that cannot be, or is unsafe in production, is refused here."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
    Setting("PARTICIPATION_HOSTS", "", "Host names that are answered, separated by commas. Production demands one."),
    Setting("PARTICIPATION_INSTANCE", "", "Folder for the SQLite database and the demo's key. Empty: `instance/`."),
    Setting("PARTICIPATION_PROXIES", "0", "How many trusted reverse proxies stand in front."),
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
    hosts: tuple[str, ...]
    instance: Path
    proxies: int
    port: int


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
        hosts=tuple(host.strip() for host in values["PARTICIPATION_HOSTS"].split(",") if host.strip()),
        instance=instance,
        proxies=_number(values, "PARTICIPATION_PROXIES", 0, 99),
        port=_number(values, "PORT", 1, 65535),
    )
    if production:
        _refuse_unsafe(config, values)
        return config
    return config if config.secret_key else Config(**{**vars(config), "secret_key": _demo_key(instance)})


def _number(values: Mapping[str, str], name: str, least: int, most: int) -> int:
    if not re.fullmatch("[0-9]{1,5}", values[name]) or not least <= int(values[name]) <= most:
        raise UnsafeStart(f"{name} must be a number from {least} to {most}, and it is '{values[name]}'.")
    return int(values[name])


def _refuse_unsafe(config: Config, values: Mapping[str, str]) -> None:
    if len(config.secret_key) < 32:
        raise UnsafeStart("PARTICIPATION_SECRET_KEY must be set to a secret of at least 32 characters.")
    if not config.hosts:
        raise UnsafeStart("PARTICIPATION_HOSTS must name the hosts that are answered.")
    if not values["PARTICIPATION_DATABASE"]:
        raise UnsafeStart("PARTICIPATION_DATABASE must name the database.")


def _demo_key(instance: Path) -> str:
    """A key of this machine's own, made once: even a demo shares no key with another."""
    path = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
