// `createHash`, `createHmac`

const { Transform } = require("stream");
const { Buffer, own } = require("internal/buffer");
const { error: plainError, invalidType, checkString } = require("internal/errors");
const { digestName, toBytes, encoded, invalidDigest, SIZES } = require("internal/crypto/common");
const { secretBytes } = require("internal/crypto/keys");

/** A stream that is made only if it is used as one: most digests are not. */
function lazyTransform(Kind) {
  Object.setPrototypeOf(Kind.prototype, Transform.prototype);
  Object.setPrototypeOf(Kind, Transform);
  const begun = new WeakSet();
  const begin = (stream) => {
    if (begun.has(stream)) return;
    begun.add(stream);
    Transform.call(stream, stream.streamOptions);
  };
  for (const name of ["_readableState", "_writableState", "_events"]) {
    Object.defineProperty(Kind.prototype, name, {
      configurable: true,
      get() {
        if (this === Kind.prototype) return undefined;
        begin(this);
        return Object.getOwnPropertyDescriptor(this, name)?.value;
      },
      set(value) { Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: false }); },
    });
  }
}

function finalized(name = "Digest already called") {
  return plainError("ERR_CRYPTO_HASH_FINALIZED", name);
}

function Hash(algorithm, options, kept) {
  if (!(this instanceof Hash)) return new Hash(algorithm, options, kept);
  const name = digestName(algorithm);
  if (name === undefined) throw new Error("Digest method not supported");
  Object.defineProperty(this, "state", { value: { name, pieces: kept ? [...kept] : [], done: false, length: options?.outputLength }, enumerable: false });
  if (options?.outputLength !== undefined && options.outputLength !== SIZES[name]) throw new Error("Unsupported state or unable to authenticate data");
}
lazyTransform(Hash);
Object.assign(Hash.prototype, {
  copy(options) {
    if (this.state.done) throw finalized();
    return new Hash(this.state.name, options, this.state.pieces);
  },
  update(data, encoding) {
    if (this.state.done) throw finalized();
    this.state.pieces.push(Buffer.from(toBytes(data, encoding)));
    return this;
  },
  digest(encoding) {
    if (this.state.done) throw finalized();
    this.state.done = true;
    return encoded(own(host.hash(this.state.name, Buffer.concat(this.state.pieces))), encoding);
  },
  _transform(chunk, encoding, done) { this.update(chunk, encoding); done(); },
  _flush(done) { this.push(this.digest()); done(); },
});

function Hmac(algorithm, key, options) {
  if (!(this instanceof Hmac)) return new Hmac(algorithm, key, options);
  checkString(algorithm, "hmac");
  const bytes = secretBytes(key, options?.encoding);
  const name = digestName(algorithm);
  if (name === undefined) throw invalidDigest(algorithm);
  Object.defineProperty(this, "state", { value: { name, key: bytes, pieces: [], done: false }, enumerable: false });
}
lazyTransform(Hmac);
Object.assign(Hmac.prototype, {
  update(data, encoding) {
    if (this.state.done) throw finalized();
    this.state.pieces.push(Buffer.from(toBytes(data, encoding)));
    return this;
  },
  digest(encoding) {
    // A second digest of an Hmac is empty, as in Node.
    if (this.state.done) return encoded(Buffer.alloc(0), encoding);
    this.state.done = true;
    return encoded(own(host.hmac(this.state.name, this.state.key, Buffer.concat(this.state.pieces))), encoding);
  },
  _transform(chunk, encoding, done) { this.update(chunk, encoding); done(); },
  _flush(done) { this.push(this.digest()); done(); },
});

/** `crypto.hash`: at once. */
function hash(algorithm, data, encoding = "hex") {
  checkString(algorithm, "algorithm");
  if (typeof data !== "string" && !ArrayBuffer.isView(data)) throw invalidType("input", ["string", "Buffer", "TypedArray", "DataView"], data);
  return new Hash(algorithm).update(data).digest(encoding);
}

module.exports = { Hash, Hmac, hash, lazyTransform, createHash: (name, options) => { checkString(name, "algorithm"); return new Hash(name, options); }, createHmac: (name, key, options) => new Hmac(name, key, options) };
