"use strict";

module.exports = require("dompurify");
