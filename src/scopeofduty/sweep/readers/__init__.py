"""Readers: each turns one kind of file into pieces. ``kinds`` knows which file wants which reader."""
