"""`lxml.etree`: trees, and a parser that resolves external entities where it is told to."""

import xml.etree.ElementTree as _ET

from pyexpat import ExpatError, ParserCreate

_io = _lab.load("io")


class LxmlError(Exception):
    pass


class LxmlSyntaxError(LxmlError, SyntaxError):
    pass


class ParseError(LxmlSyntaxError):
    pass


class XMLSyntaxError(ParseError):
    pass


class XPathEvalError(LxmlError):
    pass


class _Element(_ET.Element):
    _parent = None

    def getparent(self):
        return self._parent

    def getroottree(self):
        at = self
        while at._parent is not None:
            at = at._parent
        return _ElementTree(at)

    def append(self, element):
        super().append(element)
        element._parent = self

    def insert(self, index, element):
        super().insert(index, element)
        element._parent = self

    def extend(self, elements):
        for element in elements:
            self.append(element)

    def remove(self, element):
        super().remove(element)
        element._parent = None

    def makeelement(self, tag, attrib=None, nsmap=None, **extra):
        return _Element(tag, {**(attrib or {}), **extra})

    def iterchildren(self, tag=None, reversed=False):
        return iter([c for c in (list(self)[::-1] if reversed else self) if tag is None or c.tag == tag])

    def iterdescendants(self, tag=None):
        return (e for e in self.iter(tag) if e is not self)

    def iterancestors(self, tag=None):
        at = self._parent
        while at is not None:
            if tag is None or at.tag == tag:
                yield at
            at = at._parent

    def getnext(self):
        around = list(self._parent) if self._parent is not None else [self]
        return dict(zip(map(id, around), around[1:])).get(id(self))

    def xpath(self, path, namespaces=None, **variables):
        return xpath(self, path, namespaces, variables)


class _Entity(_Element):
    def __init__(self, name):
        super().__init__(Entity)
        self.name, self.text = name, f"&{name};"


def Entity(name):
    return _Entity(name)


class _ElementTree(_ET.ElementTree):
    docinfo = None

    def xpath(self, path, namespaces=None, **variables):
        return xpath(self._root, path, namespaces, variables)

    def getpath(self, element):
        _lab.lacks("lxml ElementTree.getpath")


def xpath(element, path, namespaces, variables):
    """The paths that ElementTree finds, with `/text()`, `/@name`, `count()` and `string()` around them."""
    re = _lab.load("re")
    whole = re.fullmatch(r"(count|string|boolean)\((.*)\)", path)
    if whole is not None:
        found = xpath(element, whole.group(2), namespaces, variables)
        if whole.group(1) == "count":
            return float(len(found))
        if whole.group(1) == "boolean":
            return bool(found)
        return "".join(found[0].itertext()) if found and not isinstance(found[0], str) else (found[0] if found else "")
    if variables or not re.fullmatch(r"[\w\s/.:*@\[\]='\"{}()-]*", path) or re.search(r"\b(and|or|contains|starts-with|not|position|last)\b\s*[('\"@\[]", path):
        _lab.lacks(f"the XPath {path!r}", "simple paths, or find() and iter()")
    tail = re.search(r"/(text\(\)|@[\w:-]+)$", path)
    base = path[: tail.start()] if tail else path
    root = element
    while base.startswith("/") and root._parent is not None:
        root = root._parent
    try:
        if base.startswith("//"):
            holder = _ET.Element("holder")
            holder.append(root)
            found = holder.findall("." + base, namespaces)
        elif base.startswith("/"):
            holder = _ET.Element("holder")
            list.append(holder._children, root) if hasattr(holder, "_children") else holder.append(root)
            found = holder.findall("." + base, namespaces)
        else:
            found = root.findall(base or ".", namespaces)
    except SyntaxError:
        _lab.lacks(f"the XPath {path!r}", "simple paths, or find() and iter()")
    if tail is None:
        return found
    if tail.group(1) == "text()":
        return [t for e in found for t in [e.text] + [c.tail for c in e] if t]
    return [e.get(tail.group(1)[1:]) for e in found if e.get(tail.group(1)[1:]) is not None]


class XMLParser:
    def __init__(self, *, encoding=None, attribute_defaults=False, dtd_validation=False, load_dtd=False, no_network=True, ns_clean=False, recover=False,
                 schema=None, huge_tree=False, remove_blank_text=False, resolve_entities="internal", remove_comments=False, remove_pis=False,
                 strip_cdata=True, collect_ids=True, target=None, compact=True):  # fmt: skip
        if recover or schema is not None or dtd_validation:
            _lab.lacks("lxml.etree.XMLParser with recover, schema or dtd_validation")
        self.resolve_entities, self.no_network, self.load_dtd = resolve_entities, no_network, load_dtd
        self.remove_comments, self.remove_blank_text = remove_comments, remove_blank_text

    def _parse(self, data, where="<string>"):
        builder = _Builder(self)
        parser = ParserCreate(None, "}")
        builder.attach(parser)
        try:
            parser.Parse(data, True)
        except ExpatError as error:
            raise self._error(error, builder, where) from None
        return builder.root

    def _error(self, error, builder, where):
        left = builder.open[-1] if builder.open else None
        names = {3: f"Premature end of data in tag {left.tag} line {left.sourceline}" if left is not None else "Document is empty", 7: "Opening and ending tag mismatch", 43: "Maximum entity amplification factor exceeded, see xmlCtxtSetMaxAmplification."}
        text = names.get(error.code) or (f"Entity '{builder.wanted or error.entity}' not defined" if error.code == 11 else str(error).split(":")[0])
        made = XMLSyntaxError(f"{text}, line {error.lineno}, column {error.offset + 1}")
        made.lineno, made.offset, made.code, made.filename = error.lineno, error.offset + 1, error.code, where
        return made


