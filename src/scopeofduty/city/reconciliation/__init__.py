"""Reconciliation: the contact log held against the dispatch centre's own export."""
