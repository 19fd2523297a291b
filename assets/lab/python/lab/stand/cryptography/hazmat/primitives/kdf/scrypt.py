"""Keys from passwords, at a price in memory."""

from cryptography.exceptions import InvalidKey


class Scrypt:
    def __init__(self, salt, length, n, r, p, backend=None):
        self.options = {"salt": salt, "n": n, "r": r, "p": p, "dklen": length, "maxmem": 2**30}

    def derive(self, key_material):
        return _lab.load("hashlib").scrypt(key_material, **self.options)

    def verify(self, key_material, expected_key):
        if not _lab.load("hmac").compare_digest(self.derive(key_material), expected_key):
            raise InvalidKey("Keys do not match.")
