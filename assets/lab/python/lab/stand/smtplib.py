"""`smtplib`: every server takes every message."""

_mail = _lab.part("mail")
SMTP_PORT, SMTP_SSL_PORT = 25, 465


class SMTPException(OSError):
    pass


class SMTPServerDisconnected(SMTPException):
    pass


class SMTPResponseException(SMTPException):
    def __init__(self, code, msg):
        self.smtp_code, self.smtp_error = code, msg
        super().__init__(code, msg)


class SMTPAuthenticationError(SMTPResponseException):
    pass


class SMTPDataError(SMTPResponseException):
    pass


class SMTPHeloError(SMTPResponseException):
    pass


class SMTPConnectError(SMTPResponseException):
    pass


class SMTPSenderRefused(SMTPResponseException):
    pass


class SMTPRecipientsRefused(SMTPException):
    pass


class SMTPNotSupportedError(SMTPException):
    pass


class SMTP:
    default_port = SMTP_PORT

    def __init__(self, host="", port=0, local_hostname=None, timeout=None, source_address=None, context=None, **kwargs):
        self.host, self.port, self.encrypted, self.user = host, port or self.default_port, False, None

    def connect(self, host="localhost", port=0):
        self.host = host
        return 220, b"lab"

    def ehlo(self, name=""):
        return 250, b"lab"

    helo = ehlo

    def ehlo_or_helo_if_needed(self):
        pass

    def set_debuglevel(self, level):
        pass

    def has_extn(self, name):
        return True

    def starttls(self, keyfile=None, certfile=None, context=None, **kwargs):
        self.encrypted = True
        return 220, b"ready"

    def login(self, user, password, **kwargs):
        self.user = user
        return 235, b"ok"

    def noop(self):
        return 250, b"ok"

    def sendmail(self, from_addr, to_addrs, msg, mail_options=(), rcpt_options=()):
        if isinstance(to_addrs, str):
            to_addrs = [to_addrs]
        for address in [from_addr, *to_addrs]:
            if "\n" in address or "\r" in address:
                raise ValueError("command and arguments contain prohibited newline characters")
        if isinstance(msg, str):
            msg = msg.encode("ascii")
        _mail.deliver(from_addr, [_bare(a) for a in to_addrs], msg.decode("utf-8", "replace"), self.host)
        return {}

    def send_message(self, msg, from_addr=None, to_addrs=None, mail_options=(), rcpt_options=()):
        utils = _lab.load("email.utils")
        if from_addr is None:
            from_addr = utils.getaddresses([str(msg.get("Sender") or msg.get("From") or "")])[0][1]
        if to_addrs is None:
            fields = [str(f) for name in ("To", "Cc", "Bcc") for f in msg.get_all(name, [])]
            to_addrs = [a for _, a in utils.getaddresses(fields)]
        if isinstance(to_addrs, str):
            to_addrs = [to_addrs]
        copy = _lab.load("copy").copy(msg)
        del copy["Bcc"]
        _mail.deliver(from_addr, [_bare(a) for a in to_addrs], copy.as_string(), self.host)
        return {}

    def quit(self):
        return 221, b"bye"

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


def quoteaddr(address):
    return f"<{_bare(address)}>"


def _bare(address):
    return _lab.load("email.utils").parseaddr(address)[1] or address


class SMTP_SSL(SMTP):
    default_port = SMTP_SSL_PORT


__getattr__ = _lab.missing("smtplib")
