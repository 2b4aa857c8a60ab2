"""Draws a panel on the command line: read, look whether it can be, calculate, promise, and draw when there is a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from participation import clock
from participation.commands import folder
from participation.commands.order import BALLS, Order, Refusal
from participation.commands.papers import features_of, make_papers, papers_of_result, plain_targets
from participation.commands.reading import check_possible, name_misfits, understood
from participation.commands.voice import ProgressLine, Voice
from participation.errors import N_
from participation.lottery import draw as lottery
from participation.lottery.faults import SENTENCES as LOTTERY_SENTENCES
from participation.lottery.faults import Fault
from participation.sortition.calculation import Calculation, GaveUp, calculate
from participation.sortition.problem import Problem
from participation.text import harmless

GOOD, TO_MEND, INTERRUPTED = 0, 2, 130

LEXIMIN: str = N_(
    "Chances run from %(lowest)s to %(highest)s. No draw that meets the targets is fairer to those with the lowest."
)
CHANCES: str = N_("Chances run from %(lowest)s to %(highest)s.")
PROMISED: str = N_("%(panels)s numbered panels are in %(folder)s. Their promise is %(digest)s.")
NEXT: str = N_(
    "Publish promised.json and verify.py. When the number is drawn, give this command again with the number."
)
DRAWN: str = N_("The number is %(number)s. The %(count)s people of that panel are in %(file)s.")
AT_ONCE: str = N_("Promise and number came together, so others can only take your word that the promise came first.")
PRIVATE: str = N_("Keep %(folder)s to yourself: it says whose code is whose.")
PUT_ASIDE: str = N_("What was there before is now in %(folder)s.")
STOPPED: str = N_("Stopped. Nothing was written.")
NO_PLACE: str = N_("%(folder)s cannot be read or written: %(why)s.")
NOT_A_FOLDER: str = N_("%(folder)s is a file. Choose a folder that does not exist yet.")
NOT_A_DRAW: str = N_("%(folder)s holds other files. Choose a folder that does not exist yet.")
SAME_DRAW: str = N_("%(folder)s holds this draw already. Nothing was changed.")
OTHER_DRAW: str = N_("%(folder)s holds another draw. Choose another folder, or add --force to put that one aside.")
SAME_PROMISE: str = N_("%(folder)s holds this promise already. Add the number, or --force to put the promise aside.")
GAVE_UP: str = N_(
    "Seat by seat, no panel came about that meets these targets. Choose another objective: there are panels."
)
UNNAMED: str = N_("Municipality not named")


def carry_out(order: Order) -> int:
    """Do what was asked; returns the exit code: 0 done, 2 something must be mended first, 130 interrupted."""
    voice = Voice(order.language)
    try:
        _carry_out(order, voice)
    except Refusal as refusal:
        voice.warn(refusal.sentence, **refusal.facts)
        return TO_MEND
    except Fault as fault:
        voice.warn(LOTTERY_SENTENCES[fault.code], **fault.facts)
        return TO_MEND
    except OSError as error:
        voice.warn(NO_PLACE, folder=error.filename or order.out, why=error.strerror or error)
        return TO_MEND
    except KeyboardInterrupt:
        voice.warn(STOPPED)
        return INTERRUPTED
    return GOOD


def _carry_out(order: Order, voice: Voice) -> None:
    there = _what_is_there(order)
    sources = [] if there else order.sources(voice.words(BALLS))
    problem = understood(order, voice)
    if there:
        _go_on(order, there, problem, voice)
        return
    check_possible(problem, voice)
    name_misfits(problem, voice)
    calculation = _calculated(problem, order, voice)
    now = clock.now().astimezone()
    papers = make_papers(
        calculation,
        sources,
        draw=order.out.resolve().name,
        municipality=order.municipality or voice.words(UNNAMED),
        title=order.title or order.out.resolve().name,
        time=now,
    )
    files = papers.files()
    drawn = lottery.draw(papers.published, order.typed, time=now) if order.typed else None
    if drawn:
        files |= papers_of_result(drawn, {code: one for one, code in papers.code_of.items()}, problem)
    earlier = folder.write_whole(order.out, files)
    if earlier:
        voice.warn(PUT_ASIDE, folder=earlier)
    _tell_promise(order, calculation, papers.published, voice)
    if drawn:
        _tell_result(order, drawn, voice)
        voice.warn(AT_ONCE)
    else:
        voice.tell(NEXT)


def _calculated(problem: Problem, order: Order, voice: Voice) -> Calculation:
    line = ProgressLine(voice)
    try:
        return calculate(problem, order.objective, order.panels, report=line)
    except GaveUp:
        raise Refusal(GAVE_UP) from None
    finally:
        line.end()


def _what_is_there(order: Order) -> dict[str, Any] | None:
    """The draw that the folder holds already, promised or drawn, unless it is to be put aside. Raises Refusal."""
    if not order.out.exists():
        return None
    if not order.out.is_dir():
        raise Refusal(NOT_A_FOLDER, folder=order.out)
    if not any(order.out.iterdir()):
        return None
    if not (order.out / folder.PROMISED).exists():
        raise Refusal(NOT_A_DRAW, folder=order.out)
    if order.force:
        return None
    drawn = order.out / folder.DRAWN
    try:
        there = folder.read_json(drawn if drawn.exists() else order.out / folder.PROMISED)
    except ValueError:
        raise Refusal(NOT_A_DRAW, folder=order.out) from None
    return there if isinstance(there, dict) else None


def _go_on(order: Order, there: Mapping[str, Any], problem: Problem, voice: Voice) -> None:
    """Draw from the promise that is there, if it is about these people and targets. Raises Refusal."""
    id_of = folder.read_codes(order.out)
    if not _is_about(there, folder.read_json(order.out / folder.OPENINGS), id_of, order, problem):
        raise Refusal(OTHER_DRAW, folder=order.out)
    if not order.typed and "result" not in there:
        raise Refusal(SAME_PROMISE, folder=order.out)
    typed = order.typed_for(there["commitment"]["sources"]) if order.typed else []
    if "result" in there:
        if typed not in ([], there["result"]["values"]):
            raise Refusal(OTHER_DRAW, folder=order.out)
        voice.tell(SAME_DRAW, folder=order.out)
    else:
        drawn = lottery.draw(there, typed, time=clock.now().astimezone())
        folder.add(order.out, papers_of_result(drawn, id_of, problem))
        there = drawn
    _tell_result(order, there, voice)


def _is_about(
    there: Mapping[str, Any],
    receipts: Sequence[Mapping[str, Any]],
    id_of: Mapping[str, str],
    order: Order,
    problem: Problem,
) -> bool:
    promise = there["commitment"]
    promised = (
        there["targets"],
        promise["seats"],
        promise["panel_count"],
        promise["one_per_household"],
        promise["facts"],
    )
    asked = (
        plain_targets(problem.targets),
        problem.seats,
        order.panels,
        "yes" if problem.households else "no",
        promise["facts"] | {"objective": order.objective},
    )
    people = {str(harmless(person.id)): features_of(person, problem.targets) for person in problem.people}
    return promised == asked and {id_of[receipt["code"]]: receipt["features"] for receipt in receipts} == people


def _tell_promise(order: Order, calculation: Calculation, published: Mapping[str, Any], voice: Voice) -> None:
    chances = calculation.fairness.measures
    sentence = LEXIMIN if order.objective == "leximin" else CHANCES
    voice.tell(sentence, lowest=f"{chances.lowest:.2%}", highest=f"{chances.highest:.2%}")
    voice.tell(PROMISED, panels=order.panels, folder=order.out, digest=published["commitment_digest"])
    voice.tell(PRIVATE, folder=order.out / "private")


def _tell_result(order: Order, drawn: Mapping[str, Any], voice: Voice) -> None:
    number = str(drawn["result"]["number"]).zfill(len(str(order.panels - 1)))
    voice.tell(DRAWN, number=number, count=len(drawn["result"]["panel"]), file=order.out / "selected.csv")
