// `Date`, reading the lab's clock.

const clock = kernel("clock");

/** Put the lab's `Date` in place of the engine's. */
function install() {
  const Real = globalThis.Date;
  const hidden = (target, name, value) => Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
  const LabDate = {
    Date: function (...given) {
      if (new.target === undefined) return new Real(clock.nowMs()).toString();
      return Reflect.construct(Real, given.length ? given : [clock.nowMs()], new.target === LabDate ? Real : new.target);
    },
  }.Date;
  Object.defineProperty(LabDate, "prototype", { value: Real.prototype, writable: false });
  Object.defineProperty(LabDate, "length", { value: 7, configurable: true });
  hidden(LabDate, "now", { now: () => clock.nowMs() }.now);
  hidden(LabDate, "parse", Real.parse);
  hidden(LabDate, "UTC", Real.UTC);
  hidden(Real.prototype, "constructor", LabDate);
  hidden(globalThis, "Date", LabDate);
}

module.exports = { install };
