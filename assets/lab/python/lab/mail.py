"""Mail: every message that `smtplib` was given."""

core = _lab
sent = []


class Mail:
    def __init__(self, sender, to, text, server):
        self.sender, self.to, self.raw, self.server = sender, to, text, server
        head, _, self.body = text.replace("\r\n", "\n").replace("\r", "\n").partition("\n\n")
        self.headers = core.part("web").HeaderDict(self.read(head))
        parsed = core.load("email").message_from_string(text)
        self.message = parsed
        if parsed.is_multipart() or parsed.get("Content-Transfer-Encoding", "").lower() in ("base64", "quoted-printable"):
            parts = [p for p in parsed.walk() if not p.is_multipart()]
            self.body = "\n".join((p.get_payload(decode=True) or b"").decode("utf-8", "replace") for p in parts)

    @staticmethod
    def read(head):
        """Header lines as a mail server reads them: one that begins with a blank goes on with the one before."""
        out = []
        for line in head.split("\n"):
            if line[:1] in (" ", "\t") and out:
                out[-1] = (out[-1][0], out[-1][1] + " " + line.strip())
            elif ":" in line:
                name, _, value = line.partition(":")
                out.append((name.strip(), value.strip()))
        return out

    @property
    def subject(self):
        raw = self.headers.get("subject", "")
        if "=?" not in raw:
            return raw
        return str(core.load("email.header").make_header(core.load("email.header").decode_header(raw)))

    @property
    def recipients(self):
        """The envelope's recipients and those of the headers, as a server reading `To`, `Cc` and `Bcc` would have them."""
        given = ", ".join(self.headers.get(n, "") for n in ("to", "cc", "bcc"))
        named = [a for _, a in core.load("email.utils").getaddresses([given]) if a]
        return list(dict.fromkeys([*self.to, *named]))

    def __repr__(self):
        return f"<mail from {self.sender} to {', '.join(self.to)}: {self.subject}>"


def deliver(sender, to, text, server):
    mail = Mail(sender, list(to), text, server)
    sent.append(mail)
    core.host.trace("mail", core.shorten(repr(mail)))


class Facade:
    """`lab.mail`: the messages that were sent."""

    sent = sent

    def to(self, address):
        """The messages to an address."""
        return [m for m in sent if address in m.recipients]

    def clear(self):
        del sent[:]


facade = Facade()
