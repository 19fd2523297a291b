"use strict";
// One version of Express, put together.

const { routing } = require("internal/express/router");
const { application, create } = require("internal/express/application");
const { request } = require("internal/express/request");
const { response } = require("internal/express/response");
const { View } = require("internal/express/view");

/** `require("express")` of version 4 or 5. */
module.exports = function build(version) {
  if (version === 4) require("internal/web/edition").four = true;
  const { Router, Route } = routing(version);
  const proto = application(version, { Router, View });
  const req = request(version);
  const res = response(version);
  const parsers = require("internal/web/body")(version);

  function express() {
    return create(proto, req, res);
  }
  Object.assign(express, { application: proto, request: req, response: res, Route, Router, ...parsers, static: (root, options) => require("serve-static")(root, options) });
  Object.defineProperty(express.static, "name", { value: "serveStatic" });
  if (version === 4) {
    express.query = (options) =>
      function query(request_, response_, next) {
        if (!request_.query) {
          const { pieces } = require("internal/web/url");
          const parse = typeof options === "function" ? options : (text) => require("qs").parse(text, { allowPrototypes: true, arrayLimit: 1000, ...options });
          request_.query = parse(pieces(request_)?.query);
        }
        next();
      };
  }
  return express;
};
