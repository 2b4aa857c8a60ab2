"""How we say no, for every room: what went wrong as a code, and the sentence that says what to do."""

from __future__ import annotations


def N_(sentence: str) -> str:
    """Mark a sentence for translation without translating it here."""
    return sentence


class Refused(Exception):
    """A rule or an action says no. `code` is a key of `SENTENCES`; facts fill the sentence; `field` names the form field."""

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class TooOften(Refused):
    """Something was tried too often in a short time; `minutes` says when it may be tried again."""


class NotAllowed(Exception):
    """Somebody asks for what their role does not give."""


class NotFound(Exception):
    """There is no such thing here; a neighbour municipality's thing is not here either."""


SENTENCES: dict[str, str] = {
    # seats on a panel
    "seat_code_form": N_(
        "Your code has four letters and four digits, and once more, like KRTW-4071-PMNX-2208. It stands in our message to you."
    ),
    "seat_code_slip": N_("One sign of this code must have slipped. Compare it with our message, sign by sign."),
    "seat_code_unknown": N_(
        "Nobody on this panel has this code. Compare it with our message, sign by sign, or call us: we look it up together."
    ),
    "seat_code_public": N_(
        "This is the code of the draw, which everybody can see. Use the other one, which stands in our message to you."
    ),
    "seat_gone": N_(
        "Somebody else is being drawn for this seat, or has it already. Call us if you would still like to take part."
    ),
    "seat_not_theirs": N_(
        "There is no seat with this code any more, so nothing has changed. Call us if that is not right."
    ),
    "seat_answered": N_("They have answered already. Nothing was sent."),
    "answered_since": N_("You answered once more after this. Put that answer right instead, or call us."),
    "member_forgotten": N_("Nothing is kept of this person any more, as they or the rules wished."),
    "member_unreached": N_(
        "Write an e-mail address, a mobile number or a whole address: we cannot reach them otherwise."
    ),
    # tables
    "wish_for_one": N_("Choose one person and the table at which they always sit."),
    "wish_for_two": N_("Choose at least two different people."),
    "nobody_chosen": N_("Choose at least one person who is missing, or who comes after all."),
    "no_open_seats": N_("Every seat is taken, so there is nothing to draw."),
    "too_late_to_replace": N_("Session %(number)s has begun. After it nobody new comes in: that is the rule here."),
    "unselected_thanked": N_("They have been thanked already. Nobody is written to twice."),
    # forms, in every way
    "consent_missing": N_("Ask whether you may enter this for them, and tick that they said yes."),
    "not_read_back": N_("Read the answers back first, and tick that you did."),
    "entry_not_waiting": N_("This form no longer waits for a second entry. Nothing has changed."),
    "entry_needs_another": N_("Somebody else enters it the second time: not whoever did so the first time."),
    "entry_differs": N_("This is not the same as the first time. Look at the paper again; nothing has counted yet."),
    "entry_stands": N_("This can no longer be changed: its time is over, or it was taken back."),
    "entry_stays": N_("This cannot be taken back. You can put it right, or do it anew."),
    "paper_code_unknown": N_("No form of ours has this code. Compare it with the paper, sign by sign."),
    "review_day_ahead": N_("This day is still to come. Write the day on which the looking was finished."),
    "entry_needs_person": N_(
        "This asks that we know who it is. Find their account first, or make one with their card."
    ),
    "entry_rung_low": N_(
        "For this we must know them better. Look at their identity card at the desk: that counts just as much."
    ),
    "known_by_missing": N_("Say how you know that it is this person."),
    "read_back_again": N_("Read the answers back once more, and send them then."),
    "entry_made_already": N_("This was entered already. To change it, use the code of its receipt."),
    "receipt_gone": N_("The code is no longer in this browser. It stands on the receipt that they got."),
    "receipt_not_sent": N_("We do not know where to write to you. Print this page instead, or write the code down."),
    "receipt_unreached": N_("We cannot reach them in this way. Choose another, or print the receipt."),
    "receipt_unknown": N_("No form here has this code. Compare it with the receipt, sign by sign."),
    "text_asked_already": N_("We asked this person by text message already, and wait for the answer."),
    "text_no_phone": N_("We have no mobile number of this person, so we cannot ask by text message."),
    "letter_no_copy": N_(
        "Nothing is kept of this letter in that language. Write the copy yourself, or ask a colleague who speaks it."
    ),
    "form_gone": N_(
        "Nothing is left of this form here: it was sent already, or it waited for too long and was wiped. Look at your "
        "receipt, or begin the form again."
    ),
    "form_unfinished": N_("Not every question is answered yet. Go through the pages of the form once more."),
    "form_too_long": N_("This is more than we can keep. Write it shorter, or call us."),
    "form_of_another": N_(
        "Somebody began this form in their account. Sign in with that account first, then type the code again."
    ),
    "code_leads_nowhere": N_(
        "We find nothing with this code. Compare it sign by sign. A form that was sent has the code of its receipt instead, "
        "and what waited for longer than we keep it is wiped. Call us if it should be here."
    ),
    "receipt_of_another": N_(
        "This receipt belongs to an account. Sign in with that account first, then type the code again. Or call us."
    ),
    "request_handled": N_("We have dealt with this already. Call us if something is not right."),
    "request_closed": N_("A colleague has dealt with this meanwhile. Nothing has changed."),
    "request_no_way": N_(
        "We cannot write to this person: call them, and choose that you told them. Your words are still here."
    ),
    # people
    "session_over": N_("You were signed out meanwhile, here or from elsewhere. Nothing has changed: sign in again."),
    "wrong_sign_in": N_(
        "This e-mail address and password do not belong together. Check both, or ask for a new password."
    ),
    "code_wrong": N_("This code is not right, or it has been used. Look at the newest one and type it again."),
    "too_often": N_(
        "This was tried too often in a short time. Wait %(minutes)s minutes and try again, or call us: we help you."
    ),
    "recovery_code_wrong": N_(
        "This recovery code is not right, or it has been used. Each works once: try the next one."
    ),
    "app_known": N_("This app is set up already. If you did not see your recovery codes, make new ones."),
    "setup_gone": N_("This page has been open too long. Scan the picture that you see now and type the new code."),
    "factor_first": N_("Set up an app or a passkey first. The codes on paper come with it."),
    "factor_needed": N_(
        "You work with other people’s data, so you need an app or a passkey. Add another one first, then remove this one."
    ),
    "passkey_failed": N_("That passkey did not work here. Try once more, or choose another way."),
    "code_over": N_("That took too long, or this code made an account already. Ask for a new code."),
    "email_odd": N_("This cannot be an e-mail address. Write it like name@example.be."),
    "phone_odd": N_(
        "This cannot be a mobile number. Write it like 0470 12 34 56, or with its country: +31 6 12345678."
    ),
    "no_texts": N_("We cannot send text messages here. Write your e-mail address instead."),
    "address_taken": N_("Another account here has this e-mail address or number. Sign in with that one, or call us."),
    "way_unknown": N_(
        "For this way we do not know where to yet. Choose another way, or add the address or number in your account first."
    ),
    "address_needed": N_("Keep one way to reach you: an e-mail address or a mobile number."),
    "password_too_short": N_(
        "Choose a password of at least 12 characters: three or four words that only you put together."
    ),
    "password_too_long": N_("Choose a password of at most 128 characters."),
    "password_common": N_(
        "This password is soon guessed: many people have one like it, or it says something about you. Choose another."
    ),
    "password_wrong": N_("This is not the password that you have now."),
    "name_checked": N_("Your name was checked with your identity card. Has it changed? Show us your card at the desk."),
    "account_closed": N_("This account is closed. Call us or come to the desk if you think that is a mistake."),
    "link_used_or_old": N_("This sign-in link has been used or is older than 15 minutes. Ask for a new one."),
    # people: who works here
    "invitation_gone": N_(
        "This invitation has been used or taken back, or it is older than 7 days. Ask the person who invited you for a "
        "new one."
    ),
    "invitation_for_another": N_("This invitation was sent to another e-mail address than the one of this account."),
    "invitation_sign_in_first": N_("You have an account here already. Sign in first, then open the link again."),
    "invited_already": N_(
        "An invitation for this role is on its way to this address already. Send that one again, or take it back."
    ),
    "has_role_already": N_("This person has this role already. Change its last day instead."),
    "own_role": N_("Nobody gives a role to themselves or makes their own last longer. Another administrator can."),
    "own_account": N_("You cannot do this to your own account. Another administrator can."),
    "last_administrator": N_(
        "Without this role there would be no administrator here any more. Invite another one first."
    ),
    "role_over": N_("This role has ended already. Invite the person anew."),
    "last_day_too_early": N_("Choose a last day that is not before the first day and not in the past."),
    "interest_declared": N_("You declared an interest in this, so somebody else decides about it."),
    "interest_reason_missing": N_("Write which interest you have: the auditor reads it."),
    "file_reason_missing": N_("Write why you need this file: the person can read it."),
    "staff_writes_own": N_("Somebody who works here changes this in their own account."),
    "way_unreached": N_("To write this way we need the address or number that belongs to it. Write it here."),
    "contact_taken": N_("Another account here has this e-mail address or telephone number."),
    # people: the ladder, identity providers, numbers and voices
    "age_unknown": N_(
        "We do not know your age yet. Come to the desk with your identity card, or sign in with an identity provider."
    ),
    "too_young": N_("For this you must be %(age)s or older."),
    "number_wrong": N_(
        "This cannot be a national number. Compare it with the card, digit by digit, and type it again."
    ),
    "number_taken": N_(
        "There is another account here with this national number. One person has one account: go on with that one, or "
        "have it closed at the desk first."
    ),
    "number_differs": N_("This account belongs to somebody with another national number."),
    "not_yourself": N_("Nobody checks their own identity card. Ask a colleague."),
    "nobody_reached_so": N_(
        "Nobody here has an account with this e-mail address or telephone number. Compare it with what they say, or make "
        "an account for them now."
    ),
    "born_in_future": N_("Nobody was born on that day yet. Look at the date on the card again."),
    "voice_given": N_(
        "This voice counts already: one person has one voice, on the web, on paper, by telephone or at the desk."
    ),
    "voice_not_given": N_("There is no voice to take back here."),
    "rung_reached": N_("You have shown this already, so no letter is needed."),
    "letter_on_its_way": N_(
        "A letter is on its way to you already. If it has not come a week after you asked, ask for a new one then."
    ),
    "letter_postcode": N_("This postcode is not one of this municipality. A letter shows that you live here."),
    "letter_code_over": N_(
        "No letter code of yours is open: it has been used, it is older than 30 days, or it was typed wrong five times. "
        "Ask for a new letter."
    ),
    "provider_start_again": N_(
        "This was begun in another window, or too long ago. Nothing has happened: start again from our own page."
    ),
    "provider_stopped": N_("You stopped before it was done. Nothing has happened: try again, or choose another way."),
    "provider_silent": N_("This service does not answer at the moment. Choose another way, or try again later."),
    "provider_not_believed": N_(
        "What this service sent back was not right, so we did not let anybody in. Start again, or choose another way."
    ),
    "provider_too_weak": N_("The way in that you chose there is not strong enough for us. Choose another one there."),
    "provider_of_another": N_(
        "This identity belongs to another account here. Sign out, and sign in with it to use that account."
    ),
    "last_way_in": N_("This is the only way into your account. Add an e-mail address or a telephone number first."),
    # municipalities: deciding what holds
    "setting_out_of_range": N_("Write a whole number from %(least)s to %(most)s."),
    "setting_not_offered": N_("Choose one of the answers that are offered here."),
    "way_without_screen": N_("Keep at least one way without a screen open: telephone, desk or paper."),
    "threshold_order": N_(
        "Put the smallest size first. Only the last line has no size: it holds for every other municipality."
    ),
    "threshold_percent": N_("Write a percentage above 0 and up to 100."),
    "threshold_people": N_("Write a whole number of people, 1 or more."),
    "words_missing": N_("Write this in this language too: %(language)s."),
    "words_too_long": N_("Keep this below %(most)s characters."),
    "too_many_lines": N_("Keep this below %(most)s lines."),
    "language_missing": N_("Choose at least one language."),
    "language_twice": N_("Choose each language once."),
    "contact_missing": N_("Fill this in: people look for it when they are stuck."),
    "contact_email_wrong": N_("Write an e-mail address such as name@town.example."),
    "contact_phone_wrong": N_("Write a telephone number, with figures and spaces."),
    "source_missing": N_("Write which decision this comes from, in this language too: %(language)s."),
    "source_day_missing": N_("Write the day of that decision."),
    "source_day_ahead": N_("That day has yet to come. Write the day on which it was decided."),
    # computers that many people use
    "kiosk_without_place": N_("Write where this computer stands, in a few words."),
    # house styles
    "style_missing": N_("Choose the file with your house style first."),
    "style_too_large": N_("This file is too large to be a house style: at most 200 kB. Leave out what is no token."),
    "style_unreadable": N_("We cannot read this file. We take CSS with names such as --basis-…, or JSON with tokens."),
    "style_json_broken": N_("This JSON breaks off or goes wrong in row %(row)s. Put that right and try again."),
    "style_nothing_known": N_("No name in this file is one that we know. Compare it with the example below."),
    "style_too_faint": N_("Not everybody can read these colours. Look below at which, and what would do."),
    "style_no_colour": N_("%(value)s is no colour that we know. Write it as #1b5e34 or as rgb(27, 94, 52)."),
    "style_no_shape": N_("%(value)s is none that we know. Corners are at most 1.5rem, a weight is from 100 to 900."),
    "style_no_font": N_("%(value)s is no list of fonts. Write names with commas between; nothing is fetched."),
    "style_points_nowhere": N_("%(value)s points at a name that is not in this file."),
    "picture_missing": N_("Choose a picture first: PNG, JPEG, WebP or GIF."),
    "picture_too_large": N_("This picture is too large. Save it smaller: at most 2 MB, and 25 million dots."),
    "picture_is_svg": N_("An SVG can hold programs, so we do not take it. Save it as PNG and try again."),
    "picture_unreadable": N_("We cannot read this picture. Save it as PNG or JPEG and try again."),
    # content: words, pictures and films
    "summary_missing": N_(
        "Write the summary in plain words in this language too: %(language)s. Everybody reads it first."
    ),
    "part_not_yours": N_("This is not written here. Load the page again and look what can be written."),
    "alt_missing": N_(
        "Write what there is to see, in this language too: %(language)s. Or say that it is only decoration."
    ),
    "film_name_missing": N_("Write what it is called, in this language too: %(language)s."),
    "film_missing": N_("Choose a file first: MP4 or WebM for a film; MP3, Ogg, M4A or WebM for sound."),
    "film_too_large": N_(
        "This file is too large. Save it smaller: at most 20 MB, so that everybody can afford to see it."
    ),
    "film_unreadable": N_("We cannot read this file. Save it as MP4 or WebM, or sound as MP3 or Ogg, and try again."),
    "film_is_no_sound": N_("This file holds a film, not only sound. Choose “Film”."),
    "film_without_pictures": N_("This file holds only sound. Choose “Recording of sound”, or another file."),
    "sign_language_wrong": N_(
        "Choose a sign language for a film in sign language, and a spoken one for anything else."
    ),
    "captions_missing": N_("There is sound in this file, so it needs captions: for who cannot hear it."),
    "captions_too_long": N_("These captions are too long to be right. Look whether this is the right file."),
    "captions_no_webvtt": N_("Line 1: captions begin with the word WEBVTT. Save them as WebVTT (.vtt)."),
    "captions_with_style": N_(
        "Line %(line)s: leave styles and regions out. Only the texts and their times are needed."
    ),
    "captions_time_missing": N_("Line %(line)s: say when this is shown, such as 00:01.000 --> 00:04.000."),
    "captions_time_wrong": N_("Line %(line)s: write the times like 00:01.000 --> 00:04.000."),
    "captions_end_first": N_("Line %(line)s: this ends before it begins. Look at the two times."),
    "captions_order": N_("Line %(line)s: this begins before the one above it. Put them in order."),
    "captions_text_missing": N_("Line %(line)s: the words are missing below these times."),
    "captions_line_between": N_("Line %(line)s: put an empty line between two captions."),
    "captions_empty": N_("There are no captions in this text yet."),
    "captions_unreadable": N_("We cannot read this file with captions. Save it as WebVTT (.vtt), in UTF-8."),
    "transcript_missing": N_("Write down what is said and shown: for who cannot see or hear it."),
    # municipalities: erasing
    "erasure_asked_already": N_("Somebody has asked this already. Another administrator can confirm it."),
    "erasure_not_asked": N_("Nobody has asked to erase this municipality, or they have taken it back."),
    "second_administrator_needed": N_("You asked this yourself. Another administrator must confirm it."),
    # messages
    "no_letters_waiting": N_("No letter waits to be printed now. Somebody may have taken them already."),
    "batch_done": N_("These letters have been noted as printed, or put back, already."),
    "letter_not_printed": N_("Only a letter that was printed can come back. This one may have been noted already."),
    "message_not_failed": N_("This message cannot be tried again: it left already, or its words are gone."),
    # panels: preparing
    "title_missing": N_("Write the name of the panel."),
    "question_missing": N_("Write the question that the panel will answer."),
    "seats_out_of_range": N_("A panel has between 2 and 1,000 people. Choose a number in between."),
    "panel_name_taken": N_("Another panel here has this name already. Choose another name."),
    "file_has_faults": N_("This file still has faults. Mend them and upload it again; nothing has been changed."),
    "upload_gone": N_("This upload has been replaced or used already. Upload the file again."),
    "targets_first": N_("Upload the targets first: they say which features a person can have."),
    "people_first": N_("Upload the people first: without them there is nobody to draw."),
    "target_not_a_number": N_("“%(feature)s” (%(category)s): write a whole number, 0 or more."),
    "target_min_above_max": N_("“%(feature)s” (%(category)s): the minimum %(min)s is higher than the maximum %(max)s."),
    "panel_is_frozen": N_(
        "The promise of this draw has been made, so nothing above it can change. Cancel the draw first."
    ),
    "figures_missing": N_("Choose a file, or write the table."),
    "no_figures_chosen": N_("Choose at least one feature that the panel must mirror."),
    "who_is_frozen": N_(
        "Who can be drawn is part of the draw that was promised or proposed, so it stays as it is. Cancel the draw first."
    ),
    "changed_meanwhile": N_("Somebody changed this while you were looking. Look at the page again before you decide."),
    # panels: calculating
    "already_calculating": N_("The calculation is already running."),
    "not_calculating": N_("No calculation is running now."),
    "calculation_outdated": N_("People or targets have changed since this calculation. Calculate again first."),
    "no_calculation": N_("Calculate the fair chances first."),
    "nobody_in_pool": N_("Nobody in this pool has this reference or code. Compare it with your list."),
    "already_forgotten": N_("This person has been forgotten already."),
    "councillors_first": N_(
        "Say first that officials and councillors are not in this list, or choose the column with the national numbers."
    ),
    # the register
    "register_no_table": N_(
        "This is no table that we can read. Save the extract as CSV, with the names of the columns in the first row."
    ),
    "register_workbook": N_(
        "This is an Excel workbook. Open it and save it as CSV (UTF-8): then any number of rows fits."
    ),
    "register_too_large": N_("This file is larger than %(most)s MB. Take only the columns that are asked for."),
    "register_too_long": N_("This file has more than %(most)s rows."),
    "register_erase_date": N_("Choose a day after today and within a year: the register is erased then."),
    "register_is_read": N_("This register is being read, or has been. Bring it in again to name other columns."),
    "register_column_missing": N_("Choose the column. Without it nobody can be invited."),
    "register_column_unclear": N_("Choose a column that has this name only once, and use each column for one thing."),
    "register_reference_is_number": N_(
        "These are national numbers, which we never keep. Choose another number of your own for each person."
    ),
    "register_age": N_("Write an age from 0 to 99."),
    "register_born_needed": N_("Choose the column with the date of birth, or write 0 for no lowest age."),
    "register_in_use": N_("A lot is waiting for this register. Take it back or cancel it first."),
    "register_first": N_("Bring in the register first, and wait until it has been read."),
    "register_gone": N_("The register of this lot has been erased, so nobody can be drawn from it any more."),
    # answers to an invitation, and the pool that they fill
    "letter_code_unknown": N_(
        "No letter of ours has this code. Look at it once more: it stands in your letter, and looks like "
        "KRTW-4071-PMNX-2208. Or call us."
    ),
    "answer_not_eligible": N_(
        "This invitation does not count any more. Is that not right? Call us: we look at it with you."
    ),
    "answers_closed": N_(
        "The draw is being prepared, so nobody can join or leave any more. If you are drawn and cannot come, you simply say "
        "no then. Questions? Call us."
    ),
    "answers_over": N_(
        "The last day to say yes is over. Did you post your card in time? Then it still counts. Questions? Call us."
    ),
    "answered_anew": N_(
        "You sent another answer with this code since, and that one counts. You can answer once more with your code."
    ),
    "answer_other_code": N_(
        "This answer belongs to another code. To answer for somebody else, use the code in their letter."
    ),
    "feature_unknown": N_("“%(category)s”: choose one of the answers. They have changed since this page was opened."),
    "pool_reference_taken": N_("Somebody with this reference is in the pool already."),
    "panel_has_invited": N_(
        "For this panel people were invited by lot, and their answers are the pool. A list would take their place. If "
        "somebody answered in another way, enter it at the counter with the code in their letter."
    ),
    "question_handled": N_("This question was answered already. Nothing has changed."),
    # the lot of whom to invite
    "lot_kind_missing": N_("Choose who gets a letter, and how they are chosen."),
    "lot_feature_missing": N_("Choose by what the groups are made."),
    "lot_address_feature": N_("Of an address we only know the district. Choose the district, or write to people."),
    "lot_too_many_groups": N_("This makes more than %(most)s groups. Choose something else, or no groups."),
    "lot_exists": N_("There is already a lot for this panel. Take it back or cancel it first."),
    "lot_answers_early": N_("Leave people time to answer after the lot has been drawn."),
    # letters to whoever is invited
    "letters_before_lot": N_("Nobody is invited yet. The lot comes first, and then the letters."),
    "letters_too_late": N_("The draw has been proposed, so an answer would no longer count. No more letters go out."),
    "letters_in_the_making": N_("Letters for this panel are being made. Wait until they are there."),
    "letters_not_sent": N_("Nobody had an invitation yet. Send those first, and note that they were sent."),
    "letters_nobody": N_("There is nobody left to write to: everybody has answered, or has this letter already."),
    "letters_until_earlier": N_("This is before the last day that was told already. People count on that day."),
    "letters_until_soon": N_("Leave people at least %(days)s days to answer, from today."),
    "reminder_early": N_("Leave people %(days)s days after the invitation, before you remind them."),
    "reminder_late": N_("The last day to answer has passed. Give more time instead, and say why."),
    "extension_no_later": N_("Choose a day after the present last day: this letter gives more time."),
    "extension_reason_missing": N_("Write why there is more time: it stands in the letter."),
    "letter_words_fixed": N_(
        "Letters with these words have been made. Everybody reads the same, so they stay as they are."
    ),
    "batch_not_made": N_("These letters are no longer waiting to be printed. Nothing has changed."),
    "batch_not_printed": N_("Note first that these letters are on paper."),
    "letters_sent_ahead": N_("This day is still to come. Write the day on which the letters left."),
    "letters_sent_before": N_("On this day the letters were not on paper yet."),
    "codes_missing": N_("Type or scan a code, or choose a file with codes."),
    "codes_too_many": N_("These are more than %(most)s codes. Enter them in several times."),
    "codes_file": N_("This file cannot be read as text. Save it as CSV."),
    "why_returned_missing": N_("Choose why they came back."),
    "code_on_no_letter": N_("No letter for this panel has this code. Compare it with the letter, sign by sign."),
    "copy_of_whom": N_("Type the code, or the name and the number of the house."),
    "copy_nobody": N_(
        "No letter for this panel went to this name in a house with this number. Not everybody is drawn: perhaps they were not."
    ),
    "copy_several": N_("More than one letter went to this name and house. Type first name and name, or the code."),
    "letter_not_out": N_("This letter is not on paper yet, so there is nothing to copy."),
    "lot_is_drawn": N_("This lot has been drawn and the letters may be on their way. It cannot be cancelled any more."),
    # sessions of members, and what they are paid
    "session_title_missing": N_("Write what this session is called."),
    "session_ends_first": N_("A session ends after it begins. Look at both moments again."),
    "session_too_long": N_("A session lasts 60 days at most. Look at both moments again."),
    "session_place_missing": N_("Write where people come together."),
    "session_planned_already": N_(
        "A session was planned a moment ago. Look at it first, and plan another one after that."
    ),
    "session_is_over": N_("This session was held or cancelled, so this can no longer change."),
    "session_not_begun": N_("This session has not begun yet. Note who is there once it has."),
    "fallback_is_the_same": N_("Choose another way than the one in which it is held already."),
    "agenda_lines_differ": N_("Write as many lines in each language, in the same order."),
    "material_link_or_file": N_("Give a link, or choose a file: one of the two."),
    "material_odd": N_(
        "This file is not one that everybody can open. Choose a PDF, a picture (PNG or JPEG) or plain text."
    ),
    "material_too_large": N_("This file is too large: 10 MB at most."),
    "minutes_of_a_part": N_(
        "Write how many minutes somebody was there for a part of it: more than none, and fewer than %(whole)s."
    ),
    "amount_odd": N_("Write an amount in euros above nothing, such as 12,50."),
    "not_a_member": N_("Choose a member of this panel."),
    "allowance_noted_already": N_(
        "This was noted for this member and this session already. Take that line back first to change it."
    ),
    "allowance_approved_already": N_("This was approved already, so it can no longer be taken back here."),
    "allowance_needs_another": N_("You noted some of these yourself. Somebody else must approve those."),
    "nothing_to_pay": N_("Nothing is approved for whoever gave an account. There is no file to make."),
    "member_code_unknown": N_(
        "No member of a panel has this code. Compare it with our letter, sign by sign, or call us."
    ),
    "iban_odd": N_(
        "This is no account number. Compare it with your card or bank statement: it begins with two letters, such as BE."
    ),
    # the report of a panel
    "cost_empty": N_("Write an amount, hours of work, or both."),
    "hours_odd": N_("Write a whole number of hours."),
    "recommendation_empty": N_("Write what the panel recommends."),
    "votes_odd": N_("Write a whole number, or leave all three empty if nobody voted."),
    "recommendation_stays": N_(
        "This recommendation stays: others follow it, the council answered it, or everybody has read it. You can still "
        "change its words."
    ),
    "answer_missing": N_("Choose what the council says."),
    "answer_without_reasons": N_("Write why: whoever worked on it may know the reasons."),
    "day_odd": N_("Write a day that has been."),
    "report_before_draw": N_("This panel has not been drawn yet, so there is nothing to report."),
    "report_without_summary": N_(
        "Write a summary of the report first, in each official language. Everybody reads it first."
    ),
    # draws
    "panel_not_drawn_yet": N_("This panel has not been drawn yet, so no seat can have come free."),
    "round_is_open": N_("A draw for free seats is already under way. Finish it or give it up first."),
    "round_is_closed": N_("This draw for free seats is over already."),
    "nobody_left_to_draw": N_("Nobody is left in the pool who can be drawn for these seats."),
    "later_round_first": N_(
        "Seats that came free were drawn after this, or are about to be. Cancel or give up that later draw first."
    ),
    "rehearsal_took_too_long": N_("This rehearsal took too long. Try it with fewer fictional people."),
    "draw_exists": N_("There is already a draw for this panel. Cancel it before you make another promise."),
    "second_official_needed": N_("You started this yourself. A second official must confirm it."),
    "not_waiting_for_confirmation": N_(
        "Nothing is waiting for confirmation here. Somebody may have confirmed it already."
    ),
    "not_promised_yet": N_("The promise has not been confirmed yet, so the number cannot be entered."),
    "already_drawn": N_("The number of this draw has been entered already. The result is on the page of the draw."),
    "seed_date_passed": N_("Choose a moment in the future: the promise must be made before the number can exist."),
    "draw_cancelled": N_("This draw has been cancelled already."),
    "cancellation_not_asked": N_("Nobody has asked to cancel this draw."),
    "reason_missing": N_("Write why: the reason is published."),
    "code_unknown": N_("Nobody in this draw has this code. Please compare it with your letter, sign by sign."),
}
