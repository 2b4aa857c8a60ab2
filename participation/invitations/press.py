"""Sets letters, in a process of its own: the typesetter keeps all that it ever set, and with this process that goes.

What it is given stands on its input and what it made on its output, so that no name is ever written to a disk.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from participation import config

TEMPLATE = config.ROOT / "templates" / "invitations" / "letter.typ"
# The first and the last page of each letter, in order.
PAGES = "query(<begins>).map(one => one.location().page()).zip(query(<ends>).map(one => one.location().page()))"
LONGEST_SECONDS = 600


class Printed(NamedTuple):
    """A PDF (PDF/UA-1) of letters. pages: of each letter in order its first and its last, from 1"""

    content: bytes
    pages: list[tuple[int, int]]


def set_letters(words: Mapping[str, str], template: Path = TEMPLATE) -> Printed:
    """Letters as a PDF. words: what the template finds in `sys.inputs`"""
    # Nothing of what is run comes from outside: it is this module, with our own Python.
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(template)],
        input=json.dumps(dict(words)).encode(),
        stdout=subprocess.PIPE,
        cwd=config.ROOT,
        timeout=LONGEST_SECONDS,
        check=True,
    )
    pages, _, content = done.stdout.partition(b"\n")
    return Printed(content, [(first, last) for first, last in json.loads(pages)])


def main() -> None:
    """Write the pages as a line of JSON, and after it the PDF."""
    import typst

    press = typst.Compiler(sys.argv[1], sys_inputs=json.load(sys.stdin))
    try:
        content = press.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError:
        # A name with signs that no font here has: it is printed all the same, only without the promise of PDF/UA.
        content = press.compile(format="pdf")
    assert isinstance(content, bytes)
    sys.stdout.buffer.write(press.eval(PAGES).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
