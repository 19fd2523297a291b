"""`flask.json.provider`."""

from flask.json import DefaultJSONProvider, JSONProvider  # noqa: F401
