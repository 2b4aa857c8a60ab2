"""What comes in by text message."""
