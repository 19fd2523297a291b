"""How blocks follow one another."""

from cryptography.exceptions import InvalidTag

_aes = _lab.part("aes")


class ECB:
    name = "ECB"

    def check(self):
        pass

    def run(self, cipher, data, encrypting, context):
        try:
            return _aes.ecb(cipher, data, encrypting)
        except ValueError:
            raise ValueError("The length of the provided data is not a multiple of the block length.") from None


class CBC(ECB):
    name = "CBC"

    def __init__(self, initialization_vector):
        self.initialization_vector = bytes(initialization_vector)

    def check(self):
        if len(self.initialization_vector) != 16:
            raise ValueError(f"Invalid IV size ({len(self.initialization_vector)}) for {self.name}.")

    def run(self, cipher, data, encrypting, context):
        return _aes.cbc(cipher, self.initialization_vector, data, encrypting)


class CTR(ECB):
    name = "CTR"

    def __init__(self, nonce):
        self.nonce = bytes(nonce)

    def check(self):
        if len(self.nonce) != 16:
            raise ValueError(f"Invalid nonce size ({len(self.nonce)}) for CTR.")

    def run(self, cipher, data, encrypting, context):
        return _aes.ctr(cipher, self.nonce, data)


class GCM(ECB):
    name = "GCM"

    def __init__(self, initialization_vector, tag=None, min_tag_length=16):
        if not 8 <= len(initialization_vector) <= 128:
            raise ValueError("initialization_vector must be between 8 and 128 bytes long (64 and 1024 bits).")
        self.initialization_vector, self.tag = bytes(initialization_vector), tag

    def run(self, cipher, data, encrypting, context):
        out, tag = _aes.gcm(cipher, self.initialization_vector, data, context.extra, encrypting)
        if encrypting:
            context._tag = tag
        elif self.tag is None:
            raise ValueError("Authentication tag must be provided when decrypting.")
        elif self.tag != tag[: len(self.tag)]:
            raise InvalidTag
        return out


__getattr__ = _lab.missing("cryptography.hazmat.primitives.ciphers.modes")
