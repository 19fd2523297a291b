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

    def recorded(f, name):
        def wrapper(*args, **kwargs):
            value = f(*args, **kwargs)
            guessable.append(value if name != "shuffle" else list(args[0]))
            return value

        wrapper.__name__ = name
        return wrapper

    for name in _NAMES:
        f = getattr(module, name, None)
        if f is not None:
            setattr(module, name, recorded(f, name))
    module.Random = base


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
        text = str(value)
        return any(g == value or (len(str(g)) >= 4 and str(g) in text) for g in guessable)


facade = Facade()
