"""Keys on elliptic curves."""

from cryptography.hazmat.primitives.asymmetric._objects import EllipticCurvePrivateKey, EllipticCurvePublicKey, wrap

_keys = _lab.part("keys")


class SECP256R1:
    name, key_size, lab = "secp256r1", 256, "P-256"


class SECP384R1:
    name, key_size, lab = "secp384r1", 384, "P-384"


class SECP521R1:
    name, key_size, lab = "secp521r1", 521, "P-521"


class ECDSA:
    def __init__(self, algorithm):
        self.algorithm = algorithm


class ECDH:
    pass


def by_name(name):
    return next(c() for c in (SECP256R1, SECP384R1, SECP521R1) if c.lab == name)


def generate_private_key(curve, backend=None):
    return wrap(_keys.make_ec(curve.lab))


def derive_private_key(private_value, curve, backend=None):
    return wrap(_keys.EC(curve.lab, None, private_value))


__all__ = ["EllipticCurvePrivateKey", "EllipticCurvePublicKey"]
__getattr__ = _lab.missing("cryptography.hazmat.primitives.asymmetric.ec")
