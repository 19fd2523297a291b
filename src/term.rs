//! The terminal: raw mode, guards, events, effects.
