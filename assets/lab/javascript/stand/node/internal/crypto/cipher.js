// `createCipheriv`, `createDecipheriv`: AES in the modes cbc, ctr, ecb and gcm.

const { Buffer, own } = require("internal/buffer");
const { StringDecoder } = require("string_decoder");
const { error: plainError, typeError, rangeError, checkString, invalidType } = require("internal/errors");
const { toBytes, openssl } = require("internal/crypto/common");
const { secretBytes } = require("internal/crypto/keys");
const { lazyTransform } = require("internal/crypto/hash");
const { lacks } = require("internal/lacks");

const OTHERS = /^(aes(-?\d+)?-(ccm|ocb|xts|wrap|cfb\d*|ofb)|id-aes|aes\d*-wrap|camellia|aria|des|des-ede|des3|bf|blowfish|cast|rc2|rc4|chacha20|seed|sm4)/;
const INFO = { cbc: { iv: 16, block: 16 }, ecb: { iv: 0, block: 16 }, ctr: { iv: 16, block: 1 }, gcm: { iv: 12, block: 1 } };

/** What a cipher's name says, or undefined. */
function parseName(given) {
  const name = String(given).toLowerCase().replace(/^aes(128|192|256)$/, "aes-$1-cbc").replace(/^id-aes(\d+)-gcm$/, "aes-$1-gcm");
  const found = /^aes-(128|192|256)-(cbc|ecb|ctr|gcm)$/.exec(name);
  if (found) return { name, bits: Number(found[1]), mode: found[2], ...INFO[found[2]] };
  if (OTHERS.test(name)) lacks(`cipher ${given}`, "aes-{128,192,256}-{cbc,ctr,ecb,gcm} are there");
  return undefined;
}

const badState = (name) => plainError("ERR_CRYPTO_INVALID_STATE", name ? `Invalid state for operation ${name}` : "Invalid state");
const unauthentic = () => new Error("Unsupported state or unable to authenticate data");

function start(self, encrypt, given, key, iv, options) {
  checkString(given, "cipher");
  const kind = parseName(given);
  const keyBytes = secretBytes(key, undefined, "key");
  if (iv !== null && typeof iv !== "string" && !ArrayBuffer.isView(iv) && Object.prototype.toString.call(iv) !== "[object ArrayBuffer]") throw invalidType("iv", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], iv);
  if (kind === undefined) throw plainError("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher");
  if (keyBytes.length !== kind.bits / 8) throw rangeError("ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
  const ivBytes = iv === null ? Buffer.alloc(0) : Buffer.from(toBytes(iv, "utf8", "iv"));
  if (kind.mode === "gcm" ? ivBytes.length === 0 : ivBytes.length !== kind.iv) throw typeError("ERR_CRYPTO_INVALID_IV", "Invalid initialization vector");
  const tagLength = options?.authTagLength;
  if (kind.mode === "gcm" && tagLength !== undefined && !(tagLength === 4 || tagLength === 8 || (tagLength >= 12 && tagLength <= 16))) {
    throw typeError("ERR_CRYPTO_INVALID_AUTH_TAG", `Invalid authentication tag length: ${tagLength}`);
  }
  Object.defineProperty(self, "state", {
    enumerable: false,
    value: { ...kind, encrypt, key: Buffer.from(keyBytes), iv: ivBytes, tagLength, pads: true, pieces: [], waiting: Buffer.alloc(0), seen: 0, done: false, aad: Buffer.alloc(0), tag: null, decoder: null },
  });
}

/** Run whole blocks, or a stream's next bytes, through the cipher. */
function step(s, bytes) {
  if (s.mode === "ctr" || s.mode === "gcm") {
    // The first block of what GCM encrypts has the counter 2.
    const counter = s.mode === "ctr" ? s.iv : Buffer.concat([s.iv, Buffer.from([0, 0, 0, 2])]);
    if (s.mode === "gcm" && s.iv.length !== 12) return null;
    const skip = s.seen % 16;
    const at = Buffer.from(counter);
    let blocks = BigInt(Math.floor(s.seen / 16));
    const last = s.mode === "ctr" ? 0 : 12;
    for (let i = 15; i >= last && blocks > 0n; i--) {
      blocks += BigInt(at[i]);
      at[i] = Number(blocks & 255n);
      blocks >>= 8n;
    }
    const out = own(host.cipher(`aes-${s.bits}-ctr`, true, s.key, at, Buffer.concat([Buffer.alloc(skip), bytes])));
    s.seen += bytes.length;
    return out.subarray(skip);
  }
  const out = own(host.cipher(s.name, s.encrypt, s.key, s.iv, bytes, undefined, undefined, false));
  if (s.mode === "cbc" && bytes.length) s.iv = Buffer.from((s.encrypt ? out : bytes).subarray(-16));
  return out;
}

function update(s, bytes) {
  if (s.mode === "gcm") s.pieces.push(Buffer.from(bytes));
  if (s.block === 1) return step(s, bytes) ?? Buffer.alloc(0);
  const all = Buffer.concat([s.waiting, bytes]);
  // With padding the last whole block is kept back while decrypting: it may be the padding.
  let whole = all.length - (all.length % 16);
  if (!s.encrypt && s.pads && whole === all.length && whole > 0) whole -= 16;
  s.waiting = Buffer.from(all.subarray(whole));
  return whole ? step(s, all.subarray(0, whole)) : Buffer.alloc(0);
}

