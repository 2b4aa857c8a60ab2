"""Messages on their way: through a real mail server and gateway, that may refuse, dawdle or be gone."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from participation import clock, config, db, mail
from participation.demo.catcher import caught
from participation.mail import Mail, NotDelivered
from participation.messages import delivering, printing
from tests.messages.writing import messages, recipient, send
from tests.post import deliver_all, deliver_waiting

WORDS = Mail("1/code:1", "dee@ourtown.example", "Subject", "Body", "Town", "desk@ourtown.example", "nl")


@contextmanager
def mail_server(answer, **options):
    """A mail server that says this to every recipient."""

    class Says:
        async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
            envelope.rcpt_tos.append(address)
            return answer

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(Says(), hostname="127.0.0.1", port=port, ready_timeout=20, **options)
    server.start()
    try:
        with servers(smtp=f"smtp://127.0.0.1:{port}"):
            yield
    finally:
        server.stop()


@contextmanager
def servers(**addresses):
    before = config.current()
    config.use(replace(before, **addresses))
    try:
        yield
    finally:
        config.use(before)


def test_an_email_arrives_as_it_was_written(towns, post):
    town, _ = towns
    send(town, to=recipient(town, language="nl"))
    deliver_waiting()
    (mail,) = caught(post)
    headers = dict(mail.headers)
    assert (mail.to, headers["From"]) == ("dee@ourtown.example", "Gemeente ourtown <samenspraak@localhost>")
    assert headers["Reply-To"] == "Gemeente ourtown <balie@ourtown.example>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Content-Language"] == "nl"
    assert headers["Content-Type"] == 'text/plain; charset="utf-8"'
    assert "List-Unsubscribe" not in headers
    assert "123456" in mail.body
    (message,) = messages(town)
    assert (message.state, message.tries, message.trouble) == ("sent", 1, "")


def test_a_short_text_arrives_as_it_was_written(towns, post):
    town, _ = towns
    send(town, to=recipient(town, way="phone"))
    deliver_waiting()
    (text,) = caught(post)
    assert (text.way, text.to) == ("phone", "+32470000000")
    assert "123456" in text.body
    assert messages(town)[0].state == "sent"


def test_the_words_of_a_secret_are_wiped_once_it_left_and_others_stay(towns, post):
    town, _ = towns
    send(town)
    send(town, "data_exported", key="two")
    deliver_waiting()
    assert [bool(message.body) for message in messages(town)] == [False, True]


def test_a_job_that_is_done_twice_sends_once(towns, post):
    number = send(towns[0])
    delivering.deliver(number)
    delivering.deliver(number)
    delivering.deliver(10_000)
    assert len(caught(post)) == 1


def test_an_email_that_leaves_twice_has_one_number(towns):
    assert mail.compose(WORDS)["Message-ID"] == mail.compose(WORDS)["Message-ID"]
    assert mail.compose(WORDS)["Message-ID"] != mail.compose(replace(WORDS, key="2/code:1"))["Message-ID"]


@pytest.mark.parametrize(
    ("answer", "state", "trouble"),
    [
        ("550 no such user", "failed", "address_refused"),
        ("450 try later", "waiting", "address_refused"),
        ("421 too busy", "waiting", "unreachable"),
    ],
)
def test_a_refusal_for_good_fails_at_once_and_another_is_tried_again(towns, answer, state, trouble):
    town, neighbour = towns
    send(town)
    with mail_server(answer):
        deliver_waiting()
    (message,) = messages(town)
    assert (message.state, message.tries) == (state, 1)
    assert message.trouble in (trouble, "refused", "address_refused")
    assert messages(neighbour) == []


def test_after_six_attempts_it_has_failed_and_the_desk_may_try_again(towns, post):
    town, _ = towns
    number = send(town, "data_exported")
    with servers(smtp="smtp://127.0.0.1:9"):
        for attempt in range(1, 7):
            delivering.deliver(number)
            (message,) = messages(town)
            assert (message.tries, message.trouble) == (attempt, "unreachable")
            assert message.state == ("failed" if attempt == 6 else "waiting")
    with db.write() as session:
        printing.retry(session, town.id, number)
    assert len(deliver_all()) == 1
    assert messages(town)[0].state == "sent"


def test_a_code_that_is_too_late_is_not_sent_and_its_words_go(towns, post, monkeypatch):
    town, _ = towns
    number = send(town)
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    delivering.deliver(number)
    (message,) = messages(town)
    assert (message.state, message.trouble, message.body) == ("failed", "late", "")
    assert caught(post) == []


def test_without_a_mail_server_or_gateway_it_waits(towns):
    town, _ = towns
    send(town)
    send(town, to=recipient(town, way="phone"), key="two")
    deliver_waiting()
    assert [(message.state, message.trouble) for message in messages(town)] == [("waiting", "no_server")] * 2


def test_a_server_that_never_answers_is_not_waited_for(towns, monkeypatch):
    monkeypatch.setattr(mail, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with servers(smtp=address), pytest.raises(NotDelivered, match="unreachable"):
            mail.hand_over(WORDS)


def test_elsewhere_than_on_this_machine_nothing_leaves_unencrypted(monkeypatch):
    monkeypatch.setattr(mail, "HERE", ())
    with mail_server("250 OK"), pytest.raises(NotDelivered, match="not_encrypted"):
        mail.hand_over(WORDS)


@pytest.mark.parametrize("hostile", ["Eve\r\nBcc: all@evil.example", "Eve\nX: y", "Eve\rX: y"])
@pytest.mark.parametrize("field", ["to", "subject", "sender", "answer_to"])
def test_a_line_break_never_reaches_a_header(field, hostile):
    with pytest.raises(NotDelivered, match="address_refused"):
        mail.compose(replace(WORDS, **{field: hostile}))


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example, c@d.example", "a@b.example>", "@", "a b@c.example"])
def test_an_address_that_is_none_is_refused_for_good(address):
    with pytest.raises(NotDelivered, match="address_refused") as refusal:
        mail.compose(replace(WORDS, to=address))
    assert refusal.value.for_good


def test_a_person_with_a_hostile_name_gets_one_email_and_nobody_else_does(towns, post):
    town, _ = towns
    send(town, "data_exported", to=recipient(town, name="Eve\r\nBcc: all@evil.example\r\n\r\nPay here"))
    deliver_waiting()
    (mail,) = caught(post)
    assert mail.to == "dee@ourtown.example"
    assert "evil" not in str(mail.headers) + mail.body


def test_the_gateway_leads_nowhere_else(towns):
    """What it sends us on to is not followed."""
    town, _ = towns
    asked = []
    with sms_server(asked, 307) as address, servers(sms=address):
        send(town, to=recipient(town, way="phone"))
        deliver_waiting()
    assert asked == ["/"]
    assert (messages(town)[0].state, messages(town)[0].trouble) == ("waiting", "refused")


@pytest.mark.parametrize(
    ("status", "state", "trouble"),
    [(200, "sent", ""), (400, "failed", "refused"), (401, "waiting", "not_let_in"), (503, "waiting", "refused")],
)
def test_what_the_gateway_answers_decides(towns, status, state, trouble):
    town, _ = towns
    with sms_server([], status) as address, servers(sms=address):
        send(town, to=recipient(town, way="phone"))
        deliver_waiting()
    assert (messages(town)[0].state, messages(town)[0].trouble) == (state, trouble)


def test_an_unencrypted_gateway_elsewhere_gets_nothing(towns):
    town, _ = towns
    with servers(sms="http://gateway.example/"):
        send(town, to=recipient(town, way="phone"))
        deliver_waiting()
    assert messages(town)[0].trouble == "not_encrypted"


@contextmanager
def sms_server(asked, status):
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
