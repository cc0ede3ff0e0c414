"""What is done about a report: clocks, hearing, findings, and records law."""
