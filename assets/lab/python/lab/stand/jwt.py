"""`jwt` (PyJWT): tokens signed with shared secrets (HS) and key pairs (RS, PS, ES)."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

__version__ = "2.10.1"


class PyJWTError(Exception):
    pass


class InvalidTokenError(PyJWTError):
    pass


class DecodeError(InvalidTokenError):
    pass


class InvalidSignatureError(DecodeError):
    pass


class ExpiredSignatureError(InvalidTokenError):
    pass


class InvalidAudienceError(InvalidTokenError):
    pass


class InvalidIssuerError(InvalidTokenError):
    pass


class InvalidIssuedAtError(InvalidTokenError):
    pass


class InvalidSubjectError(InvalidTokenError):
    pass


class InvalidJTIError(InvalidTokenError):
    pass


class ImmatureSignatureError(InvalidTokenError):
    pass


class InvalidKeyError(PyJWTError):
    pass


class InvalidAlgorithmError(InvalidTokenError):
    pass


class MissingRequiredClaimError(InvalidTokenError):
    def __init__(self, claim):
        self.claim = claim

    def __str__(self):
        return f'Token is missing the "{self.claim}" claim'


class InsecureKeyLengthWarning(UserWarning):
    pass


_HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
_PAIRS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")


class PyJWKError(PyJWTError):
    pass


class PyJWKSetError(PyJWTError):
    pass


class PyJWKClientError(PyJWTError):
    pass


class PyJWKClientConnectionError(PyJWKClientError):
    pass


def _b64(raw):
    return urlsafe_b64encode(raw).rstrip(b"=")


def _unb64(raw):
    return urlsafe_b64decode(raw + b"=" * (-len(raw) % 4))


def _prepare_key(alg, key):
    if alg == "none":
        if key == "":
            key = None
        if key is not None:
            raise InvalidKeyError('When alg = "none", key value must be None.')
        return b""
    if isinstance(key, str):
        key = key.encode("utf-8")
    if not isinstance(key, bytes):
        raise TypeError("Expected a string value")
    if not key:
        raise InvalidKeyError("HMAC key must not be empty.")
    if key.lstrip()[:1] == b"{" and b'"kty"' in key:
        raise InvalidKeyError("The specified key is a JWK and should not be used as an HMAC secret. Load it with PyJWK.")
    if b"-----BEGIN " in key or key.startswith((b"ssh-rsa", b"ssh-ed25519", b"ecdsa-sha2-")):
        raise InvalidKeyError("The specified key is an asymmetric key or x509 certificate and should not be used as an HMAC secret.")
    return key


def _sign(alg, key, message):
    if alg in ("none", None):
        _prepare_key("none", key)
        return b""
    if alg in _HASHES:
        return hmac.new(_prepare_key(alg, key), message, _HASHES[alg]).digest()
    if alg in _PAIRS:
        return _paired(alg, key, message)
    if alg in ("ES512", "ES256K", "EdDSA", "Ed25519"):
        _lab.lacks(f"jwt with {alg}", "HS, RS, PS, ES256 or ES384")
    raise NotImplementedError("Algorithm not supported")


def _paired(alg, key, message, signature=None):
    """A signature of a key pair, or whether one holds."""
    pairs = _lab.part("pairs")
    try:
        return pairs.sign(alg, key, message) if signature is None else pairs.verify(alg, key, message, signature)
    except ValueError:
        raise InvalidKeyError("Could not parse the provided public key.") from None


def encode(payload, key, algorithm="HS256", headers=None, json_encoder=None, sort_headers=True):
    if not isinstance(payload, dict):
        raise TypeError("Expecting a dict object, as JWT only supports JSON objects as payloads.")
    payload = dict(payload)
    for name in ("exp", "iat", "nbf"):
        if hasattr(payload.get(name), "utctimetuple"):
            payload[name] = _lab.load("calendar").timegm(payload[name].utctimetuple())
    if "iss" in payload and not isinstance(payload["iss"], str):
        raise TypeError("Issuer (iss) must be a string.")
    header = {"typ": "JWT", "alg": algorithm if algorithm is not None else "none"}
    if headers:
        if headers.get("alg"):
            algorithm = headers["alg"]
        header.update(headers)
        if not header.get("typ"):
            header.pop("typ", None)
    signing = _b64(json.dumps(header, separators=(",", ":"), cls=json_encoder, sort_keys=sort_headers).encode())
    signing += b"." + _b64(json.dumps(payload, separators=(",", ":"), cls=json_encoder).encode())
    return (signing + b"." + _b64(_sign(algorithm, key, signing))).decode("utf-8")


def _load(token):
    if isinstance(token, str):
        token = token.encode("utf-8")
    if not isinstance(token, bytes):
        raise DecodeError(f"Invalid token type. Token must be a {bytes}")
    try:
        signing, signature = token.rsplit(b".", 1)
        header_segment, payload_segment = signing.split(b".", 1)
    except ValueError:
        raise DecodeError("Not enough segments") from None
    try:
        header = json.loads(_unb64(header_segment))
    except ValueError as e:
        raise DecodeError(f"Invalid header string: {e}" if "padding" not in str(e) else "Invalid header padding") from None
    if not isinstance(header, dict):
        raise DecodeError("Invalid header string: must be a json object")
    try:
        payload = _unb64(payload_segment)
    except ValueError:
        raise DecodeError("Invalid payload padding") from None
    try:
        signature = _unb64(signature)
    except ValueError:
        raise DecodeError("Invalid crypto padding") from None
    if "kid" in header and not isinstance(header["kid"], str):
        raise InvalidTokenError("Key ID header parameter must be a string")
    return payload, signing, header, signature


def get_unverified_header(token):
    return _load(token)[2]


def decode_complete(token, key="", algorithms=None, options=None, verify=None, detached_payload=None, audience=None, issuer=None, subject=None, leeway=0, **kwargs):
    options = dict(options or {})
    check = options.setdefault("verify_signature", True)
    for name in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti"):
        options.setdefault("verify_" + name, check)
    if check and not algorithms:
        raise DecodeError('It is required that you pass in a value for the "algorithms" argument when calling decode().')
    raw, signing, header, signature = _load(token)
    if check:
        alg = header.get("alg")
        if alg is None:
            raise InvalidAlgorithmError("Algorithm not specified")
        if not alg or alg not in algorithms:
            raise InvalidAlgorithmError("The specified alg value is not allowed")
        if isinstance(key, PyJWK):
            if alg != key.algorithm_name:
                raise InvalidAlgorithmError(f"Token algorithm {alg!r} does not match the key's algorithm {key.algorithm_name!r}")
            key = key.key
        if alg in _PAIRS:
            if not _paired(alg, key, signing, signature):
                raise InvalidSignatureError("Signature verification failed")
            return _checked(raw, header, signature, options, audience, issuer, subject, leeway)
        if alg == "none":
            _prepare_key("none", key)
            raise InvalidSignatureError("Signature verification failed")
        try:
            expected = _sign(alg, key, signing)
        except NotImplementedError:
            raise InvalidAlgorithmError("Algorithm not supported") from None
        if not hmac.compare_digest(expected, signature):
            raise InvalidSignatureError("Signature verification failed")
    return _checked(raw, header, signature, options, audience, issuer, subject, leeway)


def _checked(raw, header, signature, options, audience, issuer, subject, leeway):
    try:
        payload = json.loads(raw)
    except ValueError as e:
        raise DecodeError(f"Invalid payload string: {e}") from None
    if not isinstance(payload, dict):
        raise DecodeError("Invalid payload string: must be a json object")
    if hasattr(leeway, "total_seconds"):
        leeway = leeway.total_seconds()
    if audience is not None and not isinstance(audience, (str, list, tuple, set)):
        raise TypeError("audience must be a string, iterable or None")
    _claims(payload, options, audience, issuer, subject, leeway)
    return {"header": header, "payload": payload, "signature": signature}


def _number(payload, name):
    try:
        return int(payload[name])
    except (ValueError, TypeError):
        kind = InvalidIssuedAtError if name == "iat" else DecodeError
        text = {"exp": "Expiration Time claim (exp) must be an integer.", "nbf": "Not Before claim (nbf) must be an integer."}
        raise kind(text.get(name, "Issued At claim (iat) must be an integer.")) from None


def _claims(payload, options, audience, issuer, subject, leeway):
    for claim in options.get("require") or ():
        if payload.get(claim) is None:
            raise MissingRequiredClaimError(claim)
    now = _lab.clock[0]
    if "iat" in payload and options["verify_iat"] and _number(payload, "iat") > now + leeway:
        raise ImmatureSignatureError("The token is not yet valid (iat)")
    if "nbf" in payload and options["verify_nbf"] and _number(payload, "nbf") > now + leeway:
        raise ImmatureSignatureError("The token is not yet valid (nbf)")
    if "exp" in payload and options["verify_exp"] and _number(payload, "exp") <= now - leeway:
        raise ExpiredSignatureError("Signature has expired")
    if options["verify_iss"] and issuer is not None:
        if "iss" not in payload:
            raise MissingRequiredClaimError("iss")
        if (payload["iss"] != issuer) if isinstance(issuer, str) else (payload["iss"] not in issuer):
            raise InvalidIssuerError("Invalid issuer")
    if options["verify_aud"]:
        _audience(payload, audience)
    if options["verify_sub"] and "sub" in payload:
        if not isinstance(payload["sub"], str):
            raise InvalidSubjectError("Subject must be a string")
        if subject is not None and payload.get("sub") != subject:
            raise InvalidSubjectError("Invalid subject")
    if options["verify_jti"] and "jti" in payload and not isinstance(payload["jti"], str):
        raise InvalidJTIError("JWT ID must be a string")


def _audience(payload, audience):
    if audience is None:
        if payload.get("aud"):
            raise InvalidAudienceError("Invalid audience")
        return
    if not payload.get("aud"):
        raise MissingRequiredClaimError("aud")
    claims = payload["aud"]
    if isinstance(claims, str):
        claims = [claims]
    if not isinstance(claims, list) or any(not isinstance(c, str) for c in claims):
        raise InvalidAudienceError("Invalid claim format in token")
    wanted = [audience] if isinstance(audience, str) else audience
    if all(a not in claims for a in wanted):
        raise InvalidAudienceError("Audience doesn't match")


def decode(token, key="", algorithms=None, options=None, **kwargs):
    return decode_complete(token, key, algorithms, options, **kwargs)["payload"]


class PyJWT:
    encode = staticmethod(encode)

    def __init__(self, options=None):
        self.options = dict(options or {})

    def decode(self, token, key="", algorithms=None, options=None, **kwargs):
        return decode(token, key, algorithms, {**self.options, **(options or {})}, **kwargs)

    def decode_complete(self, token, key="", algorithms=None, options=None, **kwargs):
        return decode_complete(token, key, algorithms, {**self.options, **(options or {})}, **kwargs)


class PyJWK:
    def __init__(self, jwk_data, algorithm=None):
        self._jwk_data = jwk_data
        try:
            self.key, self.algorithm_name = _lab.part("pairs").from_jwk(jwk_data)
        except (KeyError, ValueError) as error:
            raise PyJWKError(f"Unable to find an algorithm for key: {error}") from None
        self.algorithm_name = algorithm or self.algorithm_name

    key_type = property(lambda s: s._jwk_data.get("kty"))
    key_id = property(lambda s: s._jwk_data.get("kid"))
    public_key_use = property(lambda s: s._jwk_data.get("use"))

    @staticmethod
    def from_dict(obj, algorithm=None):
        return PyJWK(obj, algorithm)

    @staticmethod
    def from_json(data, algorithm=None):
        return PyJWK(json.loads(data), algorithm)


class PyJWKSet:
    def __init__(self, keys):
        if not keys:
            raise PyJWKSetError("The JWK Set did not contain any keys")
        self.keys = [PyJWK(k) for k in keys]

    @staticmethod
    def from_dict(obj):
        return PyJWKSet(obj.get("keys", []))

    @staticmethod
    def from_json(data):
        return PyJWKSet.from_dict(json.loads(data))

    def __getitem__(self, kid):
        for key in self.keys:
            if key.key_id == kid:
                return key
        raise KeyError(f"keyset has no key for kid: {kid}")


class PyJWKClient:
    """Keys that a server publishes."""

    def __init__(self, uri, cache_keys=False, max_cached_keys=16, cache_jwk_set=True, lifespan=300, headers=None, timeout=30, ssl_context=None):
        self.uri, self.headers, self.timeout, self._set = uri, headers or {}, timeout, None

    def fetch_data(self):
        request = _lab.load("urllib.request")
        try:
            with request.urlopen(request.Request(self.uri, headers=self.headers), timeout=self.timeout) as response:
                return json.load(response)
        except (OSError, TimeoutError) as error:
            raise PyJWKClientConnectionError(f'Fail to fetch data from the url, err: "{error}"') from error

    def get_jwk_set(self, refresh=False):
        if self._set is None or refresh:
            self._set = PyJWKSet.from_dict(self.fetch_data())
        return self._set

    def get_signing_keys(self, refresh=False):
        found = [k for k in self.get_jwk_set(refresh).keys if k.public_key_use in ("sig", None) and k.key_id]
        if not found:
            raise PyJWKClientError("The JWKS endpoint did not contain any signing keys")
        return found

    def get_signing_key(self, kid):
        for refresh in (False, True):
            for key in self.get_signing_keys(refresh):
                if key.key_id == kid:
                    return key
        raise PyJWKClientError(f'Unable to find a signing key that matches: "{kid}"')

    def get_signing_key_from_jwt(self, token):
        return self.get_signing_key(get_unverified_header(token).get("kid"))


class _Algorithm:
    @staticmethod
    def from_jwk(jwk):
        return _lab.part("pairs").from_jwk(json.loads(jwk) if isinstance(jwk, str) else jwk)[0]

    @staticmethod
    def to_jwk(key_obj, as_dict=False):
        made = _lab.part("pairs").to_jwk(key_obj)
        return made if as_dict else json.dumps(made)


class RSAAlgorithm(_Algorithm):
    pass


class ECAlgorithm(_Algorithm):
    pass


class HMACAlgorithm(_Algorithm):
    pass


def __getattr__(name):
    if name == "exceptions":
        import sys

        return sys.modules["jwt"]
    return _missing(name)


_missing = _lab.missing("jwt")
