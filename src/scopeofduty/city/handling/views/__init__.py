"""Pages of handling."""
