"""A lottery that anyone can check: for the municipality that promises it, and for the people who want to see it kept.

Read `verify` first: the one file that a stranger runs. Then `commitment` (what one person holds), `codes` (what a
person is called), `sources` (where the number comes from), `draw` (promise, publish, draw, cancel), `invitations` (the
same for the lot that decides who is invited) and `faults` (how it says no).
"""
