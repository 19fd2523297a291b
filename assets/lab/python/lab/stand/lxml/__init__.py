"""`lxml`: `lxml.etree` in part."""

__version__ = "6.1.3"
__getattr__ = _lab.lazy("lxml", {})
