"""Block ciphers."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import algorithms, modes  # noqa: F401

_aes = _lab.part("aes")


class _Context:
    """What was given so far, turned into the other when it is finished."""

    def __init__(self, cipher, mode, encrypting):
        self.cipher, self.mode, self.encrypting, self.left, self.extra, self._tag = _aes.AES(cipher.key), mode, encrypting, b"", b"", None

    def authenticate_additional_data(self, data):
        self.extra += data

    def update(self, data):
        self.left += data
        return b""

    def finalize(self):
        out = self.mode.run(self.cipher, self.left, self.encrypting, self)
        return out

    def finalize_with_tag(self, tag):
        self.mode.tag = tag
        return self.finalize()

    @property
    def tag(self):
        return self._tag


class Cipher:
    def __init__(self, algorithm, mode, backend=None):
        if mode is not None:
            mode.check()
        self.algorithm, self.mode = algorithm, mode

    def encryptor(self):
        return _Context(self.algorithm, self.mode, True)

    def decryptor(self):
        return _Context(self.algorithm, self.mode, False)


__all__ = ["Cipher", "InvalidTag", "algorithms", "modes"]
__getattr__ = _lab.lazy("cryptography.hazmat.primitives.ciphers", {})
