"""Fixtures of the law's tests."""

from __future__ import annotations

import pytest

from scopeofduty import law
from scopeofduty.law.tests.packs import pack


@pytest.fixture
def write(tmp_path):
    """Write a small pack: `write("3 ... is prohibited")`."""
    return lambda *files, **header: pack(tmp_path, *files, **header)


@pytest.fixture
def book(write):
    """Read a small pack."""
    return lambda *files, **header: law.read(write(*files, **header))


@pytest.fixture
def refusal(book):
    """Read a pack that must be refused; returns the message."""

    def read(*files, **header):
        with pytest.raises(law.LawError) as caught:
            book(*files, **header)
        return str(caught.value)

    return read
