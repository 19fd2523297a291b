"""`ssl`: whether a host's certificate is looked at."""

CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED = 0, 1, 2
PROTOCOL_TLS, PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER, PROTOCOL_TLSv1, PROTOCOL_TLSv1_1, PROTOCOL_TLSv1_2 = 2, 16, 17, 3, 4, 5
PROTOCOL_SSLv23 = PROTOCOL_TLS
OP_NO_SSLv2, OP_NO_SSLv3, OP_NO_TLSv1, OP_NO_TLSv1_1 = 0, 0x2000000, 0x4000000, 0x10000000
OP_NO_TLSv1_2, OP_NO_TLSv1_3, OP_NO_COMPRESSION, OP_NO_RENEGOTIATION = 0x8000000, 0x20000000, 0x20000, 0x40000000
OP_ALL, OP_CIPHER_SERVER_PREFERENCE, OP_SINGLE_DH_USE, OP_SINGLE_ECDH_USE = 0x80000050, 0x400000, 0, 0
VERIFY_DEFAULT, VERIFY_CRL_CHECK_LEAF, VERIFY_CRL_CHECK_CHAIN, VERIFY_X509_STRICT, VERIFY_X509_TRUSTED_FIRST = 0, 4, 12, 32, 32768
VERIFY_X509_PARTIAL_CHAIN = 0x80000
HAS_SNI = HAS_ALPN = HAS_TLSv1_2 = HAS_TLSv1_3 = True
OPENSSL_VERSION_INFO = (3, 0, 0, 0, 0)
OPENSSL_VERSION = "OpenSSL 3.0.0 (lab)"


class SSLError(OSError):
    pass


class SSLCertVerificationError(SSLError, ValueError):
    verify_message = "certificate verify failed"


class SSLEOFError(SSLError):
    pass


class SSLZeroReturnError(SSLError):
    pass


class SSLWantReadError(SSLError):
    pass


class SSLSocket:
    """The kind of a wrapped socket, for annotations and checks of kind."""


class VerifyMode:
    CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED = CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED


CertificateError = SSLCertVerificationError


class Purpose:
    SERVER_AUTH, CLIENT_AUTH = "server", "client"


class TLSVersion:
    SSLv3, TLSv1, TLSv1_1, TLSv1_2, TLSv1_3, MINIMUM_SUPPORTED, MAXIMUM_SUPPORTED = 768, 769, 770, 771, 772, -2, -1


class SSLContext:
    def __init__(self, protocol=PROTOCOL_TLS):
        self.protocol = protocol
        client = protocol == PROTOCOL_TLS_CLIENT
        self._verify = CERT_REQUIRED if client else CERT_NONE
        self._check_hostname = client
        self.options = 0
        self.verify_flags = VERIFY_X509_TRUSTED_FIRST
        self.minimum_version, self.maximum_version = TLSVersion.TLSv1_2, TLSVersion.MAXIMUM_SUPPORTED

    @property
    def check_hostname(self):
        return self._check_hostname

    @check_hostname.setter
    def check_hostname(self, value):
        self._check_hostname = bool(value)
        if value and self._verify == CERT_NONE:
            self._verify = CERT_REQUIRED

    @property
    def verify_mode(self):
        return self._verify

    @verify_mode.setter
    def verify_mode(self, value):
        if value == CERT_NONE and self._check_hostname:
            raise ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
        self._verify = value

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        pass

    def load_default_certs(self, purpose=None):
        pass

    def load_cert_chain(self, *args, **kwargs):
        pass

    def set_default_verify_paths(self):
        pass

    def get_ca_certs(self, binary_form=False):
        return []

    def set_ciphers(self, text):
        pass

    def set_alpn_protocols(self, names):
        pass

    def wrap_socket(self, sock, server_hostname=None, **kwargs):
        if self._check_hostname and server_hostname is None:
            raise ValueError("check_hostname requires server_hostname")
        web = _lab.part("web")
        try:
            sock._connection.tls(self._verify != CERT_NONE, server_hostname)
        except web.BadCertificate as e:
            raise SSLCertVerificationError(1, f"[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {e}") from None
        sock._scheme = "https"
        return sock


def create_default_context(purpose=Purpose.SERVER_AUTH, cafile=None, capath=None, cadata=None):
    return SSLContext(PROTOCOL_TLS_CLIENT)


def _create_unverified_context(*args, **kwargs):
    context = SSLContext(PROTOCOL_TLS)
    context._check_hostname = False
    return context


_create_default_https_context = create_default_context
__getattr__ = _lab.missing("ssl")
