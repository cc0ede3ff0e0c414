"""Find where a city collects, stores or mentions immigration-related information.

Pure: no Django, no network, no clock of its own.
``guard`` reads one free text; ``prose`` holds the rules for running text.
"""
