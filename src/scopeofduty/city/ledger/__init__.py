"""The sealed log, kept by the city: ticks, windows, receipts, witnesses, the public register."""
