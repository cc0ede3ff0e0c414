"""The seeded demo, once for each file of tests that walks it."""

from __future__ import annotations

import pytest
from conftest import city_folders


@pytest.fixture(scope="module")
def riverbend(django_db_setup, django_db_blocker, many_folders):
    """The seeded demo: pages have something on them that the wrong person must not see."""
    from django.db import connections, transaction

    from scopeofduty.city.clock.port import now
    from scopeofduty.city.demo.seed import seed

    with django_db_blocker.unblock(), city_folders(next(many_folders)):
        blocks = [transaction.atomic(using=alias) for alias in connections]
        for block in blocks:
            block.__enter__()
        seed(now())
        yield
        for block, alias in zip(blocks, connections, strict=True):
            transaction.set_rollback(True, using=alias)
            block.__exit__(None, None, None)
