"""`redis.asyncio`: the same, to be awaited."""

from redis import Pipeline as _Pipeline
from redis import Redis as _Redis
from redis import ConnectionPool



class Redis:
    def __init__(self, *args, **kwargs):
        self._real = _Redis(*args, **kwargs)

    @classmethod
    def from_url(cls, url, **options):
        made = cls.__new__(cls)
        made._real = _Redis.from_url(url, **options)
        return made

    def pipeline(self, transaction=True):
        return Pipeline(self._real)

    async def scan_iter(self, match="*", **kwargs):
        for key in self._real.keys(match):
            yield key

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name == "aclose":
            name = "close"
        if name == "lock":
            _lab.lacks("redis.asyncio locks", "set(nx=True)")
        method = getattr(self._real, name)

        async def call(*args, **kwargs):
            return method(*args, **kwargs)

        return call

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        pass


class Pipeline(_Pipeline):
    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        self.reset()

    async def execute(self, raise_on_error=True):
        return _Pipeline.execute(self)


def from_url(url, **options):
    return Redis.from_url(url, **options)


StrictRedis = Redis
__all__ = ["ConnectionPool"]
__getattr__ = _lab.missing("redis.asyncio")
