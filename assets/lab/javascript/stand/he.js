"use strict";
// Character references.

const clean = kernel("page/clean");
const NAMED = { '"': "&quot;", "&": "&amp;", "'": "&#x27;", "<": "&lt;", ">": "&gt;", "`": "&#x60;" };

const escape = (text) => String(text).replace(/["&'<>`]/g, (char) => NAMED[char]);
const decode = (text, options) => clean.decode(text, options?.isAttributeValue);

module.exports = {
  escape,
  encode: (text, options) => {
    const number = (char) => (options?.decimal ? `&#${char.codePointAt(0)};` : `&#x${char.codePointAt(0).toString(16).toUpperCase()};`);
    return String(text).replace(options?.encodeEverything ? /[\s\S]/gu : /["&'<>`]|[^\x20-\x7e\n]/gu, (char) => (options?.useNamedReferences && NAMED[char]?.match(/^&[a-z]/) ? NAMED[char] : number(char)));
  },
  decode,
  unescape: decode,
  version: "1.2.0",
};
