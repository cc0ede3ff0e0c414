"""The one error of this package."""


class DocumentError(ValueError):
    """A document that can't be read or written: what came, what was expected, what to do."""
