"use strict";
// DOMPurify: in the lab it needs no window of its own, one that it is given is not looked at.

const clean = kernel("page/clean");

const DATA = new Set("ALLOWED_TAGS ALLOWED_ATTR ADD_TAGS ADD_ATTR FORBID_TAGS FORBID_ATTR FORBID_CONTENTS USE_PROFILES KEEP_CONTENT ALLOW_DATA_ATTR ALLOW_ARIA_ATTR ALLOW_UNKNOWN_PROTOCOLS ALLOWED_URI_REGEXP SANITIZE_DOM".split(" "));
const IGNORED = new Set("SAFE_FOR_TEMPLATES WHOLE_DOCUMENT FORCE_BODY SAFE_FOR_XML IN_PLACE RETURN_TRUSTED_TYPE ALLOW_SELF_CLOSE_IN_ATTR SANITIZE_NAMED_PROPS ADD_URI_SAFE_ATTR ADD_DATA_URI_TAGS PARSER_MEDIA_TYPE".split(" "));

function createDOMPurify() {
  const purify = () => createDOMPurify();
  let config = {};
  return Object.assign(purify, {
    isSupported: true,
    version: "3.2.4",
    removed: [],
    sanitize(dirty, given) {
      const settings = { ...config, ...given };
      for (const name of Object.keys(settings)) {
        if (!DATA.has(name) && (!IGNORED.has(name) || settings[name])) host.lacks(`the lab has no setting ${name} of DOMPurify`);
      }
      return clean.purify(typeof dirty === "string" ? dirty : dirty === null || dirty === undefined ? "" : String(dirty), settings);
    },
    setConfig(given) {
      config = { ...given };
    },
    clearConfig() {
      config = {};
    },
    isValidAttribute: (tag, name, value) => clean.purify(`<${tag} ${name}="${String(value).replace(/"/g, "&quot;")}"></${tag}>`, config).includes(`${name}=`),
    addHook: () => host.lacks("the lab has no hooks of DOMPurify"),
    removeHook() {},
    removeHooks() {},
    removeAllHooks() {},
  });
}

module.exports = createDOMPurify();
module.exports.default = module.exports;
