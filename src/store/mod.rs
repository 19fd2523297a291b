//! Scores kept: drafts and finished attempts.
