"""Keys from passwords."""

from cryptography.exceptions import AlreadyFinalized, InvalidKey


class PBKDF2HMAC:
    def __init__(self, algorithm, length, salt, iterations, backend=None):
        self.algorithm, self.length, self.salt, self.iterations, self.used = algorithm, length, salt, iterations, False

    def derive(self, key_material):
        if self.used:
            raise AlreadyFinalized("PBKDF2 instances can only be used once.")
        self.used = True
        return _lab.load("hashlib").pbkdf2_hmac(self.algorithm.name, key_material, self.salt, self.iterations, self.length)

    def verify(self, key_material, expected_key):
        if not _lab.load("hmac").compare_digest(self.derive(key_material), expected_key):
            raise InvalidKey("Keys do not match.")
