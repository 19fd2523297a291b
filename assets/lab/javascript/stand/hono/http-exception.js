"use strict";

module.exports = require("internal/web/hono_exception");
