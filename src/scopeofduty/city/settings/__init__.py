"""One module a way to run: `demo`, `city`, `test`, each on top of `base`."""
