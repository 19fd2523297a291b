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
    """What it hands out is noted for `lab.random`."""
    core.part("random").install(module)


def sqlite3(module):
    """Databases lie in memory, one a path; every statement is noted."""
    core.part("sql").install(module)


def zoneinfo(module):
    """Time zones as far as the lab knows them."""
    core.load("zoneinfo._common").load_tzdata = lambda key: core.part("zones").data(key)
    module.available_timezones = lambda: set(core.part("zones").RULES)


def uuid(module):
    """Addresses and times of the machine are the lab's."""
    module._node = 0x02420AC11002
    module._generate_time_safe = module._UuidCreate = None
    made = module.uuid1

    def uuid1(node=None, clock_seq=None):
        value = made(node, clock_seq)
        core.part("random").guessable.extend((str(value), value.hex))
        return value

    module.uuid1 = uuid1


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
        # Filters and formatters may take out what must not be logged: what they leave is what counts.
        logs = [h for h in handlers(self) if not isinstance(h, module.NullHandler)]
        below = record.levelno < effective(self)
        if not below:
            mark = len(core.log_text)
            seen.append([])
            try:
                handle(self, record)
            finally:
                texts = seen.pop()
            if not any(isinstance(h, module.StreamHandler) for h in logs):
                del core.log_text[mark:]
            core.log_text.extend(texts if logs else [])
            logs_below = [h for h in logs if record.levelno < h.level]
            if texts and logs or logs and not logs_below:
                return
            logs = logs_below
        passed = self.filter(record)
        if not passed:
            return
        if isinstance(passed, module.LogRecord):
            record = passed
        for handler in logs:
            if handler.filter(record):
                note(handler.formatter, record)
        if not logs:
            note(None, record)

    def note(formatter, record):
        try:
            text = record.getMessage()
        except Exception as error:
            text = f"{record.msg} {record.args!r} ({error})"
        if type(formatter) not in (type(None), module.Formatter):
            text = formatter.format(record)
        elif record.exc_info and record.exc_info[1] is not None:
            text += f"\n{type(record.exc_info[1]).__name__}: {record.exc_info[1]}"
        extra = {k: v for k, v in record.__dict__.items() if k not in known}
        if extra:
            text += f" {extra!r}"
        text = f"{record.levelname} {record.name}: {text}\n"
        (seen[-1] if seen else core.log_text).append(text)

    def handler_handle(self, record):
        passed = self.filter(record)
        if not passed:
            return passed
        if isinstance(passed, module.LogRecord):
            record = passed
        if seen:
            note(self.formatter, record)
        self.acquire()
        try:
            self.emit(record)
        finally:
            self.release()
        return passed

    def handlers(logger):
        out = []
        while logger is not None:
            out += logger.handlers
            logger = logger.parent if logger.propagate else None
        return out

    seen = []
    known = set(module.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime", "taskName", "stack_info"}
    # A function of the lab's, unlike one of the interpreter's, would be a method there.
    module.Formatter.converter = staticmethod(core.load("time").localtime)
    module.Logger.isEnabledFor = is_enabled_for
    module.Logger.handle = lab_handle
    module.Handler.handle = handler_handle
