"""Reading choices: how these pages look and sound, for whoever needs it otherwise."""
