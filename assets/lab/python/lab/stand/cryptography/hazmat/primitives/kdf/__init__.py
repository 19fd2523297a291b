"""`cryptography.hazmat.primitives.kdf`."""

__getattr__ = _lab.lazy("cryptography.hazmat.primitives.kdf", {})
