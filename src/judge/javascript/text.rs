//! The host's text codecs, URL parser and compression.

use super::convert::{Bytes, Text, throw_coded};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use flate2::Compression;
use rquickjs::function::Opt;
use rquickjs::{Ctx, Exception, Function, Object, Result, Value};
use std::borrow::Cow;
use std::io::{Read, Write};
use url::{Url, quirks};

/// Puts the functions into the host object.
pub(super) fn install(host: &Object<'_>) -> Result<()> {
    let ctx = host.ctx();
    host.set("utf8", Function::new(ctx.clone(), |text: Text| Bytes(text.0.into_bytes()))?)?;
    host.set("text", Function::new(ctx.clone(), text)?)?;
    host.set(
        "latin1",
        Function::new(ctx.clone(), |b: Bytes| b.0.into_iter().map(char::from).collect::<String>())?,
    )?;
    host.set("base64", Function::new(ctx.clone(), base64)?)?;
    host.set("unbase64", Function::new(ctx.clone(), unbase64)?)?;
    host.set("hex", Function::new(ctx.clone(), hex)?)?;
    host.set("unhex", Function::new(ctx.clone(), unhex)?)?;
    host.set("url", Function::new(ctx.clone(), parse_url)?)?;
    host.set("urlSet", Function::new(ctx.clone(), set_url)?)?;
    host.set("domainToASCII", Function::new(ctx.clone(), |name: Text| quirks::domain_to_ascii(&name.0))?)?;
    host.set(
        "domainToUnicode",
        Function::new(ctx.clone(), |name: Text| quirks::domain_to_unicode(&name.0))?,
    )?;
    host.set("deflate", Function::new(ctx.clone(), deflate)?)?;
    host.set("inflate", Function::new(ctx.clone(), inflate)?)
}

fn text(ctx: Ctx<'_>, bytes: Bytes, fatal: Opt<bool>) -> Result<String> {
    match String::from_utf8(bytes.0) {
        Ok(text) => Ok(text),
        Err(_) if fatal.0 == Some(true) => Err(throw_coded(
            &ctx,
            "ERR_ENCODING_INVALID_ENCODED_DATA",
            "The encoded data was not valid for encoding utf-8",
        )),
        Err(error) => Ok(String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

fn base64(bytes: Bytes, url: Opt<bool>) -> String {
    if url.0 == Some(true) { URL_SAFE_NO_PAD.encode(bytes.0) } else { STANDARD.encode(bytes.0) }
}

/// Both alphabets; what belongs to neither is skipped, and the text ends at the first `=`.
fn unbase64(text: Text) -> Bytes {
    let mut out = Vec::with_capacity(text.0.len() / 4 * 3 + 3);
    let (mut bits, mut held) = (0_u32, 0);
    for c in text.0.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0x3fff;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    Bytes(out)
}

fn hex(bytes: Bytes) -> String {
    bytes.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As far as the text is made of pairs of digits.
fn unhex(text: Text) -> Bytes {
    let digit = |c: u8| char::from(c).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let pairs = text.0.as_bytes().chunks_exact(2);
    Bytes(pairs.map_while(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect())
}

fn shape<'js>(ctx: &Ctx<'js>, url: &Url) -> Result<Value<'js>> {
    let parts = Object::new(ctx.clone())?;
    parts.set("href", quirks::href(url))?;
    parts.set("protocol", quirks::protocol(url))?;
    parts.set("username", quirks::username(url))?;
    parts.set("password", quirks::password(url))?;
    parts.set("host", quirks::host(url))?;
    parts.set("hostname", quirks::hostname(url))?;
    parts.set("port", quirks::port(url))?;
    parts.set("pathname", quirks::pathname(url))?;
    parts.set("search", quirks::search(url))?;
    parts.set("hash", quirks::hash(url))?;
    parts.set("origin", quirks::origin(url))?;
    Ok(parts.into_value())
}

/// Browsers and Node take any number of slashes and backslashes before a host as two; the parser here takes three for a mistake.
fn slashes_as_browsers<'t>(text: &'t str, base: Option<&Url>) -> Cow<'t, str> {
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https" | "ws" | "wss" | "ftp");
    if !base.is_some_and(is_web) {
        return Cow::Borrowed(text);
    }
    let plain: String = text
        .trim_start_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let rest = plain.trim_start_matches(['/', '\\']);
    if plain.len() - rest.len() < 3 { Cow::Borrowed(text) } else { Cow::Owned(format!("//{rest}")) }
}

/// The parts of a URL, or null where it is none.
fn parse_url<'js>(ctx: Ctx<'js>, text: Text, base: Opt<Value<'js>>) -> Result<Value<'js>> {
    let base = match base.0.filter(|base| !base.is_undefined()) {
        Some(base) => match Url::parse(&base.get::<Text>()?.0) {
            Ok(base) => Some(base),
            Err(_) => return Ok(Value::new_null(ctx)),
        },
        None => None,
    };
    let text = slashes_as_browsers(&text.0, base.as_ref());
    match Url::options().base_url(base.as_ref()).parse(&text) {
        Ok(url) => shape(&ctx, &url),
        Err(_) => Ok(Value::new_null(ctx)),
    }
}

/// The parts after one of them was set, which changes nothing where the value does not fit. A bad `href` throws.
fn set_url<'js>(ctx: Ctx<'js>, href: Text, field: Text, value: Text) -> Result<Value<'js>> {
    let invalid = || throw_coded(&ctx, "ERR_INVALID_URL", "Invalid URL");
    let mut url = Url::parse(&href.0).map_err(|_| invalid())?;
    let value = value.0.as_str();
    // What cannot be set is left as it was.
    match field.0.as_str() {
        "href" => quirks::set_href(&mut url, value).map_err(|_| invalid())?,
        "protocol" => drop(quirks::set_protocol(&mut url, value)),
        "username" => drop(quirks::set_username(&mut url, value)),
        "password" => drop(quirks::set_password(&mut url, value)),
        "host" => drop(quirks::set_host(&mut url, value)),
        "hostname" => drop(quirks::set_hostname(&mut url, value)),
        "port" => drop(quirks::set_port(&mut url, value)),
        "pathname" => quirks::set_pathname(&mut url, value),
        "search" => quirks::set_search(&mut url, value),
        "hash" => quirks::set_hash(&mut url, value),
        _ => return Err(Exception::throw_type(&ctx, "a URL has no such part")),
    }
    shape(&ctx, &url)
}

