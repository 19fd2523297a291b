"""Authentication by a shared key."""

from cryptography.exceptions import InvalidSignature

_hmac = _lab.load("hmac")


class HMAC:
    def __init__(self, key, algorithm, backend=None):
        self._made = _hmac.new(key, digestmod=algorithm.name)

    def update(self, data):
        self._made.update(data)

    def finalize(self):
        return self._made.digest()

    def verify(self, signature):
        if not _hmac.compare_digest(self._made.digest(), signature):
            raise InvalidSignature("Signature did not match digest.")
