"""What is wrong with a file or a set of targets, said so that its owner can mend it: where, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def N_(sentence: str) -> str:
    """Mark a sentence for translation without translating it here."""
    return sentence


def NN_(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence with its plural; the fact `count` chooses."""
    return one, many


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    code: a key of `SENTENCES`; row: line of the file as a spreadsheet numbers it (the header is row 1), or None;
    column: the header of the column, or None; facts: what the sentence quotes.
    """

    code: str
    row: int | None = None
    column: str | None = None
    facts: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        sentence = SENTENCES[self.code]
        if isinstance(sentence, tuple):
            sentence = sentence[0 if self.facts.get("count") == 1 else 1]
        return sentence % self.facts


class Faulty(Exception):
    """Everything that is wrong with the input, at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


# A pair holds the singular and the plural; the fact `count` chooses between them.
SENTENCES: dict[str, str | tuple[str, str]] = {
    # the file
    "file_empty": N_("This file is empty. Choose the file that holds your table."),
    "file_too_large": N_("This file is larger than %(most)s MB. Keep only the columns you need and save it again."),
    "not_a_table": N_("This file does not hold a table. Save your table as CSV UTF-8 or as an Excel workbook (.xlsx)."),
    "encoding_utf16": N_('This file is saved as "Unicode text" (UTF-16). Save it as CSV UTF-8 instead.'),
    "encoding_unknown": N_(
        "From this row on, letters such as é cannot be read. In your spreadsheet, choose Save as, then CSV UTF-8."
    ),
    "workbook_old_or_locked": N_(
        "This workbook is in the old Excel form (.xls) or locked with a password. "
        "Open it, take the password off, and save it as .xlsx."
    ),
    "workbook_broken": N_(
        "This workbook is damaged, or is not an Excel workbook. Open it in your spreadsheet and save it again as .xlsx."
    ),
    "workbook_too_large": N_(
        "Unpacked, this workbook is larger than %(most)s MB. Copy only the table to a new workbook and save that."
    ),
    "rows_too_many": N_("This table has more than %(most)s rows. Check that it is the right file."),
    "columns_too_many": N_("This table has more than %(most)s columns. Keep only the columns you need."),
    "quotes_broken": N_(
        'A quotation mark (") in this row is open and never closed, or stands in an odd place. '
        "Save the file again from your spreadsheet."
    ),
    "cells_beyond_header": N_("This row has more cells than there are headers. Check for a comma too many."),
    "and_more": NN_("There is one more fault after these.", "There are %(count)s more faults after these."),
    # the columns
    "column_missing": N_('There is no column "%(column)s". The columns here are: %(known)s.'),
    "column_missing_near": N_('There is no column "%(column)s". Did you mean "%(near)s"?'),
    "column_twice": N_('There is more than one column "%(column)s". Keep one.'),
    "targets_header": N_("The first row must name the columns: category, feature, min and max. Missing: %(missing)s."),
    # the targets
    "targets_none": N_("There are no targets under the header. Add one row for each feature."),
    "cell_too_long": N_("This cell has more than %(most)s characters. Check that it is the right column."),
    "blank": N_("This cell is empty. Fill it in."),
    "number_unclear": N_('"%(value)s" is not a number. Write a whole number, such as 3.'),
    "number_not_whole": N_('"%(value)s" is not a whole number. Seats cannot be divided.'),
    "number_negative": N_("%(value)s is less than zero. Write 0 or more."),
    "number_too_large": N_("%(value)s is far too many seats. Check this number."),
    "min_above_max": N_("The minimum (%(min)s) is higher than the maximum (%(max)s). Change one of the two."),
    "min_flex_above_min": N_(
        "min_flex (%(flex)s) is higher than the minimum (%(min)s). It must be at most the minimum."
    ),
    "max_flex_below_max": N_(
        "max_flex (%(flex)s) is lower than the maximum (%(max)s). It must be at least the maximum."
    ),
    "target_twice": N_('"%(feature)s" already has its target for %(category)s in row %(first)s. Keep one of the two.'),
    "target_almost_twice": N_(
        '"%(feature)s" is nearly the same as "%(other)s" in row %(first)s. Keep one, or make the difference plain.'
    ),
    "category_almost_twice": N_(
        '"%(category)s" is nearly the same as the category "%(other)s" in row %(first)s. Write both the same way.'
    ),
    "minimums_above_seats": N_(
        "The minimums of %(category)s add up to %(sum)s, but the panel has %(seats)s seats. Lower some minimums."
    ),
    "maximums_below_seats": N_(
        "The maximums of %(category)s add up to %(sum)s, but the panel has %(seats)s seats. Raise some maximums."
    ),
    "seats_none": N_("A panel has at least one seat. Say how many seats you want to fill."),
    # the figures of the population
    "figures_none": N_("There are no figures under the header. Add one row for each feature."),
    "figures_nobody": N_("Nobody is counted in %(category)s. Check its numbers."),
    "figures_unsaid": N_("Leave out whoever would rather not say: they get a place of their own later."),
    "count_unclear": N_('"%(value)s" is not a number of people. Write a whole number, such as 1204.'),
    "figure_twice": N_('"%(feature)s" is already counted for %(category)s in row %(first)s. Keep one of the two.'),
    # the people
    "people_none": N_("There is nobody under the header. Add one row for each person."),
    "id_column_unclear": N_('Which column holds the code of each person? Name it "id", or say which one it is.'),
    "id_blank": N_("This person has no code. Give everyone a code of their own."),
    "id_twice": N_('"%(id)s" is also the code of row %(first)s. Everyone needs a code of their own.'),
    "number_wrong": N_("This cannot be a national number. Compare it with the register; what stood here was not kept."),
    "number_twice": N_("This is the same national number as in row %(first)s. Keep one of the two."),
    "feature_blank": N_("This cell is empty. Fill in one of: %(known)s."),
    "feature_unknown": N_('"%(value)s" is not among your targets for %(category)s. They are: %(known)s.'),
    "feature_unknown_near": N_('"%(value)s" is not among your targets for %(category)s. Did you mean "%(near)s"?'),
    "people_too_few": NN_(
        "The panel has %(seats)s seats, but only one person volunteered.",
        "The panel has %(seats)s seats, but only %(count)s people volunteered.",
    ),
    "feature_too_few": NN_(
        '%(category)s "%(feature)s" needs at least %(min)s, but only one person has it. Lower the minimum.',
        '%(category)s "%(feature)s" needs at least %(min)s, but only %(count)s people have it. Lower the minimum.',
    ),
    "feature_nobody": N_('%(category)s "%(feature)s" needs at least %(min)s, but nobody has it. Set the minimum to 0.'),
    # the tables at which people meet
    "mixing_person_twice": N_('"%(id)s" is in the list of people twice. Everyone needs a code of their own.'),
    "mixing_tables_too_many": N_("There are %(tables)s tables for %(people)s people. Take fewer tables."),
    "mixing_places_too_few": N_(
        "In round %(round)s there are %(people)s people, but the tables have %(places)s places. Add a table or a place."
    ),
    "mixing_person_unknown": N_('There is nobody "%(id)s" in the list of people.'),
    "mixing_person_unknown_near": N_('There is nobody "%(id)s" in the list of people. Did you mean "%(near)s"?'),
    "mixing_table_unknown": N_("There is no table %(table)s. The tables are 1 to %(tables)s."),
    "mixing_round_unknown": N_("There is no round %(round)s. The rounds are 1 to %(rounds)s."),
    "mixing_alone": N_("Only one person is named here. Name at least two, each in a cell of their own."),
    "mixing_fixed_twice": N_(
        'In round %(round)s, "%(id)s" has a fixed seat at table %(first)s and at table %(second)s. Keep one.'
    ),
    "mixing_apart_and_together": N_("These two should stay apart, and also together: %(people)s. Choose one."),
    "mixing_together_fixed_apart": N_(
        "These two stay together, but in round %(round)s one is fixed at table %(first)s and one at table %(second)s: "
        "%(people)s. Change one of the seats."
    ),
    "mixing_group_too_large": N_(
        "These %(count)s people stay together, but a table has %(most)s places at most: %(people)s. Split the group."
    ),
    "mixing_apart_at_one_table": N_(
        "These people stay apart, but in round %(round)s they are fixed at table %(table)s: %(people)s. Move one."
    ),
    "mixing_table_full": N_(
        "In round %(round)s, table %(table)s has %(most)s places at most, but %(count)s people are fixed there: "
        "%(people)s. Move some."
    ),
    "mixing_apart_too_many": N_(
        "These people all stay apart from one another, which takes %(count)s tables, but there are %(tables)s: "
        "%(people)s. Let some of them meet."
    ),
    "mixing_at_odds": N_(
        "In round %(round)s, what is asked about these people cannot all hold: %(people)s. Ask for less."
    ),
    "mixing_too_hard": N_(
        "For round %(round)s no seats were found that keep to all that is asked, nor proof that there are none. "
        "Ask for less."
    ),
    "mixing_host_twice": N_('"%(id)s" is named twice. Everybody serves at one table in a round.'),
    "mixing_hosts_too_few": NN_(
        "There are %(tables)s tables, but only one person to serve at them.",
        "There are %(tables)s tables, but only %(count)s people to serve at them.",
    ),
}
