"""`werkzeug`: what Flask stands on."""

__version__ = "3.1.3"

__getattr__ = _lab.lazy("werkzeug", {"Request": ("werkzeug.wrappers", "Request"), "Response": ("werkzeug.wrappers", "Response")})
