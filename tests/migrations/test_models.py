"""The migrations say what the models say, whatever tables the other tests run on."""

from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.mark.django_db(databases=["default", "public"])
def test_no_migration_is_missing(settings):
    settings.MIGRATION_MODULES = {}  # tests switch them off for speed
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
