"""``python -m scopeofduty.cli`` is ``duty``."""

import sys

from scopeofduty.cli import main

sys.exit(main())
