"""What the municipality tells in words, pictures and films: summaries, translations, easy reading, for every room."""
