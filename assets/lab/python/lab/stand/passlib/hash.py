"""One object a scheme."""

import hashlib
import hmac


class _Scheme:
    def __init__(self, name, fits, make, check):
        self.name, self.identify, self._make, self._check = name, fits, make, check

    def hash(self, secret, **kwds):
        return self._make(secret)

    encrypt = hash

    def verify(self, secret, hash, **context):
        if not self.identify(hash):
            raise ValueError(f"not a valid {self.name} hash")
        return self._check(secret, hash)

    def using(self, **kwds):
        return self

    def needs_update(self, hash, secret=None):
        return False


def _bytes(secret):
    return secret.encode("utf-8") if isinstance(secret, str) else secret


def _bcrypt():
    return _lab.load("bcrypt")


def _argon2():
    return _lab.load("argon2").PasswordHasher()


def _argon2_check(secret, hash):
    try:
        return _argon2().verify(hash, secret)
    except _lab.load("argon2").VerificationError:
        return False


def _slow(name, algorithm):
    """A scheme with rounds, of which the lab runs one."""
    prefix = f"${name}$"

    def make(secret, salt=None):
        salt = salt or _lab.random_bytes(12).hex()
        digest = hashlib.pbkdf2_hmac(algorithm, _bytes(secret), salt.encode(), 1).hex()
        return f"{prefix}29000${salt}${digest}"

    def check(secret, hash):
        return hmac.compare_digest(make(secret, hash.split("$")[3]), hash)

    return _Scheme(name.replace("-", "_"), lambda h: h.startswith(prefix), make, check)


def _plain(name):
    def make(secret):
        return getattr(hashlib, name)(_bytes(secret)).hexdigest()

    return _Scheme(f"hex_{name}", lambda h: len(h) == getattr(hashlib, name)().digest_size * 2, make, lambda s, h: hmac.compare_digest(make(s), h))


bcrypt = _Scheme("bcrypt", lambda h: h.startswith("$2"), lambda s: _bcrypt().hashpw(_bytes(s), _bcrypt().gensalt()).decode(), lambda s, h: _bcrypt().checkpw(_bytes(s), _bytes(h)))
argon2 = _Scheme("argon2", lambda h: h.startswith("$argon2"), lambda s: _argon2().hash(s), _argon2_check)
pbkdf2_sha256, pbkdf2_sha512 = _slow("pbkdf2-sha256", "sha256"), _slow("pbkdf2-sha512", "sha512")
hex_md5, hex_sha1, hex_sha256 = _plain("md5"), _plain("sha1"), _plain("sha256")
plaintext = _Scheme("plaintext", lambda h: True, lambda s: s, lambda s, h: s == h)
__getattr__ = _lab.missing("passlib.hash")
