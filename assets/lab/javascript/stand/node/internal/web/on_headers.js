"use strict";

/** Call `listener` just before the head of an answer is written; the one added last comes first. */
exports.onHeaders = function onHeaders(res, listener) {
  const { writeHead } = res;
  let called = false;
  res.writeHead = function (...args) {
    if (!called) {
      called = true;
      const [status, second, third] = args;
      const headers = typeof second === "string" ? third : second;
      res.statusCode = status;
      if (Array.isArray(headers)) for (let i = 0; i < headers.length; i += 2) res.setHeader(headers[i], headers[i + 1]);
      else if (headers) for (const name of Object.keys(headers)) if (name) res.setHeader(name, headers[name]);
      listener.call(res);
      return writeHead.apply(res, typeof second === "string" ? [res.statusCode, second] : [res.statusCode]);
    }
    return writeHead.apply(res, args);
  };
};
