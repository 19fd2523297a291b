"use strict";

/** `HTTPException` of hono. */
class HTTPException extends Error {
  constructor(status = 500, options = {}) {
    super(options.message, { cause: options.cause });
    this.res = options.res;
    this.status = status;
  }
  getResponse() {
    return this.res ?? new Response(this.message, { status: this.status });
  }
}

module.exports = { HTTPException };
