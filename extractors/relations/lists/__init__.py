"""Announced counts against the things that are listed."""
