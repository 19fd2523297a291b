"""`cachetools`: caches with a limit in size or time."""

_MISSING = object()


class Cache(dict):
    def __init__(self, maxsize, getsizeof=None):
        super().__init__()
        self.maxsize, self._size_of, self._sizes = maxsize, getsizeof, {}

    @property
    def currsize(self):
        return sum(self._sizes.values())

    def getsizeof(self, value):
        return 1 if self._size_of is None else self._size_of(value)

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        if not dict.__contains__(self, key):
            return self.__missing__(key)
        return dict.__getitem__(self, key)

    def __setitem__(self, key, value):
        size = self.getsizeof(value)
        if size > self.maxsize:
            raise ValueError("value too large")
        if key not in self:
            while self.currsize + size > self.maxsize:
                self.popitem()
        dict.__setitem__(self, key, value)
        self._sizes[key] = size

    def __delitem__(self, key):
        dict.__delitem__(self, key)
        self._sizes.pop(key, None)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def pop(self, key, default=_MISSING):
        if key in self:
            value = self[key]
            del self[key]
            return value
        if default is _MISSING:
            raise KeyError(key)
        return default

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def popitem(self):
        key = next(iter(self))
        return key, self.pop(key)

    def clear(self):
        for key in list(dict.keys(self)):
            del self[key]


class FIFOCache(Cache):
    pass


class LRUCache(Cache):
    def __getitem__(self, key):
        value = super().__getitem__(key)
        if dict.__contains__(self, key):
            dict.__setitem__(self, key, dict.pop(self, key))
        return value


class LFUCache(Cache):
    def __init__(self, maxsize, getsizeof=None):
        super().__init__(maxsize, getsizeof)
        self._uses = {}

    def __getitem__(self, key):
        self._uses[key] = self._uses.get(key, 0) + 1
        return super().__getitem__(key)

    def popitem(self):
        key = min(dict.keys(self), key=lambda k: self._uses.get(k, 0))
        self._uses.pop(key, None)
        value = dict.__getitem__(self, key)
        del self[key]
        return key, value


class RRCache(FIFOCache):
    pass


class TTLCache(LRUCache):
    def __init__(self, maxsize, ttl, timer=None, getsizeof=None):
        super().__init__(maxsize, getsizeof)
        self.ttl, self.timer, self._until = ttl, timer or (lambda: _lab.clock[1]), {}

    def expire(self, time=None):
        now = self.timer() if time is None else time
        for key in [k for k, until in self._until.items() if until <= now]:
            self._until.pop(key)
            if dict.__contains__(self, key):
                dict.__delitem__(self, key)
                self._sizes.pop(key, None)

    def __contains__(self, key):
        self.expire()
        return dict.__contains__(self, key)

    def __getitem__(self, key):
        self.expire()
        return super().__getitem__(key)

    def __setitem__(self, key, value):
        self.expire()
        super().__setitem__(key, value)
        self._until[key] = self.timer() + self.ttl

    def __delitem__(self, key):
        super().__delitem__(key)
        self._until.pop(key, None)

    def __len__(self):
        self.expire()
        return dict.__len__(self)

    def __iter__(self):
        self.expire()
        return iter(list(dict.keys(self)))

    def keys(self):
        return list(self)


class _Keys:
    @staticmethod
    def hashkey(*args, **kwargs):
        return args + tuple(sorted(kwargs.items()))

    @staticmethod
    def methodkey(self, *args, **kwargs):
        return _Keys.hashkey(*args, **kwargs)

    @staticmethod
    def typedkey(*args, **kwargs):
        return _Keys.hashkey(*args, **kwargs) + tuple(type(a) for a in args)


keys = _Keys


def cached(cache, key=_Keys.hashkey, lock=None, condition=None, info=False):
    def decorate(func):
        def wrapper(*args, **kwargs):
            where = key(*args, **kwargs)
            if cache is not None and where in cache:
                return cache[where]
            value = func(*args, **kwargs)
            if cache is not None:
                try:
                    cache[where] = value
                except ValueError:
                    pass
            return value

        wrapper.cache, wrapper.cache_key, wrapper.__wrapped__, wrapper.__name__ = cache, key, func, func.__name__
        wrapper.cache_clear = lambda: cache.clear()
        return wrapper

    return decorate


def cachedmethod(cache, key=_Keys.methodkey, lock=None, condition=None):
    def decorate(method):
        def wrapper(self, *args, **kwargs):
            store, where = cache(self), key(self, *args, **kwargs)
            if store is not None and where in store:
                return store[where]
            value = method(self, *args, **kwargs)
            if store is not None:
                store[where] = value
            return value

        wrapper.__wrapped__, wrapper.__name__ = method, method.__name__
        return wrapper

    return decorate


__getattr__ = _lab.missing("cachetools")
