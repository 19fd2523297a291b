"use strict";
// Tokens against forged requests: a signed cookie that has to come a second time in the request.

const cookies = require("cookie");
const createError = require("http-errors");

const hmac = (secret, text) => host.hex(host.hmac("sha256", host.utf8(secret), host.utf8(text)));

exports.doubleCsrf = function doubleCsrf(options) {
  const {
    getSecret, getSessionIdentifier, cookieName = "__Host-psifi.x-csrf-token", cookieOptions = {}, messageDelimiter = "!", csrfTokenDelimiter = ".", size = 32,
    ignoredMethods = ["GET", "HEAD", "OPTIONS"], getCsrfTokenFromRequest = options.getTokenFromRequest ?? ((req) => req.headers["x-csrf-token"]),
    skipCsrfProtection = () => false, errorConfig = {},
  } = options;
  const settings = { sameSite: "strict", path: "/", secure: true, httpOnly: true, ...cookieOptions };
  const error = createError(errorConfig.statusCode ?? 403, errorConfig.message ?? "invalid csrf token", { code: errorConfig.code ?? "EBADCSRFTOKEN" });
  const secretsOf = (req) => [].concat(getSecret(req));
  const message = (req, random) => {
    const id = String(getSessionIdentifier ? getSessionIdentifier(req) : "");
    return [id.length, id, random.length, random].join(messageDelimiter);
  };
  const valid = (req, token) => {
    const [mac, random] = typeof token === "string" ? token.split(csrfTokenDelimiter) : [];
    return Boolean(mac && random) && secretsOf(req).some((secret) => hmac(secret, message(req, random)) === mac);
  };
  const cookieOf = (req) => req.cookies?.[cookieName] ?? (req.headers.cookie ? cookies.parse(req.headers.cookie)[cookieName] : undefined);

  function generateCsrfToken(req, res, { overwrite = false, validateOnReuse = false } = {}) {
    const had = cookieOf(req);
    if (had && !overwrite) {
      if (valid(req, had)) return had;
      if (validateOnReuse) throw error;
    }
    const random = host.hex(kernel("random").bytes(size));
    const token = hmac(secretsOf(req)[0], message(req, random)) + csrfTokenDelimiter + random;
    res.cookie(cookieName, token, settings);
    return token;
  }

  const validateRequest = (req) => {
    const given = getCsrfTokenFromRequest(req);
    return typeof given === "string" && given === cookieOf(req) && valid(req, given);
  };
  const doubleCsrfProtection = (req, res, next) => {
    req.csrfToken = (given) => generateCsrfToken(req, res, given);
    if (ignoredMethods.includes(req.method) || skipCsrfProtection(req)) next();
    else if (validateRequest(req)) next();
    else next(error);
  };
  return { invalidCsrfTokenError: error, generateCsrfToken, generateToken: generateCsrfToken, validateRequest, doubleCsrfProtection };
};
