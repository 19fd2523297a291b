// Texts to bytes and back, by Node's names of encodings.

const NAMES = {
  utf8: "utf8", "utf-8": "utf8", latin1: "latin1", binary: "latin1", ascii: "ascii", hex: "hex", base64: "base64", base64url: "base64url",
  ucs2: "utf16le", "ucs-2": "utf16le", utf16le: "utf16le", "utf-16le": "utf16le",
};

/** The one name of an encoding, or undefined. */
function canonicalEncoding(name) {
  const key = String(name).toLowerCase();
  return Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
}

/** Bytes of a text; `kind` is a canonical name. */
function encode(text, kind) {
  switch (kind) {
    case "utf8":
      return host.utf8(text);
    case "latin1":
    case "ascii": {
      const out = new Uint8Array(text.length);
      for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
      return out;
    }
    case "utf16le": {
      const out = new Uint8Array(text.length * 2);
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        out[2 * i] = unit & 255;
        out[2 * i + 1] = unit >> 8;
      }
      return out;
    }
    case "hex":
      return host.unhex(text);
    default:
      return host.unbase64(text);
  }
}

function units(bytes, size, map) {
  let out = "";
  for (let i = 0; i < size; i += 4096) {
    const piece = [];
    for (let j = i; j < size && j < i + 4096; j++) piece.push(map(j));
    out += String.fromCharCode(...piece);
  }
  return out;
}

/** The text of bytes. */
function decode(bytes, kind) {
  switch (kind) {
    case "utf8":
      return host.text(bytes, false);
    case "latin1":
      return host.latin1(bytes);
    case "ascii":
      return units(bytes, bytes.length, (i) => bytes[i] & 127);
    case "utf16le":
      return units(bytes, bytes.length >> 1, (i) => bytes[2 * i] | (bytes[2 * i + 1] << 8));
    case "hex":
      return host.hex(bytes);
    default:
      return host.base64(bytes, kind === "base64url");
  }
}

module.exports = { canonicalEncoding, encode, decode };
