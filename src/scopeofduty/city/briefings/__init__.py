"""What changed for whose job: notices to staff, acknowledgement, a short quiz."""
