"""What goes into the report: costs, recommendations, and the council's answer."""
