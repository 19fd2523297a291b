"use strict";
// Short random identifiers for addresses.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-";

const random = (length) => kernel("core").randomBytes(length);

function customAlphabet(alphabet, size = 21) {
  return (length = size) => {
    const mask = (2 << (31 - Math.clz32((alphabet.length - 1) | 1))) - 1;
    let id = "";
    while (id.length < length) {
      for (const byte of random(length * 2)) {
        const char = alphabet[byte & mask];
        if (char !== undefined && id.length < length) id += char;
      }
    }
    return id;
  };
}

module.exports = { nanoid: customAlphabet(ALPHABET), customAlphabet, urlAlphabet: ALPHABET, random };
