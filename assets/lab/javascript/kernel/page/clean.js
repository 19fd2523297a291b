"use strict";
// HTML made harmless: what DOMPurify and sanitize-html leave of it.

const { Page } = part("page/window");
const { serialize } = part("page/nodes");
const { HTML, SVG, MATH, VOID } = part("page/tree");

const words = (text) => text.trim().split(/\s+/);

const HTML_TAGS = words(`a abbr acronym address area article aside audio b bdi bdo big blink blockquote body br button canvas caption center cite code col colgroup content data datalist dd decorator del details dfn dialog dir div dl dt
  element em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i img input ins kbd label legend li main map mark marquee menu menuitem meter nav nobr ol optgroup option output p picture pre progress q rp
  rt ruby s samp search section select shadow slot small source spacer span strike strong style sub summary sup table tbody td template textarea tfoot th thead time tr track tt u ul var video wbr`);
const SVG_TAGS = words(`svg a altglyph circle clippath defs desc ellipse filter font g glyph hkern image line lineargradient marker mask metadata mpath path pattern polygon polyline radialgradient rect stop style switch symbol text textpath
  title tref tspan view vkern`);
const MATH_TAGS = words(`math menclose merror mfenced mfrac mglyph mi mlabeledtr mmultiscripts mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msup msubsup mtable mtd mtext mtr munder munderover`);
const ATTRIBUTES = words(`accept action align alt autocapitalize autocomplete autopictureinpicture autoplay background bgcolor border capture cellpadding cellspacing checked cite class clear color cols colspan controls controlslist coords
  crossorigin datetime decoding default dir disabled disablepictureinpicture disableremoteplayback download draggable enctype enterkeyhint face for headers height hidden high href hreflang id inert inputmode integrity ismap kind label lang list
  loading loop low max maxlength media method min minlength multiple muted name nonce noshade novalidate nowrap open optimum pattern placeholder playsinline popover poster preload pubdate radiogroup readonly rel required rev reversed role rows
  rowspan spellcheck scope selected shape size sizes slot span src srclang start step style summary tabindex title translate type usemap valign value width wrap xmlns fill stroke stroke-width d cx cy r x y x1 x2 y1 y2 rx ry points transform
  viewbox opacity offset gradientunits gradienttransform clip-path mask font-size font-family text-anchor xlink:href xlink:title xml:space xml:id fill-opacity stroke-linecap stroke-linejoin stop-color display visibility`);
const URI_ATTRIBUTES = new Set(words("src href xlink:href action background cite poster formaction data"));
const DATA_URI_TAGS = new Set(words("audio video img source image track"));
const GOOD_URI = /^(?:(?:(?:f|ht)tps?|mailto|tel|callto|sms|cid|xmpp|matrix):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i;
const GAPS = /[\u0000-\u0020\u00A0\u1680\u180E\u2000-\u2029\u205F\u3000]/g;
const WITH_CONTENT = new Set(words("annotation-xml audio colgroup desc foreignobject head iframe math mi mn mo ms mtext noembed noframes noscript plaintext script style svg template thead title video xmp"));

function bodyOf(html) {
  const page = new Page({ url: "about:blank", scripts: false, load: () => null });
  return page.inertDocument(`<!DOCTYPE html><html><head></head><body></body></html>`, page).body;
}

function parse(html) {
  const body = bodyOf();
  body.innerHTML = html;
  return body;
}

function has(list, name) {
  return Boolean(list) && [...list].some((one) => String(one).toLowerCase() === name);
}

/** Walk a tree and drop what `keep` does not want: "keep", "unwrap" or "drop". */
function prune(node, keep) {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === 8) {
      child.remove();
      continue;
    }
    if (child.nodeType !== 1) continue;
    const fate = keep(child);
    if (fate === "drop") {
      child.remove();
      continue;
    }
    prune(child.content ?? child, keep);
    if (fate === "unwrap") {
      for (const inner of [...child.childNodes]) node.insertBefore(inner, child);
      child.remove();
    }
  }
}

