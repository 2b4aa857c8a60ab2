"""The one place where commands speak: in the language asked for, results on stdout and the rest on stderr."""

from __future__ import annotations

import sys
import time
from typing import TextIO

import click

from participation.errors import N_
from participation.i18n import Sentence, say
from participation.sortition.progress import Progress

STAGES: dict[str, str] = {
    "relaxation": N_("finding the fairest chances"),
    "seeding": N_("making panels"),
    "repair": N_("balancing panels"),
    "columns": N_("finding better panels"),
    "cut": N_("proving the limit"),
    "finish": N_("checking every panel"),
    "numbering": N_("numbering the panels"),
    "random": N_("selecting the plain way"),
    "fairness": N_("writing the fairness report"),
}
AT_MOST: str = N_("lowest chance at most %(bound)s")
STILL_OFF: str = N_("still off by %(gap)s")
SECONDS_BETWEEN_LINES = 5.0


class Voice:
    """Says sentences in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def words(self, sentence: Sentence, /, **facts: object) -> str:
        return say(sentence, self.language, facts)

    def tell(self, sentence: Sentence, /, **facts: object) -> None:
        """A result."""
        click.echo(self.words(sentence, **facts))

    def warn(self, sentence: Sentence, /, **facts: object) -> None:
        """What the reader should know or mend."""
        click.echo(self.words(sentence, **facts), err=True)


class ProgressLine:
    """Shows progress: one line that changes on a terminal, now and then a line elsewhere."""

    def __init__(self, voice: Voice, stream: TextIO | None = None) -> None:
        self._voice = voice
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._stage = ""
        self._told = 0.0
        self._width = 0

    def __call__(self, progress: Progress) -> None:
        pause = 0.1 if self._live else SECONDS_BETWEEN_LINES
        if progress.stage == self._stage and time.monotonic() - self._told < pause:
            return
        self._stage, self._told = progress.stage, time.monotonic()
        line = self._line(progress)
        if self._live:
            self._stream.write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            self._stream.write(line + "\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._live and self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0

    def _line(self, progress: Progress) -> str:
        stage = STAGES.get(progress.stage)
        parts = [self._voice.words(stage) if stage else progress.stage]
        if progress.bound is not None:
            parts.append(self._voice.words(AT_MOST, bound=f"{progress.bound:.4f}"))
        if progress.gap is not None:
            parts.append(self._voice.words(STILL_OFF, gap=f"{progress.gap:.1e}"))
        return " · ".join([*parts, f"{progress.seconds:.0f} s"])
