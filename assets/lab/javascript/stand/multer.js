"use strict";
// Uploads.

const path = require("path");
const media = require("internal/web/media");
const { readAll } = require("internal/web/body");

const MESSAGES = {
  LIMIT_PART_COUNT: "Too many parts", LIMIT_FILE_SIZE: "File too large", LIMIT_FILE_COUNT: "Too many files", LIMIT_FIELD_KEY: "Field name too long",
  LIMIT_FIELD_VALUE: "Field value too long", LIMIT_FIELD_COUNT: "Too many fields", LIMIT_UNEXPECTED_FILE: "Unexpected field", MISSING_FIELD_NAME: "Field name missing",
};

class MulterError extends Error {
  constructor(code, field) {
    super(MESSAGES[code]);
    this.name = "MulterError";
    this.code = code;
    if (field) this.field = field;
  }
}

class DiskStorage {
  constructor({ destination, filename } = {}) {
    this.getFilename = filename || ((req, file, done) => done(null, host.hex(kernel("random").bytes(16))));
    if (typeof destination === "string") {
      require("fs").mkdirSync(destination, { recursive: true });
      this.getDestination = (req, file, done) => done(null, destination);
    } else this.getDestination = destination || ((req, file, done) => done(null, require("os").tmpdir()));
  }
  _handleFile(req, file, done) {
    this.getDestination(req, file, (error, destination) => {
      if (error) return done(error);
      return this.getFilename(req, file, (failure, filename) => {
        if (failure) return done(failure);
        const full = path.join(destination, filename);
        const out = require("fs").createWriteStream(full);
        let size = 0;
        file.stream.on("data", (piece) => void (size += piece.length));
        file.stream.pipe(out);
        out.on("error", done);
        return out.on("finish", () => done(null, { destination, filename, path: full, size }));
      });
    });
  }
  _removeFile(req, file, done) {
    const full = file.path;
    delete file.destination;
    delete file.filename;
    delete file.path;
    require("fs").unlink(full, done);
  }
}

class MemoryStorage {
  _handleFile(req, file, done) {
    const pieces = [];
    file.stream.on("data", (piece) => pieces.push(piece));
    file.stream.on("end", () => {
      const buffer = Buffer.concat(pieces);
      done(null, { buffer, size: buffer.length });
    });
  }
  _removeFile(req, file, done) {
    delete file.buffer;
    done(null);
  }
}

/** Put a field into the body: `a[b]` and `a[]` nest. */
function append(body, name, value) {
  const steps = /^[^[]*(\[[^\]]*\])*$/.test(name) ? [name.split("[")[0], ...[...name.matchAll(/\[([^\]]*)\]/g)].map((one) => one[1])] : [name];
  let at = body;
  steps.forEach((step, i) => {
    const last = i === steps.length - 1;
    const key = step === "" && Array.isArray(at) ? at.length : step;
    if (last) {
      if (!Object.prototype.hasOwnProperty.call(at, key)) at[key] = value;
      else if (Array.isArray(at[key])) at[key].push(value);
      else at[key] = [at[key], value];
      return;
    }
    if (!Object.prototype.hasOwnProperty.call(at, key) || typeof at[key] !== "object") at[key] = steps[i + 1] === "" || /^\d+$/.test(steps[i + 1]) ? [] : Object.create(null);
    at = at[key];
  });
}

