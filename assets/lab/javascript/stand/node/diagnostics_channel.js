// `node:diagnostics_channel`

const { lackNames } = require("internal/lacks");
const channels = new Map();

class Channel {
  #subscribers = [];
  constructor(name) { this.name = name; }
  get hasSubscribers() { return this.#subscribers.length > 0; }
  subscribe(f) { this.#subscribers = [...this.#subscribers, f]; }
  unsubscribe(f) {
    const had = this.#subscribers.includes(f);
    this.#subscribers = this.#subscribers.filter((s) => s !== f);
    return had;
  }
  publish(message) { for (const f of this.#subscribers) f(message, this.name); }
}

function channel(name) {
  if (!channels.has(name)) channels.set(name, new Channel(name));
  return channels.get(name);
}

module.exports = { Channel, channel, hasSubscribers: (name) => channel(name).hasSubscribers, subscribe: (name, f) => channel(name).subscribe(f), unsubscribe: (name, f) => channel(name).unsubscribe(f) };
lackNames(module.exports, "diagnostics_channel", "tracingChannel TracingChannel");
