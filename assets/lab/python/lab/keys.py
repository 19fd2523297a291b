"""Key pairs: RSA, elliptic curves and Ed25519 in whole numbers, and the DER and PEM that they are written in."""

core = _lab
OIDS = {
    "1.2.840.113549.1.1.1": "rsa", "1.2.840.10045.2.1": "ec", "1.3.101.112": "ed25519",
    "1.2.840.10045.3.1.7": "P-256", "1.3.132.0.34": "P-384", "1.3.132.0.35": "P-521",
}  # fmt: skip
# Curves y² = x³ - 3x + b: (p, b, order, base point).
CURVES = {
    "P-256": (
        0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5),
    ),
    "P-384": (
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        (
            0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
            0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
        ),
    ),
}  # fmt: skip


# --- DER ---------------------------------------------------------------------------------------


def der(tag, data):
    size = len(data)
    if size < 128:
        return bytes([tag, size]) + data
    raw = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(raw)]) + raw + data


def der_int(number):
    return der(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def der_oid(text):
    parts = [int(p) for p in text.split(".")]
    out = bytearray([parts[0] * 40 + parts[1]])
    for part in parts[2:]:
        piece = [part & 127]
        while part > 127:
            part >>= 7
            piece.insert(0, part & 127 | 128)
        out += bytes(piece)
    return der(6, bytes(out))


def sequence(*parts):
    return der(48, b"".join(parts))


def read(data):
    """[(tag, content)] of what stands one after another."""
    out, at = [], 0
    while at < len(data):
        tag, size = data[at], data[at + 1]
        at += 2
        if size & 128:
            count = size & 127
            size = int.from_bytes(data[at : at + count], "big")
            at += count
        if at + size > len(data):
            raise ValueError("Could not deserialize key data.")
        out.append((tag, data[at : at + size]))
        at += size
    return out


def number(item):
    return int.from_bytes(item[1], "big", signed=True)


def oid(raw):
    out, value = [raw[0] // 40, raw[0] % 40], 0
    for byte in raw[1:]:
        value = value << 7 | byte & 127
        if not byte & 128:
            out.append(value)
            value = 0
    return ".".join(map(str, out))


# --- keys --------------------------------------------------------------------------------------


def sha(name):
    return getattr(core.load("hashlib"), name.lower().replace("-", ""))


PREFIX = {"sha1": "2b0e03021a", "sha224": "608648016503040204", "sha256": "608648016503040201", "sha384": "608648016503040202", "sha512": "608648016503040203"}


class RSA:
    kind = "rsa"

    def __init__(self, n, e, d=None, p=None, q=None):
        self.n, self.e, self.d, self.p, self.q = n, e, d, p, q
        self.size = (n.bit_length() + 7) // 8

    def public(self):
        return RSA(self.n, self.e)

    def private_op(self, value):
        if self.p and self.q:
            a, b = pow(value, self.d % (self.p - 1), self.p), pow(value, self.d % (self.q - 1), self.q)
            return b + self.q * ((a - b) * pow(self.q, -1, self.p) % self.p)
        return pow(value, self.d, self.n)

    def encoded(self, digest, name):
        info = sequence(sequence(der(6, bytes.fromhex(PREFIX[name])), der(5, b"")), der(4, digest))
        return b"\0\1" + b"\xff" * (self.size - len(info) - 3) + b"\0" + info

    def sign(self, message, name):
        value = int.from_bytes(self.encoded(sha(name)(message).digest(), name), "big")
        return self.private_op(value).to_bytes(self.size, "big")

    def verify(self, signature, message, name):
        if len(signature) != self.size:
            return False
        raw = pow(int.from_bytes(signature, "big"), self.e, self.n).to_bytes(self.size, "big")
        return raw == self.encoded(sha(name)(message).digest(), name)

    def sign_pss(self, message, name, salt_size=None):
        make = sha(name)
        digest = make(message).digest()
        size = len(digest) if salt_size is None else salt_size
        salt = core.random_bytes(size)
        inner = make(bytes(8) + digest + salt).digest()
        bits = self.n.bit_length() - 1
        length = (bits + 7) // 8
        block = bytes(length - size - len(inner) - 2) + b"\1" + salt
        masked = bytearray(a ^ b for a, b in zip(block, mgf(inner, len(block), make)))
        masked[0] &= 255 >> (8 * length - bits)
        return self.private_op(int.from_bytes(bytes(masked) + inner + b"\xbc", "big")).to_bytes(self.size, "big")

    def verify_pss(self, signature, message, name, salt_size=None):
        make = sha(name)
        digest = make(message).digest()
        if len(signature) != self.size:
            return False
        bits = self.n.bit_length() - 1
        length = (bits + 7) // 8
        value = pow(int.from_bytes(signature, "big"), self.e, self.n)
        if value.bit_length() > length * 8:
            return False
        raw = value.to_bytes(length, "big")
        masked, inner = raw[: -len(digest) - 1], raw[-len(digest) - 1 : -1]
        if raw[-1] != 0xBC or masked[0] & ~(255 >> (8 * length - bits)) & 255:
            return False
        block = bytearray(a ^ b for a, b in zip(masked, mgf(inner, len(masked), make)))
        block[0] &= 255 >> (8 * length - bits)
        at = block.find(b"\1")
        salt = bytes(block[at + 1 :])
        if at < 0 or any(block[:at]) or (salt_size is not None and len(salt) != salt_size):
            return False
        return make(bytes(8) + digest + salt).digest() == inner

    def encrypt_oaep(self, message, name, label=b""):
        make = sha(name)
        size = make().digest_size
        if len(message) > self.size - 2 * size - 2:
            raise ValueError("Encryption failed")
        block = make(label).digest() + bytes(self.size - len(message) - 2 * size - 2) + b"\1" + message
        seed = core.random_bytes(size)
        masked = bytes(a ^ b for a, b in zip(block, mgf(seed, len(block), make)))
        hidden = bytes(a ^ b for a, b in zip(seed, mgf(masked, size, make)))
        return pow(int.from_bytes(b"\0" + hidden + masked, "big"), self.e, self.n).to_bytes(self.size, "big")

    def decrypt_oaep(self, data, name, label=b""):
        make = sha(name)
        size = make().digest_size
        raw = self.private_op(int.from_bytes(data, "big")).to_bytes(self.size, "big")
        hidden, masked = raw[1 : size + 1], raw[size + 1 :]
        seed = bytes(a ^ b for a, b in zip(hidden, mgf(masked, size, make)))
        block = bytes(a ^ b for a, b in zip(masked, mgf(seed, len(masked), make)))
        at = block.find(b"\1", size)
        if raw[0] or block[:size] != make(label).digest() or at < 0 or any(block[size:at]):
            raise ValueError("Decryption failed")
        return block[at + 1 :]

    def public_der(self):
        inner = sequence(der_int(self.n), der_int(self.e))
        return sequence(sequence(der_oid("1.2.840.113549.1.1.1"), der(5, b"")), der(3, b"\0" + inner))

    def private_der(self):
        d, p, q = self.d, self.p, self.q
        inner = sequence(*map(der_int, (0, self.n, self.e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))))
        return sequence(der_int(0), sequence(der_oid("1.2.840.113549.1.1.1"), der(5, b"")), der(4, inner))


def mgf(seed, size, make):
    out = b""
    for i in range(-(-size // make().digest_size)):
        out += make(seed + i.to_bytes(4, "big")).digest()
    return out[:size]


class EC:
    kind = "ec"

    def __init__(self, curve, point, d=None):
        if curve not in CURVES:
            core.lacks(f"the curve {curve}", "P-256 or P-384")
        self.curve, self.point, self.d = curve, point, d
        self.p, self.b, self.order, self.base = CURVES[curve]
        self.size = (self.p.bit_length() + 7) // 8
        if point is None:
            self.point = self.times(d, self.base)
        x, y = self.point
        if (y * y - x * x * x + 3 * x - self.b) % self.p:
            raise ValueError("Invalid EC key. Point is not on the curve specified.")

    def public(self):
        return EC(self.curve, self.point)

    def double(self, a):
        x, y, z = a
        if not y:
            return (0, 0, 0)
        p = self.p
        yy = y * y % p
        s = 4 * x * yy % p
        zz = z * z % p
        m = 3 * (x - zz) * (x + zz) % p
        nx = (m * m - 2 * s) % p
        return nx, (m * (s - nx) - 8 * yy * yy) % p, 2 * y * z % p

    def add(self, a, b):
        if not a[2]:
            return b
        if not b[2]:
            return a
        p = self.p
        z1, z2 = a[2] * a[2] % p, b[2] * b[2] % p
        u1, u2 = a[0] * z2 % p, b[0] * z1 % p
        s1, s2 = a[1] * z2 * b[2] % p, b[1] * z1 * a[2] % p
        if u1 == u2:
            return self.double(a) if s1 == s2 else (0, 0, 0)
        h, r = u2 - u1, s2 - s1
        hh = h * h % p
        hhh, v = h * hh % p, u1 * hh % p
        x = (r * r - hhh - 2 * v) % p
        return x, (r * (v - x) - s1 * hhh) % p, h * a[2] * b[2] % p

    def jacobian(self, k, point):
        out, add = (0, 0, 0), (point[0], point[1], 1)
        for bit in bin(k)[2:]:
            out = self.double(out)
            if bit == "1":
                out = self.add(out, add)
        return out

    def affine(self, a):
        inverse = pow(a[2], -1, self.p)
        square = inverse * inverse % self.p
        return a[0] * square % self.p, a[1] * square * inverse % self.p

    def times(self, k, point):
        return self.affine(self.jacobian(k, point))

    def number(self, message, name):
        digest = sha(name)(message).digest()
        value = int.from_bytes(digest, "big")
        return value >> max(0, len(digest) * 8 - self.order.bit_length())

    def sign(self, message, name):
        """(r, s)"""
        z = self.number(message, name)
        while True:
            k = int.from_bytes(core.random_bytes(self.size + 8), "big") % (self.order - 1) + 1
            r = self.times(k, self.base)[0] % self.order
            s = pow(k, -1, self.order) * (z + r * self.d) % self.order
            if r and s:
                return r, s

    def verify(self, pair, message, name):
        r, s = pair
        if not (0 < r < self.order and 0 < s < self.order):
            return False
        w = pow(s, -1, self.order)
        z = self.number(message, name)
        total = self.add(self.jacobian(z * w % self.order, self.base), self.jacobian(r * w % self.order, self.point))
        return bool(total[2]) and self.affine(total)[0] % self.order == r

    def exchange(self, other):
        return self.times(self.d, other.point)[0].to_bytes(self.size, "big")

    def raw_point(self):
        return b"\4" + self.point[0].to_bytes(self.size, "big") + self.point[1].to_bytes(self.size, "big")

    def algorithm(self):
        curve = next(k for k, v in OIDS.items() if v == self.curve)
        return sequence(der_oid("1.2.840.10045.2.1"), der_oid(curve))

    def public_der(self):
        return sequence(self.algorithm(), der(3, b"\0" + self.raw_point()))

    def private_der(self):
        inner = sequence(der_int(1), der(4, self.d.to_bytes(self.size, "big")), der(0xA1, der(3, b"\0" + self.raw_point())))
        return sequence(der_int(0), self.algorithm(), der(4, inner))


def der_signature(pair):
    return sequence(der_int(pair[0]), der_int(pair[1]))


def read_signature(raw):
    try:
        r, s = read(read(raw)[0][1])
        return number(r), number(s)
    except (ValueError, IndexError):
        return 0, 0


# --- making and reading --------------------------------------------------------------------------

SMALL = (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151)


def prime(bits):
    while True:
        start = int.from_bytes(core.random_bytes(bits // 8), "big") | 3 << bits - 2 | 1
        for n in range(start, start + 4000, 2):
            if all(n % p for p in SMALL) and pow(2, n - 1, n) == 1 and pow(3, n - 1, n) == 1:
                return n


def make_rsa(bits, e=65537):
    while True:
        p, q = prime(bits // 2), prime(bits // 2)
        if p != q and (p - 1) % e and (q - 1) % e:
            return RSA(p * q, e, pow(e, -1, (p - 1) * (q - 1)), p, q)


def make_ec(curve):
    order = CURVES[curve][2] if curve in CURVES else 0
    return EC(curve, None, int.from_bytes(core.random_bytes(72), "big") % (order - 1) + 1 if order else 1)


def pem(label, data):
    text = core.load("base64").b64encode(data).decode("ascii")
    lines = [text[i : i + 64] for i in range(0, len(text), 64)]
    return f"-----BEGIN {label}-----\n" + "\n".join(lines) + f"\n-----END {label}-----\n"


def unpem(text):
    """(label, DER) of the first block of a PEM text."""
    text = text.decode("ascii", "replace") if isinstance(text, (bytes, bytearray)) else text
    start = text.find("-----BEGIN ")
    end = text.find("-----END ", start)
    if start < 0 or end < 0:
        raise ValueError("Unable to load PEM file. MalformedFraming")
    label, _, body = text[start + 11 : end].partition("-----")
    if "Proc-Type" in body or label == "ENCRYPTED PRIVATE KEY":
        core.lacks("encrypted private keys", "keys without a password")
    try:
        return label, core.load("base64").b64decode("".join(body.split()))
    except ValueError:
        raise ValueError("Unable to load PEM file. InvalidData") from None


def load_pem(text):
    """A key of a PEM text; its `.d` is None where it is a public one."""
    label, raw = unpem(text)
    if label == "CERTIFICATE":
        core.lacks("certificates as keys", "a public key")
    return load_der(label, raw)


def load_der(label, raw):
    try:
        parts = read(read(raw)[0][1])
        if label == "RSA PRIVATE KEY":
            return rsa_private(parts)
        if label == "RSA PUBLIC KEY":
            return RSA(number(parts[0]), number(parts[1]))
        if label == "EC PRIVATE KEY":
            curve = OIDS.get(oid(read(next(c for t, c in parts if t == 0xA0))[0][1]))
            return EC(curve, None, int.from_bytes(parts[1][1], "big"))
        if label == "PRIVATE KEY":
            ids = [oid(c) for t, c in read(parts[1][1]) if t == 6]
            inner = read(read(parts[2][1])[0][1]) if OIDS.get(ids[0]) != "ed25519" else None
            if OIDS.get(ids[0]) == "rsa":
                return rsa_private(inner)
            if OIDS.get(ids[0]) == "ec":
                return EC(OIDS.get(ids[1]), None, int.from_bytes(inner[1][1], "big"))
            core.lacks("keys of other kinds than RSA and EC")
        ids = [oid(c) for t, c in read(parts[0][1]) if t == 6]
        bits = parts[1][1][1:]
        if OIDS.get(ids[0]) == "rsa":
            n, e = read(read(bits)[0][1])
            return RSA(number(n), number(e))
        if OIDS.get(ids[0]) == "ec":
            half = (len(bits) - 1) // 2
            return EC(OIDS.get(ids[1]), (int.from_bytes(bits[1 : half + 1], "big"), int.from_bytes(bits[half + 1 :], "big")))
        core.lacks("keys of other kinds than RSA and EC")
    except (IndexError, StopIteration):
        raise ValueError("Could not deserialize key data.") from None


def rsa_private(parts):
    n, e, d, p, q = (number(x) for x in parts[1:6])
    return RSA(n, e, d, p, q)
