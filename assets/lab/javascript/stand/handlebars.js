"use strict";
// Templates with helpers. Only own properties are read, as the package does since 4.6.

const { parse } = require("internal/web/handlebars_parse");

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "`": "&#x60;", "=": "&#x3D;" };

class SafeString {
  constructor(text) {
    this.string = text;
  }
  toString() {
    return `${this.string}`;
  }
  toHTML() {
    return this.toString();
  }
}

class Exception extends Error {}

function escapeExpression(value) {
  if (typeof value !== "string") {
    if (value && value.toHTML) return value.toHTML();
    if (value === null || value === undefined) return "";
    if (value === false) return "false";
    return escapeExpression(`${value}`);
  }
  return value.replace(/[&<>"'`=]/g, (char) => ENTITIES[char]);
}

const isEmpty = (value) => (!value && value !== 0) || (Array.isArray(value) && value.length === 0);

/** A property as a template may read it: own ones, and what the options allow of the prototype's. */
function lookup(object, name, options) {
  if (object === null || object === undefined) return undefined;
  if (Object.prototype.hasOwnProperty.call(Object(object), name)) return object[name];
  if (name === "__proto__" || name === "constructor" || name === "__defineGetter__" || name === "__defineSetter__" || name === "__lookupGetter__") return undefined;
  const value = object[name];
  if (value === undefined) return undefined;
  const allowed = typeof value === "function" ? options.allowProtoMethodsByDefault || options.allowedProtoMethods?.[name] : options.allowProtoPropertiesByDefault || options.allowedProtoProperties?.[name];
  return allowed ? value : undefined;
}

function create() {
  const env = { helpers: Object.create(null), partials: Object.create(null), decorators: Object.create(null) };

  const builtIn = {
    if(condition, options) {
      const value = typeof condition === "function" ? condition.call(this) : condition;
      return (!options.hash.includeZero && !value) || isEmpty(value) ? options.inverse(this) : options.fn(this);
    },
    unless(condition, options) {
      return builtIn.if.call(this, condition, { ...options, fn: options.inverse, inverse: options.fn });
    },
    with(context, options) {
      const value = typeof context === "function" ? context.call(this) : context;
      return isEmpty(value) ? options.inverse(this) : options.fn(value, { blockParams: [value] });
    },
    each(context, options) {
      const value = typeof context === "function" ? context.call(this) : context;
      if (!value || typeof value !== "object") return options.inverse(this);
      const keys = Array.isArray(value) ? value.map((one, i) => i) : value[Symbol.iterator] ? null : Object.keys(value);
      const entries = keys ? keys.map((key) => [key, value[key]]) : [...value].map((one, i) => [i, one]);
      if (!entries.length) return options.inverse(this);
      return entries.map(([key, one], i) => options.fn(one, { data: { key, index: i, first: i === 0, last: i === entries.length - 1 }, blockParams: [one, key] })).join("");
    },
    lookup(object, name, options) {
      return object ? options.lookupProperty(object, name) : object;
    },
    log() {},
    helperMissing(...args) {
      if (args.length === 1) return undefined;
      throw new Exception(`Missing helper: "${args[args.length - 1].name}"`);
    },
    blockHelperMissing(context, options) {
      if (context === true) return options.fn(this);
      if (context === false || context === null || context === undefined) return options.inverse(this);
      if (Array.isArray(context)) return context.length ? builtIn.each.call(this, context, options) : options.inverse(this);
      return options.fn(context);
    },
  };
  Object.assign(env.helpers, builtIn);

  function render(nodes, context, state) {
    return nodes.map((node) => one(node, context, state)).join("");
  }

  function one(node, context, state) {
    switch (node.type) {
      case "text": return node.value;
      case "mustache": {
        const value = call(node, context, state);
        return node.raw || state.noEscape ? (value === null || value === undefined ? "" : String(value)) : escapeExpression(value);
      }
      case "block": return block(node, context, state);
      default: return partial(node, context, state);
    }
  }

  /** The value of an expression: a helper's, or a property's. */
  function call(node, context, state) {
    const { path, params, hash } = node;
    const name = path.type === "path" && path.parts.length === 1 && !path.depth && !path.data && !path.scoped ? path.parts[0] : null;
    const helper = name !== null ? own(state.helpers, name) ?? own(env.helpers, name) : undefined;
    if (helper !== undefined && !(params.length === 0 && ["helperMissing", "blockHelperMissing"].includes(name))) return helper.apply(context, [...params.map((p) => expression(p, context, state)), optionsOf(node, name, hash, context, state)]);
    const value = expression(path, context, state);
    if (typeof value === "function") return value.apply(context, [...params.map((p) => expression(p, context, state)), optionsOf(node, name, hash, context, state)]);
    if (params.length && value === undefined) return env.helpers.helperMissing.apply(context, [...params.map((p) => expression(p, context, state)), optionsOf(node, path.original, hash, context, state)]);
    if (value === undefined && state.strict) throw new Exception(`"${path.original}" not defined in ${context}`);
    return value;
  }

  const own = (object, key) => (object && Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined);

  function optionsOf(node, name, hash, context, state) {
    const inside = (nodes) => (inner, given = {}) => {
      const next = inner === context ? { ...state } : { ...state, above: [context, ...state.above] };
      if (given.data) next.data = { ...state.data, ...given.data };
      if (node.blockParams && given.blockParams) next.params = { ...state.params, ...Object.fromEntries(node.blockParams.map((param, i) => [param, given.blockParams[i]])) };
      return nodes ? render(nodes, inner, next) : "";
    };
    return {
      name, hash: Object.fromEntries(Object.entries(hash).map(([key, value]) => [key, expression(value, context, state)])), data: state.data,
      fn: inside(node.body), inverse: inside(node.otherwise), lookupProperty: (object, key) => lookup(object, key, state),
    };
  }

  function expression(node, context, state) {
    if (node.type === "literal") return node.value;
    if (node.type === "sub") return call(node, context, state);
    if (node.data) {
      return node.parts.reduce((at, part) => (at === null || at === undefined ? at : lookup(at, part, state)), state.data);
    }
    const [first] = node.parts;
    if (!node.depth && !node.scoped && first !== undefined && Object.prototype.hasOwnProperty.call(state.params, first)) {
      return node.parts.slice(1).reduce((at, part) => lookup(at, part, state), state.params[first]);
    }
    const start = node.depth ? state.above[node.depth - 1] : context;
    return node.parts.reduce((at, part) => (at === null || at === undefined ? undefined : lookup(at, part, state)), start);
  }

  function block(node, context, state) {
    const { path } = node;
    const name = path.parts.length === 1 && !path.depth && !path.data ? path.parts[0] : null;
    const helper = name !== null ? own(state.helpers, name) ?? own(env.helpers, name) : undefined;
    const options = optionsOf(node, name, node.hash, context, state);
    if (helper) {
      const result = helper.apply(context, [...node.params.map((p) => expression(p, context, state)), options]);
      return result === null || result === undefined ? "" : String(result);
    }
    if (node.params.length) throw new Exception(`Missing helper: "${path.original}"`);
    let value = expression(path, context, state);
    if (typeof value === "function") value = value.call(context, options);
    if (node.inverted) return isEmpty(value) ? options.fn(context) : options.inverse(context);
    return String(env.helpers.blockHelperMissing.call(context, value, options) ?? "");
  }

  function partial(node, context, state) {
    const name = node.path.type === "sub" ? call(node.path, context, state) : node.path.original;
    const found = own(state.partials, name) ?? own(env.partials, name);
    if (found === undefined) {
      if (node.body) return render(node.body, context, state);
      throw new Exception(`The partial ${name} could not be found`);
    }
    const base = node.params.length ? expression(node.params[0], context, state) : context;
    const hash = Object.entries(node.hash);
    const inner = hash.length ? { ...base, ...Object.fromEntries(hash.map(([key, value]) => [key, expression(value, context, state)])) } : base;
    return typeof found === "function" ? found(inner, { helpers: state.helpers, partials: state.partials, data: state.data }) : render(parse(found), inner, state);
  }

  env.compile = (template, options = {}) => {
    if (typeof template !== "string") {
      if (template && template.type === "Program") host.lacks("the lab has no syntax trees of handlebars");
      throw new Exception(`You must pass a string or Handlebars AST to Handlebars.compile. You passed ${template}`);
    }
    let nodes = null;
    return (context, runtime = {}) => {
      nodes ??= parse(template);
      const data = { root: context, ...runtime.data };
      return render(nodes, context, { above: [], params: {}, helpers: runtime.helpers, partials: runtime.partials, data, ...options, ...pick(runtime) });
    };
  };
  const pick = ({ allowProtoMethodsByDefault, allowProtoPropertiesByDefault, allowedProtoMethods, allowedProtoProperties }) => ({ allowProtoMethodsByDefault, allowProtoPropertiesByDefault, allowedProtoMethods, allowedProtoProperties });
  const register = (place) => (name, value) => (typeof name === "object" ? Object.assign(env[place], name) : (env[place][name] = value));
  Object.assign(env, {
    create, SafeString, Exception, escapeExpression, VERSION: "4.7.8",
    Utils: { escapeExpression, isEmpty, isArray: Array.isArray, isFunction: (value) => typeof value === "function", extend: Object.assign },
    registerHelper: register("helpers"), registerPartial: register("partials"), unregisterHelper: (name) => delete env.helpers[name], unregisterPartial: (name) => delete env.partials[name],
    precompile: () => host.lacks("the lab has no Handlebars.precompile"), template: () => host.lacks("the lab has no Handlebars.template"),
    createFrame: (data) => ({ ...data, _parent: data }),
  });
  env.default = env;
  return env;
}

module.exports = create();
