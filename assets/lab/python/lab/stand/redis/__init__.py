"""`redis`: a server in memory, one for every address; what is in it can be seen by a second client."""

from redis.exceptions import ConnectionError, DataError, LockError, RedisError, ResponseError, TimeoutError, WatchError

__version__ = "7.1.0"
_servers = {}


def _bytes(value):
    if isinstance(value, bytes):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise DataError(f"Invalid input of type: '{type(value).__name__}'. Convert to a bytes, string, int or float first.")
    return str(value).encode("utf-8")


class _Server:
    def __init__(self):
        self.data, self.until, self.versions = {}, {}, {}

    def alive(self, key):
        until = self.until.get(key)
        if until is not None and until <= _lab.clock[0]:
            self.data.pop(key, None)
            self.until.pop(key, None)
        return key in self.data

    def get(self, key, kind, make=None):
        if not self.alive(key):
            if make is None:
                return None
            self.data[key] = make()
        found = self.data[key]
        if not isinstance(found, kind):
            raise ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value")
        return found

    def touch(self, key):
        self.versions[key] = self.versions.get(key, 0) + 1


def _server(host, port, db):
    return _servers.setdefault((host, port, db), _Server())


class Redis:
    def __init__(self, host="localhost", port=6379, db=0, password=None, username=None, decode_responses=False, encoding="utf-8", socket_timeout=None, ssl=False, connection_pool=None, **options):
        if connection_pool is not None:
            host, port, db, decode_responses = connection_pool.where
        self._server, self._decode = _server(host, port, db), decode_responses

    @classmethod
    def from_url(cls, url, **options):
        parsed = _lab.load("urllib.parse").urlsplit(url)
        db = int(parsed.path.strip("/") or 0)
        return cls(parsed.hostname or "localhost", parsed.port or 6379, db, **options)

    def _out(self, value):
        if isinstance(value, bytes):
            return value.decode("utf-8") if self._decode else value
        if isinstance(value, (list, set, tuple)):
            return type(value)(self._out(v) for v in value)
        return {self._out(k): self._out(v) for k, v in value.items()} if isinstance(value, dict) else value

    def _key(self, key, change=False):
        _lab.pause("redis:write" if change else "redis:read")
        key = _bytes(key)
        if change:
            self._server.touch(key)
        return key

    def ping(self, **kwargs):
        return True

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    # --- texts and numbers -------------------------------------------------------------------------

    def set(self, name, value, ex=None, px=None, nx=False, xx=False, keepttl=False, get=False, exat=None, pxat=None):
        key, server = self._key(name, True), self._server
        value = _bytes(value)
        alive = server.alive(key)
        before = server.data.get(key) if alive else None
        if (nx and alive) or (xx and not alive):
            return self._out(before) if get else None
        server.data[key] = value
        if not keepttl:
            server.until.pop(key, None)
        seconds = ex.total_seconds() if hasattr(ex, "total_seconds") else ex
        if seconds is None and px is not None:
            seconds = px.total_seconds() if hasattr(px, "total_seconds") else px / 1000
        if seconds is not None:
            if seconds <= 0:
                raise ResponseError("invalid expire time in 'set' command")
            server.until[key] = _lab.clock[0] + seconds
        if exat is not None:
            server.until[key] = float(exat)
        return self._out(before) if get else True

    def get(self, name):
        return self._out(self._server.get(self._key(name), bytes))

    def setex(self, name, time, value):
        return self.set(name, value, ex=time)

    def setnx(self, name, value):
        return bool(self.set(name, value, nx=True))

    def getset(self, name, value):
        return self.set(name, value, get=True)

    def getdel(self, name):
        value = self.get(name)
        self.delete(name)
        return value

    def getex(self, name, ex=None, **kwargs):
        value = self.get(name)
        if ex is not None and value is not None:
            self.expire(name, ex)
        return value

    def mget(self, keys, *args):
        names = [keys, *args] if isinstance(keys, (str, bytes)) else [*keys, *args]
        return [self.get(n) for n in names]

    def mset(self, mapping):
        for name, value in mapping.items():
            self.set(name, value)
        return True

    def append(self, name, value):
        key = self._key(name, True)
        self._server.data[key] = (self._server.get(key, bytes) or b"") + _bytes(value)
        return len(self._server.data[key])

    def incrby(self, name, amount=1):
        key = self._key(name, True)
        try:
            value = int(self._server.get(key, bytes) or 0) + amount
        except ValueError:
            raise ResponseError("value is not an integer or out of range") from None
        self._server.data[key] = str(value).encode()
        return value

    incr = incrby

    def decrby(self, name, amount=1):
        return self.incrby(name, -amount)

    decr = decrby

    # --- keys --------------------------------------------------------------------------------------

    def delete(self, *names):
        count = 0
        for name in names:
            key = self._key(name, True)
            count += self._server.alive(key)
            self._server.data.pop(key, None)
            self._server.until.pop(key, None)
        return count

    unlink = delete

    def exists(self, *names):
        return sum(self._server.alive(self._key(n)) for n in names)

    def expire(self, name, time, nx=False, **kwargs):
        key = self._key(name, True)
        if not self._server.alive(key) or (nx and key in self._server.until):
            return False
        self._server.until[key] = _lab.clock[0] + (time.total_seconds() if hasattr(time, "total_seconds") else time)
        return True

    def expireat(self, name, when, **kwargs):
        key = self._key(name, True)
        if not self._server.alive(key):
            return False
        self._server.until[key] = when.timestamp() if hasattr(when, "timestamp") else float(when)
        return True

    def persist(self, name):
        return self._server.until.pop(self._key(name, True), None) is not None

    def ttl(self, name):
        key = self._key(name)
        if not self._server.alive(key):
            return -2
        until = self._server.until.get(key)
        return -1 if until is None else int(until - _lab.clock[0])

    def pttl(self, name):
        left = self.ttl(name)
        return left * 1000 if left > 0 else left

    def keys(self, pattern="*"):
        fnmatch = _lab.load("fnmatch")
        text = _bytes(pattern).decode("utf-8")
        return [self._out(k) for k in list(self._server.data) if self._server.alive(k) and fnmatch.fnmatchcase(k.decode("utf-8"), text)]

    def scan_iter(self, match="*", count=None, **kwargs):
        return iter(self.keys(match or "*"))

    def scan(self, cursor=0, match="*", count=None, **kwargs):
        return 0, self.keys(match or "*")

    def type(self, name):
        found = self._server.data.get(self._key(name)) if self._server.alive(_bytes(name)) else None
        kinds = {bytes: "string", list: "list", dict: "hash", set: "set"}
        return self._out(kinds.get(type(found), "none").encode())

    def rename(self, src, dst):
        value = self._server.data.pop(self._key(src, True), None)
        if value is None:
            raise ResponseError("no such key")
        self._server.data[self._key(dst, True)] = value
        return True

    def flushdb(self, **kwargs):
        self._server.data.clear()
        self._server.until.clear()
        return True

    flushall = flushdb

    def dbsize(self):
        return len(self.keys())

    # --- hashes, lists, sets -----------------------------------------------------------------------

    def hset(self, name, key=None, value=None, mapping=None, items=None):
        found = self._server.get(self._key(name, True), dict, dict)
        fresh = 0
        for k, v in list((mapping or {}).items()) + ([(key, value)] if key is not None else []):
            fresh += _bytes(k) not in found
            found[_bytes(k)] = _bytes(v)
        return fresh

    def hsetnx(self, name, key, value):
        found = self._server.get(self._key(name, True), dict, dict)
        if _bytes(key) in found:
            return 0
        found[_bytes(key)] = _bytes(value)
        return 1

    def hget(self, name, key):
        return self._out((self._server.get(self._key(name), dict) or {}).get(_bytes(key)))

    def hgetall(self, name):
        return self._out(dict(self._server.get(self._key(name), dict) or {}))

    def hmget(self, name, keys, *args):
        return [self.hget(name, k) for k in ([keys, *args] if isinstance(keys, (str, bytes)) else [*keys, *args])]

    def hdel(self, name, *keys):
        found = self._server.get(self._key(name, True), dict) or {}
        return sum(found.pop(_bytes(k), None) is not None for k in keys)

    def hexists(self, name, key):
        return _bytes(key) in (self._server.get(self._key(name), dict) or {})

    def hkeys(self, name):
        return list(self.hgetall(name))

    def hvals(self, name):
        return list(self.hgetall(name).values())

    def hlen(self, name):
        return len(self.hgetall(name))

    def hincrby(self, name, key, amount=1):
        value = int(self.hget(name, key) or 0) + amount
        self.hset(name, key, value)
        return value

    def _list(self, name, change=True):
        key = self._key(name, change)
        return self._server.get(key, list, list if change else None) or ([] if not change else self._server.data[key])

    def rpush(self, name, *values):
        found = self._list(name)
        found.extend(_bytes(v) for v in values)
        return len(found)

    def lpush(self, name, *values):
        found = self._list(name)
        for value in values:
            found.insert(0, _bytes(value))
        return len(found)

    def _pop(self, name, at, count):
        found = self._list(name)
        out = [found.pop(at) for _ in range(min(count or 1, len(found)))]
        if not found:
            self.delete(name)
        return self._out(out) if count is not None else self._out(out[0]) if out else None

    def lpop(self, name, count=None):
        return self._pop(name, 0, count)

    def rpop(self, name, count=None):
        return self._pop(name, -1, count)

    def lrange(self, name, start, end):
        found = self._list(name, False)
        return self._out(found[start : (None if end == -1 else end + 1)])

    def llen(self, name):
        return len(self._list(name, False))

    def sadd(self, name, *values):
        found = self._server.get(self._key(name, True), set, set)
        before = len(found)
        found.update(_bytes(v) for v in values)
        return len(found) - before

    def srem(self, name, *values):
        found = self._server.get(self._key(name, True), set) or set()
        before = len(found)
        found.difference_update(_bytes(v) for v in values)
        return before - len(found)

    def smembers(self, name):
        return self._out(set(self._server.get(self._key(name), set) or ()))

    def sismember(self, name, value):
        return int(_bytes(value) in (self._server.get(self._key(name), set) or ()))

    def scard(self, name):
        return len(self.smembers(name))

    # --- together ----------------------------------------------------------------------------------

    def pipeline(self, transaction=True, shard_hint=None):
        return Pipeline(self)

    def transaction(self, func, *watches, **kwargs):
        with self.pipeline() as pipe:
            pipe.watch(*watches)
            func(pipe)
            return pipe.execute()

    def lock(self, name, timeout=None, sleep=0.1, blocking=True, blocking_timeout=None, **kwargs):
        return Lock(self, name, timeout, blocking, blocking_timeout)

    def __getitem__(self, name):
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __setitem__(self, name, value):
        self.set(name, value)

    def __delitem__(self, name):
        self.delete(name)

    def __contains__(self, name):
        return bool(self.exists(name))

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        _lab.lacks(f"redis.Redis.{name}")


