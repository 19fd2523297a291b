"""`cryptography.hazmat.primitives.asymmetric`."""

__getattr__ = _lab.lazy("cryptography.hazmat.primitives.asymmetric", {})
