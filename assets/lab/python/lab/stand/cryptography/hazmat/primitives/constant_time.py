"""Comparison that tells nothing by its time."""


def bytes_eq(a, b):
    if not isinstance(a, bytes) or not isinstance(b, bytes):
        raise TypeError("a and b must be bytes.")
    return _lab.load("hmac").compare_digest(a, b)
