"""The demo city: everything on this machine, a cast that logs in without a second factor."""

import os
from pathlib import Path

from scopeofduty.city.clock import port
from scopeofduty.city.clock.file_clock import FileClock

from .base import *  # noqa: F403 — a settings module is a list of names
from .base import DATA, DATABASES, kept_open, secret_key
from .base import INSTALLED_APPS as CITY_APPS

kept_open(DATABASES)
DEMO = True
INSTALLED_APPS = [*CITY_APPS, "scopeofduty.city.demo"]
MULTI_FACTOR_FOR_ALL = False
SECRET_KEY = secret_key(DATA)

# A demo can be walked through days: its clock is then a file. A real city has no such switch.
if "DUTY_DEMO_CLOCK" in os.environ:
    port.install(FileClock(Path(os.environ["DUTY_DEMO_CLOCK"])))
