//! The host's cryptography: what Node's `crypto` and the libraries on top of it are made of. Old algorithms too, because
//! code under review uses them.

use super::convert::{Bytes, Text, throw_coded};
use aes::cipher::block_padding::{NoPadding, Pkcs7};
use aes::cipher::{
    BlockDecrypt, BlockDecryptMut, BlockEncrypt, BlockEncryptMut, KeyInit, KeyIvInit, StreamCipher,
    generic_array::GenericArray,
};
use aes::{Aes128, Aes192, Aes256};
use aes_gcm::aead::AeadInPlace;
use aes_gcm::aead::consts::{U12, U16};
use hmac::{Hmac, Mac};
use rquickjs::function::Rest;
use rquickjs::{Ctx, Function, IntoJs, Object, Result, Value};

/// Does one thing with the digest of a name.
macro_rules! with_digest {
    ($name:expr, $digest:ident => $body:expr, else $other:expr) => {
        match $name {
            "md5" => {
                type $digest = md5::Md5;
                $body
            }
            "sha1" => {
                type $digest = sha1::Sha1;
                $body
            }
            "sha224" => {
                type $digest = sha2::Sha224;
                $body
            }
            "sha256" => {
                type $digest = sha2::Sha256;
                $body
            }
            "sha384" => {
                type $digest = sha2::Sha384;
                $body
            }
            "sha512" => {
                type $digest = sha2::Sha512;
                $body
            }
            _ => $other,
        }
    };
}

/// Does one thing with AES of a key's length.
macro_rules! with_aes {
    ($bits:expr, $aes:ident => $body:expr, else $other:expr) => {
        match $bits {
            "128" => {
                type $aes = Aes128;
                $body
            }
            "192" => {
                type $aes = Aes192;
                $body
            }
            "256" => {
                type $aes = Aes256;
                $body
            }
            _ => $other,
        }
    };
}

/// Puts the functions into the host object.
pub(super) fn install<'js>(host: &Object<'js>) -> Result<()> {
    let ctx = host.ctx();
    host.set("hash", Function::new(ctx.clone(), hash)?)?;
    host.set("hmac", Function::new(ctx.clone(), hmac)?)?;
    host.set("pbkdf2", Function::new(ctx.clone(), pbkdf2)?)?;
    host.set("scrypt", Function::new(ctx.clone(), scrypt)?)?;
    host.set("cipher", Function::new(ctx.clone(), cipher)?)
}

fn unknown_digest(ctx: &Ctx<'_>, name: &str) -> rquickjs::Error {
    throw_coded(ctx, "ERR_CRYPTO_INVALID_DIGEST", &format!("Invalid digest: {name}"))
}

fn hash(ctx: Ctx<'_>, name: Text, data: Bytes) -> Result<Bytes> {
    use sha2::Digest;
    with_digest!(name.0.as_str(), D => Ok(Bytes(D::digest(&data.0).to_vec())), else Err(unknown_digest(&ctx, &name.0)))
}

fn hmac(ctx: Ctx<'_>, name: Text, key: Bytes, data: Bytes) -> Result<Bytes> {
    with_digest!(name.0.as_str(), D => {
        // A key of any length will do.
        let Ok(mut mac) = <Hmac<D> as Mac>::new_from_slice(&key.0) else { return Err(unknown_digest(&ctx, &name.0)) };
        mac.update(&data.0);
        Ok(Bytes(mac.finalize().into_bytes().to_vec()))
    }, else Err(unknown_digest(&ctx, &name.0)))
}

fn pbkdf2(
    ctx: Ctx<'_>,
    name: Text,
    password: Bytes,
    salt: Bytes,
    rounds: u32,
    length: usize,
) -> Result<Bytes> {
    let mut out = vec![0; length.min(1 << 20)];
    with_digest!(name.0.as_str(), D => pbkdf2::pbkdf2_hmac::<D>(&password.0, &salt.0, rounds, &mut out), else return Err(unknown_digest(&ctx, &name.0)));
    Ok(Bytes(out))
}

fn scrypt(
    ctx: Ctx<'_>,
    password: Bytes,
    salt: Bytes,
    n: f64,
    r: u32,
    p: u32,
    length: usize,
) -> Result<Bytes> {
    let bad = || throw_coded(&ctx, "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", "Invalid scrypt params");
    let log = n.log2();
    if log.fract() != 0.0 || !(1.0..=24.0).contains(&log) {
        return Err(bad());
    }
    let mut out = vec![0; length.min(1 << 20)];
    let done = scrypt::Params::new(log as u8, r, p, 32)
        .ok()
        .and_then(|params| scrypt::scrypt(&password.0, &salt.0, &params, &mut out).ok());
    // The library refuses an empty output, which Node gives.
    if done.is_none() && length > 0 {
        return Err(bad());
    }
    Ok(Bytes(out))
}

