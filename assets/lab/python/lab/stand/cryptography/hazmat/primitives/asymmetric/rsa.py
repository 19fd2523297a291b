"""RSA keys."""

from cryptography.hazmat.primitives.asymmetric._objects import RSAPrivateKey, RSAPublicKey, wrap

_keys = _lab.part("keys")


def generate_private_key(public_exponent, key_size, backend=None):
    if public_exponent not in (3, 65537):
        raise ValueError("public_exponent must be either 3 (for legacy compatibility) or 65537. Almost everyone should choose 65537 here!")
    if key_size < 1024:
        raise ValueError("key_size must be at least 1024-bits.")
    return wrap(_keys.make_rsa(key_size, public_exponent))


class RSAPublicNumbers:
    def __init__(self, e, n):
        self.e, self.n = e, n

    def public_key(self, backend=None):
        return wrap(_keys.RSA(self.n, self.e))


__all__ = ["RSAPrivateKey", "RSAPublicKey"]
__getattr__ = _lab.missing("cryptography.hazmat.primitives.asymmetric.rsa")
