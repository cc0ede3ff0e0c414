"""A real city. Behind a proxy that speaks HTTPS, set ``DUTY_HTTPS=1``: cookies then travel only there."""

import os

from .base import *  # noqa: F403 — a settings module is a list of names
from .base import DATA, DATABASES, kept_open, secret_key

kept_open(DATABASES)
SECRET_KEY = secret_key(DATA)
HTTPS = os.environ.get("DUTY_HTTPS") == "1"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# The proxy is the one hop that is trusted to say whose address a log-in attempt is counted under.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: the city's other hosts are not ours to decide about
    "security.W021",  # HSTS preload: the same, for good
]