fn deflate(ctx: Ctx<'_>, kind: Text, bytes: Bytes) -> Result<Bytes> {
    let level = Compression::default();
    let done = match kind.0.as_str() {
        "gzip" => written(flate2::write::GzEncoder::new(Vec::new(), level), &bytes.0, |e| e.finish()),
        "zlib" => written(flate2::write::ZlibEncoder::new(Vec::new(), level), &bytes.0, |e| e.finish()),
        "raw" => written(flate2::write::DeflateEncoder::new(Vec::new(), level), &bytes.0, |e| e.finish()),
        _ => return Err(Exception::throw_type(&ctx, "no such compression")),
    };
    done.map(Bytes).map_err(|e| Exception::throw_message(&ctx, &e.to_string()))
}

fn written<W: Write>(
    mut encoder: W,
    bytes: &[u8],
    finish: impl FnOnce(W) -> std::io::Result<Vec<u8>>,
) -> std::io::Result<Vec<u8>> {
    encoder.write_all(bytes)?;
    finish(encoder)
}

/// At most `limit` bytes; more is an error, as with Node's `maxOutputLength`.
fn inflate(ctx: Ctx<'_>, kind: Text, bytes: Bytes, limit: Opt<f64>) -> Result<Bytes> {
    let data = bytes.0.as_slice();
    let limit = limit.0.map_or(u64::MAX, |limit| limit.max(0.0) as u64);
    let mut out = Vec::new();
    let most = limit.saturating_add(1);
    let done = match kind.0.as_str() {
        "gzip" => flate2::read::MultiGzDecoder::new(data).take(most).read_to_end(&mut out),
        "zlib" => flate2::read::ZlibDecoder::new(data).take(most).read_to_end(&mut out),
        "raw" => flate2::read::DeflateDecoder::new(data).take(most).read_to_end(&mut out),
        _ => return Err(Exception::throw_type(&ctx, "no such compression")),
    };
    if out.len() as u64 > limit {
        let message = format!("Cannot create a Buffer larger than {limit} bytes");
        return Err(throw_coded(&ctx, "ERR_BUFFER_TOO_LARGE", &message));
    }
    match done {
        Ok(_) => Ok(Bytes(out)),
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(throw_coded(&ctx, "Z_BUF_ERROR", "unexpected end of file"))
        }
        Err(_) => Err(throw_coded(&ctx, "Z_DATA_ERROR", "incorrect header check")),
    }
}
