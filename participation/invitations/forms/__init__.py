"""What we ask of the official who brings in a register, decides whom to invite, and writes to them."""
