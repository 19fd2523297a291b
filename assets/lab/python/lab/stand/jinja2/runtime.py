"""`jinja2.runtime`: undefined values, the context of a template, loops and macros."""

from jinja2.exceptions import TemplateRuntimeError, UndefinedError
from markupsafe import Markup

missing = type("MissingType", (), {"__repr__": lambda self: "missing"})()


class Undefined:
    """What a name stands for that nobody gave: empty when shown, an error when used."""

    __slots__ = ("_undefined_hint", "_undefined_obj", "_undefined_name", "_undefined_exception")

    def __init__(self, hint=None, obj=missing, name=None, exc=UndefinedError):
        self._undefined_hint, self._undefined_obj, self._undefined_name, self._undefined_exception = hint, obj, name, exc

    @property
    def _undefined_message(self):
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            return f"{self._undefined_name!r} is undefined"
        kind = type(self._undefined_obj)
        name = f"{kind.__module__}.{kind.__qualname__} object" if kind.__module__ != "builtins" else f"{kind.__name__} object"
        if not isinstance(self._undefined_name, str):
            return f"{name} has no element {self._undefined_name!r}"
        return f"{name!r} has no attribute {self._undefined_name!r}"

    def _fail_with_undefined_error(self, *args, **kwargs):
        raise self._undefined_exception(self._undefined_message)

    def __getattr__(self, name):
        if name[:2] == name[-2:] == "__":
            raise AttributeError(name)
        self._fail_with_undefined_error()

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _fail_with_undefined_error
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _fail_with_undefined_error
    __pos__ = __neg__ = __call__ = __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = _fail_with_undefined_error
    __int__ = __float__ = __complex__ = __pow__ = __rpow__ = _fail_with_undefined_error

    def __eq__(self, other):
        return type(self) is type(other)

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return id(type(self))

    def __str__(self):
        return ""

    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())

    def __bool__(self):
        return False

    def __repr__(self):
        return "Undefined"


class ChainableUndefined(Undefined):
    __slots__ = ()

    def __html__(self):
        return str(self)

    def __getattr__(self, name):
        if name[:2] == name[-2:] == "__":
            raise AttributeError(name)
        return self

    def __getitem__(self, name):
        return self


class DebugUndefined(Undefined):
    __slots__ = ()

    def __str__(self):
        return f"{{{{ {self._undefined_name} }}}}"


class StrictUndefined(Undefined):
    __slots__ = ()
    __iter__ = __str__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = Undefined._fail_with_undefined_error
    __contains__ = Undefined._fail_with_undefined_error


class Context:
    """The names of a template while it runs. Loops and macros open scopes below it."""

    def __init__(self, environment, parent, name, blocks=None, autoescape=False):
        self.environment, self.parent, self.name = environment, parent, name
        self.vars = {}
        self.exported_vars = set()
        self.scopes = []
        self.blocks = {} if blocks is None else blocks
        self.autoescape = autoescape
        self.eval_ctx = self
        self.layout = None

    def resolve_or_missing(self, name):
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        if name in self.vars:
            return self.vars[name]
        return self.parent.get(name, missing)

    def resolve(self, name):
        found = self.resolve_or_missing(name)
        return self.environment.undefined(name=name) if found is missing else found

    def get(self, key, default=None):
        found = self.resolve_or_missing(key)
        return default if found is missing else found

    def __getitem__(self, key):
        found = self.resolve_or_missing(key)
        if found is missing:
            raise KeyError(key)
        return found

    def __contains__(self, key):
        return self.resolve_or_missing(key) is not missing

    def assign(self, name, value):
        if self.scopes:
            self.scopes[-1][name] = value
        else:
            self.vars[name] = value
            self.exported_vars.add(name)

    def get_all(self):
        out = dict(self.parent)
        out.update(self.vars)
        for scope in self.scopes:
            out.update(scope)
        return out

    def get_exported(self):
        return {k: self.vars[k] for k in self.exported_vars}

    def keys(self):
        return self.get_all().keys()

    def values(self):
        return self.get_all().values()

    def items(self):
        return self.get_all().items()

    def __repr__(self):
        return f"<Context {self.get_all()!r} of {self.name!r}>"


