"""Template tags of the study log."""
