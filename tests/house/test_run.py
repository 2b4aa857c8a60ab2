"""The one command says in a sentence what stops it, and knows when there is nothing left to do."""

from __future__ import annotations

import ast
import errno
import json
import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.txt"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a run.py of its own, as far as the module knows."""
    for name in [*LOCKS, "pyproject.toml"]:
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "ROOM", tmp_path / ".venv")
    monkeypatch.setattr(run, "RECORD", tmp_path / ".venv/made-by-run.json")
    monkeypatch.setattr(run, "INSTANCE", tmp_path / "instance")
    monkeypatch.setattr(run, "LOG", tmp_path / "instance/setup.log")
    return tmp_path


@pytest.fixture
def installer(folder, monkeypatch):
    """Stands in for what takes long: making an environment and installing; keeps the words it was given."""
    commands = []

    def pretend(command):
        commands.append(command)
        if "venv" in command:
            (folder / ".venv/bin").mkdir()
            (folder / ".venv/bin/python").symlink_to(sys.executable)

    monkeypatch.setattr(run, "run", pretend)
    return commands


def sentence(capsys, code=1, words=()):
    """What run.py says when it stops: one sentence, whole, on the error stream."""
    assert run.main(list(words)) == code
    said = capsys.readouterr().err.strip()
    assert len(said.splitlines()) == 1
    assert "Traceback" not in said
    return said


# Sentences


def test_an_unknown_word_is_named(capsys):
    assert "dance" in sentence(capsys, words=["dance"])


def test_an_unknown_part_is_named(capsys):
    assert "kitchen" in sentence(capsys, words=["setup", "kitchen"])


