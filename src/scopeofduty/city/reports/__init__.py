"""Reports of violations: sealed in the browser, kept by a server that can't read them."""
