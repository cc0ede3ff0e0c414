"""Template tags of the contact log."""
