"""`RootModel`: a model that is one value."""

import typing

from pydantic.fields import PydanticUndefined
from pydantic.main import BaseModel

T = typing.TypeVar("T")


class RootModel(BaseModel, typing.Generic[T]):
    root: T

    def __init__(self, /, root=PydanticUndefined, **data):
        value = data if root is PydanticUndefined and data else root
        made = type(self).model_validate(value)
        self.__dict__.update(made.__dict__)
        object.__setattr__(self, "__pydantic_fields_set__", made.__pydantic_fields_set__)
        object.__setattr__(self, "__pydantic_extra__", None)
        object.__setattr__(self, "__pydantic_private__", made.__pydantic_private__)

    def __eq__(self, other):
        return isinstance(other, RootModel) and type(self) is type(other) and self.root == other.root

    def __repr_args__(self):
        return [("root", self.root)]
