"""Which cipher."""


class AES:
    name, block_size = "AES", 128

    def __init__(self, key):
        if len(key) not in (16, 24, 32):
            raise ValueError(f"Invalid key size ({len(key) * 8}) for AES.")
        self.key = bytes(key)


AES128 = AES256 = AES
__getattr__ = _lab.missing("cryptography.hazmat.primitives.ciphers.algorithms")
