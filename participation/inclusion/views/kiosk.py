"""A computer in a library, used by one person after the other."""
