"""The one error of this package."""


class DocumentError(ValueError):
    """A document that cannot be read or written; the message says what came, what was expected and what to do."""
