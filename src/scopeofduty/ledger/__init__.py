"""Sealed slots: a public log in which nobody can hide, backdate or alter a notice, and that gives none away.

Read `slot` and `states` first; `docs/reference/ledger.md` is the protocol.
Imports neither Django nor its sibling packages.
"""
