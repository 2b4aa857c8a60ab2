"""What members are paid, and the file for the bookkeeper."""
