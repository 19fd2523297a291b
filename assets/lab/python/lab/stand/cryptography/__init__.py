"""`cryptography`."""

__version__ = "46.0.3"
__getattr__ = _lab.lazy("cryptography", {})
