"""The description of an app."""
