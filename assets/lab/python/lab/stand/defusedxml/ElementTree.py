"""`xml.etree.ElementTree`, on its guard."""

from xml.etree.ElementTree import ParseError, TreeBuilder, tostring
from xml.etree.ElementTree import XMLParser as _XMLParser
from xml.etree.ElementTree import iterparse as _iterparse
from xml.etree.ElementTree import parse as _parse

from defusedxml.common import DefusedXmlException, DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden, guard


class DefusedXMLParser(_XMLParser):
    def __init__(self, html=None, target=None, encoding=None, forbid_dtd=False, forbid_entities=True, forbid_external=True):
        super().__init__(target=target, encoding=encoding)
        guard(self.parser, forbid_dtd, forbid_entities, forbid_external)


XMLParser = XMLTreeBuilder = DefusedXMLParser


def _parser(forbid_dtd, forbid_entities, forbid_external):
    return DefusedXMLParser(target=TreeBuilder(), forbid_dtd=forbid_dtd, forbid_entities=forbid_entities, forbid_external=forbid_external)


def parse(source, parser=None, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    return _parse(source, parser or _parser(forbid_dtd, forbid_entities, forbid_external))


def iterparse(source, events=None, parser=None, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    return _iterparse(source, events, parser or _parser(forbid_dtd, forbid_entities, forbid_external))


def fromstring(text, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    parser = _parser(forbid_dtd, forbid_entities, forbid_external)
    parser.feed(text)
    return parser.close()


XML = fromstring
__all__ = ["DTDForbidden", "DefusedXmlException", "EntitiesForbidden", "ExternalReferenceForbidden", "ParseError", "tostring"]
