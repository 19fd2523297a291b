"""`jose` (python-jose): tokens."""

from jose.exceptions import ExpiredSignatureError, JOSEError, JWSError, JWTError

__all__ = ["ExpiredSignatureError", "JOSEError", "JWSError", "JWTError"]
__getattr__ = _lab.lazy("jose", {})
