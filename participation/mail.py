"""Handing an e-mail over to the mail server: for whoever writes to people."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from participation import clock, config
from participation.keys import keyed

SECONDS = 20
# On this machine nobody listens in between; anywhere else the connection is encrypted or there is none.
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Mail:
    """An e-mail of plain text.

    key: what makes it this e-mail and no other; sender: the name it comes from; answer_to: where answers go
    unsubscribe: the address that takes somebody off the list with one press, for news
    """

    key: str
    to: str
    subject: str
    body: str
    sender: str
    answer_to: str
    language: str
    unsubscribe: str | None = None


class NotDelivered(Exception):
    """It did not leave. word: why, a key of `messages.troubles`; for_good: trying again has no sense."""

    def __init__(self, word: str, *, for_good: bool = False) -> None:
        super().__init__(word)
        self.word = word
        self.for_good = for_good


def hand_over(mail: Mail) -> None:
    """Give an e-mail to the mail server. Raises NotDelivered."""
    message = compose(mail)
    try:
        with _server() as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _ in refusal.recipients.values()]
        raise NotDelivered("address_refused", for_good=all(code >= 500 for code in codes)) from None
    except smtplib.SMTPAuthenticationError:
        raise NotDelivered("not_let_in") from None
    except smtplib.SMTPResponseException as refusal:
        raise NotDelivered("refused", for_good=refusal.smtp_code >= 500) from None
    except smtplib.SMTPNotSupportedError:
        raise NotDelivered("address_refused", for_good=True) from None
    except OSError:
        raise NotDelivered("unreachable") from None


def compose(mail: Mail) -> EmailMessage:
    """An e-mail as it travels. Raises NotDelivered for an address that is none.

    RFC 5322; RFC 8058 for leaving a list with one press; RFC 3834 so that no machine answers.
    """
    sender = config.current().sender or f"samenspraak@{(*config.current().hosts, 'localhost')[0]}"
    message = EmailMessage(policy=policy.SMTP)
    try:
        message["From"] = Address(display_name=mail.sender, addr_spec=sender)
        message["To"] = Address(addr_spec=mail.to)
        message["Subject"] = mail.subject
        if mail.answer_to:
            message["Reply-To"] = Address(display_name=mail.sender, addr_spec=mail.answer_to)
    except (ValueError, IndexError, HeaderParseError):
        raise NotDelivered("address_refused", for_good=True) from None
    message["Date"] = format_datetime(clock.now())
    # The same e-mail has the same number for ever, so that one that leaves twice is shown once.
    message["Message-ID"] = f"<{keyed(mail.key, 'message')[:32]}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body, cte="quoted-printable")
    message["Content-Language"] = mail.language
    return message


@contextmanager
def _server() -> Iterator[smtplib.SMTP]:
    """The mail server of `PARTICIPATION_SMTP`, encrypted unless it is on this machine. Raises NotDelivered, OSError."""
    parts = urlsplit(config.current().smtp)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise NotDelivered("no_server")
    trusted = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, parts.port or 465, timeout=SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(parts.hostname, parts.port or 587, timeout=SECONDS)
    with server:
        if parts.scheme == "smtp" and parts.hostname not in HERE:
            server.ehlo()
            if not server.has_extn("starttls"):
                raise NotDelivered("not_encrypted")
            server.starttls(context=trusted)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
