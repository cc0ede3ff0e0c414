"""Sealed slots: a public log in which nobody can hide, backdate or alter a notice, and which tells nobody when there is one.

Read `slot` and `states` first; `docs/reference/ledger.md` is the protocol. Imports neither Django nor its siblings.
"""
