"use strict";
// Query strings with nested names: `a[b]=1&list[]=2`.

module.exports = {
  formats: { default: "RFC3986", formatters: { RFC1738: (value) => String(value).replace(/%20/g, "+"), RFC3986: String }, RFC1738: "RFC1738", RFC3986: "RFC3986" },
  parse: (text, options) => require("internal/web/qs_parse").parse(text, options),
  stringify: (object, options) => require("internal/web/qs_stringify").stringify(object, options),
};
