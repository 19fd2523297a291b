"""What is refused, and where it is noticed."""


class DefusedXmlException(ValueError):
    pass


class DTDForbidden(DefusedXmlException):
    def __init__(self, name, sysid, pubid):
        self.name, self.sysid, self.pubid = name, sysid, pubid

    def __str__(self):
        return f"DTDForbidden(name='{self.name}', system_id={self.sysid!r}, public_id={self.pubid!r})"


class EntitiesForbidden(DefusedXmlException):
    def __init__(self, name, value, base, sysid, pubid, notation_name):
        self.name, self.value, self.base, self.sysid, self.pubid, self.notation_name = name, value, base, sysid, pubid, notation_name

    def __str__(self):
        return f"EntitiesForbidden(name='{self.name}', system_id={self.sysid!r}, public_id={self.pubid!r})"


class ExternalReferenceForbidden(DefusedXmlException):
    def __init__(self, context, base, sysid, pubid):
        self.context, self.base, self.sysid, self.pubid = context, base, sysid, pubid

    def __str__(self):
        return f"ExternalReferenceForbidden(system_id='{self.sysid}', public_id={self.pubid})"


def guard(parser, forbid_dtd, forbid_entities, forbid_external):
    """Let an Expat parser refuse."""

    def doctype(name, sysid, pubid, has_internal_subset):
        raise DTDForbidden(name, sysid, pubid)

    def entity(name, is_parameter, value, base, sysid, pubid, notation_name):
        raise EntitiesForbidden(name, value, base, sysid, pubid, notation_name)

    def unparsed(name, base, sysid, pubid, notation_name):
        raise EntitiesForbidden(name, None, base, sysid, pubid, notation_name)

    def external(context, base, sysid, pubid):
        raise ExternalReferenceForbidden(context, base, sysid, pubid)

    if forbid_dtd:
        parser.StartDoctypeDeclHandler = doctype
    if forbid_entities:
        parser.EntityDeclHandler, parser.UnparsedEntityDeclHandler = entity, unparsed
    if forbid_external:
        parser.ExternalEntityRefHandler = external
