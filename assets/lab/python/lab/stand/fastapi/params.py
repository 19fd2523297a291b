"""Where a parameter is read from."""

from pydantic.fields import FieldInfo, PydanticUndefined


class Param(FieldInfo):
    in_ = None

    def __init__(self, default=PydanticUndefined, *, alias=None, validation_alias=None, serialization_alias=None, include_in_schema=True, openapi_examples=None, example=None, **options):
        if alias is not None:
            options["alias"] = alias
        if validation_alias is not None:
            options["validation_alias"] = validation_alias
        super().__init__(default, **options)
        self.include_in_schema = include_in_schema


class Path(Param):
    in_ = "path"

    def __init__(self, default=..., **options):
        assert default is ..., "Path parameters cannot have a default value"
        super().__init__(default, **options)


class Query(Param):
    in_ = "query"


class Header(Param):
    in_ = "header"

    def __init__(self, default=PydanticUndefined, *, convert_underscores=True, **options):
        super().__init__(default, **options)
        self.convert_underscores = convert_underscores


class Cookie(Param):
    in_ = "cookie"


class Body(Param):
    in_ = "body"

    def __init__(self, default=PydanticUndefined, *, embed=None, media_type="application/json", **options):
        super().__init__(default, **options)
        self.embed, self.media_type = embed, media_type


class Form(Body):
    pass


class File(Form):
    pass


class Depends:
    def __init__(self, dependency=None, *, use_cache=True, scope=None):
        self.dependency, self.use_cache, self.scope = dependency, use_cache, scope
        self.scopes = ()

    def __repr__(self):
        return f"Depends({getattr(self.dependency, '__name__', self.dependency)})"


class Security(Depends):
    def __init__(self, dependency=None, *, scopes=None, use_cache=True):
        super().__init__(dependency, use_cache=use_cache)
        self.scopes = tuple(scopes or ())


__getattr__ = _lab.missing("fastapi.params")
