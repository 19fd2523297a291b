"""`pyexpat`: a parser of XML that calls back, as Expat does: internal entities are expanded up to Expat's limit, external ones are
handed to whoever asks for them."""

import sys

EXPAT_VERSION, version_info = "expat_2.7.3", (2, 7, 3)
native_encoding, features = "UTF-8", [("sizeof(XML_Char)", 1), ("XML_DTD", 0), ("XML_NS", 0)]
XML_PARAM_ENTITY_PARSING_NEVER, XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE, XML_PARAM_ENTITY_PARSING_ALWAYS = 0, 1, 2
MESSAGES = {
    2: "syntax error", 3: "no element found", 4: "not well-formed (invalid token)", 5: "unclosed token", 7: "mismatched tag", 8: "duplicate attribute",
    9: "junk after document element", 11: "undefined entity", 12: "recursive entity reference", 14: "reference to invalid character number",
    15: "reference to binary entity", 16: "reference to external entity in attribute", 18: "unknown encoding", 20: "unclosed CDATA section",
    21: "error in processing external entity reference", 27: "unbound prefix",
    43: "limit on input amplification factor (from DTD and entities) breached",
}  # fmt: skip
# Expat lets entities grow a document up to 8 MiB, and beyond that to a hundred times its size.
THRESHOLD, FACTOR = 8 * 1024 * 1024, 100
SPACE = " \t\r\n"
HANDLERS = """StartElementHandler EndElementHandler CharacterDataHandler ProcessingInstructionHandler CommentHandler StartCdataSectionHandler
    EndCdataSectionHandler DefaultHandler DefaultHandlerExpand StartDoctypeDeclHandler EndDoctypeDeclHandler ElementDeclHandler AttlistDeclHandler
    EntityDeclHandler UnparsedEntityDeclHandler NotationDeclHandler StartNamespaceDeclHandler EndNamespaceDeclHandler ExternalEntityRefHandler
    XmlDeclHandler NotStandaloneHandler SkippedEntityHandler""".split()


class ExpatError(Exception):
    entity = None


ExpatError.__module__ = "xml.parsers.expat"


error = ExpatError


def ErrorString(code):
    return MESSAGES.get(code, "unknown error")


class _Entity:
    def __init__(self, value, system=None, public=None, notation=None):
        self.value, self.system, self.public, self.notation = value, system, public, notation


