"""Keys from keys."""

_hmac = _lab.load("hmac")


class HKDFExpand:
    def __init__(self, algorithm, length, info, backend=None):
        self.algorithm, self.length, self.info = algorithm, length, info or b""

    def derive(self, key_material):
        out = last = b""
        for i in range(1, -(-self.length // self.algorithm.digest_size) + 1):
            last = _hmac.digest(key_material, last + self.info + bytes([i]), self.algorithm.name)
            out += last
        return out[: self.length]


class HKDF(HKDFExpand):
    def __init__(self, algorithm, length, salt, info, backend=None):
        super().__init__(algorithm, length, info)
        self.salt = salt or bytes(algorithm.digest_size)

    def derive(self, key_material):
        return super().derive(_hmac.digest(self.salt, key_material, self.algorithm.name))
