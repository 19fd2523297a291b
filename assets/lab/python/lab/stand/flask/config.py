"""The configuration of an app."""

import errno

os = _lab.later("os")


class ConfigAttribute:
    def __init__(self, name, get_converter=None):
        self.__name__, self.get_converter = name, get_converter

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        value = obj.config[self.__name__]
        return self.get_converter(value) if self.get_converter is not None else value

    def __set__(self, obj, value):
        obj.config[self.__name__] = value


class Config(dict):
    def __init__(self, root_path, defaults=None):
        super().__init__(defaults or {})
        self.root_path = root_path

    def from_envvar(self, variable_name, silent=False):
        value = os.environ.get(variable_name)
        if not value:
            if silent:
                return False
            raise RuntimeError(f"The environment variable {variable_name!r} is not set and as such configuration could not be loaded.")
        return self.from_pyfile(value, silent=silent)

    def from_prefixed_env(self, prefix="FLASK", *, loads=None):
        loads = loads or _lab.load("json").loads
        prefix = f"{prefix}_"
        for key in sorted(os.environ):
            if not key.startswith(prefix):
                continue
            value = os.environ[key]
            key = key.removeprefix(prefix)
            try:
                value = loads(value)
            except Exception:
                pass
            if "__" not in key:
                self[key] = value
                continue
            current = self
            *parts, tail = key.split("__")
            for part in parts:
                current = current.setdefault(part, {})
            current[tail] = value
        return True

    def from_pyfile(self, filename, silent=False):
        filename = os.path.join(self.root_path, filename)
        module = type(_lab)("config")
        module.__file__ = filename
        try:
            with open(filename, mode="rb") as f:
                exec(compile(f.read(), filename, "exec"), module.__dict__)
        except OSError as e:
            if silent and e.errno in (errno.ENOENT, errno.EISDIR, errno.ENOTDIR):
                return False
            raise
        self.from_object(module)
        return True

    def from_object(self, obj):
        if isinstance(obj, str):
            obj = _lab.load("werkzeug.utils").import_string(obj)
        for key in dir(obj):
            if key.isupper():
                self[key] = getattr(obj, key)

    def from_file(self, filename, load, silent=False, text=True):
        filename = os.path.join(self.root_path, filename)
        try:
            with open(filename, "r" if text else "rb") as f:
                obj = load(f)
        except OSError as e:
            if silent and e.errno in (errno.ENOENT, errno.EISDIR):
                return False
            raise
        return self.from_mapping(obj)

    def from_mapping(self, mapping=None, **kwargs):
        mappings = dict(mapping or {})
        mappings.update(kwargs)
        for key, value in mappings.items():
            if key.isupper():
                self[key] = value
        return True

    def get_namespace(self, namespace, lowercase=True, trim_namespace=True):
        out = {}
        for k, v in self.items():
            if k.startswith(namespace):
                key = k[len(namespace) :] if trim_namespace else k
                out[key.lower() if lowercase else key] = v
        return out

    def __repr__(self):
        return f"<{type(self).__name__} {dict.__repr__(self)}>"
