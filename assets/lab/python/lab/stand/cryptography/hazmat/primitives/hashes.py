"""Hashes."""

from cryptography.exceptions import AlreadyFinalized

_hashlib = _lab.load("hashlib")


class HashAlgorithm:
    name = ""

    @property
    def digest_size(self):
        return getattr(_hashlib, self.name)().digest_size


def _make(title, name):
    return type(title, (HashAlgorithm,), {"name": name, "__module__": __name__})


SHA1, SHA224, SHA256, SHA384, SHA512, MD5 = (_make(n, n.lower()) for n in ("SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "MD5"))


class Hash:
    def __init__(self, algorithm, backend=None):
        self.algorithm, self._made = algorithm, getattr(_hashlib, algorithm.name)()

    def update(self, data):
        if self._made is None:
            raise AlreadyFinalized("Context was already finalized.")
        self._made.update(data)

    def finalize(self):
        out, self._made = self._made.digest(), None
        return out


__getattr__ = _lab.missing("cryptography.hazmat.primitives.hashes")
