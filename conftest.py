"""Fixtures for every test. Unit tests have no network: sockets are off unless a lane turns them on."""
