"""The contact log: every federal contact, recorded once and never deleted."""
