"""`flask.logging`."""

import logging
import sys

default_handler = logging.StreamHandler(sys.stderr)
default_handler.setFormatter(logging.Formatter("[%(asctime)s] %(levelname)s in %(module)s: %(message)s"))


def create_logger(app):
    return app.logger


def has_level_handler(logger):
    level = logger.getEffectiveLevel()
    while logger:
        if any(handler.level <= level for handler in logger.handlers):
            return True
        if not logger.propagate:
            break
        logger = logger.parent
    return False


__getattr__ = _lab.missing("flask.logging")