/// `host.cipher(name, encrypt, key, iv, bytes, aad, tag, padding = true)`.
fn cipher<'js>(
    ctx: Ctx<'js>,
    name: Text,
    encrypt: bool,
    key: Bytes,
    rest: Rest<Value<'js>>,
) -> Result<Value<'js>> {
    let bytes = |at: usize| -> Result<Option<Vec<u8>>> {
        match rest.0.get(at) {
            Some(value) if !value.is_undefined() && !value.is_null() => Ok(Some(value.get::<Bytes>()?.0)),
            _ => Ok(None),
        }
    };
    let (iv, data) = (bytes(0)?.unwrap_or_default(), bytes(1)?.unwrap_or_default());
    let (aad, tag) = (bytes(2)?.unwrap_or_default(), bytes(3)?);
    let pads = rest.0.get(4).is_none_or(|pads| pads.as_bool() != Some(false));
    let unknown = || throw_coded(&ctx, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher");
    let mut parts = name.0.split('-');
    let (Some("aes"), Some(bits), Some(mode), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(unknown());
    };
    if bits.parse().map(|bits: usize| bits / 8) != Ok(key.0.len()) {
        return Err(throw_coded(&ctx, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length"));
    }
    let needs = match mode {
        "ecb" => 0,
        "gcm" => iv.len(),
        _ => 16,
    };
    if iv.len() != needs || (mode == "gcm" && iv.is_empty()) {
        return Err(throw_coded(&ctx, "ERR_CRYPTO_INVALID_IV", "Invalid initialization vector"));
    }
    let mut data = data;
    match mode {
        "ctr" => {
            with_aes!(bits, A => {
                let mut stream = ctr::Ctr128BE::<A>::new(key.0.as_slice().into(), iv.as_slice().into());
                stream.apply_keystream(&mut data);
            }, else return Err(unknown()));
            Bytes(data).into_js(&ctx)
        }
        "cbc" | "ecb" => {
            let done = with_aes!(bits, A => block_mode::<A>(mode, encrypt, pads, &key.0, &iv, &data), else return Err(unknown()));
            let wrong = if encrypt { "wrong final block length" } else { "bad decrypt" };
            Bytes(done.ok_or_else(|| throw_coded(&ctx, "ERR_OSSL_BAD_DECRYPT", wrong))?).into_js(&ctx)
        }
        "gcm" => {
            let done = with_aes!(bits, A => match iv.len() {
                12 => gcm::<aes_gcm::AesGcm<A, U12>>(&key.0, &iv, &aad, &mut data, encrypt),
                16 => gcm::<aes_gcm::AesGcm<A, U16>>(&key.0, &iv, &aad, &mut data, encrypt),
                n => return Err(throw_coded(&ctx, "LAB_LACKS", &format!("an initialization vector of {n} bytes for {}", name.0))),
            }, else return Err(unknown()));
            let failed = || {
                rquickjs::Exception::throw_message(&ctx, "Unsupported state or unable to authenticate data")
            };
            let made = done.ok_or_else(failed)?;
            if encrypt {
                let both = Object::new(ctx.clone())?;
                both.set("data", Bytes(data))?;
                both.set("tag", Bytes(made))?;
                return Ok(both.into_value());
            }
            // A shortened tag is compared as far as it goes, as OpenSSL does it.
            let Some(tag) = tag.filter(|tag| !tag.is_empty()) else { return Err(failed()) };
            if made.get(..tag.len()) != Some(tag.as_slice()) {
                return Err(failed());
            }
            Bytes(data).into_js(&ctx)
        }
        _ => Err(unknown()),
    }
}

fn block_mode<A>(mode: &str, encrypt: bool, pads: bool, key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>>
where
    A: BlockEncrypt
        + BlockDecrypt
        + aes::cipher::BlockCipher
        + KeyInit
        + BlockEncryptMut
        + BlockDecryptMut
        + Clone,
{
    if !pads && !data.len().is_multiple_of(16) {
        return None;
    }
    if mode == "cbc" {
        let (key, iv) = (GenericArray::from_slice(key), GenericArray::from_slice(iv));
        return match (encrypt, pads) {
            (true, true) => Some(cbc::Encryptor::<A>::new(key, iv).encrypt_padded_vec_mut::<Pkcs7>(data)),
            (true, false) => {
                Some(cbc::Encryptor::<A>::new(key, iv).encrypt_padded_vec_mut::<NoPadding>(data))
            }
            (false, true) => cbc::Decryptor::<A>::new(key, iv).decrypt_padded_vec_mut::<Pkcs7>(data).ok(),
            (false, false) => {
                cbc::Decryptor::<A>::new(key, iv).decrypt_padded_vec_mut::<NoPadding>(data).ok()
            }
        };
    }
    let cipher = A::new(GenericArray::from_slice(key));
    match (encrypt, pads) {
        (true, true) => Some(cipher.encrypt_padded_vec_mut::<Pkcs7>(data)),
        (true, false) => Some(cipher.encrypt_padded_vec_mut::<NoPadding>(data)),
        (false, true) => cipher.decrypt_padded_vec_mut::<Pkcs7>(data).ok(),
        (false, false) => cipher.decrypt_padded_vec_mut::<NoPadding>(data).ok(),
    }
}

/// Turns the data into its other form, in place; gives the tag that belongs to it.
fn gcm<C: KeyInit + AeadInPlace>(
    key: &[u8],
    iv: &[u8],
    aad: &[u8],
    data: &mut [u8],
    encrypt: bool,
) -> Option<Vec<u8>> {
    let cipher = C::new_from_slice(key).ok()?;
    let nonce = GenericArray::from_slice(iv);
    let tag = cipher.encrypt_in_place_detached(nonce, aad, data).ok()?;
    if encrypt {
        return Some(tag.to_vec());
    }
    // The key stream has turned the cipher text into the plain text. Its tag comes from encrypting that.
    let mut again = data.to_vec();
    cipher.encrypt_in_place_detached(nonce, aad, &mut again).ok().map(|tag| tag.to_vec())
}
