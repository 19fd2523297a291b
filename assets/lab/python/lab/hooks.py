"""Puts the lab in place of the world: imports, `open`, the console, the names that must not be reached."""

import builtins
import sys

import _io

from . import core, tree

# Modules of third parties, and of the standard library, that the lab brings itself. The value is the folder of the source.
STAND_INS = frozenset(
    """
    flask werkzeug itsdangerous markupsafe jinja2 click blinker
    posix time threading socket subprocess smtplib ssl select asyncio concurrent.futures signal fcntl resource pwd grp _posixsubprocess
    multiprocessing http.client urllib.request urllib.error requests httpx urllib3 certifi
    jwt yaml bcrypt _colorize
    pydantic pydantic_core pydantic_settings email_validator starlette fastapi sqlalchemy cryptography jose
    pyexpat openai anthropic lxml defusedxml redis cachetools flask_login flask_cors flask_limiter flask_sqlalchemy aiohttp
    passlib argon2 dotenv uvicorn typing_extensions annotated_types
    """.split()
)
# Modules of the standard library that work as they are but for what `lab.patch` does to them after they are read.
PATCHED = frozenset(["types", "zoneinfo", "random", "sqlite3", "logging", "hashlib", "uuid"])
# Packages that the lab brings in part: their other modules are the library's.
IN_PART = frozenset(["asyncio"])
# Modules of packages that the lab brings as one module: their names are that module's.
ALIASES = {
    "argon2": ("exceptions",),
    "flask_limiter": ("util",),
    "jwt": ("exceptions", "algorithms", "api_jwt", "api_jws", "utils"),
    "itsdangerous": ("exc", "url_safe", "timed", "signer", "serializer", "encoding"),
    "yaml": ("loader", "dumper", "constructor", "representer", "resolver", "nodes", "error", "scanner", "parser", "composer"),
}
# What `logging` and others import by way of `traceback`, which needs them only to show an exception with its lines.
DEFERRED = frozenset(["textwrap", "tokenize", "codeop"])
# Modules that are read with light stand-ins for others; see `lab.light`.
LIGHTER = frozenset(["json.scanner", "json.decoder", "json.encoder", "sqlite3.dbapi2", "logging"])
# What a module asks for when it is used, beside what it imports.
WITH = {
    "flask": ("flask.helpers", "flask.json"),
    "requests": ("urllib3.exceptions", "urllib3.util.connection", "werkzeug.exceptions", "json", "datetime"),
    "email.message": ("email.policy", "email.headerregistry", "email.contentmanager", "email.generator", "email.parser"),
    "zipfile": ("encodings.cp437", "_pycodecs", "warnings"),
    "argparse": ("locale", "shutil", "_colorize"),
}
# The same, for code with one of the words before it.
WITH_WORDS = {
    "flask": (
        (("session", "flash"), ("flask.json.tag", "itsdangerous", "zlib", "datetime", "warnings")),
        (("cookie", "date"), ("datetime",)),
    ),
    "ast": ((("ast.walk",), ("collections",)),),
}
# What code often asks for and the lab does not bring, with what to use instead.
LACKS = {
    "django": "Flask or FastAPI",
    "tornado": "FastAPI",
    "sanic": "FastAPI",
    "peewee": "sqlalchemy or sqlite3",
    "psycopg": "sqlalchemy or sqlite3",
    "psycopg2": "sqlalchemy or sqlite3",
    "asyncpg": "sqlalchemy or sqlite3",
    "pymysql": "sqlalchemy or sqlite3",
    "pymongo": "a dictionary, or sqlite3",
    "boto3": "files, or a host of lab.web",
    "celery": "a function that is called",
    "paramiko": "subprocess",
    "ldap3": "a host of lab.web",
    "PIL": "the bytes themselves",
    "numpy": "lists",
    "pandas": "csv and lists",
    "marshmallow": "pydantic",
    "bs4": "html.parser",
    "markdown": "jinja2 and markupsafe",
    "bleach": "markupsafe.escape",
    "nh3": "markupsafe.escape",
    "langchain": "openai or anthropic",
    "pytest": "checks",
}
HIDDEN = frozenset(["lab", "_host", "ctypes", "_ctypes", "_posixshmem"])
# Accelerators and options of the standard library and of common packages: code asks for them and does without.
OPTIONAL = frozenset(["orjson", "ujson", "simplejson", "rapidjson", "colorama", "chardet", "cchardet", "dotenv_vault", "uvloop"])
KEPT = frozenset(
    """
    builtins sys _imp _frozen_importlib _frozen_importlib_external _warnings _weakref _io marshal _abc abc codecs _codecs
    encodings _thread zipimport importlib _sre _signal __main__ _host errno itertools _operator _collections _functools
    _locale _typing _types _stat _ast _struct _sha2 _sha256 binascii math zlib _string atexit site sitecustomize
    usercustomize _sqlite3 _json _csv _bisect _heapq _random _md5 _sha1 _sha3 _sha512 _blake2 _tokenize _opcode unicodedata
    _ctypes _contextvars array gc faulthandler _tracemalloc _datetime time _symtable _statistics
    """.split()
)