class xmlparser:
    def __init__(self, encoding=None, separator=None, intern=None):
        self._encoding, self._separator, self.intern = encoding, separator, {} if intern is None else intern
        self.buffer_text = self.ordered_attributes = self.specified_attributes = self.namespace_prefixes = False
        self.buffer_size, self.buffer_used = 8192, 0
        self._chunks, self._text, self._at, self._finished = [], "", 0, False
        self._entities, self._parameters, self._defaults = {}, {}, {}
        self._scopes, self._open, self._stack = [{"xml": "http://www.w3.org/XML/1998/namespace", "": None}], [], []
        self._base, self._held, self._doctype, self._grown, self._size = None, [], False, 0, 0
        self._parameter_mode, self._within = 0, []
        self.ErrorCode = self.ErrorByteIndex = 0
        self._fragment = False
        self._control = _lab.load("re").compile("[\0-\x08\x0b\x0c\x0e-\x1f]")
        for name in HANDLERS:
            setattr(self, name, None)

    # --- what callers may ask ------------------------------------------------------------------------

    def SetBase(self, base):
        self._base = base

    def GetBase(self):
        return self._base

    def GetInputContext(self):
        return self._text.encode()

    def SetParamEntityParsing(self, flag):
        self._parameter_mode = flag
        return 1

    def UseForeignDTD(self, flag=True):
        pass

    def SetReparseDeferralEnabled(self, enabled):
        pass

    def GetReparseDeferralEnabled(self):
        return True

    def ExternalEntityParserCreate(self, context, encoding=None):
        made = xmlparser(encoding or self._encoding, self._separator, self.intern)
        for name in HANDLERS + ["buffer_text", "ordered_attributes", "specified_attributes", "namespace_prefixes"]:
            setattr(made, name, getattr(self, name))
        made._entities, made._defaults, made._scopes, made._base, made._fragment = self._entities, self._defaults, list(self._scopes), self._base, True
        return made

    def _place(self):
        # Inside of an entity it is the reference in the document that counts.
        text, at = self._within[0] if self._within else (self._text, self._at)
        before = text[:at]
        line = before.count("\n") + 1
        return line, len(before) - (before.rfind("\n") + 1)

    CurrentLineNumber = ErrorLineNumber = property(lambda s: s._place()[0])
    CurrentColumnNumber = ErrorColumnNumber = property(lambda s: s._place()[1])
    CurrentByteIndex = property(lambda s: len(s._text[: s._at].encode("utf-8", "replace")))

    def Parse(self, data, isfinal=False):
        if self._finished:
            self._fail(9)
        self._chunks.append(data)
        if isfinal:
            self._finished = True
            if self._chunks and isinstance(self._chunks[0], str):
                text = "".join(c if isinstance(c, str) else c.decode("utf-8") for c in self._chunks)
            else:
                text = self._decode(b"".join(c.encode() if isinstance(c, str) else bytes(c) for c in self._chunks))
            self._text = text.replace("\r\n", "\n").replace("\r", "\n")
            self._size = max(1, len(self._text))
            self._document()
        return 1

    def ParseFile(self, file):
        while True:
            data = file.read(65536)
            self.Parse(data, not data)
            if not data:
                return 1

    def _decode(self, data):
        if data[:3] == b"\xef\xbb\xbf":
            return data[3:].decode("utf-8")
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16")
        name = self._encoding or "utf-8"
        if self._encoding is None and data[:5] == b"<?xml":
            head = data[: data.find(b"?>")].decode("latin-1")
            at = head.find("encoding")
            if at > 0:
                mark = min((i for i in (head.find('"', at), head.find("'", at)) if i > 0), default=-1)
                name = head[mark + 1 : head.find(head[mark], mark + 1)]
        try:
            return data.decode(name)
        except LookupError:
            self._fail(18)
        except UnicodeDecodeError as bad:
            self._text, self._at = data.decode("latin-1"), bad.start
            self._fail(4)

    def _fail(self, code, at=None):
        if at is not None:
            self._at = at
        line, column = self._place()
        self.ErrorCode = code
        made = ExpatError(f"{MESSAGES[code]}: line {line}, column {column}")
        made.code, made.lineno, made.offset = code, line, column
        raise made

    # --- calling back ------------------------------------------------------------------------------

    def _call(self, name, *args):
        handler = getattr(self, name)
        if handler is not None:
            self._flush()
            handler(*args)
            return True
        return False

    def _flush(self):
        if self._held:
            text, self._held = "".join(self._held), []
            handler = self.CharacterDataHandler
            if handler is not None:
                handler(text)
            else:
                self._default(text)

    def _default(self, text):
        handler = self.DefaultHandlerExpand or self.DefaultHandler
        if handler is not None and text:
            handler(text)

    def _characters(self, text):
        if not text:
            return
        self._held.append(text)
        if not self.buffer_text:
            self._flush()

    # --- the document --------------------------------------------------------------------------------

    def _document(self):
        if self._text.startswith("<?xml") and self._text[5:6] in SPACE:
            end = self._text.find("?>")
            if end < 0:
                self._fail(5, 0)
            given = dict(self._pairs(self._text[5:end]))
            standalone = {"yes": 1, "no": 0}.get(given.get("standalone"), -1)
            if not self._fragment:
                self._call("XmlDeclHandler", given.get("version", "1.0"), given.get("encoding"), standalone)
            self._at = end + 2
        self._content(())
        self._flush()
        if self._open:
            self._fail(3, len(self._text))
        if not self._fragment and not self._stack:
            self._fail(3, len(self._text))

    def _pairs(self, text):
        return _lab.load("re").findall(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']", text)

    def _content(self, inside):
        """Everything from here to the end of the text; `inside` names the entities that it comes from."""
        depth = len(self._open)
        while self._at < len(self._text):
            start, text = self._at, self._text
            c = text[start]
            if c == "<":
                self._markup(inside)
            elif c == "&" and (self._open or self._fragment):
                self._reference(inside)
            else:
                stops = [i for i in (text.find("<", start), text.find("&", start)) if i >= 0]
                end = min(stops) if stops else len(text)
                if not self._open and not self._fragment:
                    rest = text[start:end].lstrip(SPACE)
                    if rest or c == "&":
                        self._fail(9 if self._stack else 2, end - len(rest))
                    self._default(text[start:end])
                else:
                    bad = self._control.search(text, start, end)
                    if bad is not None or text.find("]]>", start, end) >= 0:
                        self._fail(4, bad.start() if bad is not None else text.find("]]>", start) + 2)
                    self._characters(text[start:end])
                self._at = end
        if inside and len(self._open) != depth:
            self._fail(7)

    def _upto(self, mark, start, code=5):
        end = self._text.find(mark, start)
        if end < 0:
            self._fail(code)
        return end

    def _markup(self, inside):
        text, start = self._text, self._at
        if text.startswith("<!--", start):
            end = self._upto("--", start + 4)
            if text[end : end + 3] != "-->":
                self._fail(4, end + 2)
            if not self._call("CommentHandler", text[start + 4 : end]):
                self._flush()
                self._default(text[start : end + 3])
            self._at = end + 3
        elif text.startswith("<![CDATA[", start) and self._open:
            end = self._upto("]]>", start + 9, 20)
            self._call("StartCdataSectionHandler")
            self._characters(text[start + 9 : end])
            self._call("EndCdataSectionHandler")
            self._at = end + 3
        elif text.startswith("<?", start):
            end = self._upto("?>", start)
            target, _, data = text[start + 2 : end].partition(" ")
            if target.lower() == "xml":
                self._fail(4)
            if not self._call("ProcessingInstructionHandler", target, data.lstrip(SPACE)):
                self._flush()
                self._default(text[start : end + 2])
            self._at = end + 2
        elif text.startswith("<!DOCTYPE", start) and not self._stack:
            self._doctype_declaration()
        elif text.startswith("</", start):
            end = self._upto(">", start)
            name = text[start + 2 : end].rstrip(SPACE)
            if not self._open or self._open[-1][0] != name:
                self._fail(7, start + 2)
            self._end()
            self._at = end + 1
        else:
            self._start(inside)

    def _name(self, at):
        end = at
        while end < len(self._text) and (self._text[end].isalnum() or self._text[end] in "_:.-" or self._text[end] == "·"):
            end += 1
        if end == at or self._text[at] in "-.0123456789":
            self._fail(4 if at < len(self._text) else 5, at if at < len(self._text) else None)
        return self._text[at:end], end

    def _start(self, inside):
        if not self._open and self._stack and not self._fragment:
            self._fail(9)
        begin = self._at
        name, at = self._name(begin + 1)
        given, text = [], self._text
        while True:
            before = at
            while text[at : at + 1] and text[at] in SPACE:
                at += 1
            if at >= len(text):
                self._fail(5)
            if text[at] == ">" or text.startswith("/>", at):
                break
            if before == at:
                self._fail(4, at)
            where = at
            key, at = self._name(at)
            while text[at : at + 1] and text[at] in SPACE:
                at += 1
            if text[at : at + 1] != "=":
                self._fail(4, at)
            at += 1
            while text[at : at + 1] and text[at] in SPACE:
                at += 1
            mark = text[at : at + 1]
            if mark not in ('"', "'") or not mark:
                self._fail(4, at)
            end = text.find(mark, at + 1)
            if end < 0:
                self._fail(5)
            raw = text[at + 1 : end]
            if "<" in raw:
                self._fail(4, at + 1 + raw.index("<"))
            if any(key == k for k, _ in given):
                self._fail(8, where)
            given.append((key, self._value(raw, inside, at + 1)))
            at = end + 1
        for key, value in () if self.specified_attributes else self._defaults.get(name, ()):
            if not any(key == k for k, _ in given):
                given.append((key, value))
        self._element(name, given)
        self._at = at + 1
        if text[at] == "/":
            self._at = at + 2
            self._end()

    def _element(self, name, given):
        spaces = []
        if self._separator is not None:
            scope = dict(self._scopes[-1])
            kept = []
            for key, value in given:
                if key == "xmlns" or key.startswith("xmlns:"):
                    prefix = key[6:]
                    scope[prefix] = value or None
                    spaces.append(prefix or None)
                    self._call("StartNamespaceDeclHandler", prefix or None, value or None)
                else:
                    kept.append((key, value))
            self._scopes.append(scope)
            given = [(self._expanded(k, False), v) for k, v in kept]
            shown = self._expanded(name, True)
        else:
            shown = name
        self._open.append((name, shown, spaces))
        self._stack.append(1)
        attributes = [x for pair in given for x in pair] if self.ordered_attributes else dict(given)
        if not self._call("StartElementHandler", shown, attributes):
            self._flush()
            self._default(f"<{name}>")

    def _expanded(self, name, element):
        prefix, colon, local = name.rpartition(":")
        if not colon and not element:
            return name
        scope = self._scopes[-1]
        if colon and prefix not in scope:
            self._fail(27)
        uri = scope.get(prefix)
        if uri is None:
            return local
        return f"{uri}{self._separator}{local}" + (f"{self._separator}{prefix}" if self.namespace_prefixes and prefix else "")

    def _end(self):
        name, shown, spaces = self._open.pop()
        if not self._call("EndElementHandler", shown):
            self._flush()
            self._default(f"</{name}>")
        if self._separator is not None:
            self._scopes.pop()
            for prefix in reversed(spaces):
                self._call("EndNamespaceDeclHandler", prefix)

    # --- entities ------------------------------------------------------------------------------------

    PLAIN = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}

    def _grow(self, count):
        self._grown += count
        if self._grown > THRESHOLD and self._grown > FACTOR * self._size:
            self._fail(43)

    def _character(self, name, at):
        try:
            number = int(name[2:], 16) if name[1:2] == "x" else int(name[1:])
            if number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0xFFFF < number < 0x110000:
                return chr(number)
        except ValueError:
            self._fail(4, at)
        self._fail(14, at)

    def _reference(self, inside):
        start = self._at
        end = self._text.find(";", start)
        name = self._text[start + 1 : end] if end > 0 else ""
        if not name or any(c in SPACE + "<&" for c in name):
            self._fail(4, start + 1)
        self._at = end + 1
        if name[0] == "#":
            self._characters(self._character(name, start))
            return
        if name in self.PLAIN:
            self._characters(self.PLAIN[name])
            return
        entity = self._entities.get(name)
        if entity is None:
            if not self._doctype or not self._external_subset:
                try:
                    self._fail(11, start)
                except ExpatError as unknown:
                    unknown.entity = name
                    raise
            if not self._call("SkippedEntityHandler", name, False):
                self._flush()
                self._default(f"&{name};")
            return
        if entity.notation is not None:
            self._fail(15, start)
        if entity.value is None:
            self._external(name, entity, start)
            return
        if name in inside:
            self._fail(12, start)
        if self.DefaultHandler is not None and self.DefaultHandlerExpand is None:
            self._flush()
            self.DefaultHandler(f"&{name};")
            return
        self._grow(len(entity.value))
        if "<" not in entity.value and "&" not in entity.value:
            self._characters(entity.value)
            return
        outer = (self._text, self._at)
        self._within.append((self._text, start))
        self._text, self._at = entity.value, 0
        self._content(inside + (name,))
        self._within.pop()
        self._text, self._at = outer

    _external_subset = False

    def _external(self, name, entity, start):
        self._flush()
        handler = self.ExternalEntityRefHandler
        if handler is None:
            at, self._at = self._at, start
            self._default(f"&{name};")
            self._at = at
        elif not handler(name, self._base, entity.system, entity.public):
            self._fail(21, start)

    def _value(self, raw, inside, at):
        """The value of an attribute, with what it refers to."""
        out, i = [], 0
        while i < len(raw):
            c = raw[i]
            if c == "&":
                end = raw.find(";", i)
                name = raw[i + 1 : end] if end > 0 else ""
                if not name:
                    self._fail(4, at + i)
                if name[0] == "#":
                    out.append(self._character(name, at + i))
                elif name in self.PLAIN:
                    out.append(self.PLAIN[name])
                else:
                    entity = self._entities.get(name)
                    if entity is None:
                        self._fail(11, at + i)
                    if entity.value is None:
                        self._fail(16, at + i)
                    if name in inside:
                        self._fail(12, at + i)
                    self._grow(len(entity.value))
                    out.append(self._value(entity.value, inside + (name,), at))
                i = end + 1
            else:
                out.append(" " if c in SPACE else c)
                i += 1
        return "".join(out)

    # --- the document type ---------------------------------------------------------------------------

    def _doctype_declaration(self):
        re, text = _lab.load("re"), self._text
        head = re.compile(r"<!DOCTYPE\s+([^\s>\[]+)(?:\s+(?:SYSTEM\s+(\"[^\"]*\"|'[^']*')|PUBLIC\s+(\"[^\"]*\"|'[^']*')\s+(\"[^\"]*\"|'[^']*')))?\s*(\[)?").match(text, self._at)
        if head is None:
            self._fail(2)
        system, public = head.group(2) or head.group(4), head.group(3)
        system, public = system and system[1:-1], public and public[1:-1]
        self._doctype, self._external_subset = True, system is not None
        if not self._call("StartDoctypeDeclHandler", head.group(1), system, public, 1 if head.group(5) else 0):
            for piece in ("<!DOCTYPE", " ", head.group(1)):
                self._default(piece)
        self._at = head.end()
        if head.group(5):
            self._subset()
            end = self._text.find("]", self._at)
            self._at = end + 1
        end = self._upto(">", self._at)
        self._at = end + 1
        if system is not None and self._parameter_mode and self.ExternalEntityRefHandler is not None:
            self.ExternalEntityRefHandler(None, self._base, system, public)
        if not self._call("EndDoctypeDeclHandler"):
            self._default(">")

    def _subset(self):
        re = _lab.load("re")
        entity = re.compile(r"<!ENTITY\s+(%\s+)?(\S+)\s+(?:(\"[^\"]*\"|'[^']*')|SYSTEM\s+(\"[^\"]*\"|'[^']*')|PUBLIC\s+(\"[^\"]*\"|'[^']*')\s+(\"[^\"]*\"|'[^']*'))(?:\s+NDATA\s+(\S+?))?\s*>")
        attlist = re.compile(r"<!ATTLIST\s+(\S+)\s+([^>]*)>")
        while True:
            while self._text[self._at : self._at + 1] and self._text[self._at] in SPACE:
                self._at += 1
            text, at = self._text, self._at
            if at >= len(text):
                self._fail(5)
            if text[at] == "]":
                return
            if text[at] == "%":
                end = self._upto(";", at)
                self._at = end + 1
                self._parameter(text[at + 1 : end])
                continue
            found = entity.match(text, at)
            if found is not None:
                self._declare(found)
                self._at = found.end()
                continue
            found = attlist.match(text, at)
            if found is not None:
                for key, _, value in re.findall(r"(\S+)\s+(CDATA|ID|IDREF|NMTOKEN|NMTOKENS|\([^)]*\))\s+(?:#FIXED\s+)?(?:\"([^\"]*)\"|#\w+)", found.group(2)):
                    if value:
                        self._defaults.setdefault(found.group(1), []).append((key, self._value(value, (), at)))
                self._at = found.end()
                continue
            if text.startswith("<!--", at):
                self._at = self._upto("-->", at) + 3
            elif text.startswith("<?", at):
                self._at = self._upto("?>", at) + 2
            elif text.startswith(("<!ELEMENT", "<!NOTATION"), at):
                self._at = self._upto(">", at) + 1
            else:
                self._fail(2)

    def _declare(self, found):
        parameter, name, value = bool(found.group(1)), found.group(2), found.group(3)
        system, public = found.group(4) or found.group(6), found.group(5)
        system, public = system and system[1:-1], public and public[1:-1]
        if value is not None:
            value = _lab.load("re").sub(r"&(#x?[0-9a-fA-F]+);", lambda m: self._character(m.group(1), self._at), value[1:-1])
        table = self._parameters if parameter else self._entities
        if name in table:
            return
        table[name] = _Entity(value, system, public, found.group(7))
        if found.group(7) is not None:
            self._call("UnparsedEntityDeclHandler", name, self._base, system, public, found.group(7))
        else:
            self._call("EntityDeclHandler", name, int(parameter), value, self._base, system, public, None)

    def _parameter(self, name):
        entity = self._parameters.get(name)
        self._external_subset = True
        if entity is None or not self._parameter_mode:
            return
        if entity.value is None:
            if self.ExternalEntityRefHandler is not None:
                self.ExternalEntityRefHandler(name, self._base, entity.system, entity.public)
            return
        self._grow(len(entity.value))
        self._text = self._text[: self._at] + entity.value + self._text[self._at :]


