"""The cookies of a browser, as a check sees them."""


class CookieView:
    """The cookies a browser holds, as a dictionary by name."""

    def __init__(self, jar):
        self.jar = jar

    def get(self, name, default=None):
        for (n, _), value in self.jar.items():
            if n == name:
                return value
        return default

    def __getitem__(self, name):
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __setitem__(self, name, value):
        for key in [k for k in self.jar if k[0] == name]:
            del self.jar[key]
        self.jar[(name, "/")] = str(value)

    def __delitem__(self, name):
        for key in [k for k in self.jar if k[0] == name]:
            del self.jar[key]

    def __contains__(self, name):
        return self.get(name) is not None

    def __iter__(self):
        return iter([n for n, _ in self.jar])

    def __len__(self):
        return len(self.jar)

    def keys(self):
        return [n for n, _ in self.jar]

    def items(self):
        return [(n, v) for (n, _), v in self.jar.items()]

    def clear(self):
        self.jar.clear()