class LabLoader:
    """Loads a stand-in: the code of `lab.stand.<name>` under the name the code asks for."""

    def __init__(self, code):
        self.code = code

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__dict__["_lab"] = core
        exec(self.code, module.__dict__)


class AliasLoader:
    """Loads a module of a package whose names the stand-in holds all in one."""

    def __init__(self, whole):
        self.whole = whole

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        whole = core.load(self.whole)
        own = ("__name__", "__spec__", "__loader__", "__package__", "__path__", "__builtins__")
        module.__dict__.update((k, v) for k, v in whole.__dict__.items() if k not in own)


class PatchingLoader:
    """Loads a module as the interpreter does, then lets the lab change it."""

    def __init__(self, real):
        self.real = real

    def create_module(self, spec):
        return self.real.create_module(spec)

    def exec_module(self, module):
        self.real.exec_module(module)
        getattr(core.part("patch"), module.__name__)(module)


class LighterLoader:
    """Loads a module with light stand-ins for what it only needs in rare cases."""

    def __init__(self, real):
        self.real = real

    def create_module(self, spec):
        return self.real.create_module(spec)

    def exec_module(self, module):
        stand_ins = core.part("light").STAND_INS[module.__name__]()
        # One that is there already costs nothing, and may be guarded by the judge.
        stand_ins = {name: light for name, light in stand_ins.items() if name not in sys.modules}
        others = {name: sys.modules.get(name) for name in stand_ins}
        sys.modules.update(stand_ins)
        try:
            self.real.exec_module(module)
        finally:
            for name, other in others.items():
                if other is None:
                    del sys.modules[name]
                else:
                    sys.modules[name] = other


class DeferringLoader:
    """Loads a module when something of it is first asked for."""

    def __init__(self, real):
        self.real = real

    def create_module(self, spec):
        return self.real.create_module(spec)

    def exec_module(self, module):
        waiting = [self.real]

        def __getattr__(name):
            if waiting and (name == "__all__" or not name.startswith("__")):
                waiting.pop().exec_module(module)
                if name in module.__dict__:
                    return module.__dict__[name]
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        module.__dict__["__getattr__"] = __getattr__


LOADERS = ((DEFERRED, DeferringLoader), (LIGHTER, LighterLoader), (PATCHED, PatchingLoader))


class ChallengeLoader:
    """Loads a Python file of the lab's tree."""

    def __init__(self, name, path):
        self.name, self.path = name, path

    def create_module(self, spec):
        return None

    def get_data(self, path):
        return bytes(core.tree.get(path).data)

    def get_filename(self, name=None):
        return self.path

    def get_source(self, name=None):
        return decode_source(self.get_data(self.path))

    def is_package(self, name=None):
        return self.path.endswith("/__init__.py")

    def get_code(self, name=None):
        source = self.get_source()
        known = core.compiled.get(self.path)
        if known is not None and known[0] == source:
            return known[1]
        return compile(source, self.path, "exec", dont_inherit=True)

    def exec_module(self, module):
        module.__file__ = self.path
        try:
            exec(self.get_code(), module.__dict__)
        except BaseException as error:
            try:
                error.__lab_import__ = self.path
            except AttributeError:
                pass
            raise


def decode_source(data):
    return bytes(data).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


