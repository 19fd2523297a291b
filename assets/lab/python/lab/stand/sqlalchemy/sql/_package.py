"""Marks the stand-in as a package."""
