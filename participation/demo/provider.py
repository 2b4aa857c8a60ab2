"""An identity provider for the demo and the tests: a real one, on this machine, with people who do not exist.

It speaks OpenID Connect as ACM/IDM, CSAM or a broker does; who somebody is, they choose from a list. It runs as a process
of its own beside `serve --demo`, ends with it, and asks nothing of any other machine.
"""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from participation.config import ROOT, Config
from participation.demo import towns

HOST = "localhost"
WORDS = {
    "nl": "Met de identiteitsdienst van de demo",
    "fr": "Avec le service d’identité de la démo",
    "de": "Mit dem Identitätsdienst der Demo",
    "en": "With the identity service of the demo",
}
# By how they are called on the list: what the service tells of them when it is asked.
RESIDENTS = {
    "Hanne Wuyts": {"name": "Hanne Wuyts"},
    "Thibault Renard": {"name": "Thibault Renard"},
    "Greta Jansen": {"name": "Greta Jansen"},
    "Samira Haddad": {"name": "Samira Haddad"},
}


@contextmanager
def offered(settings: Config) -> Iterator[Config]:
    """The settings with a provider in each municipality of the demo, as long as this lasts; with the operator's own, or
    in production, as they are."""
    if settings.production or settings.providers:
        yield settings
        return
    with running(RESIDENTS) as issuer:
        path = settings.instance / "demo_providers.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_entry(town.slug, issuer) for town in towns.TOWNS))
        yield replace(settings, providers=str(path))


@contextmanager
def running(people: Mapping[str, Mapping[str, object]], *, ready: bool = False) -> Iterator[str]:
    """A provider that knows these people, subject by subject with their claims: its issuer.

    ready: wait until it answers; else it may need a second more.
    """
    port = _free_port()
    child = subprocess.Popen(
        [sys.executable, "-m", "participation.demo.provider", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        text=True,
        start_new_session=True,
    )
    assert child.stdin and child.stdout
    child.stdin.write(f"{json.dumps(people)}\n")
    child.stdin.flush()
    try:
        if ready:
            child.stdout.readline()
        yield f"http://{HOST}:{port}"
    finally:
        child.communicate(timeout=10)


def _entry(slug: str, issuer: str) -> str:
    words = ", ".join(f"{code} = {json.dumps(words, ensure_ascii=False)}" for code, words in WORDS.items())
    return "\n".join(
        (
            "[[provider]]",
            f'municipality = "{slug}"',
            'name = "demo"',
            f"words = {{ {words} }}",
            f'issuer = "{issuer}"',
            'client_id = "samenspraak"',
            'client_secret = "everybody may know it"',
            'scopes = ["openid", "profile"]',
            'name_claim = "name"',
            "demo = true",
            "",
        )
    )


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as found:
        return int(found.getsockname()[1])


def _serve(port: int, people: Mapping[str, Mapping[str, object]]) -> None:
    """Answer until whoever started us lets go of our input. The pages are ours: the library's ask another machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import flask
        from oidc_provider_mock import User, init_app
        from werkzeug.serving import make_server

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        app = flask.Flask(
            "provider",
            template_folder=str(ROOT / "templates" / "demo" / "provider"),
            static_folder=str(ROOT / "static"),
        )
        init_app(app, user_claims=[User(sub=subject, claims=dict(claims)) for subject, claims in people.items()])
        server = make_server(HOST, port, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("ready", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), json.loads(sys.stdin.readline()))
