"use strict";
// What came back for a request, and how the exchange shows it.

const { shorten } = part("client/text");
const { readSetCookie } = part("client/cookies");

/** Headers by name in any case; repeated ones by `.all(name)`. */
class Headers {
  #list;

  constructor(raw) {
    this.#list = [];
    for (let i = 0; i < raw.length; i += 2) {
      this.#list.push([raw[i], raw[i + 1]]);
      const name = raw[i].toLowerCase();
      const value = Object.hasOwn(this, name) ? `${this[name]}, ${raw[i + 1]}` : raw[i + 1];
      Object.defineProperty(this, name, { value, enumerable: true, configurable: true, writable: true });
    }
  }
  get(name) {
    const key = String(name).toLowerCase();
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  has(name) {
    return Object.hasOwn(this, String(name).toLowerCase());
  }
  all(name) {
    const key = String(name).toLowerCase();
    return this.#list.filter(([n]) => n.toLowerCase() === key).map(([, value]) => value);
  }
}

/** A response. */
class Answer {
  constructor({ status, headers, data, error, problem }) {
    this.status = status;
    this.headers = new Headers(headers);
    this.data = data;
    this.error = error;
    this.problem = problem ?? null;
    this.cookies = Object.create(null);
    for (const line of this.headers.all("set-cookie")) {
      const cookie = readSetCookie(line);
      if (cookie) this.cookies[cookie.name] = cookie;
    }
  }
  get ok() {
    return this.status < 400;
  }
  /** Whether the program gave no answer of its own, or an error came out of it. */
  get refused() {
    return this.error !== null;
  }
  get location() {
    return this.headers.get("location");
  }
  get text() {
    return host.text(this.data, false);
  }
  get json() {
    try {
      return JSON.parse(this.text);
    } catch {
      return null;
    }
  }
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** One line on a response. */
function got(answer) {
  if (answer.problem) return `no answer: ${shorten(answer.problem)}`;
  let text = String(answer.status);
  if (answer.location !== null) text += ` → ${answer.location}`;
  const names = Object.keys(answer.cookies);
  if (names.length) text += ` [sets ${names.map((n) => (answer.cookies[n].value ? n : `${n} empty`)).join(", ")}]`;
  for (const name of ["WWW-Authenticate", "Access-Control-Allow-Origin"]) {
    if (answer.headers.has(name)) text += ` [${name}: ${answer.headers.get(name)}]`;
  }
  if (answer.error) return `${text}, the app raised ${shorten(part("serving").inWords(answer.error))}`;
  let body = answer.text.trim();
  if (body && !(answer.location !== null && REDIRECTS.includes(answer.status))) {
    const page = /^<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error<\/title>\n<\/head>\n<body>\n<pre>(.*)<\/pre>/s.exec(body);
    if (page) [body] = page[1].split("<br>");
    if (/json/.test(answer.headers.get("content-type") ?? "")) body = body.replace(/\s+/g, " ");
    text += ` ${shorten(body)}`;
  }
  return text;
}

Object.assign(exports, { Answer, got, REDIRECTS });
