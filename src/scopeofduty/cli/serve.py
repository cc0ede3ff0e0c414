"""``duty serve``: a real city, empty until it is set up behind a one-time link."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scopeofduty.cli.data_folder import CannotStartError, Kind, claim, open_as

if TYPE_CHECKING:
    import argparse
    import socket

PORT = 8400
HOST = "127.0.0.1"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's options."""
    parser = subparsers.add_parser(
        "serve",
        help="run a real city",
        description=(
            "Run a real city. The first start prints a one-time link behind which the city is set up. "
            "Environment: DATABASE_URL (SQLite in the data folder without it), DUTY_HOSTS (names under which "
            "browsers reach it), DUTY_HTTPS=1 (behind a proxy that speaks HTTPS)."
        ),
    )
    default = Path(os.environ.get("DUTY_DATA", "duty-data"))
    parser.add_argument("--data", type=Path, default=default, help="folder of the city (%(default)s)")
    parser.add_argument("--host", default=HOST, help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="port to listen on (%(default)s)")
    parser.add_argument(
        "--new-link", action="store_true", help="make a new set-up link, when the first one was lost"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve the city until Ctrl-C; return 0, or 2 when it can't start."""
    _allow(arguments.host)
    folder = arguments.data.absolute()
    try:
        from scopeofduty.cli.web_server import WebServer

        listener = _listen(arguments)
        claim(folder, Kind.CITY)
        open_as(folder, Kind.CITY)
        address = _address(arguments.host, listener.getsockname()[1] if listener else arguments.port)
        told = [f"The city in {folder} is open at {address}/", *_link(address, new=arguments.new_link)]
    except CannotStartError as error:
        print(error, file=sys.stderr)
        return 2
    if listener is None:
        print("\n".join(told[1:]))
        return 0
    WebServer(listener, lambda: print("\n".join([*told, "Ctrl-C stops it."]), flush=True)).run()
    return 0


def _listen(arguments: argparse.Namespace) -> socket.socket | None:
    from scopeofduty.cli.web_server import listen

    try:
        return listen(arguments.host, arguments.port, command="duty serve")
    except CannotStartError:
        if arguments.new_link:
            # The city runs already, and only the link was lost: it is made without starting another one.
            return None
        raise


def _link(address: str, *, new: bool) -> list[str]:
    from django.db import connections
    from django.urls import reverse

    from scopeofduty.city.accounts import one_time_links
    from scopeofduty.city.accounts.models import OneTimeLink
    from scopeofduty.city.clock.port import now
    from scopeofduty.city.profile.setting_up import is_set_up

    at, purpose = now(), OneTimeLink.Purpose.SET_UP
    try:
        if is_set_up():
            if new:
                raise CannotStartError(
                    "This city is set up already, so there is no link to make: an administrator makes "
                    "accounts on the page “People and roles”."
                )
            return []
        live = OneTimeLink.objects.filter(purpose=purpose, used_at=None, expires_at__gt=at).first()
        if live and not new:
            until = live.expires_at.astimezone().strftime("%Y-%m-%d %H:%M")
            return [f"It is not set up yet: the link printed before works until {until}.", _LOST]
        token = one_time_links.make(purpose, at=at)
    finally:
        connections.close_all()
    return [
        "Set it up with this link. It works once, for 24 hours, and is shown only now:",
        f"  {address}{reverse('profile:first_time', args=[token])}",
    ]


_LOST = "Was it lost? `duty serve --new-link` makes a new one."


def _allow(host: str) -> None:
    # What it listens on is a name it may be called by; others are the operator's to list.
    if host not in ("0.0.0.0", "::", HOST):  # noqa: S104 — compared, not bound
        os.environ.setdefault("DUTY_HOSTS", f"localhost,127.0.0.1,[::1],{host}")


def _address(host: str, port: int) -> str:
    if os.environ.get("DUTY_HTTPS") == "1":
        return f"https://{os.environ.get('DUTY_HOSTS', 'localhost').split(',')[0]}"
    everywhere = host in ("0.0.0.0", "::")  # noqa: S104 — compared, not bound
    return f"http://{'localhost' if everywhere else host}:{port}"
