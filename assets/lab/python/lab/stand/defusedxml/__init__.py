"""`defusedxml`: parsers that refuse entities."""

from defusedxml.common import DefusedXmlException, DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden

__version__ = "0.7.1"
__all__ = ["DTDForbidden", "DefusedXmlException", "EntitiesForbidden", "ExternalReferenceForbidden"]
__getattr__ = _lab.lazy("defusedxml", {})
