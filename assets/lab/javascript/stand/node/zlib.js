// `node:zlib`

const { Transform } = require("stream");
const { Buffer, wrap } = require("internal/buffer");
const { checkFunction, invalidType, rangeError, outOfRange } = require("internal/errors");
const { later } = require("internal/timers");
const { lackNames } = require("internal/lacks");

const MEMORY = 64 * 1024 * 1024;
const NUMBERS = { Z_DATA_ERROR: -3, Z_BUF_ERROR: -5, Z_NEED_DICT: 2 };

const bytesOf = (data) => {
  if (typeof data === "string") return Buffer.from(data);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (Object.prototype.toString.call(data) === "[object ArrayBuffer]") return Buffer.from(data);
  throw invalidType("buffer", ["string", "Buffer", "TypedArray", "DataView", "ArrayBuffer"], data);
};

function failure(message, code) {
  return Object.assign(new Error(message), { errno: NUMBERS[code], code });
}

const tooLarge = (limit) => rangeError("ERR_BUFFER_TOO_LARGE", `Cannot create a Buffer larger than ${limit} bytes`);

function checkOptions(options) {
  const level = options?.level;
  if (level !== undefined && (typeof level !== "number" || Number.isNaN(level))) throw invalidType("options.level", "number", level);
  if (level !== undefined && (level < -1 || level > 9)) throw outOfRange("options.level", ">= -1 and <= 9", level);
  const limit = options?.maxOutputLength;
  if (limit !== undefined && !(limit >= 1)) throw outOfRange("options.maxOutputLength", ">= 1 && <= 9007199254740991", limit);
}

/** Why bytes cannot be unpacked, as zlib words it. */
function reason(kind, bytes, error) {
  const said = String(error?.message);
  if (kind === "gzip" && bytes.length >= 2 && (bytes[0] !== 0x1f || bytes[1] !== 0x8b)) return failure("incorrect header check", "Z_DATA_ERROR");
  if (kind === "zlib" && bytes.length >= 2 && (bytes[0] * 256 + bytes[1]) % 31 !== 0) return failure("incorrect header check", "Z_DATA_ERROR");
  if (kind === "zlib" && bytes.length >= 2 && (bytes[0] & 15) !== 8) return failure("unknown compression method", "Z_DATA_ERROR");
  if (/unexpected end|eof|truncated|incomplete|buf/i.test(said)) return failure("unexpected end of file", "Z_BUF_ERROR");
  return failure("invalid stored block lengths", "Z_DATA_ERROR");
}

function unpack(kind, bytes, limit) {
  const real = kind === "auto" ? (bytes[0] === 0x1f && bytes[1] === 0x8b ? "gzip" : "zlib") : kind;
  if (bytes.length === 0) throw failure("unexpected end of file", "Z_BUF_ERROR");
  let out;
  try {
    // One byte more than may come tells that it is too much.
    out = wrap(host.inflate(real, bytes, Math.min(limit + 1, MEMORY)));
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    if (/limit|too (large|long|much)|larger than/i.test(String(error?.message)) || error?.code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limit);
    throw reason(real, bytes, error);
  }
  if (out.length > limit) throw tooLarge(limit);
  return out;
}

const pack = (kind, bytes) => wrap(host.deflate(kind, bytes));

const WAYS = { gzip: ["Gzip", "gzip", true], gunzip: ["Gunzip", "gzip", false], deflate: ["Deflate", "zlib", true], inflate: ["Inflate", "zlib", false], deflateRaw: ["DeflateRaw", "raw", true], inflateRaw: ["InflateRaw", "raw", false], unzip: ["Unzip", "auto", false] };
const zlib = {};

