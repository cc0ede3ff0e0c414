"""Nothing of the web server's memory is written down when it dies: forms pass through it in plain."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROBE = """
import ctypes, os, resource, socket
from scopeofduty.cli.web_server import WebServer
os.environ["DJANGO_SETTINGS_MODULE"] = "scopeofduty.city.settings.test"
WebServer(socket.socket(), print)
PR_GET_DUMPABLE = 3
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process whether it may be dumped")
def test_a_web_server_leaves_no_dump():
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0) 0"
