// `node-fetch`: what fetch is, with its few own ways.

const { fetch: plain } = require("internal/fetch");
const { Headers } = require("internal/headers");
const { Request, Response } = require("internal/messages");
const { Blob, File, FormData } = require("internal/blob");

class FetchError extends Error {
  constructor(message, type, cause) {
    super(message);
    Object.assign(this, { name: "FetchError", type, ...(cause?.code && { code: cause.code, errno: cause.code }) });
  }
}
class AbortError extends Error {
  constructor(message) {
    super(message);
    Object.assign(this, { name: "AbortError", type: "aborted" });
  }
}

async function fetch(input, options = {}) {
  const { agent, follow, size, ...init } = options;
  if (agent) require("internal/lacks").lacks("node-fetch agents", "the built-in fetch with a dispatcher and http.request with an agent are there");
  if (follow !== undefined || size) require("internal/lacks").lacks("node-fetch's follow and size");
  try {
    const response = await plain(input, init.body?.pipe ? { ...init, duplex: "half" } : init);
    return Object.assign(response, { buffer: async () => require("internal/buffer").Buffer.from(await response.arrayBuffer()) });
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    if (error?.name === "AbortError") throw new AbortError("The operation was aborted.");
    if (error?.message === "fetch failed") throw new FetchError(`request to ${input?.url ?? input} failed, reason: ${error.cause?.message}`, "system", error.cause);
    throw error;
  }
}

module.exports = Object.assign(fetch, { default: fetch, fetch, Headers, Request, Response, FetchError, AbortError, Blob, File, FormData, isRedirect: (code) => [301, 302, 303, 307, 308].includes(code) });