class TemplateReference:
    """`self` in a template."""

    def __init__(self, context):
        self.__context = context

    def __getitem__(self, name):
        return BlockReference(name, self.__context, self.__context.blocks[name], 0)

    def __repr__(self):
        return f"<TemplateReference {self.__context.name!r}>"


class BlockReference:
    def __init__(self, name, context, stack, depth):
        self.name, self._context, self._stack, self._depth = name, context, stack, depth

    @property
    def super(self):
        if self._depth + 1 >= len(self._stack):
            return self._context.environment.undefined(f"there is no parent block called {self.name!r}.", name="super")
        return BlockReference(self.name, self._context, self._stack, self._depth + 1)

    def __call__(self):
        out = []
        self._stack[self._depth](self._context, out, self)
        text = "".join(out)
        return Markup(text) if self._context.autoescape else text


class LoopContext:
    def __init__(self, items, recurse=None, depth=0, undefined=Undefined):
        self._items, self.index0, self.depth0, self._undefined, self._recurse = items, -1, depth, undefined, recurse
        self.length = len(items)
        self._last = missing

    index = property(lambda s: s.index0 + 1)
    revindex = property(lambda s: s.length - s.index0)
    revindex0 = property(lambda s: s.length - s.index)
    first = property(lambda s: s.index0 == 0)
    last = property(lambda s: s.index0 == s.length - 1)
    depth = property(lambda s: s.depth0 + 1)

    @property
    def previtem(self):
        return self._undefined("there is no previous item") if self.index0 == 0 else self._items[self.index0 - 1]

    @property
    def nextitem(self):
        return self._undefined("there is no next item") if self.last else self._items[self.index0 + 1]

    def cycle(self, *args):
        if not args:
            raise TypeError("no items for cycling given")
        return args[self.index0 % len(args)]

    def changed(self, *value):
        if self._last != value:
            self._last = value
            return True
        return False

    def __call__(self, iterable):
        if self._recurse is None:
            raise TypeError("The loop must have the 'recursive' marker to be called recursively.")
        return self._recurse(iterable, self.depth0 + 1)

    def __len__(self):
        return self.length

    def __repr__(self):
        return f"<LoopContext {self.index}/{self.length}>"


class Macro:
    def __init__(self, context, name, arguments, defaults, body, scopes, uses):
        self._context, self.name, self.arguments, self._defaults, self._body = context, name, arguments, defaults, body
        self._scopes, self._uses = scopes, uses
        self.catch_kwargs, self.catch_varargs, self.caller = "kwargs" in uses, "varargs" in uses, "caller" in uses

    def __call__(self, *args, **kwargs):
        context = self._context
        scope = {}
        first_default = len(self.arguments) - len(self._defaults)
        saved, context.scopes = context.scopes, self._scopes + [scope]
        try:
            for i, name in enumerate(self.arguments):
                if i < len(args):
                    scope[name] = args[i]
                elif name in kwargs:
                    scope[name] = kwargs.pop(name)
                elif i >= first_default:
                    scope[name] = self._defaults[i - first_default](context)
                else:
                    scope[name] = context.environment.undefined(f"parameter {name!r} was not provided", name=name)
            if "caller" in kwargs or self.caller:
                scope["caller"] = kwargs.pop("caller", None) or context.environment.undefined("No caller defined", name="caller")
            if kwargs and not self.catch_kwargs:
                raise TypeError(f"macro {self.name!r} takes no keyword argument {next(iter(kwargs))!r}")
            if self.catch_kwargs:
                scope["kwargs"] = kwargs
            if len(args) > len(self.arguments) and not self.catch_varargs:
                raise TypeError(f"macro {self.name!r} takes not more than {len(self.arguments)} argument(s)")
            if self.catch_varargs:
                scope["varargs"] = args[len(self.arguments) :]
            out = []
            self._body(context, out)
        finally:
            context.scopes = saved
        text = "".join(out)
        return Markup(text) if context.autoescape else text

    def __repr__(self):
        return f"<Macro {self.name!r}>"


__all__ = ["TemplateRuntimeError"]