XMLParserType = xmlparser


def ParserCreate(encoding=None, namespace_separator=None, intern=None):
    return xmlparser(encoding, namespace_separator, intern)


def _module(name, **values):
    made = type(sys)(f"pyexpat.{name}")
    made.__dict__.update(values)
    return made


_NAMES = {"XML_ERROR_" + text.split(" (")[0].upper().replace(" ", "_"): text for text in MESSAGES.values()}
_NAMES.update(XML_ERROR_UNDEFINED_ENTITY="undefined entity", XML_ERROR_NO_ELEMENTS="no element found", XML_ERROR_INVALID_TOKEN="not well-formed (invalid token)")
_NAMES.update(XML_ERROR_TAG_MISMATCH="mismatched tag", XML_ERROR_FINISHED="parsing finished", XML_ERROR_ABORTED="parsing aborted")
errors = _module("errors", codes={v: k for k, v in MESSAGES.items()}, messages=MESSAGES, **_NAMES)
model = _module(
    "model", XML_CTYPE_EMPTY=1, XML_CTYPE_ANY=2, XML_CTYPE_MIXED=3, XML_CTYPE_NAME=4, XML_CTYPE_CHOICE=5, XML_CTYPE_SEQ=6,
    XML_CQUANT_NONE=0, XML_CQUANT_OPT=1, XML_CQUANT_REP=2, XML_CQUANT_PLUS=3,
)  # fmt: skip
sys.modules.setdefault("pyexpat.errors", errors)
sys.modules.setdefault("pyexpat.model", model)
