"""Keys as objects."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization

_keys = _lab.part("keys")


class _Key:
    def __init__(self, made):
        self._lab_key = made

    def __eq__(self, other):
        return isinstance(other, _Key) and self._lab_key.public_der() == other._lab_key.public_der() and type(self) is type(other)

    __hash__ = None


class _Public(_Key):
    def public_bytes(self, encoding, format):
        raw = self._lab_key.public_der()
        return raw if encoding == serialization.Encoding.DER else _keys.pem("PUBLIC KEY", raw).encode("ascii")


class _Private(_Key):
    def public_key(self):
        return wrap(self._lab_key.public())

    def private_bytes(self, encoding, format, encryption_algorithm):
        if not isinstance(encryption_algorithm, serialization.NoEncryption):
            _lab.lacks("encrypted private keys", "NoEncryption()")
        raw, label = self._lab_key.private_der(), "PRIVATE KEY"
        if format == serialization.PrivateFormat.TraditionalOpenSSL:
            raw, label = _keys.read(_keys.read(raw)[0][1])[2][1], "RSA PRIVATE KEY" if self._lab_key.kind == "rsa" else "EC PRIVATE KEY"
        return raw if encoding == serialization.Encoding.DER else _keys.pem(label, raw).encode("ascii")


def _is_pss(padding):
    return type(padding).__name__ == "PSS"


def _salt(padding, size):
    length = padding._salt_length
    return {"MAX": None, "DIGEST": size, "AUTO": None}.get(length, length) if isinstance(length, str) else length


class RSAPublicKey(_Public):
    key_size = property(lambda s: s._lab_key.n.bit_length())

    def public_numbers(self):
        return _Numbers(n=self._lab_key.n, e=self._lab_key.e)

    def verify(self, signature, data, padding, algorithm):
        key = self._lab_key
        if _is_pss(padding):
            good = key.verify_pss(signature, data, algorithm.name, _salt(padding, algorithm.digest_size))
        else:
            good = key.verify(signature, data, algorithm.name)
        if not good:
            raise InvalidSignature

    def encrypt(self, plaintext, padding):
        if type(padding).__name__ != "OAEP":
            _lab.lacks("RSA encryption with PKCS1v15", "OAEP")
        return self._lab_key.encrypt_oaep(plaintext, padding.algorithm.name, padding.label or b"")


class RSAPrivateKey(_Private):
    key_size = property(lambda s: s._lab_key.n.bit_length())

    def sign(self, data, padding, algorithm):
        if _is_pss(padding):
            size = algorithm.digest_size
            length = _salt(padding, size)
            return self._lab_key.sign_pss(data, algorithm.name, self._lab_key.size - size - 2 if length is None else length)
        return self._lab_key.sign(data, algorithm.name)

    def decrypt(self, ciphertext, padding):
        return self._lab_key.decrypt_oaep(ciphertext, padding.algorithm.name, padding.label or b"")

    def private_numbers(self):
        key = self._lab_key
        return _Numbers(d=key.d, p=key.p, q=key.q, public_numbers=_Numbers(n=key.n, e=key.e))


class EllipticCurvePublicKey(_Public):
    key_size = property(lambda s: s._lab_key.p.bit_length())
    curve = property(lambda s: _lab.load("cryptography.hazmat.primitives.asymmetric.ec").by_name(s._lab_key.curve))

    def public_numbers(self):
        return _Numbers(x=self._lab_key.point[0], y=self._lab_key.point[1], curve=self.curve)

    def verify(self, signature, data, signature_algorithm):
        if not self._lab_key.verify(_keys.read_signature(signature), data, signature_algorithm.algorithm.name):
            raise InvalidSignature


class EllipticCurvePrivateKey(_Private):
    key_size = EllipticCurvePublicKey.key_size
    curve = EllipticCurvePublicKey.curve

    def sign(self, data, signature_algorithm):
        return _keys.der_signature(self._lab_key.sign(data, signature_algorithm.algorithm.name))

    def exchange(self, algorithm, peer_public_key):
        return self._lab_key.exchange(peer_public_key._lab_key)


class _Numbers:
    def __init__(self, **values):
        self.__dict__.update(values)


def wrap(made):
    """A key of the lab as an object of its kind."""
    if made.kind == "rsa":
        return (RSAPublicKey if made.d is None else RSAPrivateKey)(made)
    return (EllipticCurvePublicKey if made.d is None else EllipticCurvePrivateKey)(made)
