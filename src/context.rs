//! The one value through which time, seed, folders and environment come in.
