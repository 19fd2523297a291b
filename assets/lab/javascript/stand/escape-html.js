"use strict";

const ENTITIES = { '"': "&quot;", "&": "&amp;", "'": "&#39;", "<": "&lt;", ">": "&gt;" };

module.exports = function escapeHtml(text) {
  return `${text}`.replace(/["&'<>]/g, (char) => ENTITIES[char]);
};
