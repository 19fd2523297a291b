"""`itsdangerous`: signed values, byte for byte as the real one makes them."""

import base64
import hashlib
import hmac
import time

__version__ = "2.2.0"


class BadData(Exception):
    def __init__(self, message):
        super().__init__(message)
        self.message = message

    def __str__(self):
        return str(self.message)


class BadSignature(BadData):
    def __init__(self, message, payload=None):
        super().__init__(message)
        self.payload = payload


class BadTimeSignature(BadSignature):
    def __init__(self, message, payload=None, date_signed=None):
        super().__init__(message, payload)
        self.date_signed = date_signed


class SignatureExpired(BadTimeSignature):
    pass


class BadHeader(BadSignature):
    def __init__(self, message, payload=None, header=None, original_error=None):
        super().__init__(message, payload)
        self.header, self.original_error = header, original_error


class BadPayload(BadData):
    def __init__(self, message, original_error=None):
        super().__init__(message)
        self.original_error = original_error


def want_bytes(s, encoding="utf-8", errors="strict"):
    return s.encode(encoding, errors) if isinstance(s, str) else s


def base64_encode(string):
    return base64.urlsafe_b64encode(want_bytes(string)).rstrip(b"=")


def base64_decode(string):
    string = want_bytes(string, encoding="ascii", errors="ignore")
    string += b"=" * (-len(string) % 4)
    try:
        return base64.urlsafe_b64decode(string)
    except (TypeError, ValueError) as e:
        raise BadData("Invalid base64-encoded data") from e


