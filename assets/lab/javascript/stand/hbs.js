"use strict";
// Handlebars as a view engine of Express.

const handlebars = require("handlebars");

const hbs = handlebars.create();
hbs.handlebars = hbs;
hbs.__express = function render(file, options, done) {
  require("fs").readFile(file, "utf8", (error, text) => {
    if (error) return done(error);
    try {
      return done(null, hbs.compile(text)(options));
    } catch (thrown) {
      return done(thrown);
    }
  });
};
module.exports = hbs;
