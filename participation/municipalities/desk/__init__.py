"""The administrator's counter: what holds in the municipality, its logo and house style, and its data as a whole."""

from participation.municipalities.desk import leaving, logo, settings, style
from participation.municipalities.desk.blueprint import bp

__all__ = ["bp", "leaving", "logo", "settings", "style"]
