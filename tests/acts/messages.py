"""Acts about messages: letters to the printer, another try, and no more news."""

from __future__ import annotations

from sqlalchemy import update

from participation import clock, db
from participation.messages import links, printing
from participation.messages.models import Message
from participation.municipalities.actions import decide
from tests.acts import Act
from tests.messages.writing import send, send_letter
from tests.towns import START

OUTBOX = "/desk/messages"


def letter_waiting(town):
    send_letter(town)
    return {}


def batch_taken(town):
    send_letter(town)
    with db.write() as session:
        return {"batch": printing.take_letters(session, town.id, by=town.first, at=clock.now())}


def letter_printed(town):
    number = send_letter(town)
    with db.write() as session:
        batch = printing.take_letters(session, town.id, by=town.first, at=clock.now())
        printing.note_printed(session, town.id, batch, by=town.first, at=clock.now())
    return {"message": number}


def letter_with_copies(town):
    with db.write() as session:
        names = {"nl": "Besluit"}
        decide(
            session, town.id, "language.copy", ["de"], source=names, source_date=START.date(), by=town.first, at=START
        )
    return letter_printed(town)


def message_failed(town):
    number = send(town, "data_exported")
    with db.write() as session:
        session.execute(update(Message).where(Message.id == number).values(state="failed", tries=6))
    return {"message": number}


def news_link(town):
    return {"token": links.unsubscribe_token(town.id, town.citizen.person_id, "news")}


ACTS = [
    Act("messages_desk.take_letters", f"{OUTBOX}/letters", prepare=letter_waiting),
    Act("messages_desk.note_printed", f"{OUTBOX}/letters/{{batch}}/printed", prepare=batch_taken),
    Act("messages_desk.put_back", f"{OUTBOX}/letters/{{batch}}/back", prepare=batch_taken),
    Act("messages_desk.note_returned", f"{OUTBOX}/{{message}}/returned", prepare=letter_printed),
    Act(
        "messages_desk.copy_letter",
        f"{OUTBOX}/{{message}}/copy",
        {"language": "de", "seen": 0},
        prepare=letter_with_copies,
    ),
    Act("messages_desk.retry", f"{OUTBOX}/{{message}}/retry", prepare=message_failed),
    Act("messages.unsubscribe", "/unsubscribe/{token}", who=None, prepare=news_link, status=200),
]
