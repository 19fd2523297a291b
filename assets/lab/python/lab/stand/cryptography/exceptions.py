"""What does not hold."""


class InvalidSignature(Exception):
    pass


class InvalidTag(Exception):
    pass


class InvalidKey(Exception):
    pass


class AlreadyFinalized(Exception):
    pass


class UnsupportedAlgorithm(Exception):
    pass
