"""Several schemes, of which the first makes new hashes."""


class CryptContext:
    def __init__(self, schemes=None, default=None, deprecated=(), **options):
        known = _lab.load("passlib.hash")
        self._schemes = [getattr(known, name) for name in schemes or []]
        self._default = getattr(known, default) if default else self._schemes[0]
        self._deprecated = deprecated

    def schemes(self):
        return tuple(s.name for s in self._schemes)

    def hash(self, secret, scheme=None, **kwds):
        return self._default.hash(secret)

    encrypt = hash

    def identify(self, hash):
        return next((s.name for s in self._schemes if s.identify(hash)), None)

    def verify(self, secret, hash, **kwds):
        if hash is None:
            return False
        for scheme in self._schemes:
            if scheme.identify(hash):
                return scheme.verify(secret, hash)
        raise _lab.load("passlib.exc").UnknownHashError("hash could not be identified")

    def needs_update(self, hash, **kwds):
        name = self.identify(hash)
        return name != self._default.name and (self._deprecated == "auto" or self._deprecated == ["auto"] or name in self._deprecated)

    def verify_and_update(self, secret, hash, **kwds):
        good = self.verify(secret, hash)
        return good, (self.hash(secret) if good and self.needs_update(hash) else None)
