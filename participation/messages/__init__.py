"""Everything that is written to somebody: by e-mail, short text or letter, in their language and their way."""
