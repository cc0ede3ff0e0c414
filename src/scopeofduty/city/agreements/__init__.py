"""Agreements that tie the city to immigration enforcement, and whether each was approved first."""
