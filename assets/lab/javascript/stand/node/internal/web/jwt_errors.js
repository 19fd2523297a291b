"use strict";

class JsonWebTokenError extends Error {
  constructor(message, error) {
    super(message);
    this.name = "JsonWebTokenError";
    this.message = message;
    if (error) this.inner = error;
  }
}

class TokenExpiredError extends JsonWebTokenError {
  constructor(message, expiredAt) {
    super(message);
    this.name = "TokenExpiredError";
    this.expiredAt = expiredAt;
  }
}

class NotBeforeError extends JsonWebTokenError {
  constructor(message, date) {
    super(message);
    this.name = "NotBeforeError";
    this.date = date;
  }
}

module.exports = { JsonWebTokenError, TokenExpiredError, NotBeforeError };
