"""The desk: an employee asks, the law answers."""
