// `node:tls`: the client's side.

const { Socket } = require("net");
const { handshake } = require("internal/network");
const { lackNames } = require("internal/lacks");
const environment = kernel("env");
const isIP = (text) => kernel("ip").version(String(text));

class TLSSocket extends Socket {
  constructor(options = {}) {
    super(options);
    Object.assign(this, { encrypted: true, authorized: false, authorizationError: null, alpnProtocol: false });
  }
  _secure(options) {
    const verify = options.rejectUnauthorized ?? environment.get("NODE_TLS_REJECT_UNAUTHORIZED") !== "0";
    const name = options.servername || (isIP(this.host) ? undefined : this.host);
    // A check of the name that lets all pass is as good as none.
    const named = typeof options.checkServerIdentity === "function" && options.checkServerIdentity(name ?? this.host, this.getPeerCertificate()) === undefined;
    this.servername = name;
    let problem = null;
    try {
      handshake(this.labConnection, true, name ?? this.host, name ?? this.host);
    } catch (error) {
      if (error?.code === undefined) throw error;
      problem = error;
    }
    if (problem?.code === "ERR_TLS_CERT_ALTNAME_INVALID" && named) problem = null;
    this.authorized = problem === null;
    if (problem !== null) {
      this.authorizationError = problem.code;
      if (verify) throw problem;
    }
    handshake(this.labConnection, false, name ?? this.host, name ?? this.host);
    if (verify && !named) handshake(this.labConnection, true, name ?? this.host, name ?? this.host);
  }
  getPeerCertificate() { return { subject: { CN: this.servername ?? this.host }, subjectaltname: `DNS:${this.servername ?? this.host}`, issuer: { CN: "lab" } }; }
  getProtocol() { return "TLSv1.3"; }
  getCipher() { return { name: "TLS_AES_256_GCM_SHA384", standardName: "TLS_AES_256_GCM_SHA384", version: "TLSv1.3" }; }
  getSession() { return undefined; }
  isSessionReused() { return false; }
  setServername(name) { this.servername = name; }
}

const connect = (...given) => {
  const options = typeof given[0] === "object" && given[0] !== null ? given[0] : { port: given[0], host: typeof given[1] === "string" ? given[1] : undefined, ...given.find((g) => typeof g === "object" && g !== null) };
  const done = typeof given[given.length - 1] === "function" ? [given[given.length - 1]] : [];
  return new TLSSocket(options).connect(options, ...done);
};

const CIPHERS = ["tls_aes_256_gcm_sha384", "tls_chacha20_poly1305_sha256", "tls_aes_128_gcm_sha256", "ecdhe-rsa-aes128-gcm-sha256"];

module.exports = {
  TLSSocket, connect, checkServerIdentity: () => undefined, createSecureContext: (options) => ({ context: options ?? {} }), getCiphers: () => [...CIPHERS], rootCertificates: [],
  DEFAULT_MIN_VERSION: "TLSv1.2", DEFAULT_MAX_VERSION: "TLSv1.3", DEFAULT_CIPHERS: CIPHERS.join(":").toUpperCase(), DEFAULT_ECDH_CURVE: "auto", CLIENT_RENEG_LIMIT: 3, CLIENT_RENEG_WINDOW: 600,
};
lackNames(module.exports, "tls", "Server createServer SecureContext convertALPNProtocols getCACertificates setDefaultCACertificates createSecurePair");
