"""lxml and defusedxml: every line is the same on the lab's side and on the real one."""

import defusedxml.ElementTree
import defusedxml.minidom
from lxml import etree


def show(label, f):
    try:
        print(label, repr(f()))
    except Exception as error:
        print(label, type(error).__module__, type(error).__name__, str(error).split(", line")[0][:120])


external = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
internal = '<!DOCTYPE a [<!ENTITY x "hello">]><a>&x;</a>'
network = external.replace("file:///etc/passwd", "http://127.0.0.1:1/x")
for options in ({}, {"resolve_entities": True}, {"resolve_entities": False}, {"resolve_entities": "internal"}, {"load_dtd": True, "no_network": False}):
    show(options, lambda: "root:" in (etree.fromstring(external, etree.XMLParser(**options)).text or ""))
    show("   text", lambda: etree.tostring(etree.fromstring(internal, etree.XMLParser(**options))))
    show("   size", lambda: len(etree.fromstring(internal, etree.XMLParser(**options))))
    show("   network", lambda: etree.tostring(etree.fromstring(network, etree.XMLParser(**options))))
show("undefined", lambda: etree.fromstring("<a>&x;</a>"))
show("open", lambda: etree.fromstring("<a>").tag)
show("declared", lambda: etree.fromstring('<?xml version="1.0" encoding="utf-8"?><a/>'))
root = etree.fromstring("<a><b n='1'>t</b><b n='2'>u</b>v</a>")
show("xpath", lambda: (root.xpath("//b/text()"), root.xpath("//b[@n='2']/text()"), root.xpath("//b/@n"), root.xpath("count(//b)")))
show("tree", lambda: (root.findtext("b"), root[0].getparent().tag, [c.get("n") for c in root.iterchildren()], etree.tostring(root)))
made = etree.Element("x", k="v")
etree.SubElement(made, "y").text = "<&>"
show("made", lambda: etree.tostring(made, encoding="unicode"))
for text in (external, internal, "<!DOCTYPE a><a/>", "<a>ok</a>", "<a>"):
    show("defused", lambda: defusedxml.ElementTree.fromstring(text).tag)
    show("   dtd", lambda: defusedxml.ElementTree.fromstring(text, forbid_dtd=True).tag)
    show("   dom", lambda: defusedxml.minidom.parseString(text).documentElement.tagName)
