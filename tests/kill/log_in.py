"""Log the dispatcher in and print the session's key: what a browser would hold."""
# ruff: noqa: T201 — what it prints is what the test reads

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from person import dispatcher


def main():
    person = dispatcher()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    print(session.session_key)


if __name__ == "__main__":
    main()