def int_to_bytes(num):
    return num.to_bytes((num.bit_length() + 7) // 8, "big")


def bytes_to_int(data):
    return int.from_bytes(data, "big")


class SigningAlgorithm:
    def get_signature(self, key, value):
        raise NotImplementedError()

    def verify_signature(self, key, value, sig):
        return hmac.compare_digest(sig, self.get_signature(key, value))


class NoneAlgorithm(SigningAlgorithm):
    def get_signature(self, key, value):
        return b""


class HMACAlgorithm(SigningAlgorithm):
    default_digest_method = staticmethod(hashlib.sha1)

    def __init__(self, digest_method=None):
        self.digest_method = digest_method or self.default_digest_method

    def get_signature(self, key, value):
        return hmac.new(key, msg=value, digestmod=self.digest_method).digest()


class Signer:
    default_digest_method = staticmethod(hashlib.sha1)
    default_key_derivation = "django-concat"

    def __init__(self, secret_key, salt=b"itsdangerous.Signer", sep=b".", key_derivation=None, digest_method=None, algorithm=None):
        if isinstance(secret_key, (str, bytes)):
            self.secret_keys = [want_bytes(secret_key)]
        else:
            self.secret_keys = [want_bytes(s) for s in secret_key]
        self.sep = want_bytes(sep)
        self.salt = want_bytes(salt) if salt is not None else b"itsdangerous.Signer"
        self.key_derivation = key_derivation or self.default_key_derivation
        self.digest_method = digest_method or self.default_digest_method
        self.algorithm = algorithm or HMACAlgorithm(self.digest_method)

    @property
    def secret_key(self):
        return self.secret_keys[-1]

    def derive_key(self, secret_key=None):
        key = self.secret_keys[-1] if secret_key is None else want_bytes(secret_key)
        if self.key_derivation == "concat":
            return self.digest_method(self.salt + key).digest()
        if self.key_derivation == "django-concat":
            return self.digest_method(self.salt + b"signer" + key).digest()
        if self.key_derivation == "hmac":
            return hmac.new(key, self.salt, self.digest_method).digest()
        if self.key_derivation == "none":
            return key
        raise TypeError("Unknown key derivation method")

    def get_signature(self, value):
        return base64_encode(self.algorithm.get_signature(self.derive_key(), want_bytes(value)))

    def sign(self, value):
        value = want_bytes(value)
        return value + self.sep + self.get_signature(value)

    def verify_signature(self, value, sig):
        try:
            sig = base64_decode(sig)
        except Exception:
            return False
        value = want_bytes(value)
        for key in reversed(self.secret_keys):
            if self.algorithm.verify_signature(self.derive_key(key), value, sig):
                return True
        return False

    def unsign(self, signed_value):
        signed_value = want_bytes(signed_value)
        if self.sep not in signed_value:
            raise BadSignature(f"No {self.sep!r} found in value")
        value, sig = signed_value.rsplit(self.sep, 1)
        if self.verify_signature(value, sig):
            return value
        raise BadSignature(f"Signature {sig!r} does not match", payload=value)

    def validate(self, signed_value):
        try:
            self.unsign(signed_value)
            return True
        except BadSignature:
            return False


class TimestampSigner(Signer):
    def get_timestamp(self):
        return int(time.time())

    def timestamp_to_datetime(self, ts):
        datetime = _lab.load("datetime")
        return datetime.datetime.fromtimestamp(ts, tz=datetime.timezone.utc)

    def sign(self, value):
        value = want_bytes(value) + self.sep + base64_encode(int_to_bytes(self.get_timestamp()))
        return value + self.sep + self.get_signature(value)

    def unsign(self, signed_value, max_age=None, return_timestamp=False):
        try:
            result = super().unsign(signed_value)
            sig_error = None
        except BadSignature as e:
            sig_error = e
            result = e.payload or b""
        if self.sep not in result:
            if sig_error:
                raise sig_error
            raise BadTimeSignature("timestamp missing", payload=result)
        value, ts_bytes = result.rsplit(self.sep, 1)
        ts_int = ts = None
        try:
            ts_int = bytes_to_int(base64_decode(ts_bytes))
        except Exception:
            pass
        if sig_error is not None:
            if ts_int is not None:
                try:
                    ts = self.timestamp_to_datetime(ts_int)
                except (ValueError, OSError, OverflowError) as exc:
                    raise BadTimeSignature("Malformed timestamp", payload=value) from exc
            raise BadTimeSignature(str(sig_error), payload=value, date_signed=ts)
        if ts_int is None:
            raise BadTimeSignature("Malformed timestamp", payload=value)
        if max_age is not None:
            age = self.get_timestamp() - ts_int
            if age > max_age:
                raise SignatureExpired(f"Signature age {age} > {max_age} seconds", payload=value, date_signed=self.timestamp_to_datetime(ts_int))
            if age < 0:
                raise SignatureExpired(f"Signature age {age} < 0 seconds", payload=value, date_signed=self.timestamp_to_datetime(ts_int))
        return (value, self.timestamp_to_datetime(ts_int)) if return_timestamp else value

    def validate(self, signed_value, max_age=None):
        try:
            self.unsign(signed_value, max_age=max_age)
            return True
        except BadSignature:
            return False


class _CompactJSON:
    @staticmethod
    def loads(payload):
        return _lab.load("json").loads(payload)

    @staticmethod
    def dumps(obj, **kwargs):
        kwargs.setdefault("ensure_ascii", False)
        kwargs.setdefault("separators", (",", ":"))
        return _lab.load("json").dumps(obj, **kwargs)


class _PlainJSON:
    @staticmethod
    def loads(payload):
        return _lab.load("json").loads(payload)

    @staticmethod
    def dumps(obj, **kwargs):
        return _lab.load("json").dumps(obj, **kwargs)


class Serializer:
    default_serializer = _PlainJSON
    default_signer = Signer
    default_fallback_signers = []

    def __init__(self, secret_key, salt=b"itsdangerous", serializer=None, serializer_kwargs=None, signer=None, signer_kwargs=None, fallback_signers=None):
        if isinstance(secret_key, (str, bytes)):
            self.secret_keys = [want_bytes(secret_key)]
        else:
            self.secret_keys = [want_bytes(s) for s in secret_key]
        self.salt = want_bytes(salt)
        self.serializer = serializer or self.default_serializer
        self.serializer_kwargs = serializer_kwargs or {}
        self.signer = signer or self.default_signer
        self.signer_kwargs = signer_kwargs or {}

    @property
    def secret_key(self):
        return self.secret_keys[-1]

    def load_payload(self, payload, serializer=None):
        try:
            return (serializer or self.serializer).loads(payload.decode("utf-8"))
        except Exception as e:
            raise BadPayload("Could not load the payload because an exception occurred on unserializing the data.", original_error=e) from e

    def dump_payload(self, obj):
        return want_bytes(self.serializer.dumps(obj, **self.serializer_kwargs))

    def make_signer(self, salt=None):
        return self.signer(self.secret_keys, salt=self.salt if salt is None else salt, **self.signer_kwargs)

    def iter_unsigners(self, salt=None):
        yield self.make_signer(salt)

    def dumps(self, obj, salt=None):
        return self.make_signer(salt).sign(self.dump_payload(obj)).decode("utf-8")

    def dump(self, obj, f, salt=None):
        f.write(self.dumps(obj, salt))

    def loads(self, s, salt=None, **kwargs):
        return self.load_payload(self.make_signer(salt).unsign(want_bytes(s)))

    def load(self, f, salt=None):
        return self.loads(f.read(), salt)

    def loads_unsafe(self, s, salt=None):
        try:
            return True, self.loads(s, salt)
        except BadSignature as e:
            if e.payload is None:
                return False, None
            try:
                return False, self.load_payload(e.payload)
            except BadPayload:
                return False, None


class TimedSerializer(Serializer):
    default_signer = TimestampSigner

    def loads(self, s, max_age=None, return_timestamp=False, salt=None):
        base64d, timestamp = self.make_signer(salt).unsign(want_bytes(s), max_age=max_age, return_timestamp=True)
        payload = self.load_payload(base64d)
        return (payload, timestamp) if return_timestamp else payload


class URLSafeSerializerMixin(Serializer):
    default_serializer = _CompactJSON

    def load_payload(self, payload, serializer=None):
        decompress = payload.startswith(b".")
        if decompress:
            payload = payload[1:]
        try:
            json = base64_decode(payload)
        except Exception as e:
            raise BadPayload("Could not base64 decode the payload because of an exception", original_error=e) from e
        if decompress:
            try:
                json = _lab.load("zlib").decompress(json)
            except Exception as e:
                raise BadPayload("Could not zlib decompress the payload before decoding the payload", original_error=e) from e
        return super().load_payload(json, serializer)

    def dump_payload(self, obj):
        json = super().dump_payload(obj)
        is_compressed = False
        compressed = _lab.load("zlib").compress(json)
        if len(compressed) < len(json) - 1:
            json, is_compressed = compressed, True
        base64d = base64_encode(json)
        return b"." + base64d if is_compressed else base64d


class URLSafeSerializer(URLSafeSerializerMixin, Serializer):
    pass


class URLSafeTimedSerializer(URLSafeSerializerMixin, TimedSerializer):
    pass


__getattr__ = _lab.missing("itsdangerous", ("TimedJSONWebSignatureSerializer", "JSONWebSignatureSerializer"))
