"""The demo city Riverbend: its cast and its written corpus of contacts."""
