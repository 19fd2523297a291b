"use strict";
// Bytes and texts of requests: forms, multipart bodies, short forms for the exchange.

const SAFE = /[A-Za-z0-9\-._*]/;

/** A name or value of a form, as a browser encodes it. */
function formEncode(value) {
  let out = "";
  for (const byte of bytesOf(value)) {
    const char = String.fromCharCode(byte);
    out += byte === 32 ? "+" : byte < 128 && SAFE.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}

function isBytes(value) {
  return ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === "[object ArrayBuffer]";
}

/** The bytes of a text, of bytes of any kind, or of what a value is as a text. */
function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return Uint8Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (isBytes(value)) return new Uint8Array(value.slice(0));
  return host.utf8(String(value));
}

/** Pairs of an object or a list of pairs; a list as a value repeats the name. */
function pairs(values) {
  const out = [];
  const items = Array.isArray(values) ? values : typeof values?.entries === "function" ? [...values.entries()] : Object.entries(values ?? {});
  for (const [name, value] of items) {
    for (const one of Array.isArray(value) ? value : [value]) out.push([String(name), one]);
  }
  return out;
}

function urlencode(values) {
  return pairs(values)
    .map(([name, value]) => `${formEncode(name)}=${formEncode(value)}`)
    .join("&");
}

const KINDS = {
  txt: "text/plain", html: "text/html", json: "application/json", png: "image/png", jpg: "image/jpeg", csv: "text/csv",
  svg: "image/svg+xml", pdf: "application/pdf", gif: "image/gif", js: "text/javascript", zip: "application/zip", xml: "text/xml",
};

/** `[name, content, type]` of what a check gives for a file. */
function fileOf(given) {
  if (Array.isArray(given)) return given;
  if (given !== null && typeof given === "object" && !isBytes(given)) {
    return [given.name ?? given.filename ?? "file", given.data ?? given.content ?? "", given.type];
  }
  return ["file", given];
}

function filePairs(files) {
  const out = [];
  const items = Array.isArray(files) ? files : Object.entries(files);
  for (const [name, given] of items) {
    const several = Array.isArray(given) && given.length > 0 && given.every((one) => Array.isArray(one) || (one && typeof one === "object" && !isBytes(one)));
    for (const one of several ? given : [given]) out.push([name, fileOf(one)]);
  }
  return out;
}

function concat(pieces) {
  const out = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** A multipart body and its content type. */
function multipart(form, files) {
  const boundary = `----lab${host.hex(host.seed()).slice(0, 24)}`;
  const pieces = [];
  const escape = (text) => String(text).replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");
  for (const [name, value] of pairs(form)) {
    pieces.push(host.utf8(`--${boundary}\r\nContent-Disposition: form-data; name="${escape(name)}"\r\n\r\n`), bytesOf(value), host.utf8("\r\n"));
  }
  for (const [name, [filename, content, type]] of filePairs(files)) {
    let head = `--${boundary}\r\nContent-Disposition: form-data; name="${escape(name)}"`;
    if (filename !== null && filename !== undefined) {
      const ending = String(filename).split(".").pop().toLowerCase();
      head += `; filename="${escape(filename)}"\r\nContent-Type: ${type ?? (Object.hasOwn(KINDS, ending) ? KINDS[ending] : "application/octet-stream")}`;
    }
    pieces.push(host.utf8(`${head}\r\n\r\n`), bytesOf(content), host.utf8("\r\n"));
  }
  pieces.push(host.utf8(`--${boundary}--\r\n`));
  return [concat(pieces), `multipart/form-data; boundary=${boundary}`];
}

function shorten(text, limit = 300) {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

Object.assign(exports, { bytesOf, isBytes, pairs, urlencode, multipart, shorten });
