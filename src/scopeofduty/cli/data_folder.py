"""The folder in which a running city keeps everything, and of which kind it is."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from enum import StrEnum
from pathlib import Path


class CannotStartError(Exception):
    """The command can't start; the message says in one sentence why, and what to do."""


class Kind(StrEnum):
    """What a data folder holds."""

    DEMO = "demo"
    CITY = "city"


MARK = "what-this-is"
SETTINGS = {Kind.DEMO: "scopeofduty.city.settings.demo", Kind.CITY: "scopeofduty.city.settings.city"}
OTHER_COMMAND = {Kind.DEMO: "duty demo", Kind.CITY: "duty serve"}


def claim(folder: Path, kind: Kind) -> None:
    """Make ``folder`` when it isn't there, and mark it; check that it can be written to and is of ``kind``.

    Raises:
        CannotStartError: it can't be written to, holds another kind of data, or somebody else's files.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotStartError(
            f"The folder {folder} can't be written to ({_why(error)}): choose another one with --data FOLDER."
        ) from error
    mark = folder / MARK
    if mark.exists():
        _check(mark, folder, kind)
    elif any(folder.iterdir()):
        raise CannotStartError(
            f"The folder {folder} holds files that are not a city's data: choose an empty or a new folder "
            "with --data FOLDER."
        )
    else:
        mark.write_text(f"{kind}\n", encoding="utf-8")


def _check(mark: Path, folder: Path, kind: Kind) -> None:
    try:
        found = Kind(mark.read_text(encoding="utf-8").strip())
    except (ValueError, OSError) as error:
        raise CannotStartError(
            f"{mark} should say “demo” or “city” and says something else: choose another folder with "
            "--data FOLDER."
        ) from error
    if found is not kind:
        raise CannotStartError(
            f"The folder {folder} holds a {found}, not a {kind}: start it with `{OTHER_COMMAND[found]} "
            f"--data {folder}`, or choose another folder with --data FOLDER."
        )


def empty(folder: Path) -> None:
    """Remove what a claimed folder holds, but its mark.

    Raises:
        CannotStartError: something in it can't be removed.
    """
    try:
        for path in folder.iterdir():
            if path.name == MARK:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    except OSError as error:
        raise CannotStartError(f"{error.filename} can't be removed ({_why(error)}).") from error


def open_as(folder: Path, kind: Kind) -> None:
    """Set Django up on ``folder``, bring its databases to this version, and collect the pages' files.

    Raises:
        CannotStartError: a database can't be read or reached, or the pages' files are not built.
    """
    os.environ["DUTY_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[kind]
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command
    from django.db import DatabaseError, connections

    try:
        django.setup()
        from django.conf import settings

        if not Path(settings.STATICFILES_DIRS[0][1]).is_dir():
            raise CannotStartError("The pages' files are not built yet: run `make setup` once.")
        migrate()
        call_command("collectstatic", interactive=False, verbosity=0)
    except (DatabaseError, UnicodeDecodeError) as error:
        raise CannotStartError(_database_sentence(error, folder, kind)) from error
    except (ImproperlyConfigured, CommandError) as error:
        raise CannotStartError(str(error).replace("\n", " ")) from error
    except OSError as error:
        raise CannotStartError(f"{error.filename or folder} can't be used ({_why(error)}).") from error
    finally:
        with contextlib.suppress(Exception):
            # A connection must not be shared with the process that serves.
            connections.close_all()


def migrate() -> None:
    """Bring both databases to this version; Django is set up.

    The public one is asked for its own part only: Django would work through every other part's history for it
    too, and make nothing of it.
    """
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("migrate", "public", database="public", interactive=False, verbosity=0)


def _database_sentence(error: Exception, folder: Path, kind: Kind) -> str:
    first = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".:")
    if os.environ.get("DATABASE_URL") and kind is Kind.CITY:
        return (
            f"The database that DATABASE_URL names does not answer as it should ({first}): check that it "
            "runs, and the name, user and password in DATABASE_URL."
        )
    way_out = (
        "make a fresh demo with `duty demo --reset`"
        if kind is Kind.DEMO
        else "put the last backup of city.sqlite3 and public.sqlite3 there"
    )
    return f"The database in {folder} can't be read ({first}): {way_out}."


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
