"""Notices: what the ordinance tells the public, sealed until the operation is complete."""
