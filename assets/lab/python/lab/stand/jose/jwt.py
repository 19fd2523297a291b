"""`jose.jwt`."""

from jose.exceptions import ExpiredSignatureError, JWSError, JWTClaimsError, JWTError

_jwt = _lab.load("jwt")


def encode(claims, key, algorithm="HS256", headers=None, access_token=None):
    if algorithm in (None, "none"):
        raise JWSError("Algorithm none not supported.")
    try:
        return _jwt.encode(dict(claims), key, algorithm, headers)
    except (_jwt.PyJWTError, TypeError) as error:
        raise JWSError(str(error)) from error


def decode(token, key, algorithms=None, options=None, audience=None, issuer=None, subject=None, access_token=None):
    """Without `algorithms` the token's own is taken, as in the real one."""
    options = dict(options or {})
    if algorithms is None:
        algorithms = [get_unverified_header(token).get("alg")]
    algorithms = [algorithms] if isinstance(algorithms, str) else algorithms
    given = {"verify_signature": options.get("verify_signature", True)}
    for name in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti"):
        given["verify_" + name] = options.get("verify_" + name, True)
        if options.get("require_" + name):
            given.setdefault("require", []).append(name)
    if audience is None:
        given["verify_aud"] = False
    try:
        payload = _jwt.decode(token, key, algorithms, given, audience=audience, issuer=issuer, leeway=options.get("leeway", 0))
    except _jwt.ExpiredSignatureError:
        raise ExpiredSignatureError("Signature has expired.") from None
    except (_jwt.InvalidAudienceError, _jwt.InvalidIssuerError, _jwt.ImmatureSignatureError) as error:
        raise JWTClaimsError(str(error)) from None
    except (_jwt.PyJWTError, TypeError) as error:
        raise JWTError(str(error)) from None
    if audience is None and options.get("verify_aud", True) and "aud" in payload and not isinstance(payload["aud"], (str, list)):
        raise JWTClaimsError("Invalid claim format in token")
    if subject is not None and payload.get("sub") != subject:
        raise JWTClaimsError("Invalid subject")
    return payload


def get_unverified_header(token):
    try:
        return _jwt.get_unverified_header(token)
    except _jwt.PyJWTError:
        raise JWTError("Error decoding token headers.") from None


def get_unverified_claims(token):
    try:
        return _jwt.decode(token, options={"verify_signature": False})
    except _jwt.PyJWTError:
        raise JWTError("Error decoding token claims.") from None


get_unverified_headers = get_unverified_header
__getattr__ = _lab.missing("jose.jwt")