class Finder:
    """First on `sys.meta_path`: the challenge's files, then the stand-ins, then what the interpreter has."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        top, _, rest = fullname.partition(".")
        if top in HIDDEN:
            if core.caller_is_challenge():
                core.lacks(f"module {fullname!r} for the code under review")
            if top in ("lab", "_host"):
                raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
            return None
        found = in_tree(fullname, path)
        if found is not None:
            return found
        if fullname in STAND_INS or (top in STAND_INS and rest):
            code = core.code_of("lab.stand." + fullname)
            if code is None and top in IN_PART:
                return core.real_spec(fullname, getattr(core.real_spec(top), "submodule_search_locations", None))
            if code is None and rest in ALIASES.get(top, ()):
                return core.ModuleSpec(fullname, AliasLoader(top), origin="lab")
            if code is None:
                if core.caller_is_challenge():
                    core.lacks(f"module {fullname!r}")
                raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
            is_package = fullname in ALIASES or core.code_of("lab.stand." + fullname + "._package") is not None
            spec = core.ModuleSpec(fullname, LabLoader(code), origin="lab", is_package=is_package)
            if is_package:
                spec.submodule_search_locations = []
            return spec
        loaders = [loader for names, loader in LOADERS if fullname in names]
        spec = core.real_spec(fullname, path) if loaders else None
        if spec is not None:
            for loader in loaders:
                spec.loader = loader(spec.loader)
        return spec

    @staticmethod
    def invalidate_caches():
        pass


class LastFinder:
    """Last on `sys.meta_path`: what nobody has is not judged when the challenge asks for it."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        top = fullname.partition(".")[0]
        if top in OPTIONAL or not core.caller_is_challenge():
            return None
        if top in sys.modules and getattr(sys.modules[top], "__file__", None) and core.of_challenge(sys.modules[top].__file__):
            return None
        core.lacks(f"module {fullname!r}", "use " + LACKS[top] if top in LACKS else "")

    @staticmethod
    def invalidate_caches():
        pass


def in_tree(fullname, path):
    name = fullname.rpartition(".")[2]
    for folder in sys.path if path is None else path:
        if not isinstance(folder, str):
            continue
        folder = (folder or core.tree.cwd).rstrip("/")
        there = core.tree.find(folder or "/")
        if there is None or there.kind != "dir" or not (name in there.entries or name + ".py" in there.entries):
            continue
        base = folder + "/" + name
        for full, package in ((base + "/__init__.py", True), (base + ".py", False)):
            node = core.tree.find(full)
            if node is not None and node.kind == "file":
                spec = core.ModuleSpec(fullname, ChallengeLoader(fullname, full), origin=full, is_package=package)
                if package:
                    spec.submodule_search_locations = [base]
                return spec
        node = core.tree.find(base)
        if node is not None and node.kind == "dir" and has_python(node):
            spec = core.ModuleSpec(fullname, FolderLoader(), is_package=True)
            spec.submodule_search_locations = [base]
            return spec
    return None


class FolderLoader:
    """A folder without an `__init__.py`, which is a package all the same. Without a loader the interpreter would ask for its own
    of files, and it has none."""

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        pass


def has_python(node):
    return any(n.endswith(".py") or (c.kind == "dir" and has_python(c)) for n, c in node.entries.items())


