"""Key derivation that the interpreter may lack, with its true results. Slow for large costs: see `work`."""

core = _lab
# More rounds than this would take seconds; the lab then says so instead of making a run time out.
LIMIT = 200_000


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    hmac = core.load("hmac")
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    if iterations > LIMIT:
        core.lacks(f"pbkdf2_hmac with {iterations} rounds here")
    base = hmac.new(password, digestmod=hash_name)
    size = base.digest_size
    dklen = size if dklen is None else dklen
    out, block = b"", 1
    while len(out) < dklen:
        mac = base.copy()
        mac.update(salt + block.to_bytes(4, "big"))
        last = mac.digest()
        total = int.from_bytes(last, "big")
        for _ in range(iterations - 1):
            mac = base.copy()
            mac.update(last)
            last = mac.digest()
            total ^= int.from_bytes(last, "big")
        out += total.to_bytes(size, "big")
        block += 1
    return out[:dklen]


def scrypt(password, *, salt, n, r, p, maxmem=0, dklen=64):
    """A stand-in with the interface and the checks of the real one, whose cost would be minutes here.

    The result depends on everything that the real one depends on, but it is not the same bytes.
    """
    if n < 2 or n & (n - 1):
        raise ValueError("n must be a power of 2.")
    if r < 1 or p < 1 or dklen < 1:
        raise ValueError("Invalid parameter combination for n, r, p, maxmem.")
    if 128 * n * r * p > (maxmem or 32 * 1024 * 1024 + 1024 * 64):
        raise ValueError("[digital envelope routines] memory limit exceeded")
    hashlib = core.load("hashlib")
    key = hashlib.sha512(repr((n, r, p, bytes(salt))).encode()).digest()
    return hashlib.pbkdf2_hmac("sha256", bytes(password), key, 1, dklen)
