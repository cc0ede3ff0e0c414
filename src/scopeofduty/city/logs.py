"""What may reach a log: that something failed and where in the program, never what a person asked."""

from __future__ import annotations

import logging
import traceback

# Their words name a file, a host or a state of the database; the words of any other error can carry
# what somebody typed.
SPEAKABLE = ("OperationalError", "InterfaceError", "ImproperlyConfigured")
OF_A_REQUEST = ("django.request", "django.security", "django.server")


class WithoutRequestLine(logging.Filter):
    """Take out of a record whatever a request put into it: path, query, body, and the words of errors."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through with its request taken off.

        Returns:
            True always: the fact that something failed is kept, who asked what is not.
        """
        if record.name.startswith(OF_A_REQUEST):
            status = getattr(record, "status_code", None)
            record.msg, record.args = (f"request ended with {status}" if status else "request refused"), ()
            record.request = None
            if status and status < 500:
                record.exc_info = None
        elif record.name.startswith("gunicorn") and (
            record.exc_info or str(record.msg).startswith("Invalid request")
        ):
            record.msg, record.args = "the web server could not finish a request", ()
        if record.exc_info:
            record.exc_text, record.exc_info = told(record.exc_info[1]), None
        return True


def told(error: BaseException | None) -> str:
    """Return where ``error`` came from, its type, and its words only when they can't be a person's."""
    if error is None:
        return ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    words = f": {error}" if isinstance(error, OSError) or type(error).__name__ in SPEAKABLE else ""
    return f"{frames}{type(error).__name__}{words}"
