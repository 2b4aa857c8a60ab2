"""Forms on paper: to print, with a code that ties them to the right form."""
