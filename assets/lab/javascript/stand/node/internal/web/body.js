"use strict";
// Reading request bodies: what `body-parser` and Express' own parsers do.

const media = require("internal/web/media");
const { isFinished, whenFinished } = require("internal/web/finished");
const createError = require("http-errors");

const UNITS = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4, pb: 1024 ** 5 };

/** Bytes of "100kb" or of a number; null where it is neither. */
function bytes(value) {
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  if (typeof value !== "string") return null;
  const found = /^((-|\+)?(\d+(?:\.\d+)?)) *(kb|mb|gb|tb|pb)$/i.exec(value);
  const number = found ? Number.parseFloat(found[1]) : Number.parseInt(value, 10);
  if (Number.isNaN(number)) return null;
  return Math.floor(UNITS[found ? found[4].toLowerCase() : "b"] * number);
}

const CHARSETS = {
  "utf-8": (body) => new TextDecoder("utf-8").decode(body),
  utf8: (body) => new TextDecoder("utf-8").decode(body),
  "utf-16le": (body) => body.toString("utf16le").replace(/^\ufeff/, ""),
  "utf-16": (body) => (body[0] === 0xfe && body[1] === 0xff ? Buffer.from(body).swap16() : body).toString("utf16le").replace(/^\ufeff/, ""),
  "utf-16be": (body) => Buffer.from(body.subarray(0, body.length - (body.length % 2))).swap16().toString("utf16le"),
  "iso-8859-1": (body) => body.toString("latin1"),
  latin1: (body) => body.toString("latin1"),
  "us-ascii": (body) => body.toString("latin1").replace(/[\x80-\xff]/g, "\ufffd"),
  ascii: (body) => body.toString("latin1").replace(/[\x80-\xff]/g, "\ufffd"),
  "windows-1252": (body) => new TextDecoder("windows-1252").decode(body),
};

function decode(body, charset) {
  return CHARSETS[charset](body);
}

/** Read a stream to its end, at most `limit` bytes: `done(error, bytes)`. */
function readAll(stream, { length, limit }, done) {
  let over = false;
  let received = 0;
  const pieces = [];
  const finish = (error, body) => {
    if (over) return;
    over = true;
    for (const name of Object.keys(handlers)) stream.removeListener(name, handlers[name]);
    if (error) {
      if (typeof stream.unpipe === "function") stream.unpipe();
      stream.pause();
    }
    done(error, body);
  };
  const tooLarge = (extra) => finish(createError(413, "request entity too large", { ...extra, limit, type: "entity.too.large" }));
  const handlers = {
    data(chunk) {
      received += chunk.length;
      if (limit !== null && received > limit) tooLarge({ received });
      else pieces.push(chunk);
    },
    end() {
      if (length !== null && received !== length) {
        finish(createError(400, "request size did not match content length", { expected: length, length, received, type: "request.size.invalid" }));
      } else finish(null, Buffer.concat(pieces));
    },
    aborted() {
      finish(createError(400, "request aborted", { code: "ECONNABORTED", expected: length, length, received, type: "request.aborted" }));
    },
    error: finish,
  };
  if (limit !== null && length !== null && length > limit) {
    process.nextTick(tooLarge, { expected: length, length });
    return;
  }
  const state = stream._readableState;
  if (state && (state.encoding || state.decoder)) {
    process.nextTick(finish, createError(500, "stream encoding should not be set", { type: "stream.encoding.set" }));
    return;
  }
  if (stream.readable === false) {
    process.nextTick(finish, createError(500, "stream is not readable", { type: "stream.not.readable" }));
    return;
  }
  for (const name of Object.keys(handlers)) stream.on(name, handlers[name]);
}

function unsupported(charset, version) {
  return createError(415, `unsupported charset "${charset.toUpperCase()}"`, { charset: version === 4 ? charset : charset.toLowerCase(), type: "charset.unsupported" });
}

function common(options, defaultType) {
  const given = options || {};
  const limit = given.limit === undefined || given.limit === null ? 102400 : bytes(given.limit);
  const verify = given.verify || false;
  if (verify !== false && typeof verify !== "function") throw new TypeError("option verify must be function");
  const type = given.type || defaultType;
  return {
    limit,
    verify,
    inflate: given.inflate !== false,
    defaultCharset: given.defaultCharset || "utf-8",
    fits: typeof type === "function" ? type : (req) => Boolean(media.requestIs(req, type)),
  };
}

