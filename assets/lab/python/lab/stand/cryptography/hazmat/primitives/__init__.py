"""`cryptography.hazmat.primitives`."""

__getattr__ = _lab.lazy("cryptography.hazmat.primitives", {})
