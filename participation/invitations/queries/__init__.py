"""Looking at whom to invite: the register, the lot, who was invited, and what they answered."""

from participation.invitations.queries.reaching import Reach, reach
from participation.invitations.queries.willing import who_may_be_drawn_again

__all__ = ["Reach", "reach", "who_may_be_drawn_again"]
