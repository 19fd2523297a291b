"""XML of the standard library: every line is the same on the lab's side and on the real one."""

import io
import xml.etree.ElementTree as ET
import xml.sax
from xml.dom import minidom
from xml.parsers import expat


def show(label, f):
    try:
        print(label, repr(f()))
    except Exception as error:
        print(label, type(error).__name__, str(error)[:150])


def tree(text):
    return ET.tostring(ET.fromstring(text))


DOCUMENTS = [
    "<a/>", '<a b="1" c=\'2\'><c>x&amp;y</c>tail<d/></a>', "<a>&#65;&#x42;&lt;</a>", "<a><![CDATA[<x>&]]></a>", "<a><!-- c --><?pi x?></a>", '<?xml version="1.0"?>\n<a>t</a>\n',
    '<!DOCTYPE a [<!ENTITY x "hello"><!ENTITY y "&x;&x;">]><a>&y;</a>', '<!DOCTYPE a [<!ENTITY x "<b>in</b>">]><a>&x;</a>', '<!DOCTYPE a [<!ENTITY x "v">]><a b="&x;"/>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a b="&x;"/>',
    '<!DOCTYPE a [<!ENTITY x "&y;"><!ENTITY y "&x;">]><a>&x;</a>', "<a>&x;</a>", "<a>", "<a></b>", "<a><b></a>", "", "x", "<a/><b/>", "<a/>x", "<a b=1/>", '<a b="1" b="2"/>', "<a>&</a>",
    "<a><</a>", "<a b='<'/>", "<1/>", "<a>\x01</a>", "<a>]]></a>", "<a>&#0;</a>", '<x:a xmlns:x="u"><x:b x:c="1"/></x:a>', '<a xmlns="u"><b/></a>', "<x:a/>", "<!DOCTYPE a><a>&z;</a>",
    '<!DOCTYPE a SYSTEM "a.dtd"><a/>', '<!DOCTYPE a [<!ATTLIST a b CDATA "d">]><a/>', "<a  b = '1'  />", "<a>\r\nx\ry</a>", "<!-- -- --><a/>", "<a", "<a b='", "<?xml version='1.0' encoding='latin-1'?><a>ä</a>",
]  # fmt: skip
for text in DOCUMENTS:
    show(text[:60], lambda: tree(text))
    show("   dom", lambda: minidom.parseString(text).documentElement.toxml())
show("bytes", lambda: tree("<?xml version='1.0' encoding='latin-1'?><a>ä</a>".encode("latin-1")))
show("utf-16", lambda: tree("<a>ä</a>".encode("utf-16")))
show("bad bytes", lambda: tree(b"<a>\xff</a>"))


class Handler(xml.sax.ContentHandler):
    def __init__(self):
        super().__init__()
        self.seen = []

    def startElement(self, name, attrs):
        self.seen.append((name, dict(attrs.items())))

    def characters(self, content):
        self.seen.append(content)


def sax(text):
    handler = Handler()
    xml.sax.parseString(text, handler)
    return handler.seen


for text in DOCUMENTS[:9]:
    show("sax", lambda: sax(text))


def amplified(depth):
    lines = ['<!ENTITY e0 "' + "x" * 1000 + '">'] + [f'<!ENTITY e{i} "{"".join(f"&e{i - 1};" for _ in range(10))}">' for i in range(1, depth)]
    return len("".join(ET.fromstring(f"<!DOCTYPE a [{''.join(lines)}]><a>&e{depth - 1};</a>").itertext()))


show("laughs", lambda: amplified(3))
show("laughs", lambda: amplified(9))


def raw(text):
    seen = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda *a: seen.append(a)
    parser.EntityDeclHandler = lambda *a: seen.append(a)
    parser.ExternalEntityRefHandler = lambda *a: seen.append(a) or 1
    parser.StartDoctypeDeclHandler = lambda *a: seen.append(a)
    parser.CharacterDataHandler = lambda *a: seen.append(a)
    parser.Parse(text, True)
    return seen


for text in DOCUMENTS[6:11]:
    show("expat", lambda: raw(text))
show("iterparse", lambda: [(e, n.tag) for e, n in ET.iterparse(io.StringIO("<a><b/><c/></a>"), ("start", "end"))])
show("find", lambda: [e.get("n") for e in ET.fromstring("<a><b n='1'/><b n='2'/></a>").findall("./b[@n='2']")])
