"""The sealed log as the public sees it: its files as they are, and pages drawn from those files alone."""
