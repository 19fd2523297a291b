"use strict";
// Multipart bodies.

/** The parameters of a header like `form-data; name="x"; filename="y"`. */
function parameters(text) {
  const out = Object.create(null);
  const form = /;\s*([^\s=;]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;]*))/g;
  for (const [, name, quoted, bare] of text.matchAll(form)) {
    const key = name.toLowerCase();
    if (key in out) continue;
    const value = quoted === undefined ? bare.trim() : quoted.replace(/\\(["\\])/g, "$1");
    const extended = key.endsWith("*") ? /^([^']*)'[^']*'(.*)$/.exec(value) : null;
    if (!extended) out[key] = value;
    else {
      const bytes = Buffer.from(extended[2].replace(/%([0-9a-f]{2})/gi, (all, hex) => String.fromCharCode(Number.parseInt(hex, 16))), "latin1");
      out[key.slice(0, -1)] = /^utf-?8$/i.test(extended[1]) ? bytes.toString("utf8") : bytes.toString("latin1");
      Object.defineProperty(out, `${key.slice(0, -1)} decoded`, { value: true });
    }
  }
  return out;
}

/** A file's name without the folders that the sender gave it. */
function basename(name) {
  const at = Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\"));
  const base = name.slice(at + 1);
  return base === "." || base === ".." ? "" : base;
}

/** The boundary of a Content-Type, or an error. */
function boundaryOf(type) {
  const found = parameters(`;${(type ?? "").split(";").slice(1).join(";")}`).boundary;
  if (!found) throw new Error("Multipart: Boundary not found");
  return found;
}

/** The parts of a body in their order: `{ name, filename, type, encoding, data }`. */
function parse(body, type, { charset = "latin1", preservePath = false } = {}) {
  const boundary = Buffer.from(`--${boundaryOf(type)}`, "latin1");
  const out = [];
  let at = body.indexOf(boundary);
  const unfinished = () => new Error("Unexpected end of form");
  if (at < 0) throw unfinished();
  for (;;) {
    at += boundary.length;
    const next = body.subarray(at, at + 2).toString("latin1");
    if (next === "--") return out;
    if (next !== "\r\n") throw new Error("Malformed part header");
    const headEnd = body.indexOf("\r\n\r\n", at + 2);
    const end = body.indexOf(Buffer.concat([Buffer.from("\r\n"), boundary]), headEnd < 0 ? at : headEnd + 2);
    if (headEnd < 0 || end < 0) throw unfinished();
    const headers = Object.create(null);
    for (const line of body.subarray(at + 2, headEnd).toString("latin1").split("\r\n")) {
      const cut = line.indexOf(":");
      if (cut > 0) headers[line.slice(0, cut).trim().toLowerCase()] ??= line.slice(cut + 1).trim();
    }
    const disposition = headers["content-disposition"] ?? "";
    const given = parameters(disposition);
    const read = (key) => {
      if (given[key] === undefined) return undefined;
      return charset === "utf8" && !given[`${key} decoded`] ? Buffer.from(given[key], "latin1").toString("utf8") : given[key];
    };
    if (/^form-data/i.test(disposition)) {
      const contentType = headers["content-type"];
      let filename = read("filename");
      if (filename !== undefined && !preservePath) filename = basename(filename);
      const isFile = filename !== undefined || /^application\/octet-stream/i.test(contentType ?? "");
      out.push({
        name: read("name"), isFile, filename, data: body.subarray(headEnd + 4, Math.max(end, headEnd + 4)),
        type: (contentType ?? (isFile ? "application/octet-stream" : "text/plain")).split(";")[0].trim().toLowerCase(),
        encoding: (headers["content-transfer-encoding"] ?? "7bit").toLowerCase(),
      });
    }
    at = end + 2;
  }
}

module.exports = { parse, parameters };
