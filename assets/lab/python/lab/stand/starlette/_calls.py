"""What kind of thing a callable is."""


def unwrapped(f):
    while hasattr(f, "func") and hasattr(f, "keywords"):
        f = f.func
    return f


def flags(f):
    f = unwrapped(f)
    f = getattr(f, "__func__", f)
    code = getattr(f, "__code__", None)
    if code is None and not isinstance(f, type):
        call = getattr(type(f), "__call__", None)
        code = getattr(call, "__code__", None)
    return code.co_flags if code is not None else 0


def is_async(f):
    """Whether calling it gives something to await."""
    return bool(flags(f) & 0x80)


def is_generator(f):
    return bool(flags(f) & 0x20)


def is_async_generator(f):
    return bool(flags(f) & 0x200)


def is_plain(f):
    """Whether it is a function or a method, as opposed to a class or an object that can be called."""
    f = unwrapped(f)
    return hasattr(f, "__code__") or hasattr(f, "__func__")
