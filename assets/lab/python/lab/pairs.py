"""Tokens that key pairs sign: what `jwt` and `jose` need beyond shared secrets."""

core = _lab
HASHES = {"256": "sha256", "384": "sha384", "512": "sha512"}
CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}


def raw_key(key):
    """The lab's key inside an object of `cryptography`, or None."""
    return getattr(key, "_lab_key", None)


def prepared(alg, key, signing):
    """A key for an algorithm; ValueError or TypeError where it is none."""
    made = raw_key(key)
    if made is None:
        if not isinstance(key, (str, bytes)):
            raise TypeError("Expecting a PEM-formatted key.")
        made = core.part("keys").load_pem(key)
    kind = "ec" if alg.startswith("ES") else "rsa"
    if made.kind != kind or (kind == "ec" and made.curve != CURVES[alg]):
        raise ValueError("Could not parse the provided public key.")
    if signing and made.d is None:
        raise TypeError("a private key is needed to sign")
    return made


def sign(alg, key, message):
    made, name = prepared(alg, key, True), HASHES[alg[2:]]
    if made.kind == "ec":
        r, s = made.sign(message, name)
        return r.to_bytes(made.size, "big") + s.to_bytes(made.size, "big")
    return made.sign_pss(message, name) if alg.startswith("PS") else made.sign(message, name)


def verify(alg, key, message, signature):
    made, name = prepared(alg, key, False), HASHES[alg[2:]]
    if made.kind == "ec":
        half = len(signature) // 2
        if len(signature) != 2 * made.size:
            return False
        return made.verify((int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")), message, name)
    return made.verify_pss(signature, message, name) if alg.startswith("PS") else made.verify(signature, message, name)


def unb64(text):
    raw = text.encode("ascii") if isinstance(text, str) else text
    return core.load("base64").urlsafe_b64decode(raw + b"=" * (-len(raw) % 4))


def number(text):
    return int.from_bytes(unb64(text), "big")


def b64(value):
    raw = value if isinstance(value, bytes) else value.to_bytes((value.bit_length() + 7) // 8, "big")
    return core.load("base64").urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_jwk(data):
    """(key, algorithm) of a JSON Web Key: bytes for a shared secret, else an object of `cryptography`."""
    kind = data.get("kty")
    if kind == "oct":
        return unb64(data["k"]), data.get("alg", "HS256")
    keys = core.part("keys")
    if kind == "RSA":
        n, e = number(data["n"]), number(data["e"])
        made = keys.RSA(n, e, number(data["d"]), number(data["p"]), number(data["q"])) if "d" in data and "p" in data else keys.RSA(n, e)
        alg = data.get("alg", "RS256")
    elif kind == "EC":
        curve = data.get("crv")
        made = keys.EC(curve, (number(data["x"]), number(data["y"])), number(data["d"]) if "d" in data else None)
        alg = data.get("alg") or next((a for a, c in CURVES.items() if c == curve), "ES256")
    else:
        raise ValueError(f"kty is not supported: {kind}")
    return core.load("cryptography.hazmat.primitives.asymmetric._objects").wrap(made), alg


def to_jwk(key):
    made = raw_key(key)
    if made is None:
        return {"kty": "oct", "k": b64(key if isinstance(key, bytes) else key.encode())}
    if made.kind == "rsa":
        out = {"kty": "RSA", "key_ops": ["verify"], "n": b64(made.n), "e": b64(made.e)}
        return out if made.d is None else {**out, "key_ops": ["sign"], "d": b64(made.d), "p": b64(made.p), "q": b64(made.q)}
    size = made.size
    return {"kty": "EC", "crv": made.curve, "x": b64(made.point[0].to_bytes(size, "big")), "y": b64(made.point[1].to_bytes(size, "big"))}
