"""What goes wrong."""


class UnknownHashError(ValueError):
    pass
