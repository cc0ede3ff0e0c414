"""The web server: gunicorn, one process with threads, in the foreground."""

from __future__ import annotations

import ctypes
import resource
import socket
import sys
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from scopeofduty.city.logs import WithoutRequestLine
from scopeofduty.cli.beside import ClockBeside
from scopeofduty.cli.data_folder import CannotStartError

if TYPE_CHECKING:
    from collections.abc import Callable

# One process, so that the log-in limits in its memory are exact; enough threads for a city hall, since a
# request waits on the database more than it computes.
THREADS = 8


PR_SET_DUMPABLE = 4


def leave_no_dump() -> None:
    """Let nothing of this process's memory be written down when it dies: forms pass through it in plain.

    Linux gives a dump to a program of the system's even where a limit of 0 says to write none, hence both.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


class QuietLogger(Logger):
    """Errors only, and never a request line: there is no access log."""

    def setup(self, cfg: Any) -> None:
        """Put the filter on every handler that gunicorn makes."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(WithoutRequestLine())

    def access(self, *_arguments: Any) -> None:
        """Write nothing."""


class WebServer(BaseApplication):
    """Serves the city on a socket that is bound already."""

    def __init__(self, listener: socket.socket, ready: Callable[[], None]) -> None:
        self.listener = listener
        self.ready = ready
        self.clock = ClockBeside()
        leave_no_dump()
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn its settings."""
        settings = {
            "bind": f"fd://{self.listener.fileno()}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "loglevel": "warning",
            "accesslog": None,
            "logger_class": QuietLogger,
            "control_socket_disable": True,
            "graceful_timeout": 10,
            "when_ready": lambda _server: self._open(),
            "on_exit": lambda _server: self._close(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def _open(self) -> None:
        self.clock.start()
        self.ready()

    def _close(self) -> None:
        self.clock.stop()
        print("\nStopped.", flush=True)

    def load(self) -> Any:
        """Return the city."""
        from scopeofduty.city.wsgi import application

        return application


def listen(host: str, port: int, *, command: str) -> socket.socket:
    """Take the address before anything else is done, so that nothing is made in vain.

    Args:
        host: a name or address of this machine.
        port: 1 to 65535, or 0 for any free one.
        command: what to type, for the message when the port is taken.

    Raises:
        CannotStartError: the port is taken, or the host is none of this machine's.
    """
    if not 0 <= port <= 65535:
        raise CannotStartError(f"There is no port {port}: choose one from 1 to 65535 with --port.")
    try:
        family, kind, proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, proto)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except socket.gaierror as error:
        raise CannotStartError(f"There is no address {host}:{port} on this machine.") from error
    except OSError as error:
        raise CannotStartError(
            f"Port {port} of {host} can't be used ({(error.strerror or str(error)).lower()}): choose another "
            f"one, such as `{command} --port {port + 1 if port < 65535 else 8420}`."
        ) from error
    listener.set_inheritable(True)
    return listener