function finalBlocks(s) {
  const wrong = () => openssl(s.encrypt ? "1C80006A" : "1C80006B", "Provider routines", "wrong final block length");
  if (s.encrypt) {
    if (!s.pads) {
      if (s.waiting.length) throw wrong();
      return Buffer.alloc(0);
    }
    const n = 16 - s.waiting.length;
    return step(s, Buffer.concat([s.waiting, Buffer.alloc(n, n)]));
  }
  if (!s.pads) {
    if (s.waiting.length) throw wrong();
    return Buffer.alloc(0);
  }
  if (s.waiting.length !== 16) throw wrong();
  const out = step(s, s.waiting);
  const n = out[15];
  if (n < 1 || n > 16 || out.subarray(16 - n).some((b) => b !== n)) throw openssl("1C800064", "Provider routines", "bad decrypt");
  return out.subarray(0, 16 - n);
}

function finalGcm(s) {
  const all = Buffer.concat(s.pieces);
  if (s.encrypt) {
    const made = host.cipher(s.name, true, s.key, s.iv, all, s.aad);
    s.tag = own(made.tag).subarray(0, s.tagLength ?? 16);
    return s.iv.length === 12 ? Buffer.alloc(0) : own(made.data);
  }
  if (s.tag === null) throw unauthentic();
  let made;
  try {
    made = host.cipher(s.name, false, s.key, s.iv, all, s.aad, s.tag);
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    throw unauthentic();
  }
  return s.iv.length === 12 ? Buffer.alloc(0) : own(made.data ?? made);
}

function text(s, bytes, encoding) {
  if (!encoding || encoding === "buffer") return bytes;
  s.decoder ??= new StringDecoder(encoding);
  return s.decoder.write(bytes);
}

const methods = {
  update(data, inputEncoding, outputEncoding) {
    const s = this.state;
    if (s.done) throw new Error("Trying to add data in unsupported state");
    return text(s, Buffer.from(update(s, toBytes(data, inputEncoding))), outputEncoding);
  },
  final(outputEncoding) {
    const s = this.state;
    if (s.done) throw badState();
    s.done = true;
    const bytes = s.mode === "gcm" ? finalGcm(s) : s.block === 1 ? Buffer.alloc(0) : finalBlocks(s);
    if (!outputEncoding || outputEncoding === "buffer") return Buffer.from(bytes);
    return text(s, bytes, outputEncoding) + s.decoder.end();
  },
  setAutoPadding(on = true) {
    if (this.state.done) throw badState("setAutoPadding");
    this.state.pads = Boolean(on);
    return this;
  },
  setAAD(data, options) {
    if (this.state.mode !== "gcm" || this.state.done) throw badState("setAAD");
    this.state.aad = Buffer.concat([this.state.aad, toBytes(data, options?.encoding, "buffer")]);
    return this;
  },
  _transform(chunk, encoding, done) { this.push(this.update(chunk, encoding)); done(); },
  _flush(done) {
    try {
      this.push(this.final());
    } catch (error) {
      return done(error);
    }
    done();
  },
};

function Cipheriv(name, key, iv, options) {
  if (!(this instanceof Cipheriv)) return new Cipheriv(name, key, iv, options);
  start(this, true, name, key, iv, options);
}
lazyTransform(Cipheriv);
Object.assign(Cipheriv.prototype, methods, {
  getAuthTag() {
    if (this.state.mode !== "gcm" || !this.state.done) throw badState("getAuthTag");
    return Buffer.from(this.state.tag);
  },
});

function Decipheriv(name, key, iv, options) {
  if (!(this instanceof Decipheriv)) return new Decipheriv(name, key, iv, options);
  start(this, false, name, key, iv, options);
}
lazyTransform(Decipheriv);
Object.assign(Decipheriv.prototype, methods, {
  setAuthTag(tag, encoding) {
    const s = this.state;
    const bytes = Buffer.from(toBytes(tag, encoding, "buffer"));
    if (s.mode !== "gcm" || s.done || s.tag !== null) throw badState("setAuthTag");
    const n = bytes.length;
    const fits = s.tagLength === undefined ? n === 4 || n === 8 || (n >= 12 && n <= 16) : n === s.tagLength;
    if (!fits) throw typeError("ERR_CRYPTO_INVALID_AUTH_TAG", `Invalid authentication tag length: ${n}`);
    s.tag = bytes;
    return this;
  },
});

function getCipherInfo(given, options) {
  const kind = typeof given === "string" ? parseName(given) : undefined;
  if (kind === undefined || (options?.keyLength !== undefined && options.keyLength !== kind.bits / 8)) return undefined;
  const nid = { cbc: { 128: 419, 192: 423, 256: 427 }, ecb: { 128: 418, 192: 422, 256: 426 }, ctr: { 128: 904, 192: 905, 256: 906 }, gcm: { 128: 895, 192: 898, 256: 901 } }[kind.mode][kind.bits];
  return { mode: kind.mode, name: kind.mode === "gcm" ? `id-aes${kind.bits}-GCM` : kind.name, nid, ...(kind.block > 1 && { blockSize: 16 }), ...(kind.iv && { ivLength: kind.iv }), keyLength: kind.bits / 8 };
}

const CIPHERS = [128, 192, 256].flatMap((bits) => ["cbc", "ctr", "ecb", "gcm"].map((mode) => `aes-${bits}-${mode}`));

module.exports = {
  Cipheriv, Decipheriv, getCipherInfo, CIPHERS,
  createCipheriv: (...given) => new Cipheriv(...given),
  createDecipheriv: (...given) => new Decipheriv(...given),
};
