"""`email_validator`: the form of an address; nobody is asked over the network."""

ATEXT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+/=?^_`{|}~-")
RESERVED = ("arpa", "invalid", "local", "localhost", "onion", "test")


class EmailNotValidError(ValueError):
    pass


class EmailSyntaxError(EmailNotValidError):
    pass


class EmailUndeliverableError(EmailNotValidError):
    pass


class ValidatedEmail:
    def __init__(self, original, local, domain, ascii_domain):
        self.original, self.local_part, self.domain, self.ascii_domain = original, local, domain, ascii_domain
        self.normalized = f"{local}@{domain}"
        self.ascii_email = f"{local}@{ascii_domain}" if local.isascii() else None
        self.ascii_local_part = local if local.isascii() else None
        self.display_name = None

    email = property(lambda s: s.normalized)


def _shown(chars):
    return ", ".join(f"'{c}'" for c in sorted(set(chars)))


def validate_email(email, /, *, allow_smtputf8=True, allow_empty_local=False, allow_quoted_local=False, allow_domain_literal=False, allow_display_name=False, check_deliverability=True, test_environment=False, globally_deliverable=True, timeout=None, dns_resolver=None, strict=False):
    if isinstance(email, bytes):
        email = email.decode("ascii")
    if "@" not in email:
        raise EmailSyntaxError("An email address must have an @-sign.")
    local, domain = email.rsplit("@", 1) if email.count("@") == 1 or '"' in email else email.split("@", 1)
    if not local:
        raise EmailSyntaxError("There must be something before the @-sign.")
    if local.startswith('"') and not allow_quoted_local:
        raise EmailSyntaxError("Quoting the part before the @-sign is not allowed here.")
    wrong = [c for c in local if c not in ATEXT and c != "." and (ord(c) < 128 or not allow_smtputf8 or not c.isprintable())]
    if wrong:
        if "<" in email and ">" in email:
            raise EmailSyntaxError("A display name and angle brackets around the email address are not permitted here.")
        names = {" ": "SPACE"}
        text = ", ".join(names.get(c) or (f"'{c}'" if c.isprintable() else f"U+{ord(c):04X}") for c in sorted(set(wrong)))
        raise EmailSyntaxError(f"The email address contains invalid characters before the @-sign: {text}.")
    if local.startswith("."):
        raise EmailSyntaxError("An email address cannot start with a period.")
    if local.endswith("."):
        raise EmailSyntaxError("An email address cannot have a period immediately before the @-sign.")
    if ".." in local:
        raise EmailSyntaxError("An email address cannot have two periods in a row.")
    if len(local) > 64:
        raise EmailSyntaxError(f"The email address is too long before the @-sign ({len(local) - 64} characters too many).")
    if not domain:
        raise EmailSyntaxError("There must be something after the @-sign.")
    if domain.startswith("["):
        raise EmailSyntaxError("A bracketed IP address after the @-sign is not allowed here.")
    normalize = _lab.load("unicodedata").normalize
    domain = normalize("NFKC", domain).replace("\u3002", ".").lower() if not domain.isascii() else domain.lower()
    wrong = [c for c in domain if ord(c) < 128 and not (c.isalnum() or c in "-.")]
    if wrong:
        text = ", ".join("SPACE" if c == " " else f"'{c}'" if c.isprintable() else f"U+{ord(c):04X}" for c in sorted(set(wrong)))
        raise EmailSyntaxError(f"The part after the @-sign contains invalid characters: {text}.")
    if domain.startswith("."):
        raise EmailSyntaxError("An email address cannot have a period immediately after the @-sign.")
    if domain.endswith("."):
        raise EmailSyntaxError("An email address cannot end with a period.")
    if ".." in domain:
        raise EmailSyntaxError("An email address cannot have two periods in a row.")
    if domain.startswith("-"):
        raise EmailSyntaxError("An email address cannot have a hyphen immediately after the @-sign.")
    for part in domain.split("."):
        if part.startswith("-") or part.endswith("-"):
            raise EmailSyntaxError("An email address cannot have a hyphen at the start or end of a domain label.")
    if "." not in domain:
        raise EmailSyntaxError("The part after the @-sign is not valid. It should have a period.")
    if not domain.rpartition(".")[2][-1:].isalpha():
        raise EmailSyntaxError("The part after the @-sign is not valid. It is not within a valid top-level domain.")
    if domain.rpartition(".")[2] in RESERVED and not (test_environment and domain.endswith("test")):
        raise EmailSyntaxError("The part after the @-sign is a special-use or reserved name that cannot be used with email.")
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise EmailSyntaxError("The part after the @-sign contains invalid characters.") from None
    if len(email) > 254:
        raise EmailSyntaxError(f"The email address is too long ({len(email) - 254} characters too many).")
    return ValidatedEmail(email, normalize("NFC", local), domain, ascii_domain)


__getattr__ = _lab.missing("email_validator")
