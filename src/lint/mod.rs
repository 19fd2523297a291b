//! What is wrong with packs beyond what keeps them from loading: one table of lints, and what finds each.
