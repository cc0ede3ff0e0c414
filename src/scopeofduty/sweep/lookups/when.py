"""Read the times that logs write: ISO, US and European orders, with AM and PM, and seconds since 1970."""

from __future__ import annotations

import datetime as dt
import re

_FORMATS = (
    "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y",
    "%m/%d/%y %I:%M:%S %p", "%m/%d/%y %I:%M %p", "%m/%d/%y %H:%M:%S", "%m/%d/%y %H:%M", "%m/%d/%y",
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%m-%d-%Y %H:%M:%S", "%m-%d-%Y %H:%M", "%m-%d-%Y",
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%b %d %Y %I:%M:%S %p", "%b %d %Y %I:%M %p",
    "%b %d %Y %H:%M:%S", "%b %d %Y %H:%M", "%b %d %Y", "%B %d %Y %I:%M %p", "%B %d %Y %H:%M", "%B %d %Y",
    "%d %b %Y %H:%M:%S", "%d %b %Y %H:%M", "%d %b %Y", "%Y%m%d%H%M%S", "%Y%m%d %H%M%S", "%Y%m%d",
)  # fmt: skip
_ZONE = re.compile(r"\s*(?:\(?(?:UTC|GMT|Z)\)?|\(?[ECMP][SD]T\)?|\(?[ECMP]T\)?)$", re.IGNORECASE)


def moment(text: str) -> dt.datetime | None:
    """Return the moment a log's cell tells, or None; with a zone only where it names UTC or an offset.

    Month before day, as US logs write it, unless the first number is above twelve.
    A zone by letters other than UTC is dropped: the log's own local time stays.
    """
    plain = " ".join(text.replace(",", " ").replace(".000", "").split())
    if not plain:
        return None
    if re.fullmatch(r"1\d{9}(?:\d{3})?(?:\.\d+)?", plain):
        seconds = float(plain) / (1000 if len(plain.split(".")[0]) == 13 else 1)
        return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
    zone = _ZONE.search(plain)
    utc = zone is not None and zone.group().strip(" ()").upper() in {"UTC", "GMT", "Z"}
    bare = plain[: zone.start()] if zone else plain
    found = _read(bare)
    return found.replace(tzinfo=dt.UTC) if found is not None and utc and found.tzinfo is None else found


def _read(plain: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(plain)
    except ValueError:
        pass
    for form in _FORMATS:
        try:
            return dt.datetime.strptime(plain, form)  # noqa: DTZ007 - a log's own local time has no zone
        except ValueError:
            continue
    return None