/** `DOMPurify.sanitize` with the settings that are data. */
exports.purify = function purify(html, config = {}) {
  const profiles = config.USE_PROFILES;
  const base = profiles
    ? [...(profiles.html ? HTML_TAGS : []), ...(profiles.svg ? SVG_TAGS : []), ...(profiles.mathMl ? MATH_TAGS : []), "#text"]
    : [...HTML_TAGS, ...SVG_TAGS, ...MATH_TAGS];
  const tags = new Set([...(config.ALLOWED_TAGS ?? base), ...(config.ADD_TAGS ?? [])].map((one) => one.toLowerCase()));
  const attributes = new Set([...(config.ALLOWED_ATTR ?? ATTRIBUTES), ...(config.ADD_ATTR ?? [])].map((one) => one.toLowerCase()));
  const good = config.ALLOWED_URI_REGEXP instanceof Object && config.ALLOWED_URI_REGEXP.source ? new RegExp(config.ALLOWED_URI_REGEXP.source, config.ALLOWED_URI_REGEXP.flags.replace("g", "")) : GOOD_URI;
  const goodUri = (element, name, value) => {
    const bare = value.replace(GAPS, "");
    if (good.test(bare)) return true;
    if ((name === "src" || name === "href" || name === "xlink:href") && element.localName !== "script" && bare.startsWith("data:") && DATA_URI_TAGS.has(element.localName)) return true;
    return Boolean(config.ALLOW_UNKNOWN_PROTOCOLS) && !/^(?:\w+script|data):/i.test(bare);
  };
  const keep = (element) => {
    const name = element.localName.toLowerCase();
    const foreign = element.namespaceURI !== HTML;
    // HTML inside of SVG or MathML, and the other way round, is what tricks are made of.
    const parent = element.parentNode;
    const placed = !foreign || element.localName === "svg" || element.localName === "math" || (parent && parent.namespaceURI === element.namespaceURI);
    if (!placed || (!foreign && parent && parent.nodeType === 1 && (parent.namespaceURI === SVG || parent.namespaceURI === MATH))) return "drop";
    if (!tags.has(name) || has(config.FORBID_TAGS, name)) {
      const keeps = (config.KEEP_CONTENT ?? true) && !has(config.FORBID_CONTENTS ?? WITH_CONTENT, name);
      return keeps ? "unwrap" : "drop";
    }
    if ((name === "noscript" || name === "noembed" || name === "noframes") && /<\/no(script|embed|frames)/i.test(element.innerHTML)) return "drop";
    if (name === "style" && (foreign || /<[/\w!]/.test(element.textContent))) return "drop";
    for (const [key, value] of element.attributePairs()) {
      const attribute = key.toLowerCase();
      const data = /^data-[\w.\u00B7-\uFFFF-]+$/.test(attribute) && (config.ALLOW_DATA_ATTR ?? true);
      const aria = /^aria-[\w-]+$/.test(attribute) && (config.ALLOW_ARIA_ATTR ?? true);
      const known = data || aria || attributes.has(attribute);
      const clobbers = (config.SANITIZE_DOM ?? true) && (attribute === "id" || attribute === "name") && CLOBBERED.has(value);
      const uri = URI_ATTRIBUTES.has(attribute) ? goodUri(element, attribute, value) : data || aria || good.test(value.replace(GAPS, "")) || !/^\s*[\w+.-]*script:/i.test(value);
      if (!known || has(config.FORBID_ATTR, attribute) || clobbers || !uri || /<\/(style|script|title|textarea)|-->|]>/i.test(value)) element.removeAttribute(key);
    }
    return "keep";
  };
  let text = String(html);
  // What is written out is read again: a text that changes by that is cleaned until it does not.
  for (let round = 0; round < 8; round++) {
    const body = parse(text);
    prune(body, keep);
    const next = serialize(body);
    if (next === text) break;
    text = next;
  }
  return text;
};

const CLOBBERED = new Set(words(`attributes childNodes children cookie createElement documentElement firstChild forms getElementById innerHTML insertBefore lastChild location nodeName nodeType ownerDocument parentNode querySelector
  removeChild submit body head write defaultView implementation hasChildNodes nextSibling getAttribute setAttribute removeAttribute`));

