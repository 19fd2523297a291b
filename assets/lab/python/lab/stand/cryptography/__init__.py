"""`cryptography`: Fernet, AES, hashes, RSA and elliptic curves."""

__version__ = "46.0.3"
__getattr__ = _lab.lazy("cryptography", {})
