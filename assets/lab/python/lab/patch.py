"""What the lab changes in modules of the standard library after they are read."""

import sys

core = _lab


def types(module):
    """Where code objects cannot be changed, what a generator gives is wrapped to be awaited."""
    if hasattr(module.CodeType, "replace"):
        return
    real = module.coroutine

    def coroutine(func):
        code = getattr(func, "__code__", None)
        if code is None or not code.co_flags & 0x20 or code.co_flags & 0x180:
            return real(func)

        def wrapped(*args, **kwargs):
            return module._GeneratorWrapper(func(*args, **kwargs))

        for name in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(wrapped, name, getattr(func, name))
        wrapped.__wrapped__ = func
        return wrapped

    module.coroutine = coroutine


def random(module):
    core.part("random").install(module)


def sqlite3(module):
    core.part("sql").install(module)


def hmac(module):
    pass


def uuid(module):
    module._node = 0x02420AC11002
    module._generate_time_safe = module._UuidCreate = None


def hashlib(module):
    """RustPython has no `scrypt`, and some builds no `pbkdf2_hmac`."""
    if not hasattr(module, "pbkdf2_hmac"):
        module.pbkdf2_hmac = core.part("kdf").pbkdf2_hmac
    if not hasattr(module, "scrypt"):
        module.scrypt = core.part("kdf").scrypt


def logging(module):
    """Every record reaches `lab.log`, whatever its level; handlers get only what their level lets through."""
    handle = module.Logger.handle
    effective = module.Logger.getEffectiveLevel

    def is_enabled_for(self, level):
        return self.manager.disable < level or (self.manager.disable == 0)

    def lab_handle(self, record):
        try:
            text = record.getMessage()
        except Exception as error:
            text = f"{record.msg} {record.args!r} ({error})"
        if record.exc_info and record.exc_info[1] is not None:
            text += f"\n{type(record.exc_info[1]).__name__}: {record.exc_info[1]}"
        extra = {k: v for k, v in record.__dict__.items() if k not in known}
        if extra:
            text += f" {extra!r}"
        core.log_text.append(f"{record.levelname} {record.name}: {text}\n")
        if record.levelno >= effective(self):
            mark = len(core.log_text)
            handle(self, record)
            if not any(isinstance(h, module.StreamHandler) for h in handlers(self)):
                del core.log_text[mark:]

    def handlers(logger):
        out = []
        while logger is not None:
            out += logger.handlers
            logger = logger.parent if logger.propagate else None
        return out

    known = set(module.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime", "taskName", "stack_info"}
    module.Logger.isEnabledFor = is_enabled_for
    module.Logger.handle = lab_handle
