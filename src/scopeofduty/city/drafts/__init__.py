"""Drafts of the ordinance: text and rules side by side, suggestions, comments, what a change does."""
