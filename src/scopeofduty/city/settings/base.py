"""What every way to run the city has in common.

The environment decides only where things lie: ``DUTY_DATA`` (a folder), ``DATABASE_URL`` (SQLite in
that folder when absent) and ``DUTY_HOSTS`` (comma-separated host names).
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from scopeofduty.city.clock import port

PACKAGE = Path(__file__).resolve().parents[2]
CITY = PACKAGE / "city"
DATA = Path(os.environ.get("DUTY_DATA", "duty-data")).absolute()

DEMO = False
MULTI_FACTOR_FOR_ALL = True


def secret_key(folder: Path) -> str:
    """Return the signing key kept in ``folder``, making it (mode 0600) on the first start."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Written aside (mode 0600) and linked into place: a start that is killed leaves no half of a key, and
        # of two starts at once one wins.
        descriptor, aside = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
        Path(aside).unlink()
    return path.read_text(encoding="ascii").strip()


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for a database URL, with the durability the contact log needs."""
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError as error:
        message = f"DATABASE_URL is not a database address: {error}. Expected postgres://user@host/name or sqlite:///path."
        raise ImproperlyConfigured(message) from error
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = {
            # A write takes its lock when it begins, so that two writers queue instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged record survives a power cut, not only a crash of the process.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    return settings


def kept_open(databases: dict[str, dict[str, Any]]) -> None:
    """Let each thread of the web server keep its connections, where opening them costs more than using them.

    With SQLite the last one that closes also copies the whole write-ahead log back, on every request.
    """
    for settings in databases.values():
        settings |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


def reading_only(writer: dict[str, Any], url: str) -> dict[str, Any]:
    """Return the settings of an alias that reads what ``writer`` wrote, and can't write.

    On SQLite the same file is opened read-only. On PostgreSQL ``url`` names a role that may select the
    projection and no private table; without one, the writer's own role is used with read-only transactions.
    """
    settings = database(url) if url else dict(writer)
    if settings["ENGINE"].endswith("sqlite3"):
        settings["NAME"] = f"file:{quote(str(settings['NAME']))}?mode=ro"
        settings["OPTIONS"] = {"uri": True, "timeout": 20, "init_command": "PRAGMA query_only=ON;"}
    else:
        given = settings.get("OPTIONS", {})
        read_only = f"{given.get('options', '')} -c default_transaction_read_only=on".strip()
        settings["OPTIONS"] = given | {"options": read_only}
    return settings


DATABASES = {
    "default": database(os.environ.get("DATABASE_URL", f"sqlite:///{DATA / 'city.sqlite3'}")),
    # The public projection lies apart: public pages read this alias and no other.
    "public": database(os.environ.get("PUBLIC_DATABASE_URL", f"sqlite:///{DATA / 'public.sqlite3'}")),
}
# The pages' own way to the projection: it can read and nothing else.
DATABASES["public_pages"] = reading_only(DATABASES["public"], os.environ.get("PUBLIC_PAGES_DATABASE_URL", ""))
DATABASE_ROUTERS = ["scopeofduty.city.public.router.PublicRouter"]

ALLOWED_HOSTS = [
    host for host in os.environ.get("DUTY_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]

INSTALLED_APPS = [
    "scopeofduty.city.accounts",
    "scopeofduty.city.profile",
    "scopeofduty.city.clock",
    "scopeofduty.city.desk",
    "scopeofduty.city.collection",
    "scopeofduty.city.points",
    "scopeofduty.city.contacts",
    "scopeofduty.city.reconciliation",
    "scopeofduty.city.study",
    "scopeofduty.city.notices",
    "scopeofduty.city.ledger",
    "scopeofduty.city.lookups",
    "scopeofduty.city.roster",
    "scopeofduty.city.reports",
    "scopeofduty.city.handling",
    "scopeofduty.city.drafts",
    "scopeofduty.city.commission",
    "scopeofduty.city.agreements",
    "scopeofduty.city.explainers",
    "scopeofduty.city.briefings",
    "scopeofduty.city.public",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # lets our form templates stand in front of Django's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "scopeofduty.city.addresses.ReadableAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "scopeofduty.city.accounts.multi_factor.MultiFactorForAll",
    "scopeofduty.city.profile.city_time.CityTime",
]

ROOT_URLCONF = "scopeofduty.city.urls"
WSGI_APPLICATION = "scopeofduty.city.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CITY / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scopeofduty.city.profile.context.city",
            ],
        },
    },
    {
        # Public pages know the request's language and nothing of sessions, people or private tables.
        "NAME": "public",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# In the session, never in a cookie of its own: a page that anybody reads sets none.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "scopeofduty.city.accounts.adapter.StaffAccountAdapter"
ACCOUNT_SESSION_REMEMBER = False  # a shared desk: the log-in ends with the browser
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this browser stays; every other session of the person ends
# Attempts are counted in this process's memory and nowhere else: `duty` runs one process with threads, so
# no cache server is shared and the counts are exact. An address is held only as the key of a count, for
# at most five minutes, and is never written to a disk, a database or a log.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # pages: a whole city hall can share one address
    "login_failed": "20/m/ip,5/300s/key",  # key: the user name that was tried, hashed
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_ADAPTER = "scopeofduty.city.accounts.multi_factor.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Scope of Duty"
# Without HTTPS, passkeys work at http://localhost: browsers allow it there and nowhere else.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [CITY / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Chicago"

STATIC_URL = "static/"
# Collected into the data folder, since the place where Python keeps packages may be read-only.
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [("", CITY / "assets" / "built")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
# Attachments of sealed reports: age files that nothing here can open.
REPORTS_FOLDER = DATA / "reports"
# Law packs that the commission adopted, each in a folder named by its digest.
LAW_FOLDER = DATA / "law"
# The public bytes of the sealed log: slots/, register/, notice/ and city.policy, served below /log/.
LOG_FOLDER = DATA / "log"
# What of the log is private: its writer's state, escrow for the key-holders, and the keys (mode 0600). In a
# real city the keys lie elsewhere, each with whoever keeps it.
LEDGER_FOLDER = DATA / "ledger"
LEDGER_KEYS = Path(os.environ.get("DUTY_LEDGER_KEYS", LEDGER_FOLDER / "keys")).absolute()
# Which independent keepers are asked to cosign it, in lines of a tlog-policy; none while there is no file.
LOG_KEEPERS = DATA / "keepers.policy"
# What the public pages hold the log against, to see that it has stalled: a time, and no way to the city.
PUBLIC_CLOCK = port.now

# Nothing is allowed unless it is ours and listed: no inline script or style, no frame, no other host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# Whom to write to about the public lists: the catalogue of open data names one address.
DATA_EMAIL = os.environ.get("DUTY_DATA_EMAIL", "")

# Mail reminds people of what waits for them and says nothing of it; without a host none is sent.
EMAIL_HOST = os.environ.get("DUTY_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("DUTY_MAIL_PORT", "25"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DUTY_MAIL_FROM", "scope-of-duty@localhost")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "scopeofduty.city.pages.form_too_old"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": a browser then sends "Origin: null" with our own forms, and the check against forged
# posts fails.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# No request line reaches a log: what somebody asked the desk leaves no trace.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_request_line": {"()": "scopeofduty.city.logs.WithoutRequestLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["no_request_line"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
