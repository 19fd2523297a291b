// Numbers in a Buffer: readUInt8 to writeDoubleBE.

const { invalidType, outOfRange, rangeError } = require("internal/errors");

const KINDS = [
  ["UInt8", 1, "Uint8", 0, 255], ["Int8", 1, "Int8", -128, 127],
  ["UInt16", 2, "Uint16", 0, 65535], ["Int16", 2, "Int16", -32768, 32767],
  ["UInt32", 4, "Uint32", 0, 2 ** 32 - 1], ["Int32", 4, "Int32", -(2 ** 31), 2 ** 31 - 1],
  ["Float", 4, "Float32"], ["Double", 8, "Float64"],
  ["BigUInt64", 8, "BigUint64", 0n, 2n ** 64n - 1n], ["BigInt64", 8, "BigInt64", -(2n ** 63n), 2n ** 63n - 1n],
];

function checkOffset(buffer, offset, size) {
  if (typeof offset !== "number") throw invalidType("offset", "number", offset);
  if (offset >= 0 && Number.isInteger(offset) && offset + size <= buffer.length) return;
  if (!Number.isInteger(offset)) throw outOfRange("offset", "an integer", offset);
  if (buffer.length < size) throw rangeError("ERR_BUFFER_OUT_OF_BOUNDS", "Attempt to access memory outside buffer bounds");
  throw outOfRange("offset", `>= 0 and <= ${buffer.length - size}`, offset);
}

const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);

function checkValue(value, min, max, size) {
  if (min === undefined || (value >= min && value <= max)) return;
  const n = typeof min === "bigint" ? "n" : "";
  const range = size > 4 ? (min === 0 || min === 0n ? `>= 0${n} and < 2${n} ** ${size * 8}${n}` : `>= -(2${n} ** ${size * 8 - 1}${n}) and < 2${n} ** ${size * 8 - 1}${n}`) : `>= ${min} and <= ${max}`;
  throw outOfRange("value", range, value);
}

function add(target, name, method) {
  for (const alias of new Set([name, name.replace("UInt", "Uint")])) {
    Object.defineProperty(target, alias, { value: method, writable: true, configurable: true, enumerable: true });
  }
}

function checkLength(size) {
  if (typeof size !== "number") throw invalidType("byteLength", "number", size);
  if (!(size >= 1 && size <= 6)) throw outOfRange("byteLength", ">= 1 and <= 6", size);
}

/** Put the methods on Buffer's prototype. */
function install(target) {
  for (const [name, size, kind, min, max] of KINDS) {
    for (const [end, little] of size === 1 ? [["", true]] : [["LE", true], ["BE", false]]) {
      add(target, `read${name}${end}`, function (offset = 0) {
        checkOffset(this, offset, size);
        return view(this)[`get${kind}`](offset, little);
      });
      add(target, `write${name}${end}`, function (value, offset = 0) {
        const given = kind.startsWith("Big") ? value : +value;
        if (kind.startsWith("Big") && typeof value !== "bigint") throw new TypeError("Cannot mix BigInt and other types, use explicit conversions");
        checkValue(given, min, max, size);
        checkOffset(this, offset, size);
        view(this)[`set${kind}`](offset, given, little);
        return offset + size;
      });
    }
  }
  for (const [end, little] of [["LE", true], ["BE", false]]) {
    for (const signed of [true, false]) {
      const name = signed ? "Int" : "UInt";
      add(target, `read${name}${end}`, function (offset, size) {
        if (offset === undefined) throw invalidType("offset", "number", offset);
        checkLength(size);
        checkOffset(this, offset, size);
        let value = 0;
        for (let i = 0; i < size; i++) value = value * 256 + this[offset + (little ? size - 1 - i : i)];
        return signed && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
      });
      add(target, `write${name}${end}`, function (given, offset, size) {
        checkLength(size);
        const value = +given;
        const limit = 2 ** (8 * size - (signed ? 1 : 0));
        checkValue(value, signed ? -limit : 0, limit - 1, size);
        checkOffset(this, offset, size);
        let rest = value < 0 ? value + 2 ** (8 * size) : value;
        for (let i = 0; i < size; i++) {
          this[offset + (little ? i : size - 1 - i)] = rest % 256;
          rest = Math.floor(rest / 256);
        }
        return offset + size;
      });
    }
  }
}

module.exports = { install };
