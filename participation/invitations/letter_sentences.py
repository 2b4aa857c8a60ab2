"""Every sentence of a letter of invitation and its reply card, for whoever writes and translates them.

Places such as %(day)s are filled in by `letters`.
"""

from __future__ import annotations

from participation.errors import N_
from participation.invitations.letter_rules import EXTENSION, INVITATION, REMINDER
from participation.sheets import DESK, PAPER, PHONE, TEXT, WEB

SUBJECTS = {
    INVITATION: N_("You were drawn by lot: will you take part in “%(panel)s”?"),
    REMINDER: N_("We would like to hear from you: “%(panel)s”"),
    EXTENSION: N_("You have more time to answer: “%(panel)s”"),
}
GREETING, GREETING_ADDRESS = N_("Hello %(name)s,"), N_("Hello to everybody who lives here,")
TO_AN_ADDRESS = N_("To the residents of")

OPENINGS = {
    INVITATION: (
        N_("%(municipality)s asks a group of residents for advice on one question, and invites you to be one of them."),
    ),
    REMINDER: (
        N_("Some time ago we wrote to you, and we have not heard from you yet. Perhaps our letter got lost."),
        N_("%(municipality)s asks a group of residents for advice on one question, and invites you to be one of them."),
    ),
    EXTENSION: (
        N_("Some time ago we wrote to you, and we have not heard from you yet. You now have until %(day)s."),
        N_("%(municipality)s asks a group of residents for advice on one question, and invites you to be one of them."),
    ),
}
WHY_YOU = N_(
    "Why you? By lot, from the population register: %(letters)s letters for %(units)s people. Nobody chose you, and you "
    "need not know anything about it."
)
WHY_THIS_ADDRESS = N_(
    "Why you? By lot: %(letters)s letters for %(units)s addresses. One of you may take part: choose together who. Nobody "
    "need know anything about it."
)
WHY_MORE_TIME = N_("Why there is more time:")
THE_QUESTION = N_("The question is:")

ASKED = N_("What we ask of you")
SAY_YES = N_(
    "Say whether you want to take part. Of all who say yes, a second lot forms a group of %(seats)s people that looks like "
    "everybody who lives here."
)
DAYS = (N_("The group meets for %(count)s day in all."), N_("The group meets for %(count)s days in all."))
HELP = N_(
    "Is there something you need to be able to come, such as transport, an interpreter, or somebody who looks after your "
    "children? Tell us, and we look for it together."
)
FREE = N_("You are free to say no. It changes nothing for you, and it helps us if you tell us.")

HOW = N_("How you answer")
UNTIL = N_("Please answer before the end of %(day)s, in the way that suits you. Each counts just as much.")
YOUR_CODE = N_("Your code")
PICTURE = N_("A code to scan with a telephone: it opens the page on which you answer.")
# Each way: what it is called, and what one does.
WAYS: dict[str, tuple[str, str]] = {
    WEB: (N_("On the website:"), N_("scan the picture, or go to %(address)s and type your code. You need no account.")),
    PHONE: (N_("By telephone:"), N_("call %(phone)s. We fill it in together.")),
    PAPER: (N_("On paper:"), N_("fill in the card that comes with this letter.")),
    DESK: (N_("At the desk:"), N_("%(street)s, %(postcode)s %(town)s. Bring this letter.")),
    TEXT: (N_("By text message:"), N_("send %(yes)s or %(no)s and your code to %(number)s.")),
}
YES, NO = N_("Yes"), N_("No")

THEN = N_("What happens then")
CONFIRMED = N_("You get a confirmation, and you can still change your mind.")
SECOND_LOT = N_(
    "The second lot is held in public. We tell you beforehand when and where, and what your chance is. Afterwards you hear "
    "from us, whether your name came up or not."
)
CHECK = N_("Anybody can check that both lots are fair. How, and more about the panel: %(address)s")
PROMISE = N_("What is done with it")
ANSWER_WITHIN = (
    N_("The council answers the advice in public, within %(count)s month."),
    N_("The council answers the advice in public, within %(count)s months."),
)

DATA = N_("What we know of you, and what happens with it")
SOURCE = N_(
    "From the population register we have your name, your address and what the lot needed: at most your age, sex, district "
    "and language. What else we ask, you tell us yourself, or you would rather not say."
)
PURPOSE = N_(
    "%(municipality)s uses it to invite you, and for a group that looks like everybody who lives here; for nothing else. "
    "Inviting residents to give advice is a task of the municipality in the public interest (GDPR, article 6.1.e)."
)
RECIPIENTS = N_("Only the officials who organise this see it, and whoever prints and posts letters for us.")
KEPT = (
    N_("If you say no or do not answer, it is erased %(count)s day after the second lot."),
    N_("If you say no or do not answer, it is erased %(count)s days after the second lot."),
)
RIGHTS = N_(
    "You can see it, have it put right or erased, and object: then you are not drawn again. Write to %(email)s, call us, or "
    "look at %(address)s. Not content with our answer? Then turn to the data protection authority."
)

CARD = N_("Reply card")
CARD_HOW = N_("Put a cross where it suits, write with a dark pen, and leave open what you would rather not say.")
CARD_BACK = N_(
    "Send this card to %(sender)s, %(street)s, %(postcode)s %(town)s, or bring it to our desk, before the end of %(day)s."
)
CARD_DATA = N_("What happens with your answers stands in the letter: keep that. Are you stuck? Call %(phone)s.")
CARD_FORM = N_("For the municipality: form %(code)s")
