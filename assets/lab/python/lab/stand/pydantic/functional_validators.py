"""The decorators and annotations by which models and types bring their own checks."""

from pydantic._errors import Bad, PydanticCustomError, PydanticUserError, bad, of_user
from pydantic._nodes import Node


class ValidationInfo:
    def __init__(self, state):
        self.context, self.data, self.field_name = state.context, state.data, state.field
        self.config, self.mode = state.config, "json" if state.mode == "json" else "python"


class _Annotation:
    def __init__(self, func, **kwargs):
        self.func = func


class BeforeValidator(_Annotation):
    mode = "before"


class AfterValidator(_Annotation):
    mode = "after"


class PlainValidator(_Annotation):
    mode = "plain"


class WrapValidator(_Annotation):
    mode = "wrap"


class InstanceOf:
    @classmethod
    def __class_getitem__(cls, item):
        typing = _lab.load("typing")
        return typing.Annotated[item, cls()]


class SkipValidation:
    @classmethod
    def __class_getitem__(cls, item):
        typing = _lab.load("typing")
        return typing.Annotated[item, cls()]


def arguments(func):
    """How many positional arguments a function takes, bound ones left out; None where it takes any number."""
    bound = getattr(func, "__self__", None) is not None and hasattr(func, "__func__")
    code = getattr(getattr(func, "__func__", func), "__code__", None)
    if code is None:
        return 1 if isinstance(func, type) or not hasattr(func, "__call__") else builtin_arguments(func)
    if code.co_flags & 4:
        return None
    required = code.co_argcount - bound - len(getattr(func, "__defaults__", None) or ())
    return required


def builtin_arguments(func):
    call = getattr(type(func), "__call__", None)
    code = getattr(call, "__code__", None)
    return 1 if code is None else code.co_argcount - 1


class Function(Node):
    """A node with a function before, after, around or in place of it."""

    def __init__(self, inner, func, mode):
        self.inner, self.func, self.mode = inner, func, mode
        self.exact = inner.exact if mode == "after" else None
        self.label = f"function-{mode}[{getattr(func, '__name__', 'function')}(){', ' + inner.label if mode != 'plain' else ''}]"
        plain = 2 if mode == "wrap" else 1
        count = arguments(func)
        self.informed = count is not None and count > plain

    def call(self, value, state, *more):
        try:
            return self.func(value, *more, ValidationInfo(state)) if self.informed else self.func(value, *more)
        except (ValueError, AssertionError) as error:
            if type(error).__name__ == "ValidationError" and hasattr(error, "_lines"):
                raise Bad(error._lines) from None
            raise of_user(error, value) from None

    def validate(self, value, state):
        if self.mode == "plain":
            return self.call(value, state)
        if self.mode == "before":
            return self.inner.validate(self.call(value, state), state)
        if self.mode == "after":
            return self.call(self.inner.validate(value, state), state)

        def handler(given, outer_location=None):
            try:
                return self.inner.validate(given, state)
            except Bad as error:
                raise _lab.load("pydantic._errors").ValidationError("handler", error.lines) from None

        return self.call(value, state, handler)

    def dump(self, value, how, include=None, exclude=None):
        return self.inner.dump(value, how, include, exclude)

    def fits(self, value):
        check = getattr(self.inner, "fits", None)
        return check(value) if check is not None else self.inner.exact is not None and isinstance(value, self.inner.exact)

    def schema(self, defs, mode):
        return self.inner.schema(defs, mode)


class Decorated:
    """A method of a model that a decorator has marked, until the class is made."""

    def __init__(self, func, kind, **options):
        self.func, self.kind, self.options, self.name = func, kind, options, None

    def __get__(self, instance, owner=None):
        target = self.func
        return target.__get__(instance, owner) if hasattr(target, "__get__") else target

    def __call__(self, *args, **kwargs):
        return self.func(*args, **kwargs)


def _method(func):
    return func if isinstance(func, (classmethod, staticmethod)) else classmethod(func)


def field_validator(field, /, *fields, mode="after", check_fields=None, json_schema_input_type=None):
    if callable(field):
        raise PydanticUserError("`@field_validator` should be used with fields and keyword arguments, not bare.", code="validator-no-fields")
    if mode not in ("before", "after", "plain", "wrap"):
        raise PydanticUserError(f"invalid mode {mode!r}")

    def decorate(func):
        if not isinstance(func, (classmethod, staticmethod)):
            code = func.__code__
            if code.co_argcount and code.co_varnames[0] == "self":
                raise PydanticUserError("`@field_validator` cannot be applied to instance methods", code="validator-instance-method")
        return Decorated(_method(func), "field", fields=(field, *fields), mode=mode, check=check_fields)

    return decorate


def validator(field, /, *fields, pre=False, each_item=False, always=False, check_fields=None, allow_reuse=False):
    """Pydantic 1's decorator, which version 2 still takes."""
    if each_item:
        _lab.lacks("pydantic.validator(each_item=True)", "annotate the items")

    def decorate(func):
        inner = func.__func__ if isinstance(func, classmethod) else func
        code = inner.__code__
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        wants = "values" in names or bool(code.co_flags & 8)

        def call(cls, value, info):
            return inner(cls, value, values=info.data) if wants else inner(cls, value)

        return Decorated(classmethod(call), "field", fields=(field, *fields), mode="before" if pre else "after", check=check_fields, always=always)

    return decorate


def model_validator(*, mode):
    if mode not in ("before", "after", "wrap"):
        raise PydanticUserError(f"invalid mode {mode!r}")

    def decorate(func):
        if mode == "after" and isinstance(func, classmethod):
            return Decorated(func, "model", mode="after-class")
        return Decorated(_method(func) if mode != "after" else func, "model", mode=mode)

    return decorate


def root_validator(*args, pre=False, skip_on_failure=False, allow_reuse=False):
    if args or not (pre or skip_on_failure):
        raise PydanticUserError("If you use `@root_validator` with pre=False (the default) you MUST specify `skip_on_failure=True`.", code="root-validator-pre-skip")

    def decorate(func):
        return Decorated(_method(func), "model", mode="before" if pre else "after-values")

    return decorate


ModelWrapValidatorHandler = ValidatorFunctionWrapHandler = object
__all__ = ["PydanticCustomError", "bad"]
__getattr__ = _lab.missing("pydantic.functional_validators")
