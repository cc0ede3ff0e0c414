"""What may reach a log."""

from __future__ import annotations

import logging


class WithoutRequestLine(logging.Filter):
    """Strip what a person asked from Django's request messages: path, query and body stay out of logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through with its request taken off.

        Returns:
            True always: the fact that something failed is kept, who asked what is not.
        """
        if record.name.startswith(("django.request", "django.security", "django.server")):
            status = getattr(record, "status_code", None)
            record.msg, record.args = (f"request ended with {status}" if status else "request refused"), ()
            record.request = None
        return True
