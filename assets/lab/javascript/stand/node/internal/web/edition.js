"use strict";

/** Which generation of the packages below Express is meant: those of Express 4 differ in places. */
exports.four = false;
