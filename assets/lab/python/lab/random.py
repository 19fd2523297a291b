"""`random`, seeded by the run, with a note of what it handed out."""

core = _lab
guessable = []
_real = {}
_NAMES = (
    "random uniform triangular randint choice randrange sample shuffle choices normalvariate lognormvariate expovariate "
    "vonmisesvariate gammavariate gauss betavariate paretovariate weibullvariate getrandbits randbytes binomialvariate"
).split()


def install(module):
    _real["module"] = module
    draw_anew()
    base = module.Random

    nested = [0]

    def recorded(f, name):
        def wrapper(*args, **kwargs):
            # What one method asks of another is not handed out.
            nested[0] += 1
            try:
                value = f(*args, **kwargs)
            finally:
                nested[0] -= 1
            if not nested[0]:
                guessable.append(value if name != "shuffle" else list(args[-1]))
            return value

        wrapper.__name__ = name
        return wrapper

    for name in _NAMES:
        f = getattr(module, name, None)
        if f is not None:
            setattr(module, name, recorded(f, name))

    class Random(base):
        """A generator of one's own is as guessable as the shared one."""

        def __init__(self, x=None):
            super().__init__(next(_seeds) if x is None else x)

    Random.__qualname__, Random.__module__ = "Random", "random"
    for name in _NAMES:
        f = getattr(base, name, None)
        if f is not None:
            setattr(Random, name, recorded(f, name))
    module.Random = Random


def _derived_seeds():
    n = 0
    while True:
        n += 1
        yield int.from_bytes(core.derived(f"random {n}"), "big")


_seeds = _derived_seeds()


def forms(value):
    """The texts that a value from `random` usually ends up as."""
    if isinstance(value, (list, tuple)):
        yield "".join(map(str, value))
        if value and all(isinstance(v, int) and 0 <= v < 256 for v in value):
            yield from forms(bytes(value))
        return
    if isinstance(value, bytes):
        base64 = core.load("base64")
        yield value.hex()
        yield base64.b64encode(value).decode().rstrip("=")
        yield base64.urlsafe_b64encode(value).decode().rstrip("=")
        return
    text = str(value)
    yield text
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        yield f"{value:x}"
        yield f"{value:X}"
        if 64 < value.bit_length() <= 128:
            hexed = f"{value:032x}"
            yield "-".join((hexed[:8], hexed[8:12], hexed[12:16], hexed[16:20], hexed[20:]))
    if isinstance(value, float):
        yield text.partition(".")[2]
    hashlib = core.load("hashlib")
    for name in ("md5", "sha1", "sha256"):
        yield hashlib.new(name, text.encode()).hexdigest()


def longest_common(a, b):
    """Length of the longest text that stands in both."""
    best, lengths = 0, [0] * (len(b) + 1)
    for c in a:
        before = 0
        for j, d in enumerate(b, 1):
            before, lengths[j] = lengths[j], before + 1 if c == d else 0
            best = max(best, lengths[j])
    return best


def draw_anew():
    _real["module"]._inst.seed(int.from_bytes(core.derived("random"), "big"))


class Facade:
    """`lab.random`: what somebody could guess who knows the state of `random`."""

    guessable = guessable

    def predict(self, f):
        """What `f` would give if it were asked from the same state: `random` is put back afterwards."""
        random = core.load("random")
        state, count = random.getstate(), len(guessable)
        try:
            return f()
        finally:
            random.setstate(state)
            del guessable[count:]

    def seed(self, value):
        core.load("random").seed(value)

    def guessed(self, value):
        """Whether a value, or a text that holds it, was handed out by `random`."""
        text = value.hex() if isinstance(value, bytes) else str(value)
        values = guessable[-400:]
        if any(g == value for g in values) or not text:
            return bool(text)
        if text.isdigit() and any(type(g) is int and int(text) == g for g in values):
            return True
        if any(len(form) >= 4 and form in text for g in values for form in forms(g)):
            return True
        # Put together from many small ones, as a code is from letters that were chosen one by one.
        small = "".join(form for g in values for form in [next(forms(g))] if len(form) < 4)
        return longest_common(text, small) >= min(len(text), 6)


facade = Facade()
