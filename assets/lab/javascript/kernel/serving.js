"use strict";
// Where requests go into the guest realm: the stand of node:http registers here, client and network use it.

const core = part("core");
const hanging = part("hanging");
let connected = null;

/** Called by the stand of node:http's server side when it is loaded. */
exports.connect = function connect(stand) {
  connected ??= stand;
};

/** The stand, loaded where the challenge's code did not load it itself. */
exports.stand = function stand() {
  if (!connected) part("guest").require("_http_server");
  return connected;
};

/** The server that listens at a port (or a socket's path), or null. */
exports.find = function find(key) {
  return connected ? connected.find(key) : null;
};

/** The ports that the challenge's code listens at. */
exports.ports = function ports() {
  return connected ? connected.ports() : [];
};

function join(pieces) {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  const out = new Uint8Array(size);
  size = 0;
  for (const piece of pieces) {
    out.set(piece, size);
    size += piece.length;
  }
  return out;
}

function goneText() {
  return `the program has ended (${core.endText()})`;
}

/** What an exception of the guest is, in plain data. */
exports.errorOf = function errorOf(error) {
  const read = (name) => {
    try {
      const value = error[name];
      return value === undefined || value === null || typeof value === "number" ? value : String(value);
    } catch {
      return undefined;
    }
  };
  if (error === null || (typeof error !== "object" && typeof error !== "function")) {
    return { name: "", message: String(error), code: undefined, status: undefined };
  }
  return { name: read("name") ?? "Error", message: read("message") ?? "", code: read("code"), status: read("status") ?? undefined };
};

/** An error in one line. */
exports.inWords = function inWords(error) {
  return error.name ? `${error.name}: ${error.message}` : error.message;
};

/**
 * Send one request to a listener or server of the guest: a promise of `{ status, message, headers, data, error, problem }`.
 * `problem` says why there is no answer of the program's own: "crashed", "never answered", "closed the connection".
 */
exports.request = function request(target, head, body) {
  if (core.ended()) return Promise.resolve(none(502, "Bad Gateway", goneText(), null));
  return new Promise((resolve) => {
    const pieces = [];
    let status = 0;
    let message = "";
    let headers = null;
    let error = null;
    let over = false;
    let entry = null;
    const finish = (result) => {
      if (over) return;
      over = true;
      leave();
      resolve(result);
    };
    const complete = (open) =>
      finish({ status, message, headers: headers ?? [], data: join(pieces), error, problem: null, open, sent: true });
    const leave = hanging.enter(() => {
      // A stream that stays open has answered all the same: a browser shows what came so far.
      if (headers) complete(true);
      else if (core.ended()) finish(none(502, "Bad Gateway", goneText(), null));
      else finish(none(504, "Gateway Timeout", "never answered", null));
      if (entry) entry.close();
    });
    entry = exports.stand().serve(target, head, body, {
      answer(code, text, raw, bytes, end) {
        if (raw) {
          status = code;
          message = String(text);
          headers = Array.from(raw, String);
        }
        if (bytes) pieces.push(new Uint8Array(bytes));
        if (end) complete(false);
      },
      raised(what) {
        error = exports.errorOf(what);
      },
      crashed(what) {
        core.crash("uncaughtException", what);
        const known = exports.errorOf(what);
        if (core.ended()) finish(none(502, "Bad Gateway", `the program crashed with ${exports.inWords(known)}`, known));
      },
      reset() {
        finish(none(502, "Bad Gateway", "the connection was closed without an answer", null));
      },
      raw(text) {
        finish(fromText(text));
      },
      upgraded(given, side) {
        finish({ status: 101, message: "Switching Protocols", headers: Array.from(given, String), data: new Uint8Array(0), error: null, problem: null, side });
        return null;
      },
    });
  });
};

function none(status, message, problem, error) {
  const known = error ?? { name: "Error", message: problem, code: "ECONNRESET", status: undefined };
  return { status, message, headers: ["Content-Type", "text/plain"], data: host.utf8(message), error: known, problem };
}
exports.none = none;

/** An answer that the code wrote by hand to an upgraded connection. */
function fromText(text) {
  const match = /^HTTP\/1\.\d (\d{3})[^\r\n]*\r?\n/.exec(text);
  if (!match) return none(502, "Bad Gateway", "the connection was closed without an answer", null);
  const cut = text.search(/\r?\n\r?\n/);
  const lines = (cut < 0 ? text : text.slice(0, cut)).split(/\r?\n/).slice(1);
  const headers = [];
  for (const line of lines) {
    const at = line.indexOf(":");
    if (at > 0) headers.push(line.slice(0, at), line.slice(at + 1).trim());
  }
  const rest = cut < 0 ? "" : text.slice(cut).replace(/^\r?\n\r?\n/, "");
  return { status: Number(match[1]), message: "", headers, data: Uint8Array.from(rest, (c) => c.charCodeAt(0)), error: null, problem: null };
}
