"""Signatures as pairs of numbers."""

_keys = _lab.part("keys")


def encode_dss_signature(r, s):
    return _keys.der_signature((r, s))


def decode_dss_signature(signature):
    return _keys.read_signature(signature)


__getattr__ = _lab.missing("cryptography.hazmat.primitives.asymmetric.utils")
