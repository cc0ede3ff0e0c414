"""``duty serve``, writing down into $DUTY_WRITES which files it opens to write into."""

import os
import runpy
import sys

log = os.open(os.environ["DUTY_WRITES"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
WRITING = os.O_WRONLY | os.O_RDWR
seen = set()


def opened(event, arguments):
    if event != "open" or not isinstance(arguments[0], (str, bytes, os.PathLike)):
        return
    path, mode, flags = os.fsdecode(arguments[0]), arguments[1], arguments[2]
    writes = (mode and set(mode) & set("wax+")) or (flags or 0) & WRITING
    if writes and path not in seen:
        seen.add(path)
        os.write(log, f"{path}\n".encode())


sys.addaudithook(opened)
runpy.run_module("scopeofduty.cli", run_name="__main__")
