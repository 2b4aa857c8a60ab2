"""Tables at which people meet as many others as can be, over several rounds; for whoever prepares a session of a panel.

`wishes` says what is asked and what must hold, `rooms` what that means for one round, `seating` finds one way to sit that
keeps to it or says why there is none, `exchanging` lets people change seats until more of them meet and each table looks
like all, `arranging` does all of it, `changes` mends it on the day, `hosts` gives each table somebody to guide it, and
`lists` reads what was asked from files.
"""

from participation.sortition.mixing.arranging import arrange
from participation.sortition.mixing.changes import Change, Move, changed
from participation.sortition.mixing.hosts import rotate
from participation.sortition.mixing.plan import Plan
from participation.sortition.mixing.wishes import Fixed, Wishes

__all__ = ["Change", "Fixed", "Move", "Plan", "Wishes", "arrange", "changed", "rotate"]
