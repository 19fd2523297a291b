"""How RSA fills a message up."""


class PKCS1v15:
    name = "EMSA-PKCS1-v1_5"


class MGF1:
    def __init__(self, algorithm):
        self._algorithm = algorithm


class PSS:
    MAX_LENGTH, AUTO, DIGEST_LENGTH = "MAX", "AUTO", "DIGEST"

    def __init__(self, mgf, salt_length):
        self._mgf, self._salt_length = mgf, salt_length


class OAEP:
    def __init__(self, mgf, algorithm, label):
        if mgf._algorithm.name != algorithm.name:
            _lab.lacks("OAEP with two different hashes")
        self._mgf, self.algorithm, self.label = mgf, algorithm, label
