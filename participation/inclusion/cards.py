"""The questions of a form for a room that prints them itself, such as on the reply card in a letter: the same, with the
same numbers, as in every other way of that form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from participation.inclusion import paper_codes, papers, queries
from participation.inclusion.questions import questions
from participation.municipalities import queries as municipalities
from participation.sheets import sheet
from participation.web.context import speaking


def card_asked(session: Session, *, municipality_id: int, name: str, subject: str, language: str) -> dict[str, Any]:
    """What `papers.form_words` says of a form in this language, each question with the `name` of its field besides. Raises
    NotFound where there is no such form."""
    wanted, place = sheet(name), municipalities.place(session, municipality_id)
    code = paper_codes.code_of(session, municipality_id, wanted, subject)
    with speaking(language):
        form = wanted.asks(session, municipality_id, subject)(formdata=None, meta={"csrf": False})
        words = papers.form_words(place, wanted, form, code, queries.about(session, municipality_id, subject))
    names = {str(question.number): question.name for question in questions(form)}
    return {**words, "steps": [_named(step, names) for step in words["steps"]]}


def _named(step: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A step whose questions also say which field they are."""
    asked = [{**question, "name": names[question["number"]]} for question in step["questions"]]
    return {**step, "questions": asked}
