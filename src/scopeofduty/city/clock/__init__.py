"""One clock, and the jobs that are due by it."""
