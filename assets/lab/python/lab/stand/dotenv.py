"""`dotenv`: settings from a file beside the code."""

import os


def _read(path, interpolate=True):
    out = {}
    re = _lab.load("re")
    with open(path, encoding="utf-8") as f:
        for line in f.read().splitlines():
            found = re.match(r"\s*(?:export\s+)?([\w.]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|(.*?))\s*(?:\s#.*)?$", line)
            if not found or line.lstrip().startswith("#"):
                continue
            name, double, single, bare = found.groups()
            value = double.replace('\\"', '"').replace("\\n", "\n") if double is not None else single if single is not None else bare
            if interpolate and single is None:
                value = re.sub(r"\$\{(\w+)(?::-([^}]*))?\}", lambda m: os.environ.get(m.group(1), out.get(m.group(1), m.group(2) or "")), value)
            out[name] = value
    return out


def find_dotenv(filename=".env", raise_error_if_not_found=False, usecwd=False):
    folder = os.getcwd()
    while True:
        path = os.path.join(folder, filename)
        if os.path.isfile(path):
            return path
        if folder == "/":
            break
        folder = os.path.dirname(folder)
    if raise_error_if_not_found:
        raise OSError("File not found")
    return ""


def dotenv_values(dotenv_path=None, stream=None, verbose=False, interpolate=True, encoding="utf-8"):
    path = dotenv_path or find_dotenv()
    return _read(path, interpolate) if path and os.path.isfile(path) else {}


def load_dotenv(dotenv_path=None, stream=None, verbose=False, override=False, interpolate=True, encoding="utf-8"):
    values = dotenv_values(dotenv_path, interpolate=interpolate)
    for name, value in values.items():
        if override or name not in os.environ:
            os.environ[name] = value
    return bool(values)


def get_key(dotenv_path, key_to_get, encoding="utf-8"):
    return _read(dotenv_path).get(key_to_get)


__getattr__ = _lab.missing("dotenv")
