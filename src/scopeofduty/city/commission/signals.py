"""What other parts may listen to: a vote about to be opened, and a vote that was closed."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `items` and `at`, inside the transaction. A listener that raises RefusedError keeps it unopened.
opening = Signal()
# Sent with `vote`, inside the transaction that closes it.
closed = Signal()
