"use strict";
// The browser's end of a WebSocket.

const { shorten, bytesOf, isBytes } = part("client/text");
const { Answer, got } = part("client/answer");
const hanging = part("hanging");

/** A WebSocket of the client: open, or refused with a status. */
class WebSocket {
  #side = null;
  #who;
  #waiting = [];
  #read = 0;

  constructor(who, result) {
    this.#who = who;
    const answer = new Answer(result);
    this.status = answer.status;
    this.headers = answer.headers;
    this.text = answer.text;
    this.error = answer.error;
    this.protocol = answer.headers.get("sec-websocket-protocol") ?? "";
    this.messages = [];
    this.closed = null;
    if (!result.side) {
      this.closed = { code: 1006, reason: "" };
      return;
    }
    this.#side = result.side;
    this.#side.connect({
      message: (data) => this.#take(typeof data === "string" ? data : bytesOf(data)),
      closed: (code, reason) => this.#end(code, String(reason)),
    });
  }

  get open() {
    return this.#side !== null && this.closed === null;
  }

  /** Send a text, bytes, or anything else as JSON. */
  send(data) {
    const sent = typeof data === "string" || isBytes(data) ? data : JSON.stringify(data);
    if (!this.open) {
      host.exchange(this.#who, `sends ${show(sent)}`, "the connection is closed");
      return;
    }
    host.exchange(this.#who, `sends ${show(sent)}`, "");
    this.#side.receive(typeof sent === "string" ? sent : bytesOf(sent), typeof sent !== "string");
  }

  /** The next message; null when none comes any more. */
  next() {
    if (this.#read < this.messages.length) return Promise.resolve(this.messages[this.#read++]);
    if (this.closed) return Promise.resolve(null);
    return new Promise((resolve) => {
      const entry = { resolve, leave: null };
      entry.leave = hanging.enter(() => {
        this.#waiting = this.#waiting.filter((one) => one !== entry);
        resolve(null);
      });
      this.#waiting.push(entry);
    });
  }

  close(code = 1000, reason = "") {
    if (!this.open) return;
    const side = this.#side;
    this.#end(code, reason);
    side.closedByPeer(code, reason);
  }

  #take(data) {
    host.exchange(this.#who, "gets", show(data));
    this.messages.push(data);
    const entry = this.#waiting.shift();
    if (entry) {
      this.#read++;
      entry.leave();
      entry.resolve(data);
    }
  }

  #end(code, reason) {
    if (this.closed) return;
    this.closed = { code, reason };
    host.exchange(this.#who, "the connection is closed", `${code} ${reason}`.trim());
    for (const entry of this.#waiting.splice(0)) {
      entry.leave();
      entry.resolve(null);
    }
  }
}

function show(data) {
  return typeof data === "string" ? shorten(data) : `${data.length} bytes`;
}

exports.open = function open(who, said, result) {
  host.exchange(who, said, result.side ? "101, the WebSocket is open" : got(new Answer(result)));
  return new WebSocket(who, result);
};
