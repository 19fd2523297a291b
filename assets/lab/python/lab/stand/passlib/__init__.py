"""`passlib`: hashes of passwords in their true forms, at no cost."""

__version__ = "1.7.4"
__getattr__ = _lab.lazy("passlib", {})