for (const [name, [title, kind, packs]] of Object.entries(WAYS)) {
  const work = (data, options) => {
    checkOptions(options);
    const bytes = bytesOf(data);
    return () => (packs ? pack(kind, bytes) : unpack(kind, bytes, options?.maxOutputLength ?? Number.MAX_SAFE_INTEGER));
  };
  zlib[`${name}Sync`] = (data, options) => work(data, options)();
  zlib[name] = (data, options, done) => {
    const after = typeof options === "function" ? options : done;
    checkFunction(after);
    const go = work(data, typeof options === "function" ? undefined : options);
    later(null, () => {
      let out;
      try {
        out = go();
      } catch (error) {
        if (error?.name === "LabLacks") throw error;
        return after(error);
      }
      after(null, out);
    });
  };
  // The whole is worked on when the input ends; the output comes in pieces, as it would.
  const Kind = { [title]: function (options) {
    if (!(this instanceof Kind)) return new Kind(options);
    checkOptions(options);
    Transform.call(this, { ...options, objectMode: false });
    this.held = [];
    this.limit = options?.maxOutputLength ?? Number.MAX_SAFE_INTEGER;
    this.piece = options?.chunkSize ?? 16384;
    this.bytesWritten = 0;
    for (const key of ["held", "limit", "piece"]) Object.defineProperty(this, key, { enumerable: false });
  } }[title];
  Object.setPrototypeOf(Kind.prototype, Transform.prototype);
  Object.setPrototypeOf(Kind, Transform);
  Object.assign(Kind.prototype, {
    _transform(chunk, encoding, done) {
      this.bytesWritten += chunk.length;
      this.held.push(Buffer.from(chunk));
      done();
    },
    _flush(done) {
      let out;
      try {
        const bytes = Buffer.concat(this.held);
        out = packs ? pack(kind, bytes) : unpack(kind, bytes, Math.min(this.limit, MEMORY));
      } catch (error) {
        if (error?.name === "LabLacks") throw error;
        return done(error);
      }
      for (let at = 0; at < out.length; at += this.piece) this.push(out.subarray(at, at + this.piece));
      done();
    },
    close(done) {
      if (typeof done === "function") this.once("close", done);
      this.destroy();
    },
    flush(kindOfFlush, done) { (typeof kindOfFlush === "function" ? kindOfFlush : done)?.(); },
    params(level, strategy, done) { done?.(); },
    reset() {},
  });
  zlib[title] = Kind;
  zlib[`create${title}`] = (options) => new Kind(options);
}

const constants = { Z_NO_FLUSH: 0, Z_PARTIAL_FLUSH: 1, Z_SYNC_FLUSH: 2, Z_FULL_FLUSH: 3, Z_FINISH: 4, Z_BLOCK: 5, Z_OK: 0, Z_STREAM_END: 1, Z_NEED_DICT: 2, Z_ERRNO: -1, Z_STREAM_ERROR: -2, Z_DATA_ERROR: -3, Z_MEM_ERROR: -4, Z_BUF_ERROR: -5, Z_VERSION_ERROR: -6, Z_NO_COMPRESSION: 0, Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9, Z_DEFAULT_COMPRESSION: -1, Z_FILTERED: 1, Z_HUFFMAN_ONLY: 2, Z_RLE: 3, Z_FIXED: 4, Z_DEFAULT_STRATEGY: 0, BROTLI_PARAM_QUALITY: 1, BROTLI_PARAM_MODE: 0, BROTLI_OPERATION_PROCESS: 0, BROTLI_OPERATION_FLUSH: 1 };

/** CRC-32 as in zip files. */
function crc32(data, value = 0) {
  let crc = ~value;
  for (const byte of bytesOf(data)) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

module.exports = Object.assign(zlib, { constants, codes: {}, crc32 }, constants);
lackNames(zlib, "zlib", "brotliCompress brotliCompressSync brotliDecompress brotliDecompressSync createBrotliCompress createBrotliDecompress BrotliCompress BrotliDecompress zstdCompress zstdCompressSync zstdDecompress zstdDecompressSync createZstdCompress createZstdDecompress", "gzip and deflate are there");
