"""`yaml` (PyYAML): enough of YAML for configuration, with the tags that make objects."""

__version__ = "6.0.2"


class YAMLError(Exception):
    pass


class MarkedYAMLError(YAMLError):
    pass


class ScannerError(MarkedYAMLError):
    pass


class ParserError(MarkedYAMLError):
    pass


class ComposerError(MarkedYAMLError):
    pass


class ConstructorError(MarkedYAMLError):
    pass


class RepresenterError(YAMLError):
    pass


class Node:
    def __init__(self, kind, tag, value, anchor=None):
        self.id, self.tag, self.value = kind, tag, value


class ScalarNode(Node):
    pass


class SequenceNode(Node):
    pass


class MappingNode(Node):
    pass


_BOOL = {"yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}


class _Reader:
    """Reads the block structure line by line and the flow structure character by character."""

    def __init__(self, text):
        self.lines = []
        for raw in text.replace("\r\n", "\n").split("\n"):
            self.lines.append(raw)
        self.at, self.anchors = 0, {}

    def fail(self, what, kind=ParserError):
        raise kind(f"{what}, line {self.at + 1}")

    def blank(self, line):
        stripped = line.strip()
        return not stripped or stripped.startswith("#")

    def skip(self):
        while self.at < len(self.lines) and self.blank(self.lines[self.at]):
            self.at += 1

    def indent(self, line):
        n = len(line) - len(line.lstrip(" "))
        if line[n : n + 1] == "\t":
            self.fail("found character '\\t' that cannot start any token", ScannerError)
        return n

    def documents(self):
        out = []
        while True:
            self.skip()
            while self.at < len(self.lines) and self.lines[self.at].startswith("%"):
                self.at += 1
                self.skip()
            if self.at >= len(self.lines):
                return out
            line = self.lines[self.at]
            if line.startswith("---"):
                rest = line[3:].strip()
                if rest and not rest.startswith("#"):
                    self.lines[self.at] = "   " + line[3:]
                else:
                    self.at += 1
                    self.skip()
                    if self.at >= len(self.lines) or self.lines[self.at].startswith(("---", "...")):
                        out.append(ScalarNode("scalar", None, ""))
                        continue
            elif line.startswith("..."):
                self.at += 1
                continue
            out.append(self.block(-1))
            self.skip()
            if self.at < len(self.lines) and not self.lines[self.at].startswith(("---", "...")):
                self.fail("expected '<document start>'")

    def over(self):
        return self.at >= len(self.lines) or self.lines[self.at].startswith(("---", "..."))

    def block(self, parent):
        self.skip()
        if self.over():
            return ScalarNode("scalar", None, "")
        line = self.lines[self.at]
        n = self.indent(line)
        if n <= parent:
            return ScalarNode("scalar", None, "")
        text = line[n:]
        if text == "-" or text.startswith("- "):
            return self.sequence(n)
        if self.key_end(text) is not None:
            return self.mapping(n)
        return self.value(text, n, parent)

    def properties(self, text):
        """Tag and anchor at the start of a value."""
        tag = anchor = None
        while True:
            text = text.lstrip(" ")
            if text.startswith("!"):
                word = text.split(None, 1)[0]
                if word.startswith("!<"):
                    tag = word[2:-1]
                elif word.startswith("!!"):
                    tag = "tag:yaml.org,2002:" + word[2:]
                else:
                    tag = word
                text = text[len(word) :]
            elif text.startswith("&"):
                word = text.split(None, 1)[0]
                anchor, text = word[1:], text[len(word) :]
            else:
                return tag, anchor, text

    def finish(self, node, tag, anchor):
        if tag is not None:
            node.tag = tag
        if anchor is not None:
            self.anchors[anchor] = node
        return node

    def key_end(self, text):
        """Where the colon after a plain or quoted key stands, or None."""
        i, n = 0, len(text)
        if text[:1] in "'\"" and text:
            _, i = self.quoted(text, 0)
            rest = text[i:].lstrip(" ")
            if rest == ":" or rest.startswith(": "):
                return i + len(text[i:]) - len(rest)
            return None
        if text[:1] in ("[", "{"):
            return None
        if text.startswith("? "):
            _lab.lacks("complex keys in YAML")
        while i < n:
            if text[i] == ":" and (i + 1 == n or text[i + 1] in " \t"):
                return i
            if text[i] == "#" and i and text[i - 1] == " ":
                return None
            i += 1
        return None

    def sequence(self, n):
        items = []
        while not self.over():
            line = self.lines[self.at]
            if self.blank(line):
                self.at += 1
                continue
            if self.indent(line) != n or not (line[n:] == "-" or line[n:].startswith("- ")):
                if self.indent(line) > n:
                    self.fail("expected <block end>")
                break
            rest = line[n + 1 :]
            if not rest.strip() or rest.strip().startswith("#"):
                self.at += 1
                items.append(self.block(n))
                continue
            inner = n + 1 + len(rest) - len(rest.lstrip(" "))
            text = line[inner:]
            if text.startswith("- ") or text == "-" or self.key_end(text) is not None and text[:1] not in "!&*":
                self.lines[self.at] = " " * inner + text
                items.append(self.block(n))
            else:
                items.append(self.value(text, inner, n))
        return SequenceNode("sequence", None, items)

    def mapping(self, n):
        pairs = []
        while not self.over():
            line = self.lines[self.at]
            if self.blank(line):
                self.at += 1
                continue
            here = self.indent(line)
            if here != n:
                if here > n:
                    self.fail("expected <block end>")
                break
            text = line[n:]
            end = self.key_end(text)
            if end is None:
                if text == "-" or text.startswith("- "):
                    break
                self.fail("could not find expected ':'", ScannerError)
            raw = text[:end].strip()
            if raw[:1] in ("'", '"'):
                key = ScalarNode("scalar", "tag:yaml.org,2002:str", self.quoted(raw, 0)[0])
            else:
                tag, anchor, raw = self.properties(raw)
                if raw.startswith("*"):
                    key = self.alias(raw[1:])
                else:
                    key = self.finish(ScalarNode("scalar", None, raw), tag, anchor)
            rest = text[end + 1 :]
            stripped = rest.strip()
            if not stripped or stripped.startswith("#"):
                self.at += 1
                self.skip()
                if not self.over() and self.indent(self.lines[self.at]) == n and (self.lines[self.at][n:] == "-" or self.lines[self.at][n:].startswith("- ")):
                    value = self.sequence(n)
                else:
                    value = self.block(n)
            else:
                value = self.value(rest.lstrip(" "), len(line) - len(rest.lstrip(" ")), n)
            pairs.append((key, value))
        return MappingNode("mapping", None, pairs)

    def alias(self, name):
        if name not in self.anchors:
            self.fail(f"found undefined alias {name!r}", ComposerError)
        return self.anchors[name]

    def value(self, text, column, parent):
        tag, anchor, rest = self.properties(text)
        if rest.startswith("*"):
            self.at += 1
            return self.alias(rest[1:].split("#")[0].strip())
        if not rest.strip() or rest.startswith("#"):
            self.at += 1
            self.skip()
            if not self.over():
                line = self.lines[self.at]
                n = self.indent(line)
                if n == parent and (line[n:] == "-" or line[n:].startswith("- ")):
                    return self.finish(self.sequence(n), tag, anchor)
            return self.finish(self.block(parent), tag, anchor)
        if rest[0] in "|>":
            return self.finish(ScalarNode("scalar", "tag:yaml.org,2002:str", self.literal(rest, parent)), tag, anchor)
        if rest[0] in "[{\"'":
            flow = _Flow(self, rest)
            node = flow.node()
            flow.end()
            return self.finish(node, tag, anchor)
        if rest[0] in "@`%":
            self.fail(f"found character {rest[0]!r} that cannot start any token", ScannerError)
        parts = [self.plain(rest)]
        self.at += 1
        while not self.over() and "#" not in parts[-1][:0]:
            line = self.lines[self.at]
            if not line.strip():
                self.at += 1
                continue
            if self.indent(line) <= parent or self.blank(line) or self.key_end(line.strip()) is not None:
                break
            parts.append(self.plain(line.strip()))
            self.at += 1
        return self.finish(ScalarNode("scalar", None, " ".join(parts)), tag, anchor)

    def plain(self, text):
        cut = text.find(" #")
        text = text[:cut] if cut >= 0 else text
        if ": " in text:
            self.fail("mapping values are not allowed here", ScannerError)
        return text.strip()

    def quoted(self, text, i):
        """The content of a quoted text and where it ends."""
        mark, out = text[i], []
        i += 1
        while True:
            if i >= len(text):
                self.at += 1
                if self.at >= len(self.lines):
                    self.fail("found unexpected end of stream", ScannerError)
                text, i = text + " " + self.lines[self.at].strip(), i
                continue
            c = text[i]
            if c == mark:
                if mark == "'" and text[i + 1 : i + 2] == "'":
                    out.append("'")
                    i += 2
                    continue
                self.carried = text
                return "".join(out), i + 1
            if c == "\\" and mark == '"':
                nxt = text[i + 1 : i + 2]
                sizes = {"x": 2, "u": 4, "U": 8}
                if nxt in sizes:
                    out.append(chr(int(text[i + 2 : i + 2 + sizes[nxt]], 16)))
                    i += 2 + sizes[nxt]
                    continue
                plain = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", '"': '"', "\\": "\\", "/": "/", " ": " ", "e": "\x1b", "a": "\a", "b": "\b"}
                if nxt not in plain:
                    self.fail(f"found unknown escape character {nxt!r}", ScannerError)
                out.append(plain[nxt])
                i += 2
                continue
            out.append(c)
            i += 1

    def literal(self, head, parent):
        style, chomp = head[0], "-" if "-" in head[:3] else "+" if "+" in head[:3] else ""
        self.at += 1
        lines, width = [], None
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip():
                n = len(line) - len(line.lstrip(" "))
                if width is None:
                    width = n
                if n <= parent or n < width:
                    break
            lines.append(line[width:] if width is not None and line.strip() else "")
            self.at += 1
        trailing = 0
        while lines and not lines[-1]:
            lines.pop()
            trailing += 1
        if style == "|":
            text = "\n".join(lines)
        else:
            text, pending = "", 0
            for i, line in enumerate(lines):
                if not line:
                    pending += 1
                    continue
                if i and text:
                    text += "\n" * pending if pending else " "
                text += line
                pending = 0
        if not lines:
            return ""
        return text + ("" if chomp == "-" else "\n" * (1 + trailing) if chomp == "+" else "\n")


class _Flow:
    """`[a, {b: c}]` and quoted texts."""

    def __init__(self, reader, text):
        self.reader, self.text, self.i = reader, text, 0

    def more(self):
        self.reader.at += 1
        if self.reader.at >= len(self.reader.lines):
            self.reader.fail("expected ',' or ']', but got '<stream end>'")
        self.text += "\n" + self.reader.lines[self.reader.at]

    def space(self):
        while True:
            while self.i < len(self.text) and self.text[self.i] in " \n\t":
                self.i += 1
            if self.i < len(self.text) and self.text[self.i] == "#":
                stop = self.text.find("\n", self.i)
                self.i = len(self.text) if stop < 0 else stop
            if self.i < len(self.text):
                return
            self.more()

    def end(self):
        rest = self.text[self.i :].strip()
        if rest and not rest.startswith("#"):
            self.reader.fail("expected <block end>")
        self.reader.at += 1

    def node(self):
        self.space()
        tag, anchor, rest = self.reader.properties(self.text[self.i :])
        self.i = len(self.text) - len(rest)
        if not rest:
            self.space()
        c = self.text[self.i]
        if c == "[":
            return self.reader.finish(self.sequence(), tag, anchor)
        if c == "{":
            return self.reader.finish(self.mapping(), tag, anchor)
        if c in "'\"":
            value, at = self.reader.quoted(self.text, self.i)
            self.text, self.i = self.reader.carried, at
            return self.reader.finish(ScalarNode("scalar", "tag:yaml.org,2002:str", value), tag, anchor)
        start = self.i
        while self.i < len(self.text) and self.text[self.i] not in ",[]{}\n":
            if self.text[self.i] == ":" and self.text[self.i + 1 : self.i + 2] in (" ", "", ",", "]", "}", "\n"):
                break
            self.i += 1
        text = self.text[start : self.i].strip()
        if text.startswith("*"):
            return self.reader.alias(text[1:])
        return self.reader.finish(ScalarNode("scalar", None, text), tag, anchor)

    def sequence(self):
        self.i += 1
        items = []
        while True:
            self.space()
            if self.text[self.i] == "]":
                self.i += 1
                return SequenceNode("sequence", None, items)
            item = self.node()
            self.space()
            if self.text[self.i] == ":":
                self.i += 1
                item = MappingNode("mapping", None, [(item, self.node())])
                self.space()
            items.append(item)
            self.comma("]")

    def comma(self, close):
        if self.text[self.i] == ",":
            self.i += 1
        elif self.text[self.i] != close:
            self.reader.fail(f"expected ',' or '{close}', but got {self.text[self.i]!r}")

    def mapping(self):
        self.i += 1
        pairs = []
        while True:
            self.space()
            if self.text[self.i] == "}":
                self.i += 1
                return MappingNode("mapping", None, pairs)
            key = self.node()
            self.space()
            value = ScalarNode("scalar", None, "")
            if self.text[self.i] == ":":
                self.i += 1
                self.space()
                if self.text[self.i] not in ",}":
                    value = self.node()
                self.space()
            pairs.append((key, value))
            self.comma("}")


# --- values --------------------------------------------------------------------------------------


def _resolve(text):
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    lower = text.lower()
    if lower in _BOOL and text in (lower, lower.capitalize(), lower.upper()):
        return _BOOL[lower]
    bare = text.replace("_", "")
    sign = -1 if bare[:1] == "-" else 1
    digits = bare.lstrip("+-") if bare[:1] in "+-" else bare
    if digits and digits[0].isdigit():
        try:
            if digits.startswith("0x"):
                return sign * int(digits[2:], 16)
            if digits.startswith("0b"):
                return sign * int(digits[2:], 2)
            if digits != "0" and digits[0] == "0" and digits.isdigit():
                return sign * int(digits, 8)
            if digits.isdigit():
                return sign * int(digits)
            if "." in digits and all(c.isdigit() or c in ".eE+-" for c in digits):
                return sign * float(digits)
        except ValueError:
            return text
    if lower in (".inf", "+.inf", "-.inf"):
        return float(lower.replace(".", ""))
    if lower == ".nan":
        return float("nan")
    if len(text) >= 8 and text[:4].isdigit() and text[4] == "-":
        datetime = _lab.load("datetime")
        try:
            return datetime.date.fromisoformat(text) if len(text) == 10 else datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            pass
    return text


class BaseLoader:
    level = 0
    yaml_constructors, yaml_multi_constructors = {}, {}

    def __init__(self, stream):
        text = stream.read() if hasattr(stream, "read") else stream
        if isinstance(text, (bytes, bytearray)):
            text = bytes(text).decode("utf-8-sig")
        self._documents = _Reader(text.removeprefix("\ufeff")).documents()
        self._made = {}

    @classmethod
    def add_constructor(cls, tag, constructor):
        if "yaml_constructors" not in cls.__dict__:
            cls.yaml_constructors = dict(cls.yaml_constructors)
        cls.yaml_constructors[tag] = constructor

    @classmethod
    def add_multi_constructor(cls, prefix, constructor):
        if "yaml_multi_constructors" not in cls.__dict__:
            cls.yaml_multi_constructors = dict(cls.yaml_multi_constructors)
        cls.yaml_multi_constructors[prefix] = constructor

    def get_single_data(self):
        if len(self._documents) > 1:
            raise ComposerError("expected a single document in the stream\nbut found another document")
        return self.construct_object(self._documents[0], True) if self._documents else None

    def dispose(self):
        pass

    def construct_object(self, node, deep=False):
        if id(node) in self._made:
            return self._made[id(node)]
        value = self._build(node)
        self._made[id(node)] = value
        return value

    def _build(self, node):
        tag = node.tag
        if tag in self.yaml_constructors:
            return self.yaml_constructors[tag](self, node)
        for prefix, constructor in self.yaml_multi_constructors.items():
            if tag is not None and prefix is not None and tag.startswith(prefix):
                return constructor(self, tag[len(prefix) :], node)
        if tag is None or tag in ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            if node.id == "scalar":
                return node.value if self.level == 0 else _resolve(node.value)
            return self.construct_sequence(node) if node.id == "sequence" else self.construct_mapping(node)
        name = tag.removeprefix("tag:yaml.org,2002:")
        if tag.startswith("tag:yaml.org,2002:"):
            plain = {"str": str, "int": int, "float": float}
            if name in plain:
                return plain[name](node.value)
            if name == "bool":
                return _BOOL[node.value.lower()]
            if name == "null":
                return None
            if name == "binary":
                return _lab.load("base64").b64decode(node.value)
            if name == "set":
                return set(self.construct_mapping(node))
            if name == "omap":
                return [next(iter(self.construct_mapping(n).items())) for n in node.value]
            if name == "timestamp":
                return _resolve(node.value)
            if name.startswith("python/"):
                return self._python(name[7:], node)
        raise ConstructorError(f"could not determine a constructor for the tag {tag!r}")

    def construct_scalar(self, node):
        if node.id != "scalar":
            raise ConstructorError(f"expected a scalar node, but found {node.id}")
        return node.value

    construct_yaml_str = construct_scalar

    def construct_sequence(self, node, deep=False):
        if node.id != "sequence":
            raise ConstructorError(f"expected a sequence node, but found {node.id}")
        out = self._made[id(node)] = []
        out.extend(self.construct_object(n, deep) for n in node.value)
        return out

    def construct_mapping(self, node, deep=False):
        if node.id != "mapping":
            raise ConstructorError(f"expected a mapping node, but found {node.id}")
        out = self._made[id(node)] = {}
        merged = {}
        for key_node, value_node in node.value:
            if key_node.id == "scalar" and key_node.value == "<<" and key_node.tag is None:
                sources = value_node.value if value_node.id == "sequence" else [value_node]
                for source in sources:
                    for k, v in self.construct_object(source).items():
                        merged.setdefault(k, v)
                continue
            key = self.construct_object(key_node, True)
            try:
                hash(key)
            except TypeError:
                raise ConstructorError("while constructing a mapping: found unhashable key") from None
            out[key] = self.construct_object(value_node, deep)
        if merged:
            own = dict(out)
            out.clear()
            out.update(merged)
            out.update(own)
        return out

    def _find(self, name, unsafe):
        module, _, attribute = name.rpartition(".")
        module = module or "builtins"
        if unsafe:
            _lab.load(module)
        import sys

        if module not in sys.modules:
            raise ConstructorError(f"module {module!r} is not imported")
        if not hasattr(sys.modules[module], attribute):
            raise ConstructorError(f"cannot find {attribute!r} in the module {module!r}")
        return getattr(sys.modules[module], attribute)

    def _python(self, name, node):
        kind, _, what = name.partition(":")
        if self.level >= 2:
            simple = {"none": lambda: None, "bool": lambda: _BOOL[node.value.lower()], "str": lambda: node.value, "unicode": lambda: node.value,
                      "int": lambda: int(node.value), "long": lambda: int(node.value), "float": lambda: float(node.value),
                      "complex": lambda: complex(node.value), "list": lambda: self.construct_sequence(node),
                      "tuple": lambda: tuple(self.construct_sequence(node)), "dict": lambda: self.construct_mapping(node),
                      "bytes": lambda: _lab.load("base64").b64decode(node.value)}  # fmt: skip
            if kind in simple:
                return simple[kind]()
            if kind == "name" and what:
                return self._find(what, self.level >= 3)
        if self.level >= 3:
            if kind == "module":
                return _lab.load(what)
            if kind in ("object/apply", "object/new"):
                if node.id == "sequence":
                    args, kwargs, state = self.construct_sequence(node, True), {}, {}
                elif node.id == "mapping":
                    given = self.construct_mapping(node, True)
                    args, kwargs, state = given.get("args", []), given.get("kwds", {}), given.get("state", {})
                else:
                    args, kwargs, state = [], {}, {}
                f = self._find(what, True)
                made = f.__new__(f, *args, **kwargs) if kind == "object/new" and isinstance(f, type) else f(*args, **kwargs)
                if state:
                    made.__setstate__(state) if hasattr(made, "__setstate__") else made.__dict__.update(state)
                return made
            if kind == "object":
                cls = self._find(what, True)
                made = cls.__new__(cls)
                made.__dict__.update(self.construct_mapping(node, True))
                return made
        raise ConstructorError(f"could not determine a constructor for the tag 'tag:yaml.org,2002:python/{name}'")


class SafeLoader(BaseLoader):
    level = 1


class FullLoader(BaseLoader):
    level = 2


class UnsafeLoader(BaseLoader):
    level = 3


class Loader(UnsafeLoader):
    pass


CLoader, CSafeLoader, CFullLoader = Loader, SafeLoader, FullLoader


def load(stream, Loader):
    return Loader(stream).get_single_data()


def load_all(stream, Loader):
    loader = Loader(stream)
    for node in loader._documents:
        yield loader.construct_object(node, True)


def safe_load(stream):
    return load(stream, SafeLoader)


def safe_load_all(stream):
    return load_all(stream, SafeLoader)


def full_load(stream):
    return load(stream, FullLoader)


def unsafe_load(stream):
    return load(stream, UnsafeLoader)


def add_constructor(tag, constructor, Loader=None):
    for loader in (Loader,) if Loader is not None else (globals()["Loader"], FullLoader, UnsafeLoader):
        loader.add_constructor(tag, constructor)


# --- writing -------------------------------------------------------------------------------------


def _scalar(value, safe):
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        plain = value and value == value.strip() and value[0] not in "-?:,[]{}#&*!|>'\"%@`" and ": " not in value and " #" not in value
        plain = plain and value[-1] != ":" and all(c.isprintable() for c in value)
        if plain and isinstance(_resolve(value), str):
            return value
        if all(c.isprintable() for c in value):
            return "'" + value.replace("'", "''") + "'"
        return _lab.load("json").dumps(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if safe:
        raise RepresenterError("cannot represent an object", value)
    _lab.lacks("yaml.dump of objects")


def _write(value, depth, flow, sort, safe):
    pad = "  " * depth
    if isinstance(value, dict):
        if not value:
            return ["{}"]
        keys = sorted(value) if sort else list(value)
        out = []
        for key in keys:
            lines = _write(value[key], depth + 1, flow, sort, safe)
            nested = isinstance(value[key], (dict, list, tuple)) and value[key]
            if not nested:
                out.append(f"{pad}{_scalar(key, safe)}: {lines[0]}")
            else:
                out.append(f"{pad}{_scalar(key, safe)}:")
                out += _write(value[key], depth + (isinstance(value[key], dict)), flow, sort, safe)
        return out
    if isinstance(value, (list, tuple)):
        if isinstance(value, tuple) and safe:
            value = list(value)
        if not value:
            return ["[]"]
        out = []
        for item in value:
            lines = _write(item, depth + 1, flow, sort, safe)
            if isinstance(item, (dict, list, tuple)) and item:
                lines = [lines[0][len(pad) + 2 :], *lines[1:]]
            out.append(f"{pad}- {lines[0]}")
            out += lines[1:]
        return out
    return [_scalar(value, safe)]


def _dump(data, stream, options, safe):
    if options.get("default_flow_style"):
        text = _lab.load("json").dumps(data, sort_keys=options.get("sort_keys", True)) + "\n"
    else:
        lines = _write(data, 0, False, options.get("sort_keys", True), safe)
        text = "\n".join(lines) + "\n"
        if not isinstance(data, (dict, list, tuple)):
            text += "...\n"
    if stream is None:
        return text
    stream.write(text)


def dump(data, stream=None, Dumper=None, **options):
    return _dump(data, stream, options, Dumper is SafeDumper)


def safe_dump(data, stream=None, **options):
    return _dump(data, stream, options, True)


class Dumper:
    pass


class SafeDumper(Dumper):
    pass


_missing = _lab.missing("yaml", ("cyaml",))


def __getattr__(name):
    if name in ("constructor", "scanner", "parser", "composer", "error", "loader", "representer", "nodes"):
        import sys

        return sys.modules["yaml"]
    return _missing(name)
