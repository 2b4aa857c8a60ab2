"""Every kind of message there is, in its words: for the rooms that send them and for whoever translates.

Places such as %(code)s are filled in after translation, by what `messages.actions.send` is given as facts: texts and
numbers; `form`, the name of a form as its sheet has it; a `date` or a moment, written in the language of the message, and None for "further notice"; `role`, a
`permissions.Role`; and `link`, a path below the municipality such as `/invitation/…`, written as a whole address (that of
the front door where none is given). `municipality` and `phone`, that of the
office, are always there.
"""

from __future__ import annotations

from dataclasses import dataclass

from participation.errors import N_
from participation.messages.recipients import CHANNELS, EMAIL, LETTER, PHONE


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    subject: says nothing that is secret or personal: it is read on locked screens and at the desk
    short: the same as one short text, at most 160 characters
    secret: the words are wiped once they have left; news: may be refused, and gathers into one digest a day
    channels: where it may go, the first wherever somebody's own way is not among them
    fresh_for: minutes after which it is better not sent than late; None where late is better than never
    own_words: an official's own words are in it, in whatever language they wrote: nobody but they can write a copy of it
    title: what it is called where somebody chooses which news they get
    """

    subject: str
    paragraphs: tuple[str, ...]
    short: str
    secret: bool = False
    news: bool = False
    channels: tuple[str, ...] = CHANNELS
    fresh_for: int | None = None
    own_words: bool = False
    title: str = ""


KINDS: dict[str, Kind] = {
    "code": Kind(
        N_("Your code"),
        (
            N_("Your code is:"),
            "%(code)s",
            N_("It works once, for %(minutes)s minutes. Type it on the page where you asked for it."),
            N_("We never ask for this code by telephone. Did you not ask for it? Then you need not do anything."),
        ),
        N_("%(municipality)s: your code is %(code)s. It works once, for %(minutes)s minutes. We never ask for it."),
        secret=True,
        channels=(EMAIL, PHONE),
        fresh_for=15,
    ),
    "password_reset": Kind(
        N_("A new password"),
        (
            N_("You asked for a new password. Your code is:"),
            "%(code)s",
            N_("It works once, for 15 minutes. Type it on the page where you asked for it, and choose a new password."),
            N_("Did you not ask for this? Then you need not do anything: your password stays as it is."),
        ),
        N_("%(municipality)s: %(code)s is your code for a new password. It works once, for 15 minutes."),
        secret=True,
        channels=(EMAIL, PHONE),
        fresh_for=15,
    ),
    "address_changed": Kind(
        N_("We write to you at another address from now on"),
        (
            N_(
                "The e-mail address or telephone number of your account was changed. From now on we write to you there."
            ),
            N_("Was that you? Then all is well. If not, call us: we put it right with you."),
        ),
        N_("%(municipality)s: the address of your account was changed. Was that not you? Call us."),
    ),
    "password_changed": Kind(
        N_("Your password was changed"),
        (
            N_("The password of your account was changed, and you were signed out everywhere else."),
            N_("Was that you? Then all is well. If not, call us: we put it right with you."),
        ),
        N_("%(municipality)s: your password was changed. Was that not you? Call us."),
    ),
    "factor_changed": Kind(
        N_("The way you sign in was changed"),
        (
            N_("An app, a passkey or your recovery codes were added, replaced or removed on your account."),
            N_("Was that you? Then all is well. If not, call us: we put it right with you."),
        ),
        N_("%(municipality)s: the way you sign in was changed. Was that not you? Call us."),
    ),
    "invitation": Kind(
        N_("You are invited to work on Samenspraak"),
        (
            N_("%(municipality)s invites you to work along on Samenspraak. Your role: %(role)s. Until: %(until)s."),
            N_("Accept with this link. It works once, and tells you step by step what you need:"),
            "%(link)s",
            N_("Do you not know what this is about? Then you need not do anything."),
        ),
        "",
        secret=True,
        channels=(EMAIL,),
    ),
    "role_given": Kind(
        N_("You have a role on Samenspraak"),
        (
            N_("From now on you work on Samenspraak for %(municipality)s. Your role: %(role)s. Until: %(until)s."),
            N_("You find your work here:"),
            "%(link)s",
        ),
        N_("%(municipality)s: you have a new role on Samenspraak. %(link)s"),
    ),
    "role_ended": Kind(
        N_("Your role on Samenspraak has ended"),
        (
            N_(
                "You no longer work on Samenspraak for %(municipality)s. Your role was: %(role)s. Thank you for what you did."
            ),
            N_("Your account stays: you can follow along and take part like everybody else."),
        ),
        N_("%(municipality)s: your role on Samenspraak has ended. Your account stays."),
    ),
    "letter_code": Kind(
        N_("Your code for Samenspraak"),
        (
            N_("You asked to show with this letter that you live at this address. Your code is:"),
            "%(code)s",
            N_("Type it here, before %(until)s:"),
            "%(link)s",
            N_("You can also call us or come to the desk with this letter."),
            N_("Did nobody at this address ask for it? Then throw this letter away."),
        ),
        "",
        secret=True,
        channels=(LETTER,),
    ),
    "checked": Kind(
        N_("We saw your identity card"),
        (
            N_("You showed your identity card at our desk. From now on you can do everything here that asks for it."),
            N_("Were you not there? Then call us: we put it right with you."),
        ),
        N_("%(municipality)s: you showed your identity card at our desk. Were you not there? Call us."),
    ),
    "data_exported": Kind(
        N_("Your data was downloaded"),
        (
            N_("Everything that we hold about you was downloaded from your account."),
            N_("Was that you? Then all is well. If not, call us: we put it right with you."),
        ),
        N_("%(municipality)s: all your data was downloaded from your account. Was that not you? Call us."),
    ),
    "account_unused": Kind(
        N_("Do you want to keep your account?"),
        (
            N_("You have not used your account for a long time. We keep nothing longer than needed."),
            N_("Do you want to keep it? Then sign in before %(until)s:"),
            "%(link)s",
            N_("If you do nothing, we erase your account and what we hold about you."),
        ),
        N_("%(municipality)s: your account is erased on %(until)s unless you sign in before: %(link)s"),
    ),
    "form_receipt": Kind(
        N_("A receipt of the form you sent"),
        (
            N_("You sent us a form: %(form)s."),
            N_("The code of your receipt is:"),
            "%(code)s",
            N_("With this code you can see it, put it right or take it back, until %(until)s:"),
            "%(link)s",
        ),
        N_("%(municipality)s: you sent us a form. Receipt: %(code)s. You can put it right until %(until)s."),
        secret=True,
    ),
    "entry_receipt": Kind(
        N_("A receipt of what we entered for you"),
        (
            N_("We entered a form for you: %(form)s."),
            N_("The code of your receipt is:"),
            "%(code)s",
            N_("Is something not right? Call us or come to the desk with this code before %(until)s."),
            N_("You can also put it right yourself, or take it back, with this code:"),
            "%(link)s",
        ),
        N_("%(municipality)s: we entered your form. Receipt: %(code)s. Not right? Call %(phone)s before %(until)s."),
        secret=True,
    ),
    "entered_for_you": Kind(
        N_("We entered a form for you"),
        (N_("We entered a form for you: %(form)s."), N_("Not right? Answer NO %(code)s within 14 days.")),
        N_("%(municipality)s: we entered a form for you: %(form)s. Not right? Answer NO %(code)s within 14 days."),
        secret=True,
        channels=(PHONE,),
    ),
    "text_question": Kind(
        N_("A question from %(municipality)s"),
        ("%(question)s", N_("Answer YES %(code)s or NO %(code)s, within 14 days.")),
        N_("%(municipality)s: %(question)s Answer YES %(code)s or NO %(code)s, within 14 days."),
        secret=True,
        channels=(PHONE,),
    ),
    "text_taken": Kind(
        N_("We have noted your answer"),
        (N_("Thank you, we have noted: %(answer)s."), N_("The code of your receipt is:"), "%(code)s"),
        N_(
            "%(municipality)s: thank you, we noted: %(answer)s. Receipt: %(code)s. Something else after all? Call %(phone)s."
        ),
        secret=True,
        channels=(PHONE,),
    ),
    "text_thanks": Kind(
        N_("We have noted your answer"),
        (N_("Thank you, we have noted your answer."),),
        N_("%(municipality)s: thank you, we have noted your answer. Something else after all? Call %(phone)s."),
        channels=(PHONE,),
    ),
    "text_known": Kind(
        N_("We have your answer already"),
        (N_("We have your answer already."),),
        N_("%(municipality)s: we have an answer from you already, and it stays. Another answer? Call %(phone)s."),
        channels=(PHONE,),
    ),
    "text_taken_back": Kind(
        N_("It no longer counts"),
        (N_("What we entered for you no longer counts."),),
        N_("%(municipality)s: thank you. What we entered for you no longer counts. A question? Call %(phone)s."),
        channels=(PHONE,),
    ),
    "text_doubted": Kind(
        N_("We look at it with you"),
        (N_("Thank you. We look at it with you, and call you."),),
        N_("%(municipality)s: thank you. We look at it with you: we call you, or you call us: %(phone)s."),
        channels=(PHONE,),
    ),
    "text_unclear": Kind(
        N_("We could not count your text"),
        (N_("We could not count your text message."),),
        N_(
            "%(municipality)s: we could not count this. Answer YES or NO and the code from our text, or call %(phone)s."
        ),
        channels=(PHONE,),
    ),
    "text_stands": Kind(
        N_("We could not count your text any more"),
        (N_("We could not count your answer any more."),),
        N_("%(municipality)s: this answer cannot be counted any more. We gladly tell you why: call %(phone)s."),
        channels=(PHONE,),
    ),
    "text_yes_call": Kind(
        N_("Thank you for your yes"),
        (N_("Thank you for your yes. We call you on this number for a few questions."),),
        N_(
            "%(municipality)s: thank you for your yes. We call you on this number for a few questions, or call %(phone)s."
        ),
        channels=(PHONE,),
    ),
    "text_no": Kind(
        N_("We have noted your answer"),
        (N_("Thank you for telling us. We have noted your no."),),
        N_("%(municipality)s: thank you for telling us. We noted your no. Changed your mind? Call %(phone)s."),
        channels=(PHONE,),
    ),
    "reply_yes": Kind(
        N_("You take part in the draw"),
        (
            N_("Thank you for your yes. You take part in the draw for the panel: %(panel)s."),
            N_("Your code in the draw is:"),
            "%(code)s",
            N_("This is what you told us about yourself: %(features)s."),
            N_(
                "How the draw works: a computer makes many possible panels that mirror everybody who lives here, and a number "
                "drawn in public chooses one of them. Your code stands in each panel that you are part of, so you can check "
                "your chance yourself."
            ),
            N_("When the draw is, and how it ends, you read here:"),
            "%(link)s",
            N_(
                "Is something not right, or can you not take part after all? Answer once more with the code in your letter, "
                "or call us on %(phone)s. That can be done until the draw is prepared."
            ),
        ),
        N_("%(municipality)s: you take part in the draw. Your code is %(code)s. When and how: %(link)s"),
        secret=True,
    ),
    "invited_again": Kind(
        N_("There is a next panel, as you asked"),
        (
            N_(
                "You said yes to an earlier panel. The lot did not choose you, and you asked to be invited to a next one. "
                "Here it is: %(panel)s."
            ),
            N_("Do you want to take part? Tell us before or on %(until)s, yes or no. Your code is:"),
            "%(code)s",
            N_("You can answer here:"),
            "%(link)s",
            N_("Or call us, come to the desk, or ask for the form on paper: it counts just as much."),
            N_("Who said yes is drawn by lot once more. What you told us then is not used: you answer anew."),
        ),
        N_(
            "%(municipality)s: there is a next panel, as you asked. Take part? Answer YES or NO and %(code)s by %(until)s."
        ),
        secret=True,
    ),
    "text_stopped": Kind(
        N_("You get no more news"),
        (N_("You get no more news from us."),),
        N_("%(municipality)s: you get no more news from us. What you ask for yourself still comes. Call %(phone)s."),
        channels=(PHONE,),
    ),
    "request_answered": Kind(
        N_("An answer from %(municipality)s"),
        (N_("You asked us for something. This is our answer."), "%(answer)s"),
        "",
        channels=(EMAIL, LETTER),
        own_words=True,
    ),
    "support_answered": Kind(
        N_("An answer from %(municipality)s"),
        (N_("You told us what would help you to take part. This is our answer."), "%(answer)s"),
        "",
        secret=True,
        channels=(EMAIL,),
    ),
    "account_erased": Kind(
        N_("Your account has been erased"),
        (
            N_("As you asked, we have erased your account and what we held about you."),
            N_("This is the last message you get from us. You are welcome again whenever you like."),
        ),
        N_("%(municipality)s: your account and what we held about you have been erased."),
        secret=True,
    ),
    "statement_due": Kind(
        N_("Do our pages still work for everybody?"),
        (
            N_("Once a year somebody goes through the pages and the accessibility statement of %(municipality)s."),
            N_(
                "It is nearly a year since that was done. Here is what the statement says, and how you note a new look:"
            ),
            "%(link)s",
        ),
        N_("%(municipality)s: it is time to look through the accessibility statement again. %(link)s"),
    ),
    "seat_asked": Kind(
        N_("The lot drew you: do you take the seat?"),
        (
            N_("The lot drew you. There is a seat for you on the panel “%(panel)s”."),
            N_("Do you take it? Tell us before or on %(until)s, yes or no. Your code is:"),
            "%(code)s",
            N_("You can answer here:"),
            "%(link)s",
            N_("Or call us, come to the desk, or ask for the form on paper: it counts just as much."),
            N_("You cannot come? Then say no, and do not worry about it: somebody else is drawn for the seat."),
        ),
        N_(
            "%(municipality)s: you were drawn for a panel. Do you come? Answer YES or NO and %(code)s by "
            "%(until)s, or call %(phone)s."
        ),
        secret=True,
    ),
    "seat_reminder": Kind(
        N_("Do you take your seat? A few days are left"),
        (
            N_("The lot drew you for the panel “%(panel)s”, and we have no answer from you yet."),
            N_(
                "Do you take the seat? Tell us before or on %(until)s, yes or no. After that it may go to somebody else."
            ),
            N_("Your code is:"),
            "%(code)s",
            N_("You can answer here:"),
            "%(link)s",
            N_("Or call us, come to the desk, or ask for the form on paper: it counts just as much."),
        ),
        N_(
            "%(municipality)s: do you take your seat on the panel? Answer YES or NO and %(code)s by %(until)s, or call "
            "%(phone)s."
        ),
        secret=True,
    ),
    "seat_confirmed": Kind(
        N_("You have a seat on the panel"),
        (
            N_("Thank you: you have a seat on the panel “%(panel)s”."),
            N_("On your own page you read when and where it meets, and what is arranged for you. Your code is:"),
            "%(code)s",
            "%(link)s",
            N_("Can you not come any more? Tell us as soon as you can: somebody else is drawn for your seat."),
        ),
        N_(
            "%(municipality)s: thank you, you have a seat on the panel. Your code: %(code)s. A question? Call %(phone)s."
        ),
        secret=True,
    ),
    "seat_declined": Kind(
        N_("You do not take the seat"),
        (
            N_("You told us that you do not take the seat on the panel “%(panel)s”. Thank you for telling us."),
            N_("Somebody else is drawn for it. Until then you can still say yes: call us, or use your code:"),
            "%(code)s",
        ),
        N_(
            "%(municipality)s: you do not take the seat. Thank you for telling us. Changed your mind? Call %(phone)s with your code %(code)s."
        ),
        secret=True,
    ),
    "seat_left": Kind(
        N_("You have left the panel"),
        (
            N_("You told us that you leave the panel “%(panel)s”. Thank you for the time you gave to it."),
            N_("Whatever we still owe you for what you did is paid. Somebody else is drawn for your seat."),
            N_("Was this not what you meant? Call us soon."),
        ),
        N_("%(municipality)s: you have left the panel. Thank you for your time. Was this not you? Call %(phone)s."),
    ),
    "seat_lapsed": Kind(
        N_("We had no answer about your seat"),
        (
            N_(
                "The lot drew you for the panel “%(panel)s”. We had no answer from you in time, so the seat is free again."
            ),
            N_("Would you still like to come? Call us soon: until somebody else is drawn, it can be yours."),
        ),
        N_(
            "%(municipality)s: we had no answer, so your seat on the panel is free again. Still like to come? Call %(phone)s."
        ),
    ),
    "seat_cancelled": Kind(
        N_("The draw of the panel was cancelled"),
        (
            N_("The draw of the panel “%(panel)s” was cancelled, so the seat that it gave you does not count."),
            N_("Why, stands on the page of the panel, for everybody to read. Whoever is drawn next hears from us."),
            N_("We are sorry. Do you have a question? Call us."),
        ),
        N_(
            "%(municipality)s: the draw of the panel was cancelled, so your seat does not count. Sorry. Call %(phone)s."
        ),
    ),
    "not_drawn": Kind(
        N_("Thank you for wanting to take part"),
        (
            N_("You said yes to the panel “%(panel)s”. Thank you. This time the lot did not choose you."),
            N_("Your code in the draw was:"),
            "%(code)s",
            N_("There were %(panels)s possible panels, each as likely as the others. You were in %(mine)s of them."),
            N_("How it was drawn, and how everybody can check it, stands here. Your code shows your chance:"),
            "%(link)s",
            N_(
                "Did you agree to be drawn for a seat that comes free, or to be asked for a next panel? Then that holds. "
                "What we know about you is not used for anything else."
            ),
        ),
        N_("%(municipality)s: thank you for saying yes. The lot did not choose you. Your code: %(code)s. %(link)s"),
        secret=True,
    ),
    "session_invited": Kind(
        N_("You are expected at a session of your panel"),
        (
            N_("You are a member of a panel: %(panel)s. There is a session: %(title)s."),
            "%(now)s",
            "%(how)s",
            N_("What is to be done, what to read and what we arranged for you stand on your own page:"),
            "%(link)s",
            N_("Does something stand in the way? Call us on %(phone)s: we look for a way with you."),
        ),
        N_("%(municipality)s: session of your panel on %(day)s, %(hour)s, %(mode)s. %(link)s"),
        secret=True,
        own_words=True,
    ),
    "session_changed": Kind(
        N_("A session of your panel changes"),
        (
            N_("You are a member of a panel: %(panel)s. A session changes: %(title)s."),
            N_("It was: %(was)s."),
            N_("It is now: %(now)s."),
            N_("Why: %(why)s"),
            "%(how)s",
            N_("Everything stands on your own page:"),
            "%(link)s",
            N_("Can you not take part like this? Call us on %(phone)s: we look for a way with you."),
        ),
        N_("%(municipality)s: a session of your panel is now on %(day)s, %(hour)s, %(mode)s. %(link)s"),
        secret=True,
        own_words=True,
    ),
    "session_cancelled": Kind(
        N_("A session of your panel is cancelled"),
        (
            N_("You are a member of a panel: %(panel)s. A session is not held: %(title)s."),
            N_("It was: %(was)s."),
            N_("Why: %(why)s"),
            N_("What comes next stands on your own page:"),
            "%(link)s",
        ),
        N_("%(municipality)s: the session of your panel on %(day)s is cancelled. %(link)s"),
        secret=True,
        own_words=True,
    ),
    "allowance_paid": Kind(
        N_("What you get for your panel is on its way"),
        (
            N_("You are a member of a panel: %(panel)s."),
            N_("%(amount)s is on its way to your account. What it is for stands on your own page:"),
            "%(link)s",
            N_("Is something not right? Call us on %(phone)s."),
        ),
        N_("%(municipality)s: %(amount)s for your panel is on its way to your account. %(link)s"),
        secret=True,
    ),
    "panel_news": Kind(
        N_("News about a panel"),
        (N_("%(title)s: %(news)s"), "%(link)s"),
        N_("%(municipality)s: news about a panel. %(link)s"),
        news=True,
        title=N_("News about the panels you follow"),
    ),
    "digest": Kind(
        N_("News from %(municipality)s"),
        (N_("This is what happened in what you follow."),),
        N_("%(municipality)s: there is news in what you follow. %(link)s"),
    ),
}

# Every kind of news at once, for whoever wants none; then each by its name.
ALL_NEWS = "news"
NEWS: dict[str, str] = {name: kind.title for name, kind in KINDS.items() if kind.news}
