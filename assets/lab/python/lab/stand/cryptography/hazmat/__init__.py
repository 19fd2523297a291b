"""`cryptography.hazmat`."""

__getattr__ = _lab.lazy("cryptography.hazmat", {})
