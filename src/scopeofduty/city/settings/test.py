"""Tests: in memory unless ``DATABASE_URL`` names a server, quick password hashing, plain static files."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DUTY_DATA", str(Path(tempfile.gettempdir()) / "scopeofduty-test"))

from .base import *  # noqa: F403 — a settings module is a list of names

SECRET_KEY = "test"  # noqa: S105 — tests keep no secret
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MULTI_FACTOR_FOR_ALL = False
# No file was collected, so there is none to serve.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]  # noqa: F405
# One connection to the projection: a second one would not see what a test has not committed.
del DATABASES["public_pages"]  # noqa: F405
