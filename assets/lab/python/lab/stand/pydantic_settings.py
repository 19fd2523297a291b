"""`pydantic_settings`: a model that is read from the environment."""

import os

from pydantic.fields import PydanticUndefined
from pydantic.main import BaseModel


def SettingsConfigDict(**kwargs):
    return kwargs


class BaseSettings(BaseModel):
    model_config = {"extra": "forbid", "validate_default": True, "arbitrary_types_allowed": True, "case_sensitive": False, "env_prefix": "", "env_file": None, "populate_by_name": False}

    def __init__(self, _env_file=..., _env_prefix=None, _secrets_dir=None, **values):
        config = type(self).model_config
        path = config.get("env_file") if _env_file is ... else _env_file
        prefix = config.get("env_prefix", "") if _env_prefix is None else _env_prefix
        if config.get("env_nested_delimiter") or config.get("secrets_dir") or _secrets_dir:
            _lab.lacks("pydantic_settings with env_nested_delimiter or secrets_dir")
        found = {}
        for one in path if isinstance(path, (list, tuple)) else [path]:
            if one is not None and os.path.isfile(one):
                found.update(_lab.load("dotenv").dotenv_values(one))
        found.update(os.environ)
        if not config.get("case_sensitive"):
            found = {k.lower(): v for k, v in found.items()}
        given = {}
        for name, field in type(self).__pydantic_node__.ready().items():
            keys = [k for k in field.keys if isinstance(k, str)] if field.info.validation_alias is not None else [prefix + name]
            for key in keys:
                value = found.get(key if config.get("case_sensitive") else key.lower(), PydanticUndefined)
                if value is not PydanticUndefined:
                    given[field.keys[0] if isinstance(field.keys[0], str) else name] = decoded(value, field)
                    break
        super().__init__(**{**given, **values})


def decoded(value, field):
    """What a complex field is given as text is read as JSON."""
    label = field.node.label
    if label.startswith(("list[", "dict[", "set[", "tuple[", "nullable[list", "nullable[dict")) or hasattr(field.node, "fields_of"):
        try:
            return _lab.load("json").loads(value)
        except ValueError:
            raise SettingsError(f'error parsing value for field "{field.name}" from source "EnvSettingsSource"') from None
    return value


class SettingsError(ValueError):
    pass


__getattr__ = _lab.missing("pydantic_settings")
