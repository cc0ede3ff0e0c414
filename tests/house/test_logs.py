"""Nothing a person typed reaches a log: a canary in path, query, body and error never shows."""

from __future__ import annotations

import io
import logging

import pytest
from django.db import IntegrityError, OperationalError

from scopeofduty.city.logs import WithoutRequestLine

CANARY = "canary-7f3a"


@pytest.fixture
def written():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutRequestLine())
    loggers = [logging.getLogger(name) for name in ("django", "gunicorn.error", "scopeofduty")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.django_db
def test_a_request_that_fails_leaves_no_trace_of_what_was_asked(written, client, monkeypatch):
    from scopeofduty.city.profile import context

    def broken(_request):
        raise ValueError(CANARY)

    client.raise_request_exception = False
    assert client.get(f"/{CANARY}/?q={CANARY}").status_code == 404
    assert client.get("/desk/", {"q": CANARY}, headers={"host": f"{CANARY}.example"}).status_code == 400
    monkeypatch.setattr(context.City, "objects", property(broken), raising=False)
    assert client.post(f"/desk/?q={CANARY}", {"text": CANARY}).status_code == 500
    told = written.getvalue()
    assert CANARY not in told
    assert "request ended with 500" in told
    assert "in broken" in told or "Error" in told


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (ValueError(CANARY), False),
        (IntegrityError(f"Failing row contains ({CANARY})"), False),
        (OperationalError("disk is full"), True),
        (PermissionError(13, "Permission denied", "/var/lib/city"), True),
    ],
)
def test_an_error_keeps_its_place_and_type_but_not_a_persons_words(error, kept, written):
    try:
        raise error
    except type(error):
        logging.getLogger("scopeofduty").exception("a job failed")
    told = written.getvalue()
    assert type(error).__name__ in told
    assert "test_logs.py" in told
    assert CANARY not in told
    assert (str(error) in told) == kept


def test_the_web_server_never_writes_a_request_line(written):
    log = logging.getLogger("gunicorn.error")
    log.warning("Invalid request from ip=%s: %s", "192.0.2.7", f"GET /{CANARY}")
    log.warning(f"Invalid request from ip=192.0.2.7: GET /{CANARY}")  # noqa: G004 — as gunicorn writes it
    try:
        int(CANARY)
    except ValueError:
        log.exception("Error handling request /%s", CANARY)
    log.warning("Worker exited")
    told = written.getvalue()
    assert CANARY not in told
    assert "192.0.2.7" not in told
    assert "Worker exited" in told
