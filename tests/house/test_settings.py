"""What every way to run promises: errors without a database, and Django's own deployment checks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import RequestFactory
from tests.house.starting import environment

from scopeofduty.city import pages

ROOT = Path(__file__).parents[2]


def test_the_error_page_needs_no_database():
    # Without the django_db mark, any query fails this test.
    response = pages.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "The fault is ours" in response.content.decode()


def test_the_error_page_speaks_spanish():
    from django.utils import translation

    with translation.override("es"):
        page = pages.server_error(RequestFactory().get("/es/")).content.decode()
    assert 'lang="es"' in page


@pytest.mark.parametrize("https", ["1", "0"])
def test_the_deployment_checks_are_clean(https, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment(
            {
                "DJANGO_SETTINGS_MODULE": "scopeofduty.city.settings.city",
                "DUTY_DATA": str(tmp_path),
                "DUTY_HTTPS": https,
            }
        ),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if https == "1":
        assert done.returncode == 0, done.stderr
        return
    # Without HTTPS the checks must still complain: the next line would else prove nothing.
    assert "security.W012" in done.stderr


def test_the_signing_key_is_for_the_owner_alone(tmp_path):
    from scopeofduty.city.settings.base import secret_key

    first = secret_key(tmp_path / "new")
    assert secret_key(tmp_path / "new") == first
    assert len(first) >= 50
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600
