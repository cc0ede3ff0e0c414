"""The pages of reporting: none needs a log-in, sets a cookie, or asks another site for anything."""
