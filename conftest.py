"""For every test. Unit tests have no network: sockets are off unless a lane turns them on."""

import signal

# A shell starts what runs in its background with Ctrl-C ignored, and children inherit that; tests stop with
# Ctrl-C what they started.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
