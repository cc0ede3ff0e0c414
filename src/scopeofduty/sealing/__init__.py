"""Reports of violations that only the right people can read, and proof of having reported.

Read `receipt`, `epoch`, `message` and `exclusion` first, then `protected_activity` for the retaliation clock;
`docs/reference/sealing.md` is the protocol. Imports neither Django nor its sibling packages.
"""
