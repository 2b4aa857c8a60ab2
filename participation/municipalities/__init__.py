"""The municipalities: each one's name, languages, office, committees and house style."""
