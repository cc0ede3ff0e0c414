"""The public projection and every public page."""
