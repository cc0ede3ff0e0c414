"""Stands between a browser and the city, and keeps every byte that the browser sends.

What a browser's own tools tell of a request leaves out the parts that are blobs, and those are what matters.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Wire:
    """Passes bytes on to an address, both ways."""

    def __init__(self, target):
        self.to = (urlsplit(target).hostname, urlsplit(target).port)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://localhost:{self.door.getsockname()[1]}"
        self.sent = []
        threading.Thread(target=self._open, daemon=True).start()

    def _open(self):
        with contextlib.suppress(OSError):
            while True:
                browser, _address = self.door.accept()
                city, kept = socket.create_connection(self.to), bytearray()
                self.sent.append(kept)
                threading.Thread(target=self._pass_on, args=(browser, city, kept), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(city, browser, None), daemon=True).start()

    @staticmethod
    def _pass_on(source, target, kept):
        with contextlib.suppress(OSError), source, target:
            while data := source.recv(65536):
                if kept is not None:
                    kept.extend(data)
                target.sendall(data)

    def forget(self):
        """Forget what was sent until now."""
        for kept in self.sent:
            kept.clear()

    def close(self):
        """Let nobody in any more."""
        self.door.close()
