"""The accessibility statement of a municipality."""
