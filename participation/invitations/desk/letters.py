"""The letters: batches to print and send, what came back, reminders and more time."""