/** The middleware of one way to take files. */
function middleware(o, allowed, place) {
  const limits = o.limits ?? {};
  return function multerMiddleware(req, res, next) {
    if (!media.requestIs(req, ["multipart"])) return next();
    req.body = Object.create(null);
    const kept = [];
    const fail = (error) => {
      let left = kept.length;
      if (!left) return next(error);
      for (const file of kept) o.storage._removeFile(req, file, () => --left || next(error));
      return undefined;
    };
    readAll(req, { length: null, limit: null }, async (error, body) => {
      if (error) return next(error);
      try {
        const { parse } = require("internal/web/multipart");
        const parts = parse(body, req.headers["content-type"], { charset: o.defParamCharset ?? "latin1", preservePath: o.preservePath });
        await take(parts);
      } catch (thrown) {
        return fail(thrown);
      }
      return next();
    });

    async function take(parts) {
      let [fields, files] = [0, 0];
      const remaining = new Map(allowed === null ? [] : allowed.map(({ name, maxCount }) => [name, maxCount ?? Infinity]));
      if (place.value) req[place.value] = place.empty();
      for (const [i, part] of parts.entries()) {
        if (i >= (limits.parts ?? Infinity)) throw new MulterError("LIMIT_PART_COUNT");
        if (!part.isFile) {
          if (++fields > (limits.fields ?? Infinity)) throw new MulterError("LIMIT_FIELD_COUNT");
          if (part.name === undefined) throw new MulterError("MISSING_FIELD_NAME");
          if (part.name.length > (limits.fieldNameSize ?? 100)) throw new MulterError("LIMIT_FIELD_KEY");
          if (part.data.length > (limits.fieldSize ?? 1048576)) throw new MulterError("LIMIT_FIELD_VALUE", part.name);
          append(req.body, part.name, part.data.toString("utf8"));
          continue;
        }
        // A file field that was left empty comes without a name.
        if (!part.filename) continue;
        if (++files > (limits.files ?? Infinity)) throw new MulterError("LIMIT_FILE_COUNT");
        if (part.name === undefined) throw new MulterError("MISSING_FIELD_NAME");
        const file = { fieldname: part.name, originalname: part.filename, encoding: part.encoding, mimetype: part.type };
        if (allowed !== null) {
          const left = remaining.get(part.name) ?? 0;
          if (left <= 0) throw new MulterError("LIMIT_UNEXPECTED_FILE", part.name);
          remaining.set(part.name, left - 1);
        }
        const accepted = await new Promise((resolve, reject) => o.fileFilter(req, file, (failure, yes) => (failure ? reject(failure) : resolve(yes))));
        if (!accepted) continue;
        const tooLarge = part.data.length > (limits.fileSize ?? Infinity);
        const { Readable } = require("stream");
        const data = tooLarge ? part.data.subarray(0, limits.fileSize) : part.data;
        Object.defineProperty(file, "stream", { value: Readable.from(data.length ? [Buffer.from(data)] : []), configurable: true, enumerable: false });
        const info = await new Promise((resolve, reject) => o.storage._handleFile(req, file, (failure, found) => (failure ? reject(failure) : resolve(found))));
        const whole = { ...file, ...info };
        kept.push(whole);
        if (tooLarge) throw new MulterError("LIMIT_FILE_SIZE", part.name);
        place.put(req, whole);
      }
    }
    return undefined;
  };
}

const PLACES = {
  single: { value: null, put: (req, file) => void (req.file = file) },
  list: { value: "files", empty: () => [], put: (req, file) => req.files.push(file) },
  fields: { value: "files", empty: () => Object.create(null), put: (req, file) => (req.files[file.fieldname] ??= []).push(file) },
};

function multer(options = {}) {
  if (options === null || typeof options !== "object") throw new TypeError("Expected object for argument options");
  const o = {
    storage: options.storage || (options.dest ? new DiskStorage({ destination: options.dest }) : new MemoryStorage()),
    fileFilter: options.fileFilter || ((req, file, done) => done(null, true)),
    limits: options.limits, preservePath: options.preservePath, defParamCharset: options.defParamCharset,
  };
  return {
    storage: o.storage,
    single: (name) => middleware(o, [{ name, maxCount: 1 }], PLACES.single),
    array: (name, maxCount) => middleware(o, [{ name, maxCount }], PLACES.list),
    fields: (fields) => middleware(o, fields, PLACES.fields),
    none: () => middleware(o, [], { value: null, put() {} }),
    any: () => middleware(o, null, PLACES.list),
  };
}

module.exports = multer;
Object.assign(multer, { diskStorage: (options) => new DiskStorage(options), memoryStorage: () => new MemoryStorage(), MulterError });
