"""Keys as PEM and DER."""

_keys = _lab.part("keys")


class Encoding:
    PEM, DER, OpenSSH, Raw, X962 = "PEM", "DER", "OpenSSH", "Raw", "X962"


class PrivateFormat:
    PKCS8, TraditionalOpenSSL, Raw, OpenSSH = "PKCS8", "TraditionalOpenSSL", "Raw", "OpenSSH"


class PublicFormat:
    SubjectPublicKeyInfo, PKCS1, Raw, OpenSSH = "SubjectPublicKeyInfo", "PKCS1", "Raw", "OpenSSH"


class NoEncryption:
    pass


class BestAvailableEncryption:
    def __init__(self, password):
        self.password = password


def _wrapped(made, private):
    if (made.d is not None) != private:
        raise ValueError("Could not deserialize key data. The data may be in an incorrect format, it may be encrypted with an unsupported algorithm, or it may be an unsupported key type.")
    return _lab.load("cryptography.hazmat.primitives.asymmetric._objects").wrap(made)


def load_pem_private_key(data, password=None, backend=None, *, unsafe_skip_rsa_key_validation=False):
    if password is not None:
        raise TypeError("Password was given but private key is not encrypted.")
    return _wrapped(_keys.load_pem(data), True)


def load_pem_public_key(data, backend=None):
    return _wrapped(_keys.load_pem(data), False)


def load_der_private_key(data, password=None, backend=None):
    return _wrapped(_keys.load_der("PRIVATE KEY", data), True)


def load_der_public_key(data, backend=None):
    return _wrapped(_keys.load_der("PUBLIC KEY", data), False)


__getattr__ = _lab.missing("cryptography.hazmat.primitives.serialization")
