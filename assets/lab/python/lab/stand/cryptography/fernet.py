"""`Fernet`: a key, a time and a text in one token."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

_aes = _lab.part("aes")
_hmac = _lab.load("hmac")


class InvalidToken(Exception):
    pass


class Fernet:
    def __init__(self, key, backend=None):
        try:
            key = urlsafe_b64decode(key)
        except binascii.Error as error:
            raise ValueError("Fernet key must be 32 url-safe base64-encoded bytes.") from error
        if len(key) != 32:
            raise ValueError("Fernet key must be 32 url-safe base64-encoded bytes.")
        self._signing, self._cipher = key[:16], _aes.AES(key[16:])

    @classmethod
    def generate_key(cls):
        return urlsafe_b64encode(_lab.random_bytes(32))

    def encrypt(self, data):
        return self.encrypt_at_time(data, int(_lab.clock[0]))

    def encrypt_at_time(self, data, current_time):
        if not isinstance(data, bytes):
            raise TypeError("data must be bytes")
        iv, count = _lab.random_bytes(16), 16 - len(data) % 16
        text = _aes.cbc(self._cipher, iv, data + bytes([count]) * count, True)
        parts = b"\x80" + current_time.to_bytes(8, "big") + iv + text
        return urlsafe_b64encode(parts + _hmac.digest(self._signing, parts, "sha256"))

    def _open(self, token):
        if not isinstance(token, (str, bytes)):
            raise TypeError("token must be bytes or str")
        try:
            data = urlsafe_b64decode(token)
        except (TypeError, ValueError):
            raise InvalidToken from None
        if not data or data[0] != 0x80 or len(data) < 9:
            raise InvalidToken
        if not _hmac.compare_digest(_hmac.digest(self._signing, data[:-32], "sha256"), data[-32:]):
            raise InvalidToken
        return int.from_bytes(data[1:9], "big"), data

    def extract_timestamp(self, token):
        return self._open(token)[0]

    def decrypt(self, token, ttl=None):
        made, data = self._open(token)
        now = int(_lab.clock[0])
        if ttl is not None and (made + ttl < now or now + 60 < made):
            raise InvalidToken
        try:
            text = _aes.cbc(self._cipher, data[9:25], data[25:-32], False)
        except ValueError:
            raise InvalidToken from None
        if not text or not 0 < text[-1] <= 16:
            raise InvalidToken
        return text[: -text[-1]]


class MultiFernet:
    def __init__(self, fernets):
        self._fernets = list(fernets)

    def encrypt(self, data):
        return self._fernets[0].encrypt(data)

    def decrypt(self, token, ttl=None):
        for one in self._fernets:
            try:
                return one.decrypt(token, ttl)
            except InvalidToken:
                pass
        raise InvalidToken

    def rotate(self, token):
        return self.encrypt(self.decrypt(token))
