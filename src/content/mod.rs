//! Packs in: reads, checks and resolves them.
