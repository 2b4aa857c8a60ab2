"""E-mail addresses and telephone numbers as they are kept and looked up, however they are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from participation.errors import Refused
from participation.messages.recipients import EMAIL, PHONE

LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3
# The plain form of RFC 5322, 3.4.1, without comments, quotes and coded words: one mailbox is written in one way, and
# nobody is counted as somebody else, or has mail sent where this address does not say.
EMAIL_FORM = re.compile(
    r"(?!.*=\?)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])",
)
# National mobile numbers, and what stands before them abroad; texts to other numbers may cost a fortune.
MOBILE = {
    "+32": re.compile("4[5-9][0-9]{7}"),
    "+31": re.compile("6[1-9][0-9]{7}"),
    "+33": re.compile("[67][0-9]{8}"),
    "+49": re.compile("1[567][0-9]{8,9}"),
    "+352": re.compile("6[0-9]{8}"),
}


@dataclass(frozen=True)
class Contact:
    """Where somebody can be reached: way, email or phone, and the address or number as it is kept."""

    way: str
    address: str

    @property
    def mailbox(self) -> str:
        """Whose post it is: an+1@ourtown.example and an+2@ourtown.example both reach an@ourtown.example."""
        own, at, place = self.address.partition("@")
        return f"{own.partition('+')[0]}{at}{place}" if at else own


def as_contact(typed: str, *, field: str = "contact") -> Contact:
    """What somebody typed as their e-mail address or mobile number. Raises Refused at `field`."""
    return (
        Contact(EMAIL, as_email(typed, field=field)) if "@" in typed else Contact(PHONE, as_mobile(typed, field=field))
    )


def as_kept(email: str) -> str:
    """An e-mail address in small letters, to look somebody up with: whether it can be one shows in who is found."""
    return email.strip().lower()


def as_email(typed: str, *, field: str = "email") -> str:
    """An e-mail address in small letters. Raises Refused."""
    email = as_kept(typed)
    if len(email) > LONGEST_EMAIL or not EMAIL_FORM.fullmatch(email):
        raise Refused("email_odd", field=field)
    return email


def as_mobile(typed: str, *, field: str = "phone") -> str:
    """A mobile number with its country: 0470 12 34 56 -> +32470123456, 06 12345678 -> +31612345678. Raises Refused."""
    digits = re.sub(r"[\s./()-]", "", typed)
    digits = re.sub("^00", "+", digits)
    if re.fullmatch("04[0-9]{8}", digits):
        digits = f"+32{digits[1:]}"
    elif re.fullmatch("06[0-9]{8}", digits):
        digits = f"+31{digits[1:]}"
    for country, numbers in MOBILE.items():
        # +32 (0)470 12 34 56 is how many write it.
        if digits.startswith(country) and numbers.fullmatch(own := digits.removeprefix(country).removeprefix("0")):
            return country + own
    raise Refused("phone_odd", field=field)
