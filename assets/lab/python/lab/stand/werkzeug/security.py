"""`werkzeug.security`: password hashes and the safe join of paths."""

import hashlib
import hmac
import posixpath
import secrets

SALT_CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
DEFAULT_PBKDF2_ITERATIONS = 1_000_000
# Hashes bear the true parameters but are made at no cost, so that a check takes no seconds. Those made elsewhere are told apart.


def gen_salt(length):
    if length <= 0:
        raise ValueError("Salt length must be at least 1.")
    return "".join(secrets.choice(SALT_CHARS) for _ in range(length))


def _hash_internal(method, salt, password):
    method, *args = method.split(":")
    if method == "scrypt":
        if not args:
            n, r, p = 2**15, 8, 1
        else:
            try:
                n, r, p = map(int, args)
            except ValueError:
                raise ValueError("'scrypt' takes 3 arguments.") from None
        return _cheap("scrypt", salt, password, (n, r, p)), f"scrypt:{n}:{r}:{p}"
    if method == "pbkdf2":
        if len(args) == 0:
            name, rounds = "sha256", DEFAULT_PBKDF2_ITERATIONS
        elif len(args) == 1:
            name, rounds = args[0], DEFAULT_PBKDF2_ITERATIONS
        elif len(args) == 2:
            name, rounds = args[0], int(args[1])
        else:
            raise ValueError("'pbkdf2' takes 2 arguments.")
        hashlib.new(name)
        return _cheap("pbkdf2", salt, password, (name, rounds)), f"pbkdf2:{name}:{rounds}"
    raise ValueError(f"Invalid hash method '{method}'.")


def _cheap(method, salt, password, parameters):
    key = repr((method, parameters, salt)).encode()
    return hmac.new(key, password.encode(), hashlib.sha512).hexdigest()


_made = set()


def generate_password_hash(password, method="scrypt", salt_length=16):
    salt = gen_salt(salt_length)
    h, actual = _hash_internal(method, salt, password)
    _made.add(h)
    return f"{actual}${salt}${h}"


def check_password_hash(pwhash, password):
    try:
        method, salt, hashval = pwhash.split("$", 2)
    except ValueError:
        return False
    if hashval not in _made and method.startswith("pbkdf2:"):
        _, name, *rounds = method.split(":")
        found = hashlib.pbkdf2_hmac(name, password.encode(), salt.encode(), int(rounds[0]) if rounds else DEFAULT_PBKDF2_ITERATIONS)
        return hmac.compare_digest(found.hex(), hashval)
    if hashval not in _made and len(hashval) == 128 and method.startswith("scrypt"):
        _lab.lacks("scrypt for hashes made elsewhere", "make them with generate_password_hash in the setup")
    return hmac.compare_digest(_hash_internal(method, salt, password)[0], hashval)


def safe_join(directory, *pathnames):
    if not directory:
        directory = "."
    parts = [directory]
    for filename in pathnames:
        if filename != "":
            filename = posixpath.normpath(filename)
        if filename.startswith("/") or filename == ".." or filename.startswith("../"):
            return None
        if filename:
            parts.append(filename)
    return posixpath.join(*parts)


_missing = _lab.missing("werkzeug.security", ("safe_str_cmp", "pbkdf2_hex", "pbkdf2_bin"))
__getattr__ = _missing
