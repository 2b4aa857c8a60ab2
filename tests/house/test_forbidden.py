"""What must not stand in our code, whatever it is good for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *(ROOT / "participation").rglob("*.py"),
    *(ROOT / "migrations").rglob("*.py"),
    ROOT / "run.py",
    ROOT / "wsgi.py",
]
TREES = {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in FILES}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last word of what is called: `text`, `get`, `md5`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""), node


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_built(argument: ast.expr) -> bool:
    """Whether a text is put together of pieces."""
    return (
        isinstance(argument, ast.JoinedStr)
        or (isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add | ast.Mod))
        or (isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") in ("format", "join", "replace"))
    )


# Names of pragmas, settings and schemas, which no parameter can stand for: written out beside the call, or quoted by the
# database itself.
FIXED = {
    ("participation/db.py", "exec_driver_sql"),
    ("participation/db.py", "execute"),
    ("participation/demo/erasing.py", "text"),
}


def found(check) -> list[str]:
    return [
        f"{name}:{node.lineno}" for name, tree in TREES.items() for word, node in calls(tree) if check(name, word, node)
    ]


def test_no_sql_is_put_together_from_texts():
    def is_sql(name: str, word: str, node: ast.Call) -> bool:
        asks = word in ("text", "exec_driver_sql", "execute", "executemany", "executescript")
        return asks and bool(node.args) and is_built(node.args[0]) and (name, word) not in FIXED

    own = [place for place in found(is_sql) if not place.startswith("migrations/")]
    assert own == []


def test_no_template_is_made_of_what_somebody_typed():
    assert found(lambda _name, word, _node: word in ("render_template_string", "from_string")) == []


def test_no_markup_is_made_of_a_text_that_is_put_together():
    assert found(lambda _name, word, node: word == "Markup" and bool(node.args) and is_built(node.args[0])) == []


@pytest.mark.parametrize("module", ["pickle", "cPickle", "dill", "shelve", "marshal", "jsonpickle", "xml", "yaml"])
def test_nothing_is_read_that_could_act(module):
    users = [
        name
        for name, tree in TREES.items()
        if module in {one.split(".")[0] for one in imports(tree) if (name, one) not in COUNTS_ONLY}
    ]
    assert users == []


# The bare parser counts the parts of a workbook before anything is made of them, and stops where they swell.
COUNTS_ONLY = {("participation/sortition/tables.py", one) for one in ("xml.parsers", "xml.parsers.expat")}


def test_every_table_that_leaves_the_house_is_written_where_formulas_are_disarmed():
    writers = {
        place.split(":")[0]
        for place in found(lambda _name, word, node: word == "writer" and "csv" in ast.dump(node.func))
    }
    # The others write what comes in, to be read by us again: a list with numbers put out of sight, figures in a form.
    assert writers - {"participation/demo/residents.py", "participation/demo/volunteers.py"} <= {
        "participation/text.py",
        "participation/panels/numbers.py",
        "participation/panels/statistics.py",
    }


def test_no_text_is_run_as_a_program():
    assert (
        found(lambda _name, word, node: isinstance(node.func, ast.Name) and word in ("eval", "exec", "compile")) == []
    )
    assert found(lambda _name, word, node: any(key.arg == "shell" for key in node.keywords)) == []


def test_only_sound_digests_are_used():
    weak = {"md5", "sha1", "MD5", "SHA1", "md4", "new"}
    assert found(lambda _name, word, node: word in weak and "hashlib" in ast.dump(node.func)) == []
    assert [name for name, tree in TREES.items() if {"hashlib.md5", "hashlib.sha1"} & set(imports(tree))] == []


# Fictional people, the same in every demo and in a rehearsal that is done again; and the published calculation, whose choices
# anybody must be able to repeat.
REPEATABLE = ("participation/demo/", "participation/sortition/", "participation/panels/rehearsing.py")


def test_no_secret_comes_from_a_generator_that_can_be_foreseen():
    users = [name for name, tree in TREES.items() if "random" in imports(tree) and not name.startswith(REPEATABLE)]
    assert users == []
    sortition = [name for name, tree in TREES.items() if name.startswith("participation/sortition/")]
    assert sortition  # else the exception is for nobody
    for name in sortition:
        assert "secrets" not in imports(TREES[name])


OUTGOING = {"get", "post", "put", "request", "urlopen", "SMTP", "SMTP_SSL", "create_connection", "send", "fetch_token"}


def test_whoever_asks_another_machine_does_not_wait_for_ever():
    def waits(name: str, word: str, node: ast.Call) -> bool:
        if word not in OUTGOING or not isinstance(node.func, ast.Attribute):
            return False
        asked = ast.unparse(node.func.value)
        outgoing = asked in ("requests", "urllib.request", "smtplib", "socket", "httpx") or word in ("SMTP", "SMTP_SSL")
        return outgoing and not any(key.arg == "timeout" for key in node.keywords)

    assert found(waits) == []


def test_whoever_asks_another_machine_is_on_this_list():
    asking = {"requests", "urllib.request", "http.client", "httpx", "smtplib", "socket", "authlib"}
    users = {
        name
        for name, tree in TREES.items()
        if asking & set(imports(tree)) | {one for one in imports(tree) if one.startswith("authlib.integrations")}
    }
    assert users <= MAY_ASK, users - MAY_ASK


MAY_ASK = {
    "run.py",  # finds a free port; the installer does the fetching
    "participation/mail.py",  # the mail server of the operator
    "participation/messages/gateways.py",  # the gateway for short texts
    "participation/people/exchange.py",  # identity providers
    "participation/people/fetching.py",
    "participation/demo/post.py",  # the demo's own letter box and provider, on this machine
    "participation/demo/provider.py",
}


def test_no_page_and_no_action_swallows_what_it_does_not_know():
    """A bare `except`, or one for everything that does not say why on its line."""
    bare = []
    for name, tree in TREES.items():
        lines = (ROOT / name).read_text().splitlines()
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                kinds = ast.unparse(node.type) if node.type else ""
                swallows = kinds in ("", "Exception", "BaseException")
                raises = any(isinstance(one, ast.Raise) for one in ast.walk(node))
                if swallows and not raises and "#" not in lines[node.lineno - 1]:
                    bare.append(f"{name}:{node.lineno}")
    assert [place for place in bare if not place.startswith("participation/lottery/verify.py")] == []
