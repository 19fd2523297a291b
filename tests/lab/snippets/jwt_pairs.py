"""Tokens and keys: every line is the same on the lab's side and on the real one."""

import datetime
import warnings

import jwt
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes, hmac, padding, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric import padding as apad
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

warnings.simplefilter("ignore")


def show(label, f):
    try:
        print(label, repr(f()))
    except Exception as error:
        print(label, type(error).__name__, str(error)[:120])


rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
other = rsa.generate_private_key(public_exponent=65537, key_size=1024)
ec_key = ec.generate_private_key(ec.SECP256R1())


def pems(key):
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private, public


private, public = pems(rsa_key)
ec_private, ec_public = pems(ec_key)
print(private[:28], public[:27], ec_private[:28])
claims = {"sub": "ana", "role": "user"}
for alg, key, pub in (("RS256", private, public), ("PS384", private, public), ("RS512", rsa_key, rsa_key.public_key()), ("ES256", ec_private, ec_public)):
    token = jwt.encode(claims, key, algorithm=alg)
    show(alg, lambda: jwt.decode(token, pub, algorithms=[alg]))
    show("other algorithm", lambda: jwt.decode(token, pub, algorithms=["HS256"]))
    show("header", lambda: sorted(jwt.get_unverified_header(token).items()))
    show("changed", lambda: jwt.decode(token[:-8] + "AAAAAAAA", pub, algorithms=[alg]))
    show("wrong key", lambda: jwt.decode(token, pems(other)[1], algorithms=["RS256", "PS384", "RS512"]))
    show("two", lambda: jwt.decode(token, pub, algorithms=[alg, "HS256"]))
show("confused", lambda: jwt.encode(claims, public, algorithm="HS256"))
forged = jwt.encode(claims, "x" * 32, algorithm="HS256")
show("forged", lambda: jwt.decode(forged, public, algorithms=["RS256", "HS256"]))
show("none", lambda: jwt.decode(jwt.encode(claims, None, algorithm="none"), public, algorithms=["RS256", "none"]))
show("not pem", lambda: jwt.encode(claims, "secret", algorithm="RS256"))
show("not pem", lambda: jwt.decode(jwt.encode(claims, private, algorithm="RS256"), "secret", algorithms=["RS256"]))
show("empty", lambda: jwt.encode(claims, "", algorithm="HS256"))
show("no algorithms", lambda: jwt.decode(forged, "x" * 32))
show("bad segments", lambda: jwt.decode("a.b", "k", algorithms=["HS256"]))
show("expired", lambda: jwt.decode(jwt.encode({"exp": 1}, "k" * 32), "k" * 32, algorithms=["HS256"]))
show("audience", lambda: jwt.decode(jwt.encode({"aud": "a"}, "k" * 32), "k" * 32, algorithms=["HS256"]))
show("audience", lambda: jwt.decode(jwt.encode({"aud": ["a", "b"]}, "k" * 32), "k" * 32, algorithms=["HS256"], audience="b"))
show("audience", lambda: jwt.decode(jwt.encode({}, "k" * 32), "k" * 32, algorithms=["HS256"], audience="b"))
show("issuer", lambda: jwt.decode(jwt.encode({"iss": "x"}, "k" * 32), "k" * 32, algorithms=["HS256"], issuer="y"))
show("required", lambda: jwt.decode(jwt.encode({}, "k" * 32), "k" * 32, algorithms=["HS256"], options={"require": ["exp"]}))
show("unverified", lambda: jwt.decode(forged, options={"verify_signature": False}))
show("subject", lambda: jwt.decode(jwt.encode({"sub": 5}, "k" * 32), "k" * 32, algorithms=["HS256"]))
show("times", lambda: jwt.decode(jwt.encode({"nbf": datetime.datetime(2100, 1, 1)}, "k" * 32), "k" * 32, algorithms=["HS256"]))
jwk = {"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0", "alg": "HS256", "kid": "1"}
show("jwk", lambda: jwt.decode(jwt.encode(claims, b"secret-secret-secret-secret", algorithm="HS256"), jwt.PyJWK(jwk), algorithms=["HS256"]))
message = b"a message"
signature = rsa_key.sign(message, apad.PKCS1v15(), hashes.SHA256())
show("verify", lambda: rsa_key.public_key().verify(signature, message, apad.PKCS1v15(), hashes.SHA256()))
show("verify", lambda: rsa_key.public_key().verify(signature, b"other", apad.PKCS1v15(), hashes.SHA256()))
pss = apad.PSS(mgf=apad.MGF1(hashes.SHA256()), salt_length=apad.PSS.MAX_LENGTH)
show("pss", lambda: rsa_key.public_key().verify(rsa_key.sign(message, pss, hashes.SHA256()), message, pss, hashes.SHA256()))
oaep = apad.OAEP(mgf=apad.MGF1(algorithm=hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
show("oaep", lambda: rsa_key.decrypt(rsa_key.public_key().encrypt(b"secret", oaep), oaep))
show("ecdsa", lambda: ec_key.public_key().verify(ec_key.sign(message, ec.ECDSA(hashes.SHA256())), message, ec.ECDSA(hashes.SHA256())))
show("ecdsa", lambda: ec_key.public_key().verify(ec_key.sign(message, ec.ECDSA(hashes.SHA256())), b"x", ec.ECDSA(hashes.SHA256())))
key, iv = bytes(range(32)), bytes(range(16))


def run(mode, data, decrypt=False):
    made = Cipher(algorithms.AES(key), mode)
    made = made.decryptor() if decrypt else made.encryptor()
    return (made.update(data) + made.finalize()).hex()


show("ecb", lambda: run(modes.ECB(), b"a" * 32))
show("ecb", lambda: run(modes.ECB(), b"a" * 31))
show("cbc", lambda: run(modes.CBC(iv), b"a" * 32))
show("cbc", lambda: run(modes.CBC(iv), bytes.fromhex(run(modes.CBC(iv), b"abcd" * 8)), True))
show("ctr", lambda: run(modes.CTR(iv), b"a" * 37))
show("gcm", lambda: AESGCM(key).encrypt(bytes(12), b"text" * 9, b"extra").hex())
show("gcm", lambda: AESGCM(key).decrypt(bytes(12), AESGCM(key).encrypt(bytes(12), b"text", b"extra"), b"other"))
show("iv", lambda: Cipher(algorithms.AES(key), modes.CBC(b"x")))
show("key", lambda: algorithms.AES(b"x"))
padder = padding.PKCS7(128).padder()
show("pad", lambda: padder.update(b"abc") + padder.finalize())
token = Fernet(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=").encrypt_at_time(b"hello", 1000)
show("fernet", lambda: Fernet(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=").decrypt(token))
show("fernet", lambda: Fernet(b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=").decrypt(token, ttl=5))
show("fernet", lambda: Fernet(Fernet.generate_key()).decrypt(token))
show("fernet", lambda: Fernet(b"x"))
show("hkdf", lambda: HKDF(algorithm=hashes.SHA256(), length=42, salt=None, info=b"i").derive(b"key").hex())
show("pbkdf2", lambda: PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=b"s", iterations=10).derive(b"key").hex())
made = hmac.HMAC(b"k", hashes.SHA256())
made.update(b"x")
show("hmac", lambda: made.verify(b"y"))
print(InvalidSignature.__name__, InvalidTag.__name__, InvalidToken.__name__)