@pytest.mark.parametrize("port", ["0", "65536", "-1", "5000x", "٣٤", "5 000"])
def test_a_port_that_is_none_is_refused(capsys, monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    assert f"'{port}'" in sentence(capsys)


def test_a_taken_port_is_said_with_the_way_around_it(folder, capsys, monkeypatch):
    with socket.socket() as other:
        other.bind((run.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        said = sentence(capsys)
    assert f"Port {port} is taken" in said
    assert "python3 run.py" in said


def test_a_second_start_from_the_same_folder_is_refused(folder, capsys):
    with run.turn("serving"):
        assert "already runs" in sentence(capsys)


def test_a_missing_venv_module_is_said_with_the_line_that_adds_it(folder, capsys, monkeypatch):
    monkeypatch.setattr(run, "uv", lambda: None)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert f"sudo apt install python3.{sys.version_info[1]}-venv" in sentence(capsys, words=["setup"])


@pytest.mark.parametrize(
    "log",
    [
        "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3>",
        "error: Failed to fetch: `alembic`\n  Caused by: error sending request for url\n  Caused by: dns error",
    ],
)
def test_no_network_is_told_from_other_trouble(log):
    assert "check the connection" in run.why_not_installed(log)
    assert "check the connection" not in run.why_not_installed("THESE PACKAGES DO NOT MATCH THE HASHES")


def test_every_reason_points_at_something_to_do():
    assert "instance/setup.log" in run.why_not_installed("THESE PACKAGES DO NOT MATCH THE HASHES")
    assert "disk is full" in run.why_not_installed("OSError: [Errno 28] No space left on device")
    assert "disk is full" in run.why_not_written(OSError(errno.ENOSPC, "No space left on device"))
    assert "folder of your own" in run.why_not_written(OSError(errno.EROFS, "Read-only file system"))


def test_a_folder_we_may_not_write_in_is_said(folder, capsys, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert "may not write" in sentence(capsys, words=["setup"])


def test_an_older_python_is_told_which_one_it_takes(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, and this is Python 3\.9"):
        runpy.run_path(str(ROOT / "run.py"))


def test_an_older_python_can_read_that_far():
    ast.parse((ROOT / "run.py").read_text(), feature_version=(3, 8))


# Is there anything to do?


def test_what_is_set_up_stays_so(folder, installer):
    run.set_up([])
    done = len(installer)
    run.set_up([])
    assert done == len(installer) == 3
    assert run.is_ready([folder / "requirements.txt"])


def test_every_file_that_is_fetched_is_checked_by_its_hash(installer):
    run.set_up(["test"])
    fetching = [command for command in installer if any("requirements" in word for word in command)]
    assert len(fetching) == 1
    assert "--require-hashes" in fetching[0]


def test_a_part_is_added_to_what_is_there(folder, installer):
    run.set_up([])
    del installer[:]
    run.set_up(["test"])
    assert not any("venv" in command for command in installer)
    assert run.is_ready([folder / "requirements.txt", folder / "requirements-test.txt"])
    assert not run.is_ready([folder / "requirements-lint.txt"])


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_another_lock_is_installed_into_the_same_environment(folder, installer, name):
    run.set_up([])
    del installer[:]
    with (folder / name).open("a") as changed:
        changed.write("# changed\n")
    run.set_up([])
    assert len(installer) == 2


def test_an_interrupted_set_up_starts_afresh(folder, installer, monkeypatch):
    run.set_up([])
    (folder / ".venv/half-installed").touch()

    def interrupt(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "install", interrupt)
        (folder / "requirements.txt").write_text("changed\n")
        assert run.main(["setup"]) == 130
    run.set_up([])
    assert not (folder / ".venv/half-installed").exists()
    assert run.is_ready([folder / "requirements.txt"])


@pytest.mark.parametrize("left", ["", "{", json.dumps({"room": "Python 3.10 in /elsewhere", "installed": {}})])
def test_an_environment_of_another_python_or_folder_is_made_anew(folder, installer, left):
    run.set_up([])
    (folder / ".venv/made-by-run.json").write_text(left)
    (folder / ".venv/old").touch()
    run.set_up([])
    assert not (folder / ".venv/old").exists()


def test_a_python_that_went_away_is_noticed(folder, installer):
    run.set_up([])
    (folder / ".venv/bin/python").unlink()
    assert not run.is_ready([folder / "requirements.txt"])


def test_an_environment_made_by_hand_is_built_upon(folder, installer, monkeypatch):
    monkeypatch.setattr(run, "uv", lambda: "uv")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").symlink_to(sys.executable)
    (folder / ".venv/by-hand").touch()
    run.set_up([])
    assert (folder / ".venv/by-hand").exists()
    assert run.is_ready([folder / "requirements.txt"])


# The locks


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_exact_versions_with_hashes_and_no_address(name):
    text = (ROOT / name).read_text()
    entries = text.replace("\\\n", "").strip().splitlines()
    assert all(re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)
    assert "://" not in text


def test_the_locks_name_all_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {"requirements.txt": project["project"]["dependencies"] + project["build-system"]["requires"]}
    asked |= {f"requirements-{part}.txt": names for part, names in project["dependency-groups"].items()}
    assert sorted(asked) == LOCKS
    assert set(run.PARTS) == set(project["dependency-groups"])
    for name, requirements in asked.items():
        locked = {line.split("==")[0] for line in (ROOT / name).read_text().splitlines() if "==" in line}
        assert {re.split(r"[\[<>=]", requirement)[0] for requirement in requirements} <= locked


def test_the_locks_agree_with_each_other():
    versions: dict[str, set[str]] = {}
    for name in LOCKS:
        for line in (ROOT / name).read_text().splitlines():
            if "==" in line and ";" not in line:
                package, version = line.split()[0].split("==")
                versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


# The real thing


@pytest.fixture
def copied_tree(tmp_path):
    """The whole project in another folder, with an `.venv` that borrows the packages of this one."""
    tree = tmp_path / "samenspraak"
    unneeded = shutil.ignore_patterns(".*", "instance", "tests", "docs", "benchmarks", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, tree, ignore=unneeded)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tree / ".venv"], check=True)
    packages = next((tree / ".venv/lib").glob("python*/site-packages"))
    borrowed = [entry for entry in sys.path if entry.endswith("site-packages")]
    (packages / "borrowed.pth").write_text("\n".join([str(tree), *borrowed]))
    start = f"#!{tree}/.venv/bin/python\nimport sys\nfrom participation.cli import main\nsys.exit(main())\n"
    (tree / ".venv/bin/participation").write_text(start)
    (tree / ".venv/bin/participation").chmod(0o755)
    room = f"Python {sys.version_info[0]}.{sys.version_info[1]} in {tree}"
    record = {"room": room, "installed": run.fingerprints([ROOT / name for name in LOCKS])}
    (tree / ".venv/made-by-run.json").write_text(json.dumps(record))
    return tree


def free_port():
    with socket.socket() as probe:
        probe.bind((run.HOST, 0))
        return probe.getsockname()[1]


def answers(port):
    try:
        with urllib.request.urlopen(f"http://{run.HOST}:{port}/", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def until_it_answers(process, port, seconds):
    """Wait for the front page, so many seconds at most."""
    began = time.monotonic()
    while not answers(port):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < began + seconds, "no answer"
        time.sleep(0.05)


@pytest.fixture
def start():
    """Start the copied tree at a port, in a process group of its own as a terminal does; what stays is ended."""
    started: list[subprocess.Popen[str]] = []

    def go(tree, port):
        said = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        environment = os.environ | {"PORT": str(port)}
        command = [sys.executable, "run.py"]
        # What runs in the background of a shell does not hear Ctrl-C, nor does what it starts.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        started.append(subprocess.Popen(command, cwd=tree, env=environment, start_new_session=True, **said))
        signal.signal(signal.SIGINT, before)
        return started[-1]

    yield go
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def stop(process):
    """Press Ctrl-C, which a terminal sends to all of them."""
    os.killpg(process.pid, signal.SIGINT)
    return process.communicate(timeout=60)


@pytest.mark.slow
def test_the_one_command_serves_the_demo_and_ends_cleanly(copied_tree, start):
    port = free_port()
    first = start(copied_tree, port)
    until_it_answers(first, port, 60)
    second = start(copied_tree, port)
    assert second.wait(10) == 1
    assert "already runs" in second.communicate()[1]
    said, complaints = stop(first)
    assert f"http://{run.HOST}:{port}" in said
    assert "Traceback" not in complaints
    with pytest.raises(ProcessLookupError):
        os.killpg(first.pid, 0)  # nobody stayed behind

    again = start(copied_tree, port)
    until_it_answers(again, port, 20)
    stop(again)
