"""The demo city: everything on this machine, a cast that logs in without a second factor."""

from .base import *  # noqa: F403 — a settings module is a list of names
from .base import DATA, secret_key
from .base import INSTALLED_APPS as CITY_APPS

DEMO = True
INSTALLED_APPS = [*CITY_APPS, "scopeofduty.city.demo"]
MULTI_FACTOR_FOR_ALL = False
SECRET_KEY = secret_key(DATA)
