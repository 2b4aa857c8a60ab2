"""What is connected with what: every table, who hears which news, and which function does which job."""

from __future__ import annotations

from participation import events, held, jobs, pace, sheets
from participation.content import models as content_models
from participation.content import privacy as content_privacy
from participation.content.queries import published_media
from participation.inclusion import awaiting as inclusion_awaiting
from participation.inclusion import cards, reviewing
from participation.inclusion import models as inclusion_models
from participation.inclusion import privacy as inclusion_privacy
from participation.inclusion import sheets as inclusion_sheets
from participation.invitations import answering, forgetting, letters_awaiting
from participation.invitations import awaiting as answers_awaiting
from participation.invitations import models as invitation_models
from participation.invitations import privacy as invitation_privacy
from participation.invitations import sections as invitation_sections
from participation.invitations import sheets as invitation_sheets
from participation.invitations.batches import MAKE
from participation.invitations.queries.lots import published_lots
from participation.invitations.register import READ
from participation.journal import actions as journal
from participation.journal import models as journal_models
from participation.journal import privacy as journal_privacy
from participation.members import answering as seat_answering
from participation.members import awaiting as members_awaiting
from participation.members import models as member_models
from participation.members import privacy as member_privacy
from participation.members import report_sections, seats, session_awaiting, session_sections, tallying
from participation.members import sections as member_sections
from participation.members import sheets as member_sheets
from participation.members.queries import report as report_queries
from participation.members.thanking import THANK
from participation.messages import awaiting as messages_awaiting
from participation.messages import digests, printing
from participation.messages import models as message_models
from participation.messages import privacy as message_privacy
from participation.messages.actions import DELIVER
from participation.municipalities import models as municipality_models
from participation.municipalities import privacy as municipality_privacy
from participation.municipalities.nights import end_day
from participation.panels import models as panel_models
from participation.panels import privacy as panel_privacy
from participation.panels.actions import CALCULATE
from participation.panels.queries import published_documents, subject_name, subject_told
from participation.people import models as people_models
from participation.people import privacy as people_privacy
from participation.people import sheets as people_sheets

MODELS = (
    journal_models,
    municipality_models,
    content_models,
    people_models,
    message_models,
    panel_models,
    invitation_models,
    member_models,
    inclusion_models,
    pace,
)

# Every kind of personal data that a room holds: what "my data", the privacy page and the terms are made of.
PRIVATE = (
    people_privacy,
    inclusion_privacy,
    message_privacy,
    panel_privacy,
    invitation_privacy,
    member_privacy,
    content_privacy,
    municipality_privacy,
    journal_privacy,
)
held.register([kind for room in PRIVATE for kind in room.KINDS])

# Every form that people fill in, in the order in which they are offered.
# Whoever was drawn answers with the code of their invitation: from then on it is first that of their seat.
sheets.register([*inclusion_sheets.SHEETS, *people_sheets.SHEETS, *member_sheets.SHEETS, *invitation_sheets.SHEETS])

