"use strict";

const clean = kernel("page/clean");

const words = (text) => text.split(" ");

const defaults = {
  allowedTags: words(
    "address article aside footer header h1 h2 h3 h4 h5 h6 hgroup main nav section blockquote dd div dl dt figcaption figure hr li menu ol p pre ul a abbr b bdi bdo br cite code data dfn em i kbd mark q rb rp rt rtc ruby s samp small span strong sub sup time u var wbr caption col colgroup table tbody td tfoot th thead tr",
  ),
  nonBooleanAttributes: [],
  disallowedTagsMode: "discard",
  allowedAttributes: { a: ["href", "name", "target"], img: words("src srcset alt title width height loading") },
  allowedEmptyAttributes: ["alt"],
  selfClosing: words("img br hr area base basefont input link meta"),
  allowedSchemes: words("http https ftp mailto tel"),
  allowedSchemesByTag: {},
  allowedSchemesAppliedToAttributes: words("href src cite"),
  allowProtocolRelative: true,
  enforceHtmlBoundary: false,
  parseStyleAttributes: true,
  nonTextTags: words("script style textarea option xmp noembed noframes plaintext iframe"),
};

const KNOWN = new Set([...Object.keys(defaults), "transformTags", "exclusiveFilter", "textFilter", "allowedClasses", "allowVulnerableTags"]);

function sanitizeHtml(dirty, options = {}) {
  if (dirty === null || dirty === undefined) return "";
  for (const name of Object.keys(options ?? {})) if (!KNOWN.has(name) && options[name]) host.lacks(`the lab has no option ${name} of sanitize-html`);
  return clean.sanitize(typeof dirty === "number" ? String(dirty) : dirty, { ...defaults, ...options });
}

sanitizeHtml.defaults = defaults;
sanitizeHtml.simpleTransform = (tagName, attribs, merge = true) => (name, had) => ({ tagName, attribs: merge ? { ...had, ...attribs } : attribs });
module.exports = sanitizeHtml;
