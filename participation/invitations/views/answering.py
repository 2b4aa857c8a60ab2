"""What somebody with a letter in their hand finds: their invitation, and the ways to answer it."""
