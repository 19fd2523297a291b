// `performance`, on the lab's clock.

const { EventTarget } = require("internal/event_target");
const clock = kernel("clock");

class Performance extends EventTarget {
  #entries = [];
  get timeOrigin() { return clock.nowMs() - clock.sinceStart(); }
  now() { return clock.sinceStart() + 30; }
  mark(name, options) {
    const entry = { name: `${name}`, entryType: "mark", startTime: options?.startTime ?? this.now(), duration: 0, detail: options?.detail ?? null };
    this.#entries.push(entry);
    return entry;
  }
  measure(name, from, to) {
    const at = (mark) => (typeof mark === "string" ? this.#entries.findLast((e) => e.name === mark)?.startTime : mark);
    const [start, end] = [at(from?.start ?? from) ?? 0, at(from?.end ?? to) ?? this.now()];
    const entry = { name: `${name}`, entryType: "measure", startTime: start, duration: end - start, detail: null };
    this.#entries.push(entry);
    return entry;
  }
  getEntries() { return [...this.#entries]; }
  getEntriesByName(name) { return this.#entries.filter((e) => e.name === name); }
  getEntriesByType(type) { return this.#entries.filter((e) => e.entryType === type); }
  clearMarks(name) { this.#entries = this.#entries.filter((e) => e.entryType !== "mark" || (name !== undefined && e.name !== name)); }
  clearMeasures(name) { this.#entries = this.#entries.filter((e) => e.entryType !== "measure" || (name !== undefined && e.name !== name)); }
  timerify(f) { return f; }
  eventLoopUtilization() { return { idle: 0, active: 0, utilization: 0 }; }
  toJSON() { return { timeOrigin: this.timeOrigin }; }
}

module.exports = { performance: new Performance(), Performance };