const escapeText = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const escapeAttribute = (text) => escapeText(text).replace(/"/g, "&quot;");

/** `sanitizeHtml(html, options)`. */
exports.sanitize = function sanitize(html, options) {
  const o = options;
  const nonText = o.nonTextTags;
  const fits = (patterns, name) => patterns.some((one) => (typeof one === "string" && one.includes("*") ? new RegExp(`^${one.split("*").map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`).test(name) : one === name));
  const naughty = (tag, value) => {
    const bare = value.replace(/[\0-\x20]+/g, "").replace(/<!--[\s\S]*?-->/g, "");
    const scheme = /^([a-zA-Z][a-zA-Z0-9.\-+]*):/.exec(bare);
    if (!scheme) return bare.startsWith("//") && !o.allowProtocolRelative;
    const list = (o.allowedSchemesByTag && o.allowedSchemesByTag[tag]) || o.allowedSchemes;
    return list !== false && !list.includes(scheme[1].toLowerCase());
  };
  const attributesOf = (tag, attributes) => {
    let out = "";
    for (const [name, value] of Object.entries(attributes)) {
      if (!/^[^\0\t\n\f\r /<=>]+$/.test(name)) continue;
      const lists = o.allowedAttributes;
      let shown = String(value);
      if (lists !== false) {
        const plain = [...(lists[tag] ?? []), ...(lists["*"] ?? [])];
        const rule = plain.find((one) => typeof one === "object" && one.name === name);
        if (rule) {
          const parts = rule.multiple ? shown.split(/\s+/) : [shown];
          shown = parts.filter((one) => rule.values.includes(one)).join(" ");
          if (!shown) continue;
        } else if (!fits(plain.filter((one) => typeof one === "string"), name)) {
          if (!(name === "class" && o.allowedClasses && (o.allowedClasses[tag] || o.allowedClasses["*"]))) continue;
        }
      }
      if (o.allowedSchemesAppliedToAttributes.includes(name) && naughty(tag, shown)) continue;
      if (name === "class" && o.allowedClasses) {
        const allowed = [...(o.allowedClasses[tag] || []), ...(o.allowedClasses["*"] || [])];
        if (o.allowedClasses[tag] !== false && allowed.length) {
          shown = shown.split(/\s+/).filter((one) => fits(allowed, one)).join(" ");
          if (!shown) continue;
        }
      }
      if (name === "srcset" && shown.split(",").some((one) => naughty(tag, one.trim().split(/\s+/)[0]))) continue;
      out += shown === "" && !o.allowedEmptyAttributes.includes(name) ? ` ${name}` : ` ${name}="${escapeAttribute(shown)}"`;
    }
    return out;
  };
  const write = (node) => {
    if (node.nodeType === 3) {
      const text = node.parentNode && nonText.includes(node.parentNode.localName) ? node.data : escapeText(node.data);
      return o.textFilter ? o.textFilter(text, node.parentNode?.localName) : text;
    }
    if (node.nodeType !== 1) return "";
    let name = node.localName.toLowerCase();
    let attributes = Object.fromEntries(node.attributePairs());
    let inner = null;
    for (const key of [name, "*"]) {
      const change = o.transformTags && o.transformTags[key];
      if (!change) continue;
      const made = typeof change === "function" ? change(name, attributes) : { tagName: change, attribs: attributes };
      name = made.tagName;
      attributes = made.attribs;
      if (made.text !== undefined) inner = escapeText(made.text);
    }
    inner ??= [...(node.content ?? node).childNodes].map(write).join("");
    if (o.exclusiveFilter && o.exclusiveFilter({ tag: name, attribs: attributes, text: node.textContent })) return "";
    if (o.allowedTags !== false && !o.allowedTags.includes(name)) {
      if (nonText.includes(name)) return "";
      if (o.disallowedTagsMode === "discard" || o.disallowedTagsMode === "completelyDiscard") return o.disallowedTagsMode === "discard" ? inner : "";
      return `&lt;${name}&gt;${inner}${VOID.has(name) ? "" : `&lt;/${name}&gt;`}`;
    }
    const open = `<${name}${attributesOf(name, attributes)}`;
    return o.selfClosing.includes(name) ? `${open} />` : `${open}>${inner}</${name}>`;
  };
  return [...parse(String(html)).childNodes].map(write).join("");
};

/** The text of HTML with its character references resolved. */
exports.decode = (text, inAttribute) => part("page/tokens").decode(String(text), Boolean(inAttribute));
