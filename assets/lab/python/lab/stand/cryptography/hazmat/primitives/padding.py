"""Filling up to whole blocks."""


class _Pad:
    def __init__(self, size, adding):
        self.size, self.adding, self.data = size, adding, b""

    def update(self, data):
        self.data += data
        return b""

    def finalize(self):
        if self.adding:
            count = self.size - len(self.data) % self.size
            return self.data + bytes([count]) * count
        count = self.data[-1] if self.data else 0
        if len(self.data) % self.size or not 0 < count <= self.size or self.data[-count:] != bytes([count]) * count:
            raise ValueError("Invalid padding bytes.")
        return self.data[:-count]


class PKCS7:
    def __init__(self, block_size):
        self.size = block_size // 8

    def padder(self):
        return _Pad(self.size, True)

    def unpadder(self):
        return _Pad(self.size, False)


__getattr__ = _lab.missing("cryptography.hazmat.primitives.padding")