/** The four parsers of one version of Express. */
module.exports = function parsers(version) {
  /** A middleware that reads a body and puts what `parse` makes of it on the request. */
  function reader(name, options, parse, { charsets = () => true, binary = false } = {}) {
    const middleware = function (req, res, next) {
      if (version === 4 ? req._body : isFinished(req)) return next();
      if (version === 4) req.body ||= {};
      else if (!("body" in req)) req.body = undefined;
      if (!media.hasBody(req) || !options.fits(req)) return next();
      if (version === 4) req._body = true;
      let charset = null;
      if (!binary) {
        const header = req.headers["content-type"];
        try {
          charset = (header ? media.parse(header).parameters.charset?.toLowerCase() : undefined) || options.defaultCharset;
        } catch {
          charset = options.defaultCharset;
        }
        if (!charsets(charset) || !Object.prototype.hasOwnProperty.call(CHARSETS, charset)) return next(unsupported(charset, version));
      }
      const encoding = (req.headers["content-encoding"] || "identity").toLowerCase();
      let stream = req;
      let length = null;
      if (encoding === "identity") {
        const said = req.headers["content-length"];
        length = said === undefined || Number.isNaN(Number(said)) ? null : Number.parseInt(said, 10);
      } else if (!options.inflate) return next(createError(415, "content encoding unsupported", { encoding, type: "encoding.unsupported" }));
      else if (encoding === "gzip" || encoding === "deflate" || encoding === "br") {
        const zlib = require("zlib");
        stream = encoding === "gzip" ? zlib.createGunzip() : encoding === "deflate" ? zlib.createInflate() : zlib.createBrotliDecompress();
        req.pipe(stream);
      } else return next(createError(415, `unsupported content encoding "${encoding}"`, { encoding, type: "encoding.unsupported" }));

      readAll(stream, { length, limit: options.limit }, (error, body) => {
        if (error) {
          if (stream !== req) {
            req.unpipe();
            stream.on("error", () => {});
            stream.destroy();
          }
          const failed = createError(400, error);
          if (isFinished(req)) next(failed);
          else {
            whenFinished(req, () => next(failed));
            req.resume();
          }
          return;
        }
        if (options.verify) {
          try {
            options.verify(req, res, body, charset);
          } catch (thrown) {
            next(createError(403, thrown, { body, type: thrown.type || "entity.verify.failed" }));
            return;
          }
        }
        let text = body;
        try {
          if (charset !== null) text = decode(body, charset);
          req.body = parse(text, charset);
        } catch (thrown) {
          next(createError(400, thrown, { body: text, type: thrown.type || "entity.parse.failed" }));
          return;
        }
        next();
      });
      return undefined;
    };
    Object.defineProperty(middleware, "name", { value: name, configurable: true });
    return middleware;
  }

  function json(options) {
    const strict = options?.strict !== false;
    const reviver = options?.reviver;
    const parse = (text) => {
      if (text.length === 0) return {};
      if (strict) {
        const first = /^[ \t\n\r]*(.)/s.exec(text)?.[1];
        if (first !== "{" && first !== "[") throw new SyntaxError(`Unexpected token '${first ?? ""}', "${text.slice(0, 10)}"${text.length > 10 ? "..." : ""} is not valid JSON`);
      }
      return JSON.parse(text, reviver);
    };
    return reader("jsonParser", common(options, "application/json"), parse, { charsets: (name) => name.startsWith("utf-") });
  }

  function urlencoded(options) {
    const given = options || {};
    const extended = version === 4 ? given.extended !== false : Boolean(given.extended);
    const limit = given.parameterLimit !== undefined ? given.parameterLimit : 1000;
    const depth = extended ? (given.depth !== undefined ? given.depth : 32) : 0;
    if (Number.isNaN(Number(limit)) || limit < 1) throw new TypeError("option parameterLimit must be a positive number");
    if (Number.isNaN(Number(depth)) || depth < 0) throw new TypeError("option depth must be a zero or a positive number");
    const most = Number.isFinite(Number(limit)) ? limit | 0 : limit;
    const parse = (text, charset) => {
      if (!text.length) return {};
      const count = text.split("&").length;
      if (count > most) throw createError(413, "too many parameters", { type: "parameters.too.many" });
      if (!extended && version === 4) return require("querystring").parse(text, "&", "=", { maxKeys: most });
      try {
        return require("qs").parse(text, {
          allowPrototypes: true,
          arrayLimit: extended ? Math.max(100, count) : count,
          depth,
          charset,
          charsetSentinel: given.charsetSentinel,
          interpretNumericEntities: given.interpretNumericEntities,
          parameterLimit: most,
          strictDepth: true,
        });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw createError(400, "The input exceeded the depth", { type: "querystring.parse.rangeError" });
      }
    };
    const charsets = (name) => name === "utf-8" || (version !== 4 && name === "iso-8859-1");
    return reader("urlencodedParser", common(options, "application/x-www-form-urlencoded"), parse, { charsets });
  }

  function text(options) {
    return reader("textParser", common(options, "text/plain"), (body) => body);
  }

  function raw(options) {
    return reader("rawParser", common(options, "application/octet-stream"), (body) => body, { binary: true });
  }

  return { json, urlencoded, text, raw };
};
module.exports.readAll = readAll;
module.exports.bytes = bytes;
