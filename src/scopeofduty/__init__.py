"""Scope of Duty: a city's immigrant-protection ordinance as a running system."""

__version__ = "0.1.0"
