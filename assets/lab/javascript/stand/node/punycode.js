// `node:punycode`

const { lackNames } = require("internal/lacks");

module.exports = {
  version: "2.1.0",
  toASCII: (text) => text.split("@").map((part) => host.domainToASCII(part) || part).join("@"),
  ucs2: { decode: (text) => Array.from(text, (c) => c.codePointAt(0)), encode: (points) => String.fromCodePoint(...points) },
};
lackNames(module.exports, "punycode", "decode encode toUnicode");
