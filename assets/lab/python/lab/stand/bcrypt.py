"""`bcrypt`, with the interface of the real one; the lab's hashes cost little and match only the lab's own."""

import hashlib
import hmac
import os
from base64 import b64encode


def gensalt(rounds=12, prefix=b"2b"):
    if not 4 <= rounds <= 31:
        raise ValueError("Invalid rounds")
    return b"$" + prefix + b"$" + f"{rounds:02d}".encode() + b"$" + b64encode(os.urandom(16), b"./")[:22]


def hashpw(password, salt):
    if isinstance(password, str) or isinstance(salt, str):
        raise TypeError("Strings must be encoded before hashing")
    if salt[:1] != b"$" or len(salt) < 29:
        raise ValueError("Invalid salt")
    # The real one takes 72 bytes and stops at a zero.
    digest = hmac.new(salt[:29], password[:72], hashlib.sha256).digest()
    return salt[:29] + b64encode(digest, b"./")[:31]


def checkpw(password, hashed_password):
    return hmac.compare_digest(hashpw(password, hashed_password[:29]), hashed_password)


__getattr__ = _lab.missing("bcrypt")
