"""`xml.dom.minidom`, on its guard."""

from xml.dom import expatbuilder

from defusedxml.common import guard


class _Builder(expatbuilder.ExpatBuilderNS):
    def __init__(self, options):
        super().__init__()
        self._guard = options

    def install(self, parser):
        super().install(parser)
        guard(parser, *self._guard)


def parseString(string, parser=None, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    return _Builder((forbid_dtd, forbid_entities, forbid_external)).parseString(string)


def parse(file, parser=None, bufsize=None, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    if hasattr(file, "read"):
        return parseString(file.read(), None, forbid_dtd, forbid_entities, forbid_external)
    with open(file, "rb") as f:
        return parseString(f.read(), None, forbid_dtd, forbid_entities, forbid_external)