class Pipeline:
    """Commands that are run together; with `watch`, only if nobody changed what is watched."""

    def __init__(self, client):
        self._client, self._commands, self._watched, self._immediate = client, [], {}, False

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.reset()

    def reset(self):
        self._commands, self._watched, self._immediate = [], {}, False

    unwatch = reset

    def watch(self, *names):
        for name in names:
            self._watched[_bytes(name)] = self._client._server.versions.get(_bytes(name), 0)
        self._immediate = True
        return True

    def multi(self):
        self._immediate = False

    def execute(self, raise_on_error=True):
        _lab.pause("redis:exec")
        versions = self._client._server.versions
        changed = any(versions.get(k, 0) != v for k, v in self._watched.items())
        commands = self._commands
        self.reset()
        if changed:
            raise WatchError("Watched variable changed.")
        return [f(*args, **kwargs) for f, args, kwargs in commands]

    def __getattr__(self, name):
        method = getattr(self._client, name)
        if self._immediate:
            return method

        def queue(*args, **kwargs):
            self._commands.append((method, args, kwargs))
            return self

        return queue


class Lock:
    def __init__(self, client, name, timeout, blocking, blocking_timeout):
        self._client, self.name, self.timeout, self.blocking, self.token = client, name, timeout, blocking, None
        self.blocking_timeout = blocking_timeout

    def acquire(self, blocking=None, **kwargs):
        token = _lab.random_bytes(16).hex()
        if self._client.set(self.name, token, nx=True, px=int(self.timeout * 1000) if self.timeout else None):
            self.token = token
            return True
        if (self.blocking if blocking is None else blocking) and self.blocking_timeout is None:
            if _lab.interrupted():
                raise _lab.Blocked("waits for a lock that the interrupted request holds")
            raise RuntimeError("deadlock: the lock is held")
        return False

    def release(self):
        if self.token is None:
            raise LockError("Cannot release an unlocked lock")
        value = self._client.get(self.name)
        if value not in (self.token, self.token.encode()):
            self.token = None
            raise LockError("Cannot release a lock that's no longer owned")
        self.token = None
        self._client.delete(self.name)

    def locked(self):
        return bool(self._client.exists(self.name))

    def __enter__(self):
        if not self.acquire():
            raise LockError("Unable to acquire lock within the time specified")
        return self

    def __exit__(self, *args):
        self.release()


class ConnectionPool:
    def __init__(self, host="localhost", port=6379, db=0, decode_responses=False, **options):
        self.where = (host, port, db, decode_responses)

    @classmethod
    def from_url(cls, url, decode_responses=False, **options):
        parsed = _lab.load("urllib.parse").urlsplit(url)
        return cls(parsed.hostname or "localhost", parsed.port or 6379, int(parsed.path.strip("/") or 0), decode_responses)


StrictRedis = Redis


def from_url(url, **options):
    return Redis.from_url(url, **options)


__all__ = ["ConnectionError", "TimeoutError", "RedisError"]
__getattr__ = _lab.lazy("redis", {})
