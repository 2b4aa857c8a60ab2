"""A piece of a page in another language than the page: for papers that say everything in each language of the law."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g
from flask_babel import force_locale

from participation.web.context import language


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within this, templates and filters speak this language; whoever shows what they say marks it with its language."""
    before = language()
    g.language = code
    try:
        with force_locale(code):
            yield
    finally:
        g.language = before
