"""The pages of the contact log."""
