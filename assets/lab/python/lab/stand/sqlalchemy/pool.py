"""Pools, by name: the lab's engines share what they must."""


class Pool:
    pass


class StaticPool(Pool):
    pass


class NullPool(Pool):
    pass


class QueuePool(Pool):
    pass
