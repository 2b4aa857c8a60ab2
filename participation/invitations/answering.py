"""What somebody who is invited answers, with the code in their letter, in any way: yes, no, a question; and takes back.

Every act takes the panel first and then the invitation, so that two devices at once come one after the other: the newest
answer counts, and a person is in the pool once.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import N_, NotFound, Refused
from participation.i18n import in_language, say
from participation.invitations import rules, seals
from participation.invitations.models import Invited
from participation.invitations.queries import answers as queries
from participation.journal.actions import record
from participation.lottery.codes import read_long_code
from participation.lottery.faults import Fault
from participation.messages import actions as messages
from participation.messages.recipients import EMAIL, LETTER, PHONE, Recipient
from participation.municipalities import queries as municipalities
from participation.panels import actions as pools
from participation.panels import queries as panels
from participation.people import queries as people
from participation.sheets import TEXT, YES, Sent, Texted

SOMEBODY = "somebody"
ANSWERED = N_("We have an answer with this code already. What you send now takes its place.")
STILL_PAPER = N_("The last day to say yes is over. You can still say no, or ask us something.")
YOUR_CODE, LAST_DAY = N_("Your code in the draw"), N_("You can say yes until")


def opens(session: Session, municipality_id: int, subject: str, code: str, at: datetime) -> str:
    """Whether a code opens the answer to an invitation, and what is good to know first. Raises Refused and Fault."""
    found = queries.invited_by_code(session, municipality_id, read_long_code(code))
    if found is None or panels.subject_of(found[0]) != subject:
        raise Refused("letter_code_unknown", field="code")
    panel_id, state, answer = found
    if state in rules.GONE:
        raise Refused("answer_not_eligible", field="code")
    if not panels.takes_people(session, municipality_id, panel_id):
        return ""
    if answer in (rules.YES, rules.NO):
        return ANSWERED
    return STILL_PAPER if local(at).date() > _last_day(session, municipality_id, panel_id) else ""


def texted(session: Session, municipality_id: int, code: str, word: str, phone: str) -> Texted | None:
    """What "YES KRTW-4071-PMNX-2208" fills in: a yes, and call me; None where it is the code of no letter, or the draw is over."""
    told = queries.code_told(session, municipality_id, code)
    if told is None or told[0] in panels.drawn_panels(session, municipality_id):
        return None
    panel_id, language, name = told
    subject = panels.subject_of(panel_id)
    if word == YES:
        typed = {"code": [code], "answer": [rules.CALL], "name": [name or phone], "contact": [phone]}
        return Texted(subject, typed, language, "text_yes_call")
    return Texted(subject, {"code": [code], "answer": [rules.NO]}, language, "text_no")


def leads_to(session: Session, *, municipality_id: int, code: str) -> tuple[str, dict[str, str]] | None:
    """Where a code leads that somebody typed on any page of ours: to their invitation; None where it is of no letter."""
    if queries.invited_by_code(session, municipality_id, code) is None:
        return None
    return "invitations.invitation", {"code": code}


def refuse_list(session: Session, *, municipality_id: int, panel_id: int) -> None:
    """Where people were invited by lot, no list takes the place of what they answered. Raises Refused."""
    if queries.last_day(session, municipality_id, panel_id) is not None:
        raise Refused("panel_has_invited")


def reply(session: Session, sent: Sent) -> None:
    """Somebody answers. Raises Refused where that no longer counts."""
    panel, invited = _whose(session, sent)
    answer, here = str(sent.answers["answer"]), sent.municipality_id
    last_day, today = _last_day(session, here, panel.id), local(sent.at).date()
    rules.check_may_answer(
        answer,
        state=invited.state,
        before=invited.answer,
        last_day=last_day,
        today=today,
        channel=sent.channel,
        is_open=panels.takes_people(session, here, panel.id),
    )
    if answer == rules.QUESTION:
        _ask(invited, sent)
    elif answer == rules.NO:
        _say_no(session, panel, invited, sent)
    elif answer == rules.CALL:
        _say_yes_and_call(invited, sent)
    else:
        _say_yes(session, panel, invited, sent)
    if invited.state not in rules.GONE:
        invited.state = ""
    if sent.channel == rules.PAPER and answer == rules.YES and today > last_day:
        _note(session, invited, "invited.answered_late", sent, days=(today - last_day).days)


def take_back(session: Session, sent: Sent) -> None:
    """An answer was not meant; or is put right, and then the right one is taken after this. Raises Refused."""
    found = queries.of_entry(session, sent.municipality_id, sent.entry_id)
    if found is None:
        raise Refused("answered_anew")
    panel = panels.panel_by_id_to_change(session, sent.municipality_id, found.panel_id)
    if not panels.takes_people(session, sent.municipality_id, panel.id):
        raise Refused("answers_closed")
    if sent.answers:
        if found.code_key != seals.code_key(sent.municipality_id, _read(sent)):
            raise Refused("answer_other_code", field="code")
        return
    _leave_pool(session, panel, found, sent)
    found.answer = found.answered_at = found.channel = found.entry_id = None
    found.features = found.reason = found.words = found.reach = None
    found.question = found.asked_at = found.handled_at = None
    found.stays = found.next_pool = False


def tells(session: Session, municipality_id: int, entry_id: int) -> list[tuple[str, str | date]]:
    """What a receipt says besides what was answered: the code in the draw; to others, until when they can say yes."""
    told = queries.told(session, municipality_id, entry_id)
    if told is None:
        return []
    panel_id, candidate = told
    if candidate:
        return [(YOUR_CODE, candidate)]
    return [(LAST_DAY, _last_day(session, municipality_id, panel_id))]


def recipient_of(invited: Invited) -> Recipient:
    """Somebody who was invited as somebody we write to: as they said, else by letter to where they were invited."""
    here = invited.municipality_id
    said = seals.reach_of(here, invited.reach) if invited.reach else dict.fromkeys(seals.REACH, "")
    letter = seals.letter_of(here, invited.letter) if invited.letter else {}
    street = " ".join(f"{letter.get('street', '')} {letter.get('number', '')} {letter.get('box', '')}".split())
    town = {part: letter.get(part, "") for part in ("postcode", "town")}
    return Recipient(
        None,
        said["name"] or letter.get("name", ""),
        said["way"] or LETTER,
        email=said["email"] or None,
        phone=people.mobile(said["phone"]) if said["phone"] else None,
        address={"street": street, **town} if street and town["town"] else None,
        language=invited.language,
        large_print=invited.large_print,
    )


def _whose(session: Session, sent: Sent) -> tuple[Any, Invited]:
    """The panel and whoever is invited with this code, both taken. Raises Refused."""
    code = _read(sent)
    panel_id = queries.subject_of_code(session, sent.municipality_id, code)
    if panel_id is None or panels.subject_of(panel_id) != sent.subject:
        raise Refused("letter_code_unknown", field="code")
    panel = panels.panel_by_id_to_change(session, sent.municipality_id, panel_id)
    invited = queries.to_answer(session, sent.municipality_id, code)
    if invited is None:
        raise NotFound
    return panel, invited


def _read(sent: Sent) -> str:
    try:
        return read_long_code(str(sent.answers["code"]))
    except Fault:
        raise Refused("letter_code_unknown", field="code") from None


def _last_day(session: Session, municipality_id: int, panel_id: int) -> date:
    found = queries.last_day(session, municipality_id, panel_id)
    if found is None:
        raise Refused("answer_not_eligible", field="code")
    return found


def _ask(invited: Invited, sent: Sent) -> None:
    """A question is no answer: what they answered before stays."""
    here = sent.municipality_id
    invited.question = seals.sealed_words(here, str(sent.answers["question"]))
    invited.asked_at, invited.handled_at = sent.at, None
    if invited.answer in (None, rules.QUESTION):
        invited.answer, invited.answered_at = rules.QUESTION, sent.at
        invited.channel, invited.entry_id = sent.channel, sent.entry_id
    if invited.reach is None or sent.answers.get("contact"):
        _reached(invited, sent)


def _say_no(session: Session, panel: Any, invited: Invited, sent: Sent) -> None:
    _leave_pool(session, panel, invited, sent)
    _answered(invited, rules.NO, sent)
    invited.features = None
    invited.stays = invited.next_pool = False
    invited.reason = sent.answers.get("reason") or None
    invited.words = seals.sealed_words(sent.municipality_id, (sent.answers.get("words") or "").strip())
    if invited.handled_at or not invited.question:
        # Nothing waits for an answer, so nothing needs to reach them.
        invited.reach = None


def _say_yes_and_call(invited: Invited, sent: Sent) -> None:
    """Without features nobody is in the pool; who is in it already stays, with what they said before."""
    _answered(invited, rules.YES, sent)
    invited.reason = invited.words = None
    if not invited.candidate or not invited.reach:
        _reached(invited, sent)


def _say_yes(session: Session, panel: Any, invited: Invited, sent: Sent) -> None:
    categories = panels.features_asked(panels.panel_by_id(session, sent.municipality_id, panel.id))
    features = {
        category: sent.answers.get(rules.feature_name(number)) or panels.UNSAID
        for number, category in enumerate(categories, start=1)
    }
    by, via = sent.by or SOMEBODY, sent.channel
    if invited.candidate:
        pools.put_right(session, panel, invited.candidate, features, by=by, via=via, at=sent.at)
    else:
        invited.candidate = pools.admit(
            session,
            panel,
            features,
            invited.household,
            invited.number_key,
            reference=_reference(session, invited),
            by=by,
            via=via,
            at=sent.at,
        )
    _answered(invited, rules.YES, sent)
    invited.features, invited.reason, invited.words = features, None, None
    invited.stays, invited.next_pool = bool(sent.answers.get("stays")), bool(sent.answers.get("next_pool"))
    _reached(invited, sent)
    session.flush()
    _confirm(session, panel, invited, sent)


def _reference(session: Session, invited: Invited) -> str:
    """Which letter a candidate answered, as officials of this municipality read it in their lists."""
    place = municipalities.place(session, invited.municipality_id)
    return say(N_("letter %(number)s"), place.languages[0], {"number": invited.number})


def _leave_pool(session: Session, panel: Any, invited: Invited, sent: Sent) -> None:
    if invited.candidate:
        pools.dismiss(session, panel, invited.candidate, by=sent.by or SOMEBODY, via=sent.channel, at=sent.at)
        invited.candidate = None


def _answered(invited: Invited, answer: str, sent: Sent) -> None:
    invited.answer, invited.answered_at = answer, sent.at
    invited.channel, invited.entry_id = sent.channel, sent.entry_id
    if sent.channel != TEXT:
        invited.language = sent.language


def _reached(invited: Invited, sent: Sent) -> None:
    """How they want to be reached: an address is for e-mails, a mobile number for texts; to any other we send letters, and
    call where somebody must speak to them."""
    contact = (sent.answers.get("contact") or "").strip()
    mobile = None if "@" in contact else people.mobile(contact)
    invited.reach = seals.sealed_reach(
        sent.municipality_id,
        {
            "name": (sent.answers.get("name") or "").strip(),
            "email": contact.lower() if "@" in contact else "",
            "phone": "" if "@" in contact else mobile or contact,
            "way": EMAIL if "@" in contact else PHONE if mobile else LETTER,
        },
    )


def _confirm(session: Session, panel: Any, invited: Invited, sent: Sent) -> None:
    """Their code, what the lot knows of them, and how it works; once for each time that they answer."""
    here, to = sent.municipality_id, recipient_of(invited)
    place = municipalities.place(session, here)
    title, language = in_language(panel.title, to.language or "", place.languages, panel.slug)
    spoken = to.language or language
    features = ", ".join(
        f"{name}: {say(value, spoken) if value == panels.UNSAID else value}"
        for name, value in (invited.features or {}).items()
    )
    facts = {"panel": title, "code": invited.candidate, "features": features, "link": f"/panels/{panel.slug}"}
    key = f"reply_yes:{invited.id}:{sent.entry_id}:{sent.at.isoformat()}"
    messages.send(session, here, "reply_yes", to=to, key=key, facts=facts, at=sent.at)


def _note(session: Session, invited: Invited, event: str, sent: Sent, **facts: str | int) -> None:
    subject = f"panel:{invited.panel_id}/invited:{invited.number}"
    record(
        session,
        invited.municipality_id,
        event,
        subject=subject,
        by=sent.by or SOMEBODY,
        via=sent.channel,
        facts=facts,
        at=sent.at,
    )
