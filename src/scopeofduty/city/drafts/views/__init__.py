"""Staff pages of drafts."""
