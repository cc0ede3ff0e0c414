"""Fixtures for every test. Unit tests have no network: sockets are off unless a lane turns them on."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# A busy machine is no fault of the code: nothing here is judged by how long it took.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# A shell starts what runs in its background with Ctrl-C ignored, and children inherit that; tests stop with
# Ctrl-C what they started.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Leave the language as it was: a page asked for in Spanish must not speak in the next test."""
    yield
    if "django.utils.translation" in sys.modules:
        from django.utils import translation

        translation.deactivate()
