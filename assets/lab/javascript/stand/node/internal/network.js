// The lab's network as the stands use it: look-ups, connections, and one request over a connection.

const { error: plainError } = require("internal/errors");
const web = kernel("web");
const ip = kernel("ip");

const CERTIFICATES = {
  "self-signed": ["DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"],
  expired: ["CERT_HAS_EXPIRED", "certificate has expired"],
  untrusted: ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"],
};

/** An error of a name that does not resolve. */
function notFound(name, syscall = "getaddrinfo") {
  const error = new Error(`${syscall} ENOTFOUND ${name}`);
  return Object.assign(error, { errno: syscall === "getaddrinfo" ? -3008 : undefined, code: "ENOTFOUND", syscall, hostname: name });
}

/** The addresses of a name, of one family where 4 or 6 is asked for: `[{ address, family }]`. */
function lookUp(name, family = 0, syscall = "getaddrinfo") {
  let found;
  try {
    found = web.lookUp(String(name));
  } catch (error) {
    if (error?.name !== "NetFault") throw error;
    throw notFound(name, syscall);
  }
  const out = found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })).filter((a) => !family || a.family === family);
  if (!out.length) throw notFound(name, syscall);
  return out;
}

/** Open a connection to an address; its number. */
function connect(address, port, name) {
  try {
    return web.connect(address, port, name);
  } catch (error) {
    if (error?.name !== "NetFault") throw error;
    throw Object.assign(new Error(`connect ECONNREFUSED ${address.includes(":") ? `[${address}]` : address}:${port}`.replace(/\[|\]/g, "")), { errno: -111, code: "ECONNREFUSED", syscall: "connect", address, port });
  }
}

/** Shake hands over a connection. */
function handshake(connection, verify, name, shown) {
  try {
    web.tls(connection, verify, name);
  } catch (error) {
    if (error?.name !== "NetFault") throw error;
    if (error.message === "for another name") {
      throw plainError("ERR_TLS_CERT_ALTNAME_INVALID", `Hostname/IP does not match certificate's altnames: Host: ${shown}. is not in the cert's altnames: DNS:another.test`, { reason: `Host: ${shown}. is not in the cert's altnames: DNS:another.test`, host: shown });
    }
    const [code, message] = CERTIFICATES[error.message] ?? CERTIFICATES.untrusted;
    throw Object.assign(new Error(message), { code });
  }
}

const reset = () => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

/**
 * Send one request; `done(error, status, headers, body)` comes in a task of its own. A host that does not answer in time never
 * calls it.
 */
function exchange(connection, request, done) {
  const { later } = require("internal/timers");
  web.exchange(connection, request, (fault, status, headers, body) => {
    if (fault) {
      if (fault.code !== "TIMEOUT") later(null, () => done(reset()));
      return;
    }
    const pairs = [];
    for (let i = 0; i < headers.length; i++) pairs.push([String(headers[i][0]), String(headers[i][1])]);
    const bytes = require("internal/buffer").own(body);
    later(null, () => done(null, status, pairs, bytes));
  });
}

module.exports = { lookUp, notFound, connect, handshake, exchange, reset, ip };
