"""Sets up Samenspraak and starts it, on a machine with nothing but Python 3.11: for whoever wants to see it.

    python3 run.py                      set up, make the demo, serve it at http://127.0.0.1:5000
    PORT=8000 python3 run.py            the same, at port 8000
    python3 run.py setup [PART ...]     only set up; parts on top are test, browser and lint
    python3 run.py test [ARGUMENT ...]  set up and run the tests; the arguments go to pytest
    python3 run.py test --long          look at every page as everybody, in every language and rendering: half an hour

What it installs is in `.venv`, which may be thrown away at any time; what Samenspraak remembers is in `instance`.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:
    sys.exit("Samenspraak runs on Linux and macOS: on Windows, start it inside WSL (wsl --install).")

if sys.version_info < (3, 11):  # noqa: UP036  An older Python must be able to read this file this far.
    sys.exit(
        f"Samenspraak needs Python 3.11 or newer, and this is Python {sys.version_info[0]}.{sys.version_info[1]}: "
        "install a newer one and start with that, for instance python3.12 run.py."
    )

PARTS = ("test", "browser", "lint")
HOST = "127.0.0.1"

ROOT = Path(__file__).resolve().parent
ROOM = ROOT / ".venv"
RECORD = ROOM / "made-by-run.json"
INSTANCE = ROOT / "instance"
LOG = INSTANCE / "setup.log"


class Sorry(Exception):
    """Why we cannot go on and what to do about it, in one sentence for the person at the keyboard."""


def main(words: Sequence[str]) -> int:
    """Do what the words of the command line ask; return the exit code."""
    try:
        if not words:
            start()
        elif words[0] == "setup":
            set_up(words[1:])
            print("Samenspraak is ready: python3 run.py starts it.")
        elif words[0] == "test":
            test(words[1:])
        elif words[0] in ("help", "-h", "--help"):
            print(__doc__.strip())
        else:
            raise Sorry(f"I do not know the word {words[0]}: python3 run.py --help tells what I can do.")
    except (Sorry, OSError) as error:
        print(error if isinstance(error, Sorry) else why_not_written(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the same command goes on from here.", file=sys.stderr)
        return 130
    return 0


def start() -> None:
    """Set up and become the server, which makes the demo where there is none and says how to sign in."""
    port = port_in(os.environ.get("PORT") or "5000")
    with turn("serving", "Samenspraak already runs from this folder: stop it first, with Ctrl-C.") as held:
        check_port_is_free(port)
        set_up([])
        os.set_inheritable(held, True)  # the server keeps the turn until it ends
        become("participation", "serve", "--demo")


def test(arguments: Sequence[str]) -> None:
    """Set up and become pytest, with two workers unless the arguments say otherwise."""
    if "--long" in arguments:
        set_up(["test", "browser"])
        pages = ["--dist=loadgroup", "tests/browser/test_every_page.py"]
        become("python", "-m", "pytest", "--numprocesses=2", *pages, *arguments)
    set_up(["test"])
    become("python", "-m", "pytest", "--numprocesses=2", "--dist=loadfile", *arguments)


def set_up(parts: Sequence[str]) -> None:
    """Make `.venv` hold what the locks name, if it does not yet; may be interrupted, and may run twice at once."""
    for part in parts:
        if part not in PARTS:
            raise Sorry(f"I do not know the part {part}: there are {', '.join(PARTS)}.")
    locks = [ROOT / "requirements.txt", *(ROOT / f"requirements-{part}.txt" for part in parts)]
    if is_ready(locks):
        return
    with turn("setup"):
        if is_ready(locks):
            return
        print("Setting up Samenspraak; the first time this takes about a minute.", flush=True)
        LOG.write_text("")
        if not can_be_used(read_record()):
            make_room()
        installed = (read_record() or {}).get("installed", {})
        write_record({})
        install(locks)
        write_record({"room": room_wanted(), "installed": installed | fingerprints(locks)})


# Is there anything to do?

Record = dict[str, Any]  # "room": room_wanted(), "installed": fingerprints(); empty while unfinished


def is_ready(locks: list[Path]) -> bool:
    """Whether `.venv` was finished, from these very locks, by this Python, in this folder."""
    record = read_record() or {}
    return (
        record.get("room") == room_wanted()
        and fingerprints(locks).items() <= record["installed"].items()
        and Path(program("python")).exists()
    )


def can_be_used(record: Record | None) -> bool:
    """Whether the `.venv` that is there can be built upon: a finished one of ours, or a sound one made by hand."""
    if record is not None and record.get("room") != room_wanted():
        return False
    question = f"import sys{'' if uv() else ', pip'}; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([program("python"), "-c", question], check=False, capture_output=True, text=True)
    except OSError:
        return False
    return answer.stdout.split() == [str(number) for number in sys.version_info[:2]]


def room_wanted() -> str:
    """Folder and Python are written all over a virtual environment: with another of either it must be made anew."""
    return f"Python {sys.version_info[0]}.{sys.version_info[1]} in {ROOT}"


def read_record() -> Record | None:
    """What is known of `.venv`: {} if it was left unfinished, None if it is not there or not made by us."""
    try:
        return dict(json.loads(RECORD.read_text()))
    except FileNotFoundError:
        return None
    except ValueError:
        return {}


def write_record(record: Record) -> None:
    RECORD.write_text(json.dumps(record, indent=2) + "\n")


def fingerprints(locks: list[Path]) -> dict[str, str]:
    """The SHA-256 of each file that decides what is installed, by its name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in [*locks, ROOT / "pyproject.toml"]}


