"""A Dask cluster as the executor of a sweep: the extra ``cluster``, the same units and the same code.

The workers must have this package installed and see the files at the same paths, as on a shared drive.
The run still owns its units: what a lost worker had under way, the scheduler gives to another one,
and a unit under way when several died comes back blamed, which the run then tries alone.
"""

from __future__ import annotations

import importlib
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 10
"""Seconds to wait for the scheduler to answer."""


class ClusterError(Exception):
    """The cluster can't be used; the text says why and what to do."""


class _Cluster(Executor):
    """One connection to a scheduler; ``shutdown`` closes the connection and leaves the cluster alone."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        return future

    def check(self) -> None:
        """Say so when the scheduler is gone: its futures would be waited for without end.

        Raises:
            ClusterError: The connection is closed.
        """
        if self._client.status in {"closed", "closing", "failed"}:
            raise ClusterError(
                "the scheduler went away; start it again and sweep with --state, which keeps what is done"
            )

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        if self._client.status == "running":
            self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()


def cluster(address: str) -> tuple[Callable[[int], Executor], int]:
    """Return what makes an executor on the cluster at ``address``, and how many workers it has.

    Args:
        address: The scheduler's address, ``tcp://host:8786``.

    Raises:
        ClusterError: The extra isn't installed, nothing answers at the address, or it has no worker.
    """
    try:
        distributed = importlib.import_module("distributed")
    except ImportError as error:
        raise ClusterError("--cluster needs the extra: pip install 'scopeofduty[cluster]'") from error

    def connect() -> Any:
        return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)

    try:
        client = connect()
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        client.close()
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address} ({str(error)[:100]})") from error
    if not workers:
        raise ClusterError(f"the cluster at {address} has no worker; start some with `dask worker {address}`")
    return lambda _workers: _Cluster(connect()), workers
