// Makes the `Date` of a realm read the lab's clock: `now()` gives milliseconds.

const Real = globalThis.Date;
const { construct, defineProperty } = Reflect;

function Date(...args) {
  if (!new.target) return new Real(now()).toString();
  return construct(Real, args.length ? args : [now()], new.target);
}
defineProperty(Date, "length", { value: 7, configurable: true });
defineProperty(Date, "prototype", { value: Real.prototype, writable: false });
for (const [name, value] of [["now", { now: () => Math.floor(now()) }.now], ["parse", Real.parse], ["UTC", Real.UTC]]) {
  defineProperty(Date, name, { value, writable: true, configurable: true });
}
defineProperty(Real.prototype, "constructor", { value: Date, writable: true, configurable: true });
defineProperty(globalThis, "Date", { value: Date, writable: true, configurable: true });
// The real clock.
delete globalThis.performance;
