"""Looking at whom to invite: the register, the lot, who was invited, and what they answered."""