# event: who hears it, in this order. What each is told stands at the listener.
LISTENERS: dict[str, tuple[events.Listener, ...]] = {
    # somebody wants to see everything we hold on them: (who: held.Somebody) -> list[Holding]
    "person.asking": tuple(room.asking for room in PRIVATE),
    # somebody is to be forgotten, and at last by the room that knows them: (who)
    "person.leaving": (
        inclusion_privacy.leaving,
        member_privacy.leaving,
        invitation_privacy.leaving,
        panel_privacy.leaving,
        message_privacy.leaving,
        content_privacy.leaving,
        municipality_privacy.leaving,
        people_privacy.leaving,
    ),
    # somebody does not want to be written to or drawn any more: (who)
    "person.objecting": (invitation_privacy.objecting, panel_privacy.objecting, digests.objecting),
    # the same of somebody without an account, by their keyed number: (municipality_id, number_key, by, at)
    "number.objecting": (invitation_privacy.number_objecting, panel_privacy.number_objecting),
    # a municipality takes its data along: (municipality_id) -> pairs of a place in the archive and what was published
    "municipality.exporting": (published_documents, published_lots, published_media),
    # what is this called, such as `panel:7`: (municipality_id, subject) -> its name per language, or None
    "subject.asked": (subject_name, report_queries.subject_name),
    # what does this tell of itself, for who writes more about it: (municipality_id, subject) -> content.Subject, or None
    "content.asked": (subject_told, report_queries.subject_told),
    # what do other rooms add to the public page of a panel: (municipality_id, panel_id) -> list[panels.queries.Section]
    "panel.shown": (
        invitation_sections.shown,
        member_sections.shown,
        session_sections.shown,
        report_sections.shown,
    ),
    # and to its page at the desk, with what comes next there: (municipality_id, panel_id) -> list[panels.queries.Section]
    "panel.worked": (
        invitation_sections.worked,
        member_sections.worked,
        session_sections.worked,
        report_sections.worked,
    ),
    # a number was entered, and these are drawn; or a draw that gave them was cancelled:
    # (municipality_id, panel_id, round, codes, by: Actor, at)
    "panel.drawn": (seats.ask,),
    "panel.undrawn": (seats.draw_undone,),
    # the panels of a municipality are listed at its desk: of which is the last day to say yes not over?
    # (municipality_id, at) -> list[panel_id]
    "panels.listed": (invitation_sections.listed,),
    # whoever had these codes in the pool of a panel is forgotten, by the rooms that know more of them:
    # (municipality_id, panel_id, codes, at)
    "place.forgotten": (member_privacy.place_forgotten, forgetting.place_forgotten),
    # whoever had this secret code is forgotten, and so is what came in with it:
    # (municipality_id, subject, code, entry_id)
    "code.forgotten": (inclusion_privacy.code_forgotten,),
    # all but the codes of these people of a pool is about to be forgotten: what is known by it is written down first:
    # (municipality_id, panel_id, codes)
    "panel.forgetting": (tallying.keep_features, member_privacy.pool_forgotten),
    # a room prints the questions of a form itself: (municipality_id, name, subject, language) -> what stands on it
    "card.asked": (cards.card_asked,),
    # all the people of a pool are about to be taken out at once, as a list takes their place: may refuse it:
    # (municipality_id, panel_id)
    "panel.emptying": (answering.refuse_list,),
    # somebody typed a secret code of ours: (municipality_id, code) -> the endpoint and options where it leads, or None
    "code.typed": (seat_answering.leads_to, answering.leads_to),
    # somebody opens the desk: what may wait there for them? (place: Place, who: Actor, at) -> list[awaiting.Asked]
    "desk.opened": (
        members_awaiting.awaiting,
        session_awaiting.awaiting,
        inclusion_awaiting.awaiting,
        answers_awaiting.awaiting,
        letters_awaiting.awaiting,
        messages_awaiting.awaiting,
    ),
    # a day has ended: (municipality_id, at)
    "day.ended": (
        journal.keep_days_ends,
        digests.send_digests,
        seats.at_days_end,
        inclusion_privacy.expiring,
        member_privacy.expiring,
        invitation_privacy.expiring,
        panel_privacy.expiring,
        message_privacy.expiring,
        printing.give_up,
        people_privacy.expiring,
        reviewing.remind,
    ),
}
events.listen(LISTENERS)


def work() -> dict[str, jobs.Job]:
    """Every job by its name. Only the worker pays for loading the engine."""
    from participation.invitations import making, registering
    from participation.members import thanking
    from participation.messages import delivering
    from participation.panels import calculating

    return {
        CALCULATE: calculating.calculate,
        READ: registering.read_register,
        MAKE: making.make_letters,
        DELIVER: delivering.deliver,
        THANK: thanking.thank,
        jobs.NIGHTLY: end_day,
    }
