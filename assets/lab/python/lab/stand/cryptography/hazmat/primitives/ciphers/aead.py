"""Encryption that also tells whether anything was changed."""

from cryptography.exceptions import InvalidTag

_aes = _lab.part("aes")


class AESGCM:
    def __init__(self, key):
        if len(key) not in (16, 24, 32):
            raise ValueError("AESGCM key must be 128, 192, or 256 bits.")
        self._cipher = _aes.AES(bytes(key))

    @classmethod
    def generate_key(cls, bit_length):
        if bit_length not in (128, 192, 256):
            raise ValueError("bit_length must be 128, 192, or 256")
        return _lab.random_bytes(bit_length // 8)

    def _nonce(self, nonce):
        if not 8 <= len(nonce) <= 128:
            raise ValueError("Nonce must be between 8 and 128 bytes")
        return bytes(nonce)

    def encrypt(self, nonce, data, associated_data):
        out, tag = _aes.gcm(self._cipher, self._nonce(nonce), bytes(data), bytes(associated_data or b""), True)
        return out + tag

    def decrypt(self, nonce, data, associated_data):
        if len(data) < 16:
            raise InvalidTag
        out, tag = _aes.gcm(self._cipher, self._nonce(nonce), bytes(data[:-16]), bytes(associated_data or b""), False)
        if tag != data[-16:]:
            raise InvalidTag
        return out


__getattr__ = _lab.missing("cryptography.hazmat.primitives.ciphers.aead")
