"""The catalogues as they are read: made again where they changed, also by several who start at once."""

import multiprocessing
import shutil

from participation import i18n

STARTERS = 6


def compile_together(folder, start, faults):
    """One of those who start at once."""
    i18n.CATALOGUES = folder
    start.wait(30)
    try:
        i18n.compile_catalogues()
    except OSError as error:
        faults.put(repr(error))


def test_pages_and_worker_that_start_together_each_find_their_catalogues(tmp_path):
    shutil.copytree(i18n.CATALOGUES, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.mo"))
    context = multiprocessing.get_context("spawn")
    start, faults = context.Barrier(STARTERS), context.Queue()
    starters = [context.Process(target=compile_together, args=(tmp_path, start, faults)) for _ in range(STARTERS)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join(60)
    assert [starter.exitcode for starter in starters] == [0] * STARTERS
    assert faults.empty(), faults.get()
    assert {path.name for path in tmp_path.rglob("*.mo")} == {"messages.mo"}
