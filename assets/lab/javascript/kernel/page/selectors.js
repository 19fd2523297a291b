"use strict";
// CSS selectors, as far as pages and checks use them.

const cache = new Map();
const ATTRIBUTE = /^\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*(?:"([^"]*)"|'([^']*)'|([^\]\s]+))\s*([is])?\s*)?\]/;

function invalid(selector) {
  const error = new SyntaxError(`'${selector}' is not a valid selector.`);
  return error;
}

/** The tests of one compound selector, and what is left of the text. */
function compound(text, whole) {
  const tests = [];
  let rest = text;
  for (;;) {
    let found;
    if ((found = /^(\*|[A-Za-z][\w-]*)/.exec(rest)) && !tests.length) {
      const name = found[1].toLowerCase();
      tests.push(name === "*" ? () => true : (node) => node.localName.toLowerCase() === name);
    } else if ((found = /^#((?:[\w-]|[^\0-\x7f]|\\.)+)/.exec(rest))) {
      const id = found[1].replace(/\\(.)/g, "$1");
      tests.push((node) => node.id === id);
    } else if ((found = /^\.((?:[\w-]|[^\0-\x7f]|\\.)+)/.exec(rest))) {
      const name = found[1].replace(/\\(.)/g, "$1");
      tests.push((node) => node.classList.contains(name));
    } else if ((found = ATTRIBUTE.exec(rest))) {
      tests.push(attribute(found));
    } else if ((found = /^:(not|is|where|has)\(((?:[^()]|\([^()]*\))*)\)/.exec(rest))) {
      const [, kind, inner] = found;
      const match = compile(inner);
      if (kind === "has") tests.push((node) => [...node.walk()].some((one) => one.nodeType === 1 && match(one, node)));
      else tests.push(kind === "not" ? (node, root) => !match(node, root) : match);
    } else if ((found = /^::?([a-z-]+)(?:\(([^)]*)\))?/.exec(rest))) {
      tests.push(pseudo(found[1], found[2], whole));
    } else break;
    rest = rest.slice(found[0].length);
  }
  if (!tests.length) throw invalid(whole);
  return [(node, root) => tests.every((test) => test(node, root)), rest];
}

function attribute([, name, operator, a, b, c, flag]) {
  const wanted = a ?? b ?? c ?? "";
  const fold = (text) => (flag === "i" ? text.toLowerCase() : text);
  return (node) => {
    const value = node.getAttribute(name);
    if (value === null) return false;
    const [has, want] = [fold(value), fold(wanted)];
    switch (operator) {
      case undefined: return true;
      case "=": return has === want;
      case "~=": return has.split(/\s+/).includes(want);
      case "|=": return has === want || has.startsWith(`${want}-`);
      case "^=": return want !== "" && has.startsWith(want);
      case "$=": return want !== "" && has.endsWith(want);
      default: return want !== "" && has.includes(want);
    }
  };
}

function pseudo(name, argument, whole) {
  const siblings = (node) => node.parentNode?.children ?? [node];
  const tests = {
    "first-child": (node) => siblings(node)[0] === node,
    "last-child": (node) => siblings(node).at(-1) === node,
    "only-child": (node) => siblings(node).length === 1,
    empty: (node) => node.childNodes.length === 0,
    checked: (node) => node.checked,
    disabled: (node) => node.disabled,
    enabled: (node) => !node.disabled,
    root: (node) => node.parentNode?.nodeType === 9,
    scope: (node, root) => node === root,
    "nth-child": (node) => {
      const at = siblings(node).indexOf(node) + 1;
      const given = argument === "odd" ? "2n+1" : argument === "even" ? "2n" : argument;
      const found = /^\s*(?:([+-]?\d*)n\s*)?([+-]?\s*\d+)?\s*$/.exec(given);
      if (!found) throw invalid(whole);
      const step = found[1] === undefined ? 0 : found[1] === "" || found[1] === "+" ? 1 : found[1] === "-" ? -1 : Number(found[1]);
      const offset = Number((found[2] ?? "0").replace(/\s/g, ""));
      return step === 0 ? at === offset : (at - offset) / step >= 0 && (at - offset) % step === 0;
    },
  };
  if (!Object.hasOwn(tests, name)) throw invalid(whole);
  return tests[name];
}

/** One selector without commas, from its last compound back. */
function complex(text) {
  const steps = [];
  let rest = text.trim();
  let combinator = " ";
  while (rest) {
    const [test, after] = compound(rest, text);
    steps.push({ test, combinator });
    const found = /^\s*([>+~])\s*|^\s+/.exec(after);
    if (after && !found) throw invalid(text);
    combinator = found?.[1] ?? " ";
    rest = found ? after.slice(found[0].length) : "";
  }
  if (!steps.length) throw invalid(text);
  const matches = (node, at, root) => {
    if (!steps[at].test(node, root)) return false;
    if (at === 0) return true;
    const before = (one) => one && one.nodeType === 1 && matches(one, at - 1, root);
    const list = node.parentNode?.children ?? [];
    switch (steps[at].combinator) {
      case ">": return before(node.parentNode);
      case "+": return before(list[list.indexOf(node) - 1]);
      case "~": return list.slice(0, list.indexOf(node)).some(before);
      default:
        for (let up = node.parentNode; up; up = up.parentNode) if (before(up)) return true;
        return false;
    }
  };
  return (node, root) => matches(node, steps.length - 1, root);
}

/** A function `(element, root) => boolean` of a selector list. */
function compile(selector) {
  let found = cache.get(selector);
  if (!found) {
    const list = selector.split(/,(?![^[]*\])(?![^(]*\))/).map(complex);
    found = (node, root) => list.some((one) => one(node, root));
    cache.set(selector, found);
  }
  return found;
}

exports.compile = compile;