# Doing it


def make_room() -> None:
    """Make an empty `.venv`, marked as unfinished from its first moment."""
    if not uv():
        check_ensurepip()
    shutil.rmtree(ROOM, ignore_errors=True)
    ROOM.mkdir()
    write_record({})
    # Started from inside a virtual environment, it is the Python beneath that must be asked.
    python = getattr(sys, "_base_executable", sys.executable)
    run([python, "-m", "venv", *(["--without-pip"] if uv() else []), str(ROOM)])


def install(locks: list[Path]) -> None:
    """Install what the locks name, each file checked by its hash; then Samenspraak, for which nothing is fetched."""
    if faster := uv():
        tool = [faster, "pip", "install", "--python", program("python")]
    else:
        tool = [program("python"), "-m", "pip", "install", "--disable-pip-version-check", "--retries=2"]
    run([*tool, "--require-hashes", *(f"--requirement={path}" for path in locks)])
    run([*tool, "--no-index", "--no-deps", "--no-build-isolation", f"--editable={ROOT}"])


def run(command: list[str]) -> None:
    """Run a command, keeping what it says in the log."""
    with LOG.open("a") as log:
        done = subprocess.run(command, check=False, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    if done.returncode:
        raise Sorry(why_not_installed(LOG.read_text(errors="replace")))


def become(name: str, *arguments: str) -> None:
    """Hand this process over to a program of `.venv`, so that Ctrl-C and the exit code are that program's own."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(program(name), [program(name), *arguments])


def program(name: str) -> str:
    return str(ROOM / "bin" / name)


def uv() -> str | None:
    """The faster installer, where there is one."""
    return shutil.which("uv")


@contextmanager
def turn(name: str, taken: str | None = None) -> Iterator[int]:
    """Be the only process in this folder that does this; if another is, say `taken`, or else wait for it."""
    INSTANCE.mkdir(exist_ok=True)
    held = os.open(INSTANCE / f"{name}.turn", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | (fcntl.LOCK_NB if taken else 0))
        yield held
    except BlockingIOError:
        raise Sorry(taken) from None
    finally:
        os.close(held)


# Saying what is wrong


def check_ensurepip() -> None:
    """Debian and Ubuntu keep a part of Python's venv in a package of its own."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Sorry(
            "This Python came without its module venv; on Debian and Ubuntu this line adds it: "
            f"sudo apt install {package}"
        ) from None


def port_in(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise Sorry(f"PORT must be a number from 1 to 65535, and it is '{text}'.")
    return int(text)


def check_port_is_free(port: int) -> None:
    """Look before anything is made whether we could serve there."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except PermissionError:
            raise Sorry(f"Port {port} is kept for the administrator: choose one above 1023.") from None
        except OSError:
            another = port + 1 if port < 65535 else 5000
            raise Sorry(f"Port {port} is taken; choose another one like this: PORT={another} python3 run.py") from None


def why_not_installed(log: str) -> str:
    """One sentence about an installation that failed, from what the installer said."""
    details = LOG.relative_to(ROOT)
    if "No space left on device" in log:
        return FULL
    if re.search(NO_NETWORK, log):
        return (
            "I could not fetch what Samenspraak needs; this takes the network, the first time only: "
            f"check the connection and run the same command again (details are in {details})."
        )
    return f"Setting up failed, and {details} says why; running the same command again starts afresh."


def why_not_written(error: OSError) -> str:
    """One sentence about a folder or a disk that does not take our files."""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"I may not write in {ROOT}: copy Samenspraak to a folder of your own and start it there."
    if error.errno == errno.ENOSPC:
        return FULL
    return f"Something is in the way: {error}."


FULL = "The disk is full: free about 500 MB and run the same command again."
NO_NETWORK = (  # as pip and uv put it, on Linux and macOS
    "NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Network is unreachable|name resolution|"
    "Name or service not known|nodename nor servname|dns error|error sending request|tcp connect error"
)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
