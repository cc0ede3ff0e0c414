"""Look-ups in plate-reader and database-query logs that served immigration enforcement."""
