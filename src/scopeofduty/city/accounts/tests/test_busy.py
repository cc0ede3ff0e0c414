"""A log-in that can't be written says so, and not that the form was bad."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore


@pytest.mark.parametrize(("prefix", "words"), [("", "could not be kept"), ("/es", "No se pudo conservar")])
def test_a_session_that_is_not_written_is_told(client, otis, monkeypatch, settings, prefix, words):
    def locked(*_args, **_kwargs):
        raise UpdateError

    client.force_login(otis)
    settings.SESSION_SAVE_EVERY_REQUEST = True
    monkeypatch.setattr(SessionStore, "save", locked)
    answer = client.get(f"{prefix}/staff/")
    assert answer.status_code == 503
    assert words in answer.content.decode()
