"""The settings of a model."""


def ConfigDict(**kwargs):
    return kwargs


def with_config(config=None, /, **kwargs):
    def decorate(cls):
        cls.__pydantic_config__ = config or kwargs
        return cls

    return decorate


class Extra:
    allow, ignore, forbid = "allow", "ignore", "forbid"