class XMLPullParser(XMLParser):
    def __init__(self, *args, **kwargs):
        _lab.lacks("lxml.etree.XMLPullParser")


class HTMLParser:
    def __init__(self, **kwargs):
        _lab.lacks("lxml's HTML parser", "html.parser")


class _Builder:
    def __init__(self, settings):
        self.settings, self.root, self.open, self.last, self.wanted = settings, None, [], None, None

    def attach(self, parser):
        self.parser = parser
        parser.buffer_text = parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self.start, self.end, self.data
        parser.ExternalEntityRefHandler = self.external
        if self.settings.resolve_entities is False:
            parser.DefaultHandler = self.default

    def start(self, tag, given):
        names = [("{" + n if "}" in n else n) for n in [tag] + given[::2]]
        made = _Element(names[0], dict(zip(names[1:], given[1::2])))
        made.sourceline = self.parser.CurrentLineNumber
        if self.open:
            self.open[-1].append(made)
        else:
            self.root = made
        self.open.append(made)
        self.last = None

    def end(self, tag):
        self.last = self.open.pop()

    def data(self, text):
        if self.settings.remove_blank_text and not text.strip():
            return
        if self.last is not None:
            self.last.tail = (self.last.tail or "") + text
        elif self.open:
            self.open[-1].text = (self.open[-1].text or "") + text

    def default(self, text):
        if text.startswith("&") and text.endswith(";") and self.open:
            made = _Entity(text[1:-1])
            self.open[-1].append(made)
            self.last = made

    def external(self, context, base, system, public):
        """An external entity: read where the parser resolves all of them, unknown otherwise."""
        if self.settings.resolve_entities is False:
            self.default(f"&{context};")
            return 1
        self.wanted = context
        if self.settings.resolve_entities is not True:
            place = self.parser._place()
            error = ExpatError("undefined")
            error.code, error.lineno, error.offset = 11, place[0], place[1] + len(context) + 2
            raise error
        data = self.load(system)
        inner = self.parser.ExternalEntityParserCreate(context)
        inner.Parse(data, True)
        return 1

    def load(self, system):
        if system.split(":")[0].lower() in ("http", "https", "ftp"):
            if self.settings.no_network:
                raise XMLSyntaxError(f'failed to load "{system}": Attempt to load network entity')
            try:
                return _lab.load("urllib.request").urlopen(system).read()
            except OSError:
                return b""
        path = _lab.load("urllib.parse").unquote(system[7:] if system.startswith("file://") else system[5:] if system.startswith("file:") else system)
        try:
            with open(path, "rb") as f:
                return f.read()
        except OSError:
            raise XMLSyntaxError(f'failed to load "{system}": No such file or directory') from None


def fromstring(text, parser=None, *, base_url=None):
    if isinstance(text, str) and text.lstrip().startswith("<?xml") and "encoding" in text[: text.find("?>")]:
        raise ValueError("Unicode strings with encoding declaration are not supported. Please use bytes input or XML fragments without declaration.")
    return (parser or XMLParser())._parse(text)


XML = fromstring


def parse(source, parser=None, *, base_url=None):
    if hasattr(source, "read"):
        data = source.read()
    else:
        with open(source, "rb") as f:
            data = f.read()
    return _ElementTree((parser or XMLParser())._parse(data, getattr(source, "name", str(source))))


def Element(tag, attrib=None, nsmap=None, **extra):
    return _Element(tag, {**(attrib or {}), **extra})


def SubElement(parent, tag, attrib=None, nsmap=None, **extra):
    made = Element(tag, attrib, **extra)
    parent.append(made)
    return made


def ElementTree(element=None, *, file=None):
    return _ElementTree(element, file)


def tostring(element, *, encoding=None, method="xml", xml_declaration=None, pretty_print=False, with_tail=True, **kwargs):
    root = element.getroot() if hasattr(element, "getroot") else element
    if method == "text":
        text = "".join(root.itertext())
    else:
        if pretty_print:
            _ET.indent(root)
        text = written(root, with_tail) + ("\n" if pretty_print else "")
    if encoding in (str, "unicode"):
        return text
    head = f"<?xml version='1.0' encoding='{(encoding or 'ASCII').upper()}'?>\n" if xml_declaration else ""
    return (head + text).encode(encoding or "ascii", "xmlcharrefreplace")


def written(element, tail=True):
    if isinstance(element, _Entity):
        return element.text + (element.tail or "")
    if not any(isinstance(e, _Entity) for e in element.iter()):
        out = _ET.tostring(element, "unicode").replace(" />", "/>")
        return out if tail or not element.tail else out[: len(out) - len(element.tail)]
    out = f"<{element.tag}" + "".join(f' {k}="{v}"' for k, v in element.attrib.items()) + ">" + (element.text or "")
    return out + "".join(written(c) for c in element) + f"</{element.tag}>" + ((element.tail or "") if tail else "")


def iselement(value):
    return isinstance(value, _Element)


Comment, ProcessingInstruction, QName, indent = _ET.Comment, _ET.ProcessingInstruction, _ET.QName, _ET.indent
__getattr__ = _lab.missing("lxml.etree")
