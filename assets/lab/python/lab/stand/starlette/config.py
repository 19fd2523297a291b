"""Settings from the environment."""

from starlette.datastructures import CommaSeparatedStrings, Secret

undefined = object()
environ = _lab.load("os").environ


class Config:
    def __init__(self, env_file=None, environ=environ, env_prefix="", encoding="utf-8"):
        self.environ, self.env_prefix, self.file_values = environ, env_prefix, {}
        if env_file is not None and _lab.load("os").path.isfile(env_file):
            with open(env_file, encoding=encoding) as f:
                for line in f:
                    key, equals, value = line.strip().partition("=")
                    if equals and not key.startswith("#"):
                        self.file_values[key.strip()] = value.strip().strip("\"'")

    def __call__(self, key, cast=None, default=undefined):
        key = self.env_prefix + key
        value = self.environ.get(key, self.file_values.get(key, default))
        if value is undefined:
            raise KeyError(f"Config '{key}' is missing, and has no default.")
        if cast is None or value is None:
            return value
        if cast is bool and isinstance(value, str):
            found = {"true": True, "1": True, "false": False, "0": False}.get(value.lower())
            if found is None:
                raise ValueError(f"Config '{key}' has value '{value}'. Not a valid bool.")
            return found
        try:
            return cast(value)
        except (TypeError, ValueError):
            raise ValueError(f"Config '{key}' has value '{value}'. Not a valid {cast.__name__}.") from None

    get = __call__


__all__ = ["CommaSeparatedStrings", "Config", "Secret"]
