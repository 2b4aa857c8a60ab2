"""Who takes their seat, who does not, and what becomes of the seats that come free."""
