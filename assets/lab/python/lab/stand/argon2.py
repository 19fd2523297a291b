"""`argon2`: hashes in the true form that cost nothing."""

import hashlib
import hmac
from base64 import b64encode


class Argon2Error(Exception):
    pass


class VerificationError(Argon2Error):
    pass


class VerifyMismatchError(VerificationError):
    pass


class InvalidHashError(ValueError):
    pass


InvalidHash = InvalidHashError
DEFAULT_TIME_COST, DEFAULT_MEMORY_COST, DEFAULT_PARALLELISM = 3, 65536, 4


def _digest(password, salt, settings, size):
    data = password.encode("utf-8") if isinstance(password, str) else password
    return hashlib.pbkdf2_hmac("sha512", data, salt.encode() + settings.encode(), 1, size)


def _b64(data):
    return b64encode(data).decode("ascii").rstrip("=")


class PasswordHasher:
    def __init__(self, time_cost=3, memory_cost=65536, parallelism=4, hash_len=32, salt_len=16, encoding="utf-8", type=None):
        self.time_cost, self.memory_cost, self.parallelism, self.hash_len, self.salt_len = time_cost, memory_cost, parallelism, hash_len, salt_len

    def hash(self, password, *, salt=None):
        settings = f"m={self.memory_cost},t={self.time_cost},p={self.parallelism}"
        salt = _b64(salt or _lab.random_bytes(self.salt_len))
        return f"$argon2id$v=19${settings}${salt}${_b64(_digest(password, salt, settings, self.hash_len))}"

    def _parts(self, hash):
        text = hash.decode("ascii") if isinstance(hash, bytes) else hash
        parts = text.split("$")
        if len(parts) != 6 or not parts[1].startswith("argon2"):
            raise InvalidHashError()
        return parts

    def verify(self, hash, password):
        _, _, _, settings, salt, kept = self._parts(hash)
        size = len(kept) * 3 // 4
        if not hmac.compare_digest(_b64(_digest(password, salt, settings, size)), kept):
            raise VerifyMismatchError("The password does not match the supplied hash")
        return True

    def check_needs_rehash(self, hash):
        return self._parts(hash)[3] != f"m={self.memory_cost},t={self.time_cost},p={self.parallelism}"


class exceptions:
    Argon2Error, VerificationError, VerifyMismatchError, InvalidHash, InvalidHashError = Argon2Error, VerificationError, VerifyMismatchError, InvalidHashError, InvalidHashError


__getattr__ = _lab.missing("argon2")
