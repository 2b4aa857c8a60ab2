"""Who answered what, by which way, and which groups are still thin."""