class Console:
    """Standard output or error: kept for `lab.log`, shown by the host."""

    encoding, errors, newlines, closed, softspace = "utf-8", "replace", None, False, 0

    def __init__(self, name, fd):
        self.name, self.fd, self.mode = f"<{name}>", fd, "w"
        self.capture = None
        self.buffer = ConsoleBytes(self)

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.capture is not None:
            self.capture.append(text)
        core.log_text.append(text)
        core.host.write(self.fd, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def close(self):
        pass

    def isatty(self):
        return False

    def fileno(self):
        return self.fd

    def readable(self):
        return False

    def writable(self):
        return True

    def seekable(self):
        return False

    def reconfigure(self, **kwargs):
        pass


class ConsoleBytes:
    def __init__(self, console):
        self.console = console

    def write(self, data):
        self.console.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def flush(self):
        pass


def build():
    """Everything that must be in place before a line of set-up runs, but for the challenge's files."""
    core.log_text = []
    world = core.tree
    for folder in ("/app", "/tmp", "/etc", "/home/app", "/usr/bin", "/bin", "/dev", "/proc", "/var/log"):
        world.makedirs(folder)
    world.get("/tmp").mode = 0o1777
    world.write("/dev/null", b"")
    world.write(
        "/etc/passwd",
        b"root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n"
        b"www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\napp:x:1000:1000:app:/home/app:/bin/sh\n",
    )
    world.write("/etc/hostname", b"lab\n")
    world.write("/etc/hosts", b"127.0.0.1\tlocalhost\n")
    world.cwd = "/app"

    for name in list(sys.modules):
        if name.partition(".")[0] not in KEPT:
            del sys.modules[name]
    # The pure Python version of `datetime` reads the lab's clock.
    sys.modules["_datetime"] = None
    # That of `xml.etree` reads what the lab's Expat calls back.
    sys.modules["_elementtree"] = None
    for name in ("time", "_socket", "_ssl", "_posixsubprocess", "_pickle", "_hashlib", "_zoneinfo"):
        sys.modules.pop(name, None)
    if "posix" not in sys.builtin_module_names:
        sys.builtin_module_names = tuple(sys.builtin_module_names) + ("posix",)
    sys.modules["_zoneinfo"] = None

    core.consoles = {1: Console("stdout", 1), 2: Console("stderr", 2)}
    core.console = core.consoles.__getitem__
    sys.stdout = sys.__stdout__ = core.consoles[1]
    sys.stderr = sys.__stderr__ = core.consoles[2]
    sys.stdin = sys.__stdin__ = _io.TextIOWrapper(_io.BytesIO(b""), "utf-8")
    sys.argv = ["/app/main.py"]
    sys.dont_write_bytecode = True
    if not hasattr(sys, "_get_cpu_count_config"):
        sys._get_cpu_count_config = lambda: -1

    files_part = core.part("files")
    builtins.open = files_part.lab_open
    if not hasattr(_io, "FileIO"):
        _io.FileIO = files_part.FileIO
    builtins.input = lab_input
    for name in ("breakpoint", "help", "license", "copyright", "credits"):
        if hasattr(builtins, name):
            delattr(builtins, name)

    sys.path[:] = ["/app"] + [p for p in sys.path if p and not p.startswith("/app")]
    sys.meta_path.insert(0, Finder)
    sys.meta_path.append(LastFinder)
    sys.path_importer_cache.clear()
    for name in [n for n in sys.modules if n == "lab" or n.startswith("lab.")] + ["_host"]:
        sys.modules.pop(name, None)
    # `io.open` is what pathlib, tempfile and others call.
    io = core.load("io")
    io.open = files_part.lab_open
    io.FileIO = files_part.FileIO
    # Reading these modules, and the annotations of these classes, changes classes of the interpreter and of the library. It must
    # have happened before the judge seals them. Once a run: its checks are forked from here.
    if sys.implementation.name == "rustpython":
        core.load("ast")
        for kind in vars(core.load("_collections_abc")).values():
            if isinstance(kind, type):
                getattr(kind, "__annotations__", None)


def put(files):
    """Write the challenge's files: path to text. Modules of the library that they hide are forgotten."""
    for path, text in files.items():
        core.tree.write(path if path.startswith("/") else "/app/" + path, text.encode("utf-8") if isinstance(text, str) else text)
    app = core.tree.folder("/app").entries
    own = {n.removesuffix(".py") for n, node in app.items() if n.endswith(".py") or (node.kind == "dir" and has_python(node))}
    for name in list(sys.modules):
        top = name.partition(".")[0]
        if top in own and top not in KEPT:
            del sys.modules[name]


def foresee(texts):
    """Read the modules and parts of the lab that code with such texts will ask for."""
    def mentioned(word):
        return any(word in text for text in texts)

    for name in ("encodings.utf_8_sig", "_sha256"):
        core.load(name)
    # Attacks by way of `__subclasses__` look for classes that any program outside has loaded.
    for word, name in (("lab.env", "os"), (".logger", "logging"), ("__subclasses__", "warnings"), ("__subclasses__", "subprocess")):
        if mentioned(word):
            core.load(name)
    for module, others in WITH.items():
        if module in sys.modules:
            for name in others:
                core.load(name)
    for module, cases in WITH_WORDS.items():
        for words, others in cases if module in sys.modules else ():
            if any(mentioned(word) for word in words):
                for name in others:
                    core.load(name)
    for name in ("files", "web", "processes", "mail", "random", "sql", "llm"):
        if mentioned("lab." + name):
            core.part(name)
    if mentioned("client("):
        core.part("client")


def lab_input(prompt=""):
    sys.stdout.write(str(prompt))
    line = sys.stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    return line.rstrip("\n")
