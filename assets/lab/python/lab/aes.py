"""AES and its modes, block by block. Plain and not fast: what challenges encrypt is short."""

core = _lab
_tables = []


def tables():
    """(S-box, its inverse), made from the field when first needed."""
    if not _tables:
        box, p, q = [0] * 256, 1, 1
        while True:
            p ^= (p << 1) ^ (0x11B if p & 0x80 else 0)
            q ^= q << 1
            q ^= q << 2
            q ^= q << 4
            q &= 0xFF
            if q & 0x80:
                q ^= 0x09
            x = q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^ (q << 3 | q >> 5) ^ (q << 4 | q >> 4)
            box[p] = (x ^ 0x63) & 0xFF
            if p == 1:
                break
        box[0] = 0x63
        back = [0] * 256
        for i, v in enumerate(box):
            back[v] = i
        double = [(i << 1) ^ (0x11B if i & 0x80 else 0) for i in range(256)]
        _tables.extend((box, back, double))
    return _tables


def times(a, b):
    double, out = tables()[2], 0
    while b:
        if b & 1:
            out ^= a
        a, b = double[a], b >> 1
    return out


class AES:
    def __init__(self, key):
        if len(key) not in (16, 24, 32):
            raise ValueError(f"Invalid key size ({len(key) * 8}) for AES.")
        box = tables()[0]
        words = [list(key[i : i + 4]) for i in range(0, len(key), 4)]
        size, rcon = len(words), 1
        self.rounds = size + 6
        while len(words) < 4 * (self.rounds + 1):
            word = list(words[-1])
            if len(words) % size == 0:
                word = [box[b] for b in word[1:] + word[:1]]
                word[0] ^= rcon
                rcon = tables()[2][rcon]
            elif size > 6 and len(words) % size == 4:
                word = [box[b] for b in word]
            words.append([a ^ b for a, b in zip(word, words[-size])])
        self.keys = [sum(words[i : i + 4], []) for i in range(0, len(words), 4)]

    def encrypt(self, block):
        box, _, double = tables()
        state = [a ^ b for a, b in zip(block, self.keys[0])]
        for n in range(1, self.rounds + 1):
            state = [box[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
            if n < self.rounds:
                out = []
                for c in range(0, 16, 4):
                    a, b, d, e = state[c : c + 4]
                    whole = a ^ b ^ d ^ e
                    out += [a ^ whole ^ double[a ^ b], b ^ whole ^ double[b ^ d], d ^ whole ^ double[d ^ e], e ^ whole ^ double[e ^ a]]
                state = out
            state = [a ^ b for a, b in zip(state, self.keys[n])]
        return bytes(state)

    def decrypt(self, block):
        back = tables()[1]
        state = [a ^ b for a, b in zip(block, self.keys[self.rounds])]
        for n in range(self.rounds - 1, -1, -1):
            state = [back[state[(i - 4 * (i % 4)) % 16]] for i in range(16)]
            state = [a ^ b for a, b in zip(state, self.keys[n])]
            if n:
                out = []
                for c in range(0, 16, 4):
                    col = state[c : c + 4]
                    for i in range(4):
                        out.append(times(col[i], 14) ^ times(col[(i + 1) % 4], 11) ^ times(col[(i + 2) % 4], 13) ^ times(col[(i + 3) % 4], 9))
                state = out
        return bytes(state)


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def blocks(data):
    if len(data) % 16:
        raise ValueError("The length of the provided data is not a multiple of the block length.")
    return [data[i : i + 16] for i in range(0, len(data), 16)]


def ecb(cipher, data, encrypting):
    return b"".join((cipher.encrypt if encrypting else cipher.decrypt)(b) for b in blocks(data))


def cbc(cipher, iv, data, encrypting):
    out = []
    for block in blocks(data):
        if encrypting:
            iv = cipher.encrypt(xor(block, iv))
            out.append(iv)
        else:
            out.append(xor(cipher.decrypt(block), iv))
            iv = block
    return b"".join(out)


def ctr(cipher, counter, data, bits=128):
    out, number = [], int.from_bytes(counter, "big")
    low = 1 << bits
    for i in range(0, len(data), 16):
        out.append(xor(data[i : i + 16], cipher.encrypt(number.to_bytes(16, "big"))))
        number = number - number % low + (number + 1) % low
    return b"".join(out)


def ghash(key, data):
    h, out = int.from_bytes(key, "big"), 0
    for block in blocks(data):
        out ^= int.from_bytes(block, "big")
        product, v = 0, h
        for i in range(127, -1, -1):
            if out >> i & 1:
                product ^= v
            v = v >> 1 ^ (0xE1 << 120 if v & 1 else 0)
        out = product
    return out.to_bytes(16, "big")


def padded(data):
    return data + bytes(-len(data) % 16)


def gcm(cipher, nonce, data, extra, encrypting):
    """(text, tag)"""
    key = cipher.encrypt(bytes(16))
    if len(nonce) == 12:
        start = nonce + b"\0\0\0\1"
    else:
        start = ghash(key, padded(nonce) + bytes(8) + (len(nonce) * 8).to_bytes(8, "big"))
    number = int.from_bytes(start, "big")
    first = (number - number % (1 << 32) + (number + 1) % (1 << 32)).to_bytes(16, "big")
    out = ctr(cipher, first, data, 32)
    secret = out if encrypting else data
    sizes = (len(extra) * 8).to_bytes(8, "big") + (len(secret) * 8).to_bytes(8, "big")
    return out, xor(ghash(key, padded(extra) + padded(secret) + sizes), cipher.encrypt(start))
